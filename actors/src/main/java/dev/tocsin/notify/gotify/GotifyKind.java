package dev.tocsin.notify.gotify;

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

/** An application of a Gotify server. */
public final class GotifyKind implements ChannelKind {
  private final Service service;
  private final ServiceFields fields;

  public GotifyKind(Services services) {
    this.service = services.named(label(), new GotifyDialect());
    this.fields = services.fields();
  }

  @Override
  public String type() {
    return "gotify";
  }

  @Override
  public String label() {
    return "Gotify";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    settings.put("baseUrl", fields.ownBaseUrl(input));
    settings.put("token", ServiceFields.token(input, "token", "the token of an application"));
    return new Endpoint(type(), settings);
  }

  @Override
  public Set<String> secrets() {
    return Set.of("token");
  }

  @Override
  public String place(Endpoint endpoint) {
    return ServiceFields.host(endpoint.setting("baseUrl"));
  }

  @Override
  public Pace pace() {
    return Pace.USUAL;
  }

  @Override
  public CompletionStage<Outcome> send(Endpoint endpoint, Message message) {
    return service.send(
        Post.json(
            URI.create(endpoint.setting("baseUrl") + "/message"),
            Map.of("X-Gotify-Key", endpoint.setting("token")),
            GotifyBody.of(message).toString(),
            Redaction.of(this, endpoint, message)));
  }
}
