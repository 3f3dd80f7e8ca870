package dev.tocsin.notify.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Escape;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.util.stream.Collectors;

/**
 * A message in Telegram's HTML. Links are in the text, and buttons only where Telegram is known to
 * find our host: it refuses a whole message whose button leads to another, as "localhost".
 */
final class TelegramBody {
  private static final int LONGEST_TEXT = 4_096;

  private TelegramBody() {}

  /**
   * @param note what else must be known; may be empty
   */
  static ObjectNode of(Message message, String chat, String note) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("chat_id", chat);
    body.put("text", text(message, note));
    body.put("parse_mode", "HTML");
    body.putObject("link_preview_options").put("is_disabled", true);
    body.put("disable_notification", isQuiet(message.kind()));
    return body;
  }

  private static boolean isQuiet(Message.Kind kind) {
    return switch (kind) {
      case ACKNOWLEDGED, RESOLVED -> true;
      case TRIGGERED, BUNDLE, TEST, VERIFICATION, WARNING -> false;
    };
  }

  /** The detail is what is cut: an element that is cut in two makes Telegram refuse all of it. */
  private static String text(Message message, String note) {
    Wording wording = Wording.of(message);
    String head =
        sign(Tone.of(message)) + "<b>" + Escape.HTML.within(wording.headline(), 1_000) + "</b>";
    String facts = Escape.HTML.within(wording.factLines(), 1_000);
    String links =
        wording.links().stream()
            .map(each -> link(each.target().toString(), each.label(), 100))
            .collect(Collectors.joining("   "));
    String end =
        Wording.joined("\n\n", links, Escape.HTML.of(wording.caution()), Escape.HTML.of(note));
    int room = LONGEST_TEXT - head.length() - facts.length() - end.length() - 10;
    String detail = Escape.HTML.within(wording.detail(), Math.max(1, room));
    String items = items(wording, room - detail.length());
    return Wording.joined("\n\n", Wording.joined("\n", head, detail), facts, items, end);
  }

  /** As many as fit whole. */
  private static String items(Wording wording, int room) {
    StringBuilder items = new StringBuilder();
    for (Wording.Item item : wording.items()) {
      String line = "\u2022 " + link(item.notice().page().toString(), item.headline(), 200);
      if (items.length() + line.length() < room) {
        items.append(items.isEmpty() ? "" : "\n").append(line);
      }
    }
    return items.toString();
  }

  private static String link(String url, String label, int most) {
    return "<a href=\"" + Escape.HTML.of(url) + "\">" + Escape.HTML.within(label, most) + "</a>";
  }

  private static String sign(Tone tone) {
    return switch (tone) {
      case ALARM -> "\ud83d\udd34 ";
      case WARNING -> "\ud83d\udfe0 ";
      case NEWS -> "\ud83d\udd35 ";
      case RELIEF -> "\ud83d\udfe2 ";
    };
  }
}
