package dev.tocsin.notify.slack;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.http.IncomingWebhook;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.notify.http.Services;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * A channel of Slack, by an incoming webhook. Where the app's signing secret is known, so that what
 * Slack tells of can be checked, messages have buttons.
 */
public final class SlackKind implements ChannelKind {
  public static final String TYPE = "slack";
  public static final String SIGNING_SECRET = "signingSecret";

  private static final int SHORTEST_SECRET = 16;

  private final IncomingWebhook webhook;
  private final SlackTokens tokens;

  public SlackKind(Services services, SlackTokens tokens) {
    this.webhook = new IncomingWebhook(label(), new SlackDialect(), services);
    this.tokens = tokens;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String label() {
    return "Slack";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>(webhook.read(type(), input).settings());
    ServiceFields.optionalToken(input, SIGNING_SECRET)
        .filter(
            secret ->
                input.check(
                    secret.length() >= SHORTEST_SECRET,
                    SIGNING_SECRET,
                    "It must be the app's signing secret, which has 32 characters."))
        .ifPresent(secret -> settings.put(SIGNING_SECRET, secret));
    return new Endpoint(type(), settings);
  }

  @Override
  public Set<String> secrets() {
    return Set.of("url", SIGNING_SECRET);
  }

  @Override
  public String place(Endpoint endpoint) {
    return webhook.place(endpoint);
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return webhook.send(this, endpoint, message, SlackBody.of(message));
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message, Origin origin) {
    if (endpoint.optional(SIGNING_SECRET).isEmpty()) {
      return send(endpoint, message);
    }
    return webhook.send(
        this,
        endpoint,
        message,
        SlackBody.of(message, notice -> Optional.of(tokens.token(origin, notice.alert()))));
  }
}
