package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.notify.ChannelKind;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where messages go, as people write it; secrets are taken and never given back. */
public final class Endpoints {
  /** A secret that was meant for one of these is not sent to another that somebody put there. */
  private static final List<String> DESTINATIONS = List.of("url", "baseUrl");

  private final ChannelKinds kinds;
  private final ChannelKinds all;

  public Endpoints(ChannelKinds kinds) {
    this(kinds, kinds);
  }

  /**
   * @param kinds of places that may be made here
   * @param all that this installation has
   */
  Endpoints(ChannelKinds kinds, ChannelKinds all) {
    this.kinds = kinds;
    this.all = all;
  }

  Endpoint read(Input input, JsonNode body) {
    String type = input.text("type", 20);
    Optional<ChannelKind> kind = kinds.byType(type);
    if (kind.isEmpty()) {
      input.check(type.isEmpty(), "type", missing(type));
      body.fieldNames().forEachRemaining(input::node); // nobody can say what is wrong with them
      return new Endpoint(type, Map.of());
    }
    return kind.get().read(input);
  }

  private String missing(String type) {
    if (all.byType(type).isPresent()) {
      return "Here it reaches people alone, who add it to their own ways to be reached and verify it.";
    }
    return switch (type) {
      case "sms", "voice" ->
          "This installation has no telephone: its operator must set TOCSIN_TWILIO_ACCOUNT_SID,"
              + " TOCSIN_TWILIO_AUTH_TOKEN and TOCSIN_TWILIO_FROM.";
      case "email" ->
          "This installation has no mail server: its operator must set TOCSIN_SMTP_URL.";
      default -> "It must be one of " + kinds.types() + ".";
    };
  }

  /** All but what is secret. */
  public ObjectNode json(Endpoint endpoint) {
    Set<String> secrets = secrets(endpoint);
    ObjectNode json = Json.object().put("type", endpoint.type());
    endpoint.settings().entrySet().stream()
        .filter(setting -> !secrets.contains(setting.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .forEach(setting -> json.put(setting.getKey(), setting.getValue()));
    return json;
  }

  /** Also what a program does not know that lost a kind may be secret. */
  private Set<String> secrets(Endpoint endpoint) {
    return kinds
        .byType(endpoint.type())
        .map(ChannelKind::secrets)
        .orElse(endpoint.settings().keySet());
  }

  public String place(Endpoint endpoint) {
    return kinds.place(endpoint);
  }

  /** With the secrets that a patch then replaces, takes away, or leaves. */
  ObjectNode patched(ObjectNode configured, Endpoint before, JsonNode patch) {
    return isSamePlace(before, patch, true) ? withSecrets(configured, before) : configured;
  }

  /** What replaces another keeps the secrets that it does not name. */
  JsonNode completed(Endpoint before, JsonNode body) {
    return body instanceof ObjectNode object && isSamePlace(before, body, false)
        ? withSecrets(object, before)
        : body;
  }

  private boolean isSamePlace(Endpoint before, JsonNode asked, boolean absentIsSame) {
    JsonNode type = asked.path("type");
    if (type.isMissingNode() ? !absentIsSame : !before.type().equals(type.textValue())) {
      return false;
    }
    return DESTINATIONS.stream()
        .allMatch(
            field ->
                asked.has(field)
                    ? asked.get(field).asText("").equals(before.settings().getOrDefault(field, ""))
                    : absentIsSame
                        || !before.settings().containsKey(field)
                        || secrets(before).contains(field)); // it stays, as all secrets do
  }

  private ObjectNode withSecrets(ObjectNode to, Endpoint from) {
    ObjectNode whole = to.deepCopy();
    for (String secret : secrets(from)) {
      String value = from.settings().get(secret);
      if (value != null && !whole.has(secret)) {
        whole.put(secret, value);
      }
    }
    return whole;
  }

  /** What came of an attempt to send something. */
  static ObjectNode json(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered delivered ->
          Json.object().put("outcome", "delivered").putNull("reason").putNull("retryAfter");
      case Outcome.Retry(String reason, var after, var wide) ->
          Json.object()
              .put("outcome", "retry")
              .put("reason", reason)
              .put("retryAfter", after == null ? null : Durations.format(after));
      case Outcome.Permanent(String reason, var wide) ->
          Json.object().put("outcome", "permanent").put("reason", reason).putNull("retryAfter");
    };
  }
}
