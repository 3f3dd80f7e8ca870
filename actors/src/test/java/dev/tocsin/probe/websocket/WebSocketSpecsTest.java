package dev.tocsin.probe.websocket;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.faults;
import static dev.tocsin.probe.net.Loopback.fields;
import static dev.tocsin.probe.net.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.input.FieldError;
import dev.tocsin.probe.AddressPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WebSocketSpecsTest {
  private final WebSocketCheckKind kind =
      new WebSocketCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void needsOnlyAnAddress() throws Exception {
    WebSocketSpec spec = assertRoundTrips(kind, "{'url':'WSS://Chat.example:8443/a b?c=d'}");
    assertThat(kind.write(spec).get("url").asText()).isEqualTo("wss://chat.example:8443/a%20b?c=d");
    assertThat(spec.target()).isEqualTo("chat.example");
    assertThat(kind.write(read(kind, "{'url':'ws://a'}")).get("url").asText()).isEqualTo("ws://a");
    for (String wrong : List.of("http://a", "a", "ws:/a", "wsx://a")) {
      assertThat(faults(kind, "{'url':'" + wrong + "'}"))
          .containsExactly("url: It must be an address that begins with ws:// or wss://.");
    }
  }

  @Test
  void keepsEveryFieldAndHidesSecrets() throws Exception {
    WebSocketSpec spec =
        assertRoundTrips(
            kind,
            "{'url':'ws://a/','headers':{'Authorization':'Bearer geheim','Origin':'https://a'},"
                + "'subprotocol':'v1.chat','verifyTls':false,'send':'hello\\n','expect':'world',"
                + "'degradedOver':'1s'}");
    assertThat(kind.write(spec).toString()).doesNotContain("geheim").contains("********");
    assertThat(spec.toString()).doesNotContain("geheim").doesNotContain("hello");
  }

  @Test
  void keepsSecretsOnlyForTheSamePlace() {
    WebSocketSpec stored = read(kind, "{'url':'wss://a/x','headers':{'X-Token':'geheim'}}");
    String hidden = ",'headers':{'X-Token':'********'}}";
    assertThat(kind.keepSecrets(stored, read(kind, "{'url':'wss://a/x'" + hidden)))
        .isEqualTo(stored);
    for (String other : List.of("ws://a/x", "wss://b/x", "wss://a:444/x")) {
      assertThat(
              kind.missingSecrets(
                  kind.keepSecrets(stored, read(kind, "{'url':'" + other + "'" + hidden))))
          .extracting(FieldError::field)
          .containsExactly("websocket.headers.X-Token");
    }
  }

  @Test
  void namesEveryFault() {
    assertThat(
            fields(
                kind,
                "{'url':'ws://10.0.0.1:0/','headers':{'Upgrade':'a','Sec-WebSocket-Key':'b','a b':'c'},"
                    + "'subprotocol':'a b','verifyTls':1,'send':7,'expect':''}"))
        .containsExactlyInAnyOrder(
            "url",
            "headers.Upgrade",
            "headers.Sec-WebSocket-Key",
            "headers.a b",
            "subprotocol",
            "verifyTls",
            "send",
            "expect");
    assertThat(fields(kind, "{'url':'ws://169.254.169.254/'}")).containsExactly("url");
  }
}
