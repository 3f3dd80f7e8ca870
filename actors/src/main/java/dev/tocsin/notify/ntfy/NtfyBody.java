package dev.tocsin.notify.ntfy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;

/** A message as JSON, for headers would not take every letter. */
final class NtfyBody {
  private static final int LONGEST_TITLE = 250;

  /** What is longer becomes an attachment, which a lock screen does not show. */
  private static final int MOST_BYTES = 4_096;

  private NtfyBody() {}

  static ObjectNode of(Message message, String topic) {
    Wording wording = Wording.of(message);
    Tone tone = Tone.of(message);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("topic", topic);
    body.put("title", Shortened.to(wording.headline(), LONGEST_TITLE));
    body.put("message", text(wording));
    body.put("priority", priority(tone));
    body.putArray("tags").add(tag(tone));
    body.put("click", wording.page().target().toString());
    wording
        .acknowledge()
        .ifPresent(
            link ->
                body.putArray("actions")
                    .addObject()
                    .put("action", "view")
                    .put("label", link.label())
                    .put("url", link.target().toString()));
    return body;
  }

  /** Fewer characters where they take more bytes, so that the end is not what is cut. */
  private static String text(Wording wording) {
    int most = MOST_BYTES;
    String text = wording.text(most);
    while (!text.equals(Shortened.toBytes(text, MOST_BYTES)) && most > MOST_BYTES / 4) {
      most -= MOST_BYTES / 8;
      text = wording.text(most);
    }
    return Shortened.toBytes(text, MOST_BYTES);
  }

  private static int priority(Tone tone) {
    return switch (tone) {
      case ALARM -> 5;
      case WARNING -> 4;
      case NEWS, RELIEF -> 3;
    };
  }

  private static String tag(Tone tone) {
    return switch (tone) {
      case ALARM -> "rotating_light";
      case WARNING -> "warning";
      case NEWS -> "information_source";
      case RELIEF -> "white_check_mark";
    };
  }
}
