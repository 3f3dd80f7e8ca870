package dev.tocsin.notify.webpush;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Message.Kind;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** A message as {@code push-worker.js} reads it. */
final class PushText {
  private static final int LONGEST_TITLE = 400;

  /** More than a notification shows. */
  private static final int LONGEST_BODY = 1_000;

  private PushText() {}

  /** At most {@link PushCipher#MOST_TEXT_BYTES}. */
  static byte[] of(Message message) {
    Wording wording = Wording.of(message);
    int room = LONGEST_BODY;
    byte[] text = bytes(json(message, wording, room));
    while (text.length > PushCipher.MOST_TEXT_BYTES && room > 0) {
      room /= 2;
      text = bytes(json(message, wording, room));
    }
    return text;
  }

  /** The one alert that it is about; empty where it is about none, or about several. */
  static Optional<UUID> alert(Message message) {
    return switch (message.kind()) {
      case TRIGGERED, ACKNOWLEDGED, RESOLVED, BUNDLE ->
          message.notices().size() == 1 && message.more() == 0
              ? Optional.of(message.notices().getFirst().alert())
              : Optional.empty();
      case TEST, VERIFICATION, WARNING -> Optional.empty();
    };
  }

  private static ObjectNode json(Message message, Wording wording, int room) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("title", Shortened.toBytes(wording.headline(), LONGEST_TITLE));
    json.put("body", room < 3 ? "" : Shortened.toBytes(wording.text(room), room));
    json.put("tag", alert(message).map(UUID::toString).orElseGet(() -> group(message)));
    json.put("tone", Tone.of(message).name().toLowerCase(Locale.ROOT));
    json.put("page", wording.page().target().toString());
    json.put("over", isOver(message));
    wording.acknowledge().ifPresent(link -> json.put("acknowledge", link.target().toString()));
    if (message.code() != null) {
      json.put("code", message.code());
    }
    return json;
  }

  private static boolean isOver(Message message) {
    return alert(message).isPresent() && message.notices().getFirst().kind() == Kind.RESOLVED;
  }

  /** What is told of several at once never takes the place of what was told before. */
  private static String group(Message message) {
    return message.kind() == Kind.BUNDLE ? message.id().toString() : message.kind().name();
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
