package dev.tocsin.notify.pushover;

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

/** A telephone with Pushover. */
public final class PushoverKind implements ChannelKind {
  private static final String USUAL_BASE = "https://api.pushover.net";

  private final Service service;
  private final ServiceFields fields;

  public PushoverKind(Services services) {
    this.service = services.named(label(), new PushoverDialect());
    this.fields = services.fields();
  }

  @Override
  public String type() {
    return "pushover";
  }

  @Override
  public String label() {
    return "Pushover";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    settings.put("userKey", ServiceFields.token(input, "userKey", "the key of a user or group"));
    settings.put("appToken", ServiceFields.token(input, "appToken", "the token of an application"));
    fields.baseUrl(input).ifPresent(url -> settings.put("baseUrl", url));
    return new Endpoint(type(), settings);
  }

  @Override
  public Set<String> secrets() {
    return Set.of("userKey", "appToken");
  }

  @Override
  public String place(Endpoint endpoint) {
    return ServiceFields.host(base(endpoint));
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return service.send(
        Post.form(
            URI.create(base(endpoint) + "/1/messages.json"),
            PushoverForm.of(message, endpoint.setting("userKey"), endpoint.setting("appToken")),
            Redaction.of(this, endpoint, message)));
  }

  private static String base(Endpoint endpoint) {
    return endpoint.optional("baseUrl").orElse(USUAL_BASE);
  }
}
