package dev.tocsin.notify.slack;

import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Service;
import dev.tocsin.notify.http.Services;
import dev.tocsin.probe.http.HttpUrl;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says to who pressed a button, and to nobody else, what came of it. */
public final class SlackReplies {
  private static final URI SLACK = URI.create("https://hooks.slack.com");

  private final Service service;

  public SlackReplies(Services services) {
    this.service = services.named("Slack", new SlackDialect());
  }

  /**
   * Tries once; never fails.
   *
   * @param endpoint where the message went
   * @param address as the one who pressed it says, so that it may be anything: what is neither
   *     Slack's nor at the place's own host is not asked
   */
  public CompletionStage<Outcome> say(Endpoint endpoint, String address, String text) {
    URI asked;
    try {
      asked = HttpUrl.parse(address);
    } catch (IllegalArgumentException none) {
      return refused();
    }
    if (!HttpUrl.sameOrigin(asked, SLACK)
        && !HttpUrl.sameOrigin(asked, URI.create(endpoint.setting("url")))) {
      return refused();
    }
    return service.send(
        Post.json(asked, Map.of(), SlackBody.said(text).toString(), Redaction.of(address)));
  }

  private static CompletionStage<Outcome> refused() {
    return CompletableFuture.completedStage(
        new Outcome.Permanent("The address that is to be answered is not Slack's."));
  }
}
