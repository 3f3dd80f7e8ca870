package dev.tocsin.notify.slack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Escape;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Tone;
import dev.tocsin.notify.Wording;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A message in Slack's blocks. Words of others are plain text, so that nothing in them formats,
 * links or calls anybody; the text beside the blocks is what a notification shows.
 */
final class SlackBody {
  private static final int LONGEST_HEADER = 150;
  private static final int LONGEST_TEXT = 3_000;

  private SlackBody() {}

  static ObjectNode of(Message message) {
    return of(message, none -> Optional.empty());
  }

  /**
   * @param tokens what the buttons of an alert bear; empty where it is to have none
   */
  static ObjectNode of(Message message, Function<Message.Notice, Optional<String>> tokens) {
    Wording wording = Wording.of(message);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put(
        "text", sign(Tone.of(message)) + Escape.SLACK.within(wording.headline(), LONGEST_TEXT));
    body.put("unfurl_links", false).put("unfurl_media", false);
    ArrayNode blocks = body.putArray("blocks");
    String header = sign(Tone.of(message)) + shortHeader(wording.headline());
    blocks.addObject().put("type", "header").set("text", plain(header).put("emoji", true));
    addText(blocks, wording.detail());
    if (!wording.facts().isEmpty()) {
      ArrayNode fields = blocks.addObject().put("type", "section").putArray("fields");
      wording.facts().forEach(fact -> fields.add(plain(escaped(fact.toString()))));
    }
    wording
        .items()
        .forEach(
            item -> {
              String page = link(item.notice().page().toString(), item.headline());
              ObjectNode block = addMarked(blocks, page + "\n" + item.facts());
              token(item.notice(), tokens)
                  .ifPresent(it -> block.set("accessory", button(SlackButton.ACKNOWLEDGE, it)));
            });
    addMarked(
        blocks,
        wording.links().stream()
            .map(link -> link(link.target().toString(), link.label()))
            .collect(Collectors.joining("   ")));
    if (wording.items().isEmpty() && message.notices().size() == 1) {
      token(message.notices().getFirst(), tokens).ifPresent(it -> addButtons(blocks, it));
    }
    if (!wording.caution().isEmpty()) {
      blocks
          .addObject()
          .put("type", "context")
          .putArray("elements")
          .add(plain(escaped(wording.caution())));
    }
    return body;
  }

  /** What is said to one person, below the message. */
  static ObjectNode said(String text) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("response_type", "ephemeral").put("replace_original", false);
    body.put("text", escaped(text));
    addText(body.putArray("blocks"), text);
    return body;
  }

  private static Optional<String> token(
      Message.Notice notice, Function<Message.Notice, Optional<String>> tokens) {
    return notice.acknowledge() == null ? Optional.empty() : tokens.apply(notice);
  }

  private static void addButtons(ArrayNode blocks, String token) {
    ArrayNode elements = blocks.addObject().put("type", "actions").putArray("elements");
    for (SlackButton each : SlackButton.values()) {
      elements.add(button(each, token));
    }
  }

  private static ObjectNode button(SlackButton button, String token) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("type", "button").put("action_id", button.id()).put("value", token);
    json.set("text", plain(button.label()));
    return button == SlackButton.ACKNOWLEDGE ? json.put("style", "primary") : json;
  }

  private static String sign(Tone tone) {
    return switch (tone) {
      case ALARM -> ":red_circle: ";
      case WARNING -> ":large_orange_circle: ";
      case NEWS -> ":large_blue_circle: ";
      case RELIEF -> ":large_green_circle: ";
    };
  }

  private static String shortHeader(String headline) {
    return Escape.SLACK.within(headline, LONGEST_HEADER - ":large_orange_circle: ".length());
  }

  private static void addText(ArrayNode blocks, String text) {
    if (!text.isEmpty()) {
      blocks.addObject().put("type", "section").set("text", plain(escaped(text)));
    }
  }

  /** In Slack's own marks; what is not ours is escaped. */
  private static ObjectNode addMarked(ArrayNode blocks, String text) {
    ObjectNode block = blocks.addObject().put("type", "section");
    block.putObject("text").put("type", "mrkdwn").put("text", text).put("verbatim", true);
    return block;
  }

  private static ObjectNode plain(String escaped) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "plain_text")
        .put("text", escaped)
        .put("emoji", false);
  }

  private static String escaped(String text) {
    return Escape.SLACK.within(text, LONGEST_TEXT);
  }

  private static String link(String url, String label) {
    return "<" + Escape.SLACK.of(url) + "|" + Escape.SLACK.of(label).replace('|', '/') + ">";
  }
}
