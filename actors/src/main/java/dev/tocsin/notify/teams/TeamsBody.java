package dev.tocsin.notify.teams;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Shortened;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.nio.charset.StandardCharsets;

/**
 * A message as an Adaptive Card. Words of others are runs of a rich text block, which Teams shows
 * to the letter: all its other texts are Markdown.
 */
final class TeamsBody {
  /** Teams refuses a message of more than 28 KB. */
  private static final int MOST_BYTES = 28_000;

  private static final int LONGEST_DETAIL = 8_000;
  private static final int LONGEST_LINE = 200;

  private TeamsBody() {}

  static ObjectNode of(Message message) {
    Wording wording = Wording.of(message);
    Tone tone = Tone.of(message);
    int detail = LONGEST_DETAIL;
    int line = LONGEST_LINE;
    ObjectNode body = of(wording, tone, detail, line);
    while (bytes(body) > MOST_BYTES && line > 10) {
      detail /= 2;
      line = line * 2 / 3;
      body = of(wording, tone, detail, line);
    }
    return body;
  }

  private static int bytes(ObjectNode body) {
    return body.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static ObjectNode of(Wording wording, Tone tone, int mostDetail, int mostLine) {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("type", "message");
    ObjectNode attachment = message.putArray("attachments").addObject();
    attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
    attachment.putNull("contentUrl");
    ObjectNode card = attachment.putObject("content");
    card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
    card.put("type", "AdaptiveCard").put("version", "1.4");
    card.put("fallbackText", Shortened.to(wording.headline(), mostLine));
    card.putObject("msteams").put("width", "Full");
    ArrayNode body = card.putArray("body");
    run(body, Shortened.to(wording.headline(), mostLine))
        .put("size", "Large")
        .put("weight", "Bolder")
        .put("color", color(tone));
    if (!wording.detail().isEmpty()) {
      run(body, Shortened.to(wording.detail(), mostDetail));
    }
    wording.facts().forEach(fact -> run(body, Shortened.to(fact.toString(), mostLine)));
    wording.items().forEach(item -> addItem(body, item, mostLine));
    if (!wording.caution().isEmpty()) {
      run(body, wording.caution()).put("isSubtle", true);
    }
    ArrayNode actions = card.putArray("actions");
    wording
        .links()
        .forEach(
            link ->
                actions
                    .addObject()
                    .put("type", "Action.OpenUrl")
                    .put("title", link.label())
                    .put("url", link.target().toString()));
    return message;
  }

  private static void addItem(ArrayNode body, Wording.Item item, int mostLine) {
    run(body, Shortened.to(item.headline(), mostLine))
        .putObject("selectAction")
        .put("type", "Action.OpenUrl")
        .put("url", item.notice().page().toString());
  }

  private static ObjectNode run(ArrayNode body, String text) {
    return body.addObject()
        .put("type", "RichTextBlock")
        .putArray("inlines")
        .addObject()
        .put("type", "TextRun")
        .put("text", text);
  }

  private static String color(Tone tone) {
    return switch (tone) {
      case ALARM -> "Attention";
      case WARNING -> "Warning";
      case NEWS -> "Accent";
      case RELIEF -> "Good";
    };
  }
}
