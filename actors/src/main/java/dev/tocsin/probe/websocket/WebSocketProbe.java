package dev.tocsin.probe.websocket;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.http.HeaderFields;
import dev.tocsin.probe.http.HttpUrl;
import dev.tocsin.probe.net.Conversation;
import dev.tocsin.probe.net.Conversations;
import dev.tocsin.probe.net.Endpoint;
import dev.tocsin.probe.net.Expectation;
import dev.tocsin.probe.net.Quotes;
import dev.tocsin.probe.net.TargetFault;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Shakes hands, sends a message and waits for another where asked, else a ping and its pong, and
 * closes in order.
 */
public final class WebSocketProbe implements Probe<WebSocketSpec> {
  private final Conversations conversations;
  private final String agent;

  /**
   * @param version of Tocsin, for the User-Agent
   */
  public WebSocketProbe(Conversations conversations, String version) {
    this.conversations = conversations;
    this.agent = "Tocsin/" + version;
  }

  @Override
  public CompletionStage<CheckResult> check(WebSocketSpec spec, Duration timeout) {
    return conversations.check(timeout, spec.degradedOver(), with -> hold(spec, with));
  }

  private void hold(WebSocketSpec spec, Conversation with) throws TargetFault {
    spec.handshake()
        .headers()
        .forEach(
            (name, value) -> {
              if (HeaderFields.isSecret(name)) {
                with.notes().hide(value);
              }
            });
    URI url = spec.handshake().url();
    with.connect(new Endpoint(HttpUrl.host(url), HttpUrl.port(url)));
    if (HttpUrl.isTls(url)) {
      with.startTls(HttpUrl.host(url), spec.verifyTls());
    }
    try (WebSocket socket = WebSocket.open(with, spec.handshake(), agent)) {
      if (spec.send() != null) {
        socket.send(spec.send());
      }
      if (spec.expect() instanceof Expectation expected) {
        String message = socket.expect(expected);
        with.notes().fact("message", Quotes.of(message));
      } else {
        socket.ping();
      }
      with.notes().answered();
    }
  }
}
