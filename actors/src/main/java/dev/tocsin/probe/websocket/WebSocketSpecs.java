package dev.tocsin.probe.websocket;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.Durations;
import dev.tocsin.input.Input;
import dev.tocsin.probe.http.HeaderFields;
import dev.tocsin.probe.http.HttpUrl;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.websocket.WebSocketSpec.Handshake;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads and writes the field {@code websocket} of the API. */
final class WebSocketSpecs {
  /** Tocsin writes these itself: they make the handshake, or belong to the connection. */
  private static final Set<String> OWN_HEADERS =
      Set.of(
          "connection",
          "upgrade",
          "content-length",
          "transfer-encoding",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "expect");

  private static final URI ANY_URL = URI.create("http://invalid/");
  private static final int MOST_SENT = 4_096;
  private static final Duration SLOWEST = Duration.ofMinutes(5);

  private WebSocketSpecs() {}

  static WebSocketSpec read(Input input) {
    Handshake handshake =
        new Handshake(
            readUrl(input),
            HeaderFields.read(
                input,
                "headers",
                name -> OWN_HEADERS.contains(name) || name.startsWith("sec-websocket-")),
            readSubprotocol(input).orElse(null));
    return new WebSocketSpec(
        handshake,
        input.bool("verifyTls").orElse(true),
        input.verbatim("send", MOST_SENT).orElse(null),
        Expectation.read(input).orElse(null),
        input.duration("degradedOver", Duration.ofMillis(1), SLOWEST).orElse(null));
  }

  static ObjectNode write(WebSocketSpec spec) {
    ObjectNode websocket = JsonNodeFactory.instance.objectNode();
    Handshake handshake = spec.handshake();
    // http becomes ws, https becomes wss
    websocket.put("url", "ws" + handshake.url().toString().substring("http".length()));
    HeaderFields.write(handshake.headers(), websocket.putObject("headers"));
    websocket.put("subprotocol", handshake.subprotocol());
    websocket.put("verifyTls", spec.verifyTls());
    websocket.put("send", spec.send());
    Expectation.write(spec.expect(), websocket);
    @Nullable Duration degradedOver = spec.degradedOver();
    websocket.put("degradedOver", degradedOver == null ? null : Durations.format(degradedOver));
    return websocket;
  }

  private static URI readUrl(Input input) {
    Optional<String> text = input.optionalText("url", 2_048);
    String form = "an address that begins with ws:// or wss://";
    if (text.isEmpty()) {
      input.missing("url", form);
      return ANY_URL;
    }
    String lower = text.get().toLowerCase(Locale.ROOT);
    if (!input.check(
        lower.startsWith("ws://") || lower.startsWith("wss://"),
        "url",
        "It must be " + form + ".")) {
      return ANY_URL;
    }
    try {
      return HttpUrl.parse("http" + text.get().substring("ws".length()));
    } catch (IllegalArgumentException wrong) {
      input.fault("url", String.valueOf(wrong.getMessage()));
      return ANY_URL;
    }
  }

  private static Optional<String> readSubprotocol(Input input) {
    return input
        .optionalText("subprotocol", 128)
        .filter(
            name ->
                input.check(
                    name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+"),
                    "subprotocol",
                    "It must be one name, of letters, digits, hyphens and dots."));
  }
}
