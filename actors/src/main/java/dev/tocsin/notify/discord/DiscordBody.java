package dev.tocsin.notify.discord;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Escape;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.util.stream.Collectors;

/**
 * A message as an embed of Discord, with the headline beside it, which is what a notification
 * shows. An embed takes 6,000 characters in all: these limits add up to fewer.
 */
final class DiscordBody {
  private static final int LONGEST_CONTENT = 1_000;
  private static final int LONGEST_TITLE = 256;
  private static final int LONGEST_DETAIL = 2_400;
  private static final int LONGEST_VALUE = 300;
  private static final int LONGEST_ITEM = 120;
  private static final int MOST_ITEMS = 10;
  private static final int LONGEST_DESCRIPTION = 4_096;

  private DiscordBody() {}

  static ObjectNode of(Message message) {
    Wording wording = Wording.of(message);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("content", Escape.MARKDOWN.within(wording.headline(), LONGEST_CONTENT));
    body.putObject("allowed_mentions").putArray("parse");
    ObjectNode embed = body.putArray("embeds").addObject();
    embed.put("title", Escape.MARKDOWN.within(wording.headline(), LONGEST_TITLE));
    embed.put("url", wording.page().target().toString());
    embed.put("color", Tone.of(message).rgb());
    embed.put("description", description(wording));
    ArrayNode fields = embed.putArray("fields");
    wording
        .facts()
        .forEach(
            fact ->
                fields
                    .addObject()
                    .put("name", fact.name())
                    .put("value", Escape.MARKDOWN.within(fact.value(), LONGEST_VALUE))
                    .put("inline", true));
    return body;
  }

  /** Links that do not fit whole are left out: half a link leads nowhere. */
  private static String description(Wording wording) {
    String links =
        wording.links().stream()
            .map(each -> "**" + link(each.label(), each.target().toString()) + "**")
            .collect(Collectors.joining(" \u00b7 "));
    StringBuilder items = new StringBuilder();
    int room = LONGEST_DESCRIPTION - LONGEST_DETAIL - links.length() - wording.caution().length();
    for (Wording.Item item : wording.items().stream().limit(MOST_ITEMS).toList()) {
      String title = Escape.MARKDOWN.within(item.headline(), LONGEST_ITEM);
      String line = "- " + link(title, item.notice().page().toString()) + "\n";
      if (items.length() + line.length() <= room - 10) {
        items.append(line);
      }
    }
    return Wording.joined(
        "\n\n",
        Escape.MARKDOWN.within(wording.detail(), LONGEST_DETAIL),
        items.toString().strip(),
        links,
        wording.caution());
  }

  private static String link(String label, String url) {
    return "[" + label + "](" + url.replace("(", "%28").replace(")", "%29") + ")";
  }
}
