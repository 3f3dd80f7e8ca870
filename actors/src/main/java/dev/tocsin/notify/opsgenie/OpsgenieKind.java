package dev.tocsin.notify.opsgenie;

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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** An integration of Opsgenie, by its Alert API. */
public final class OpsgenieKind implements ChannelKind {
  private static final Map<String, String> BASES =
      Map.of("us", "https://api.opsgenie.com", "eu", "https://api.eu.opsgenie.com");

  /** Where an account is kept. */
  private enum Region {
    US,
    EU
  }

  private final Service service;
  private final ServiceFields fields;

  public OpsgenieKind(Services services) {
    this.service = services.named(label(), new OpsgenieDialect());
    this.fields = services.fields();
  }

  @Override
  public String type() {
    return "opsgenie";
  }

  @Override
  public String label() {
    return "Opsgenie";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    settings.put("apiKey", ServiceFields.token(input, "apiKey", "the key of an API integration"));
    input
        .choice("region", Region.class)
        .ifPresent(region -> settings.put("region", region.name().toLowerCase(Locale.ROOT)));
    fields.baseUrl(input).ifPresent(url -> settings.put("baseUrl", url));
    return new Endpoint(type(), settings);
  }

  @Override
  public Set<String> secrets() {
    return Set.of("apiKey");
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
    Redaction redaction = Redaction.of(this, endpoint, message);
    Map<String, String> headers = Map.of("Authorization", "GenieKey " + endpoint.setting("apiKey"));
    return service.sendAll(
        OpsgenieRequests.of(message).stream()
            .map(
                request ->
                    Post.json(
                        URI.create(base(endpoint) + request.target()),
                        headers,
                        request.body().toString(),
                        redaction))
            .toList());
  }

  private static String base(Endpoint endpoint) {
    return endpoint
        .optional("baseUrl")
        .orElseGet(() -> BASES.getOrDefault(endpoint.optional("region").orElse("us"), ""));
  }
}
