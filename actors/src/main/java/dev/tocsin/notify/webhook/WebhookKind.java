package dev.tocsin.notify.webhook;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.Dialect;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Service;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.notify.http.Services;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Another program: JSON posted to its address. {@code Idempotency-Key} is the message's id, the
 * same for every attempt; with a secret, {@code Tocsin-Signature} shows who sent it and when.
 */
public final class WebhookKind implements ChannelKind {
  private static final int SHORTEST_SECRET = 8;
  private static final int LONGEST_SECRET = 256;

  private final Service service;
  private final ServiceFields fields;
  private final InstantSource clock;

  public WebhookKind(Services services) {
    this.service = services.named("The webhook", Dialect.USUAL);
    this.fields = services.fields();
    this.clock = services.clock();
  }

  @Override
  public String type() {
    return "webhook";
  }

  @Override
  public String label() {
    return "Webhook";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    settings.put("url", fields.url(input, "url", "the address that is posted to"));
    input
        .verbatim("secret", LONGEST_SECRET)
        .filter(
            secret ->
                input.check(
                    secret.length() >= SHORTEST_SECRET,
                    "secret",
                    "It must have 8 to 256 characters, the more the better."))
        .ifPresent(secret -> settings.put("secret", secret));
    return new Endpoint(type(), settings);
  }

  @Override
  public Set<String> secrets() {
    return Set.of("url", "secret");
  }

  @Override
  public String place(Endpoint endpoint) {
    return ServiceFields.host(endpoint.setting("url"));
  }

  /** A program wants all of them. */
  @Override
  public Pace pace() {
    return Pace.PROGRAM;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    String body = WebhookBody.of(message);
    Map<String, String> headers = new HashMap<>();
    headers.put("Idempotency-Key", message.id().toString());
    endpoint
        .optional("secret")
        .ifPresent(
            secret -> headers.put("Tocsin-Signature", Signature.of(secret, clock.instant(), body)));
    return service.send(
        Post.json(
            URI.create(endpoint.setting("url")),
            headers,
            body,
            Redaction.of(this, endpoint, message)));
  }
}
