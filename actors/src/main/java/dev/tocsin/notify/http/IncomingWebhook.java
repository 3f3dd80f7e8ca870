package dev.tocsin.notify.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Redaction;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A place whose secret address is all that one needs to post JSON to it. */
public final class IncomingWebhook {
  private static final String FIELD = "url";

  private final String label;
  private final Service service;
  private final ServiceFields fields;

  public IncomingWebhook(String label, Dialect dialect, Services services) {
    this.label = label;
    this.service = services.named(label, dialect);
    this.fields = services.fields();
  }

  public Endpoint read(String type, Input input) {
    String form = "the address of the webhook, as " + label + " shows it";
    return new Endpoint(type, Map.of(FIELD, fields.url(input, FIELD, form)));
  }

  public Set<String> secrets() {
    return Set.of(FIELD);
  }

  public String place(Endpoint endpoint) {
    return ServiceFields.host(endpoint.setting(FIELD));
  }

  public CompletionStage<Outcome> send(
      ChannelKind kind, Endpoint endpoint, Message message, JsonNode body) {
    return send(kind, endpoint, message, body, UnaryOperator.identity());
  }

  /**
   * @param asked adds to the address what the service wants to be asked
   */
  public CompletionStage<Outcome> send(
      ChannelKind kind,
      Endpoint endpoint,
      Message message,
      JsonNode body,
      UnaryOperator<String> asked) {
    return service.send(
        Post.json(
            URI.create(asked.apply(endpoint.setting(FIELD))),
            Map.of(),
            body.toString(),
            Redaction.of(kind, endpoint, message)));
  }
}
