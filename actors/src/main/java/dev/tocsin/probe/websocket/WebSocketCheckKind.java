package dev.tocsin.probe.websocket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.http.HeaderFields;
import dev.tocsin.probe.http.HttpUrl;
import dev.tocsin.probe.websocket.WebSocketSpec.Handshake;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Checks of WebSockets: the handshake, and a message or a ping through it. */
public final class WebSocketCheckKind implements CheckKind<WebSocketSpec> {
  private final Probe<WebSocketSpec> probe;
  private final AddressPolicy policy;

  public WebSocketCheckKind(Probe<WebSocketSpec> probe, AddressPolicy policy) {
    this.probe = probe;
    this.policy = policy;
  }

  @Override
  public String type() {
    return "websocket";
  }

  @Override
  public Class<WebSocketSpec> specClass() {
    return WebSocketSpec.class;
  }

  @Override
  public WebSocketSpec read(Input input) {
    WebSocketSpec spec = WebSocketSpecs.read(input);
    URI url = spec.handshake().url();
    if (policy.judgeLiteral(HttpUrl.host(url), HttpUrl.port(url))
        instanceof AddressPolicy.Refused(String why)) {
      input.fault("url", why + ". Enter another address.");
    }
    return spec;
  }

  @Override
  public ObjectNode write(WebSocketSpec spec) {
    return WebSocketSpecs.write(spec);
  }

  @Override
  public WebSocketSpec keepSecrets(WebSocketSpec before, WebSocketSpec after) {
    Handshake old = before.handshake();
    Handshake handshake = after.handshake();
    if (!HttpUrl.sameOrigin(old.url(), handshake.url())) {
      return after;
    }
    return new WebSocketSpec(
        new Handshake(
            handshake.url(),
            HeaderFields.keep(old.headers(), handshake.headers()),
            handshake.subprotocol()),
        after.verifyTls(),
        after.send(),
        after.expect(),
        after.degradedOver());
  }

  @Override
  public List<FieldError> missingSecrets(WebSocketSpec spec) {
    return HeaderFields.missing(spec.handshake().headers(), "websocket.headers");
  }

  @Override
  public Optional<Probe<WebSocketSpec>> probe() {
    return Optional.of(probe);
  }
}
