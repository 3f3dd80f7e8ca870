package dev.tocsin.notify.ntfy;

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
import java.util.regex.Pattern;

/** A topic of ntfy, at ntfy.sh or a server of one's own. */
public final class NtfyKind implements ChannelKind {
  private static final String USUAL_BASE = "https://ntfy.sh";
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final Service service;
  private final ServiceFields fields;

  public NtfyKind(Services services) {
    this.service = services.named(label(), new NtfyDialect());
    this.fields = services.fields();
  }

  @Override
  public String type() {
    return "ntfy";
  }

  @Override
  public String label() {
    return "ntfy";
  }

  @Override
  public Endpoint read(Input input) {
    Map<String, String> settings = new HashMap<>();
    String topic = input.text("topic", 64);
    input.check(
        topic.isEmpty() || TOPIC.matcher(topic).matches(),
        "topic",
        "It must have only letters, digits, _ and -, and at most 64 of them.");
    settings.put("topic", topic);
    ServiceFields.optionalToken(input, "token").ifPresent(token -> settings.put("token", token));
    fields.baseUrl(input).ifPresent(url -> settings.put("baseUrl", url));
    return new Endpoint(type(), settings);
  }

  /** Who knows the topic reads along, and writes too, where the server asks for no token. */
  @Override
  public Set<String> secrets() {
    return Set.of("topic", "token");
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
    Map<String, String> headers =
        endpoint
            .optional("token")
            .map(token -> Map.of("Authorization", "Bearer " + token))
            .orElse(Map.of());
    return service.send(
        Post.json(
            URI.create(base(endpoint) + "/"),
            headers,
            NtfyBody.of(message, endpoint.setting("topic")).toString(),
            Redaction.of(this, endpoint, message)));
  }

  private static String base(Endpoint endpoint) {
    return endpoint.optional("baseUrl").orElse(USUAL_BASE);
  }
}
