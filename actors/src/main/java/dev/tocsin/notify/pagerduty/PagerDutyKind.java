package dev.tocsin.notify.pagerduty;

import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Redaction;
import dev.tocsin.notify.http.Post;
import dev.tocsin.notify.http.Service;
import dev.tocsin.notify.http.ServiceFields;
import dev.tocsin.notify.http.Services;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** A service of PagerDuty, by an integration for Events API v2. */
public final class PagerDutyKind implements ChannelKind {
  private static final String USUAL_BASE = "https://events.pagerduty.com";

  private final Service service;
  private final ServiceFields fields;

  public PagerDutyKind(Services services) {
    this.service = services.named(label(), new PagerDutyDialect());
    this.fields = services.fields();
  }

  @Override
  public String type() {
    return "pagerduty";
  }

  @Override
  public String label() {
    return "PagerDuty";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    settings.put(
        "routingKey",
        ServiceFields.token(input, "routingKey", "the key of an Events API v2 integration"));
    fields.baseUrl(input).ifPresent(url -> settings.put("baseUrl", url));
    return new Endpoint(type(), settings);
  }

  @Override
  public Set<String> secrets() {
    return Set.of("routingKey");
  }

  @Override
  public String place(Endpoint endpoint) {
    return ServiceFields.host(base(endpoint));
  }

  /** It bundles by itself, by the alerts' ids. */
  @Override
  public Pace pace() {
    return Pace.PROGRAM;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    URI url = URI.create(base(endpoint) + "/v2/enqueue");
    Redaction redaction = Redaction.of(this, endpoint, message);
    return service.sendAll(
        PagerDutyEvents.of(message, endpoint.setting("routingKey")).stream()
            .map(event -> Post.json(url, Map.of(), event.toString(), redaction))
            .toList());
  }

  private static String base(Endpoint endpoint) {
    return endpoint.optional("baseUrl").orElse(USUAL_BASE);
  }
}
