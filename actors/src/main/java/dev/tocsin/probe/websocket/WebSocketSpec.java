package dev.tocsin.probe.websocket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.http.HttpUrl;
import dev.tocsin.probe.net.Expectation;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket, what is sent through it and what must come back. Values are valid: {@link
 * WebSocketSpecs} makes one from what a person wrote.
 *
 * @param send a message of text; null sends none
 * @param expect what a message must have in it; null expects none
 * @param degradedOver a check that takes longer is degraded
 */
public record WebSocketSpec(
    Handshake handshake,
    boolean verifyTls,
    @Nullable String send,
    @Nullable Expectation expect,
    @Nullable Duration degradedOver)
    implements CheckSpec {

  /**
   * @param url with the scheme http for ws and https for wss
   * @param headers in the order given
   * @param subprotocol that must be agreed on; null asks for none
   */
  public record Handshake(URI url, Map<String, String> headers, @Nullable String subprotocol) {
    public Handshake {
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    @Override
    public String toString() {
      return HttpUrl.withoutQuery(url) + ", headers " + headers.keySet();
    }
  }

  /** What is sent may be a secret. */
  @Override
  public String toString() {
    return "WebSocketSpec[" + handshake + "]";
  }

  @Override
  @JsonIgnore
  public String type() {
    return "websocket";
  }

  @Override
  @JsonIgnore
  public String target() {
    return HttpUrl.host(handshake.url());
  }
}
