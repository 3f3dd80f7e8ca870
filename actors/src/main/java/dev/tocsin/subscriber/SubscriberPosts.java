package dev.tocsin.subscriber;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.Dialect;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Service;
import dev.tocsin.notify.http.Services;
import dev.tocsin.notify.webhook.Signature;
import dev.tocsin.subscriber.SubscriberLinks.Purpose;
import java.net.URI;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * What is posted to subscribers that are programs or chat rooms. Like a reader of mail, each is
 * asked first: the question has the address that confirms, which somebody has to post to.
 */
final class SubscriberPosts {
  /** Slack takes 40,000 characters, and cuts what is longer. */
  private static final int LONGEST_TEXT = 3_000;

  private final Service webhook;
  private final Service slack;
  private final SubscriberLinks links;
  private final Markup markup;
  private final InstantSource clock;

  SubscriberPosts(Services services, SubscriberLinks links, Markup markup) {
    this.webhook = services.named("The webhook", Dialect.USUAL);
    this.slack = services.named("Slack", Dialect.USUAL);
    this.links = links;
    this.markup = markup;
    this.clock = services.clock();
  }

  CompletionStage<Outcome> webhook(Outgoing letter) {
    String body = body(letter).toString();
    String secret = links.secret(letter.to().id());
    return webhook.send(
        Post.json(
            address(letter),
            Map.of(
                "Idempotency-Key",
                letter.id().toString(),
                "Tocsin-Signature",
                Signature.of(secret, clock.instant(), body)),
            body,
            redaction(letter).and(secret)));
  }

  CompletionStage<Outcome> slack(Outgoing letter) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("text", text(letter));
    body.put("unfurl_links", false);
    return slack.send(Post.json(address(letter), Map.of(), body.toString(), redaction(letter)));
  }

  private static URI address(Outgoing letter) {
    return URI.create(letter.to().to().address());
  }

  private Redaction redaction(Outgoing letter) {
    Redaction all = Redaction.of(letter.to().to().address());
    for (Purpose purpose : Purpose.values()) {
      all = all.and(links.token(purpose, letter.to().id()));
    }
    return all;
  }

  private ObjectNode body(Outgoing letter) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", letter.id().toString());
    body.put("type", type(letter.matter()));
    ObjectNode page = body.putObject("page");
    page.put("id", letter.to().page().toString());
    page.put("name", letter.page().name());
    page.put("url", links.page(letter.page().slug(), "").toString());
    switch (letter.matter()) {
      case Outgoing.Matter.Confirm confirm -> {
        body.put("confirmUrl", link(letter, Purpose.CONFIRM));
        body.put("secret", links.secret(letter.to().id()));
      }
      case Outgoing.Matter.Known known -> body.put("manageUrl", link(letter, Purpose.MANAGE));
      case Outgoing.Matter.Tell(Bulletin bulletin) -> {
        told(letter, bulletin, body.putObject("incident"));
        body.put("manageUrl", link(letter, Purpose.MANAGE));
        body.put("unsubscribeUrl", link(letter, Purpose.UNSUBSCRIBE));
      }
    }
    return body;
  }

  private static String type(Outgoing.Matter matter) {
    return switch (matter) {
      case Outgoing.Matter.Confirm confirm -> "subscription.confirm";
      case Outgoing.Matter.Known known -> "subscription.known";
      case Outgoing.Matter.Tell(Bulletin bulletin) ->
          bulletin.kind().name().toLowerCase(Locale.ROOT) + ".update";
    };
  }

  private void told(Outgoing letter, Bulletin bulletin, ObjectNode told) {
    told.put("id", bulletin.subject().toString());
    told.put("title", bulletin.title());
    told.put("url", links.page(letter.page().slug(), bulletin.path()).toString());
    ObjectNode update = told.putObject("update");
    update.put("id", bulletin.post().toString());
    update.put("phase", bulletin.stage().toLowerCase(Locale.ROOT));
    update.put("at", bulletin.at().toString());
    update.put("message", bulletin.message());
    ArrayNode components = told.putArray("components");
    bulletin
        .parts()
        .forEach(
            part ->
                components
                    .addObject()
                    .put("name", part.component())
                    .put("state", part.state().name().toLowerCase(Locale.ROOT)));
  }

  private String text(Outgoing letter) {
    String page = plain(letter.page().name());
    return switch (letter.matter()) {
      case Outgoing.Matter.Confirm confirm ->
          "Shall this channel be told of incidents on the status page "
              + page
              + "? Whoever wants that confirms it within a day: "
              + link(letter, Purpose.CONFIRM);
      case Outgoing.Matter.Known known ->
          "This channel is told of incidents on the status page "
              + page
              + " already. To change what it is told: "
              + link(letter, Purpose.MANAGE);
      case Outgoing.Matter.Tell(Bulletin bulletin) -> text(letter, bulletin, page);
    };
  }

  private String text(Outgoing letter, Bulletin bulletin, String page) {
    StringBuilder text = new StringBuilder();
    text.append('*').append(plain(bulletin.title())).append("*\n");
    text.append(page).append(": ").append(bulletin.stage()).append('\n');
    String message = markup.text(bulletin.message());
    if (!message.isEmpty()) {
      text.append('\n').append(plain(shortened(message))).append('\n');
    }
    bulletin
        .parts()
        .forEach(
            part ->
                text.append("\n• ")
                    .append(plain(part.component()))
                    .append(": ")
                    .append(part.word()));
    return text.append("\n\n<")
        .append(links.page(letter.page().slug(), bulletin.path()))
        .append("|Read it on the status page>, <")
        .append(link(letter, Purpose.MANAGE))
        .append("|change what is told here>")
        .toString();
  }

  private static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_TEXT
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_TEXT)) + "…";
  }

  /** What Slack would take for a mention or a link is text. */
  private static String plain(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private String link(Outgoing letter, Purpose purpose) {
    return links.link(purpose, letter.to().id()).toString();
  }
}
