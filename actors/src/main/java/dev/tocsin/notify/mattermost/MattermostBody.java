package dev.tocsin.notify.mattermost;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Escape;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.util.stream.Collectors;

/** A message as an attachment of Mattermost. Words of others are escaped, and call nobody. */
final class MattermostBody {
  private static final int LONGEST_TITLE = 600;

  /** A post has 16,383 characters at most, with everything in it. */
  private static final int LONGEST_TEXT = 4_000;

  private static final int LONGEST_ITEM = 400;

  private MattermostBody() {}

  static ObjectNode of(Message message) {
    Wording wording = Wording.of(message);
    String headline = Escape.MARKDOWN.within(wording.headline(), LONGEST_TITLE);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("username", "Tocsin");
    ObjectNode attachment = body.putArray("attachments").addObject();
    attachment.put("fallback", headline);
    attachment.put("color", Tone.of(message).hex());
    attachment.put("title", headline);
    attachment.put("title_link", wording.page().target().toString());
    attachment.put("text", text(wording));
    ArrayNode fields = attachment.putArray("fields");
    wording
        .facts()
        .forEach(
            fact ->
                fields
                    .addObject()
                    .put("short", true)
                    .put("title", fact.name())
                    .put("value", Escape.MARKDOWN.within(fact.value(), LONGEST_TITLE)));
    return body;
  }

  private static String text(Wording wording) {
    String items =
        wording.items().stream()
            .map(
                item ->
                    "- "
                        + link(
                            Escape.MARKDOWN.within(item.headline(), LONGEST_ITEM),
                            item.notice().page().toString())
                        + " ("
                        + item.facts()
                        + ")")
            .collect(Collectors.joining("\n"));
    String links =
        wording.links().stream()
            .map(each -> "**" + link(each.label(), each.target().toString()) + "**")
            .collect(Collectors.joining(" \u00b7 "));
    return Wording.joined(
        "\n\n",
        Escape.MARKDOWN.within(wording.detail(), LONGEST_TEXT),
        items,
        links,
        wording.caution());
  }

  private static String link(String label, String url) {
    return "[" + label + "](" + url.replace("(", "%28").replace(")", "%29") + ")";
  }
}
