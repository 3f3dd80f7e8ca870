package dev.tocsin.probe.websocket;

import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.Trust;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against Netty's WebSocket server, and for faults against peers that play them. */
@Timeout(60)
class WebSocketProbeTest {
  private static final Authority AUTHORITY = new Authority("Test Authority");
  private static Echo echo;

  private final Loopback loopback =
      new Loopback(Trust.withAuthorities(List.of(AUTHORITY.certificate())));
  private final WebSocketCheckKind kind =
      new WebSocketCheckKind(new WebSocketProbe(loopback.conversations, "1.2.3"), loopback.policy);

  @BeforeAll
  static void startServer() throws Exception {
    echo = new Echo();
  }

  @AfterAll
  static void stopServer() {
    echo.close();
  }

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void isUpWhenAPingIsAnswered() throws Exception {
    CheckResult result = loopback.check(kind, "{'url':'" + echo.url() + "'}");
    assertUp(result);
    assertThat(result.phases().firstByte()).isNotNull();
    assertThat(result.evidence().address()).startsWith("127.0.0.1:");
  }

  @Test
  void sendsAMessageAndFindsWhatItExpectsAmongOthers() throws Exception {
    CheckResult result =
        loopback.check(
            kind,
            "{'url':'"
                + echo.url()
                + "','subprotocol':'v1.chat','send':'hello','expect':{'pattern':'said hel+o'}}");
    assertUp(result);
    assertThat(facts(result))
        .containsEntry("message", "you said hello")
        .containsEntry("subprotocol", "v1.chat");
  }

  @Test
  void saysWhatCameInstead() throws Exception {
    assertThat(
            loopback
                .check(kind, SHORT, "{'url':'" + echo.url() + "','send':'a','expect':'b'}")
                .error())
        .matches(
            "No message from 127.0.0.1:\\d+ within 300 ms;"
                + " in the last message the text \"b\" is not in \"you said a\"");
    assertThat(
            loopback
                .check(kind, "{'url':'" + echo.url() + "','subprotocol':'other','send':'a'}")
                .error())
        .matches("127.0.0.1:\\d+ (chose no subprotocol, expected other|answered the handshake.*)");
  }

  @Test
  void speaksTlsAndSendsItsHeaders() throws Exception {
    String[] request = new String[1];
    Site.Script script =
        socket -> {
          request[0] = accept(socket);
          frame(socket, 0x81, "ok");
          Site.hold(socket);
        };
    try (Site site =
        Site.on(Loopback.address("127.0.0.1"), AUTHORITY.serving("chat.example"), script)) {
      loopback.name("chat.example", "127.0.0.1");
      CheckResult result =
          loopback.check(
              kind,
              "{'url':'wss://chat.example:%d/live?a=b','headers':{'X-Token':'geheim!'},'expect':'ok'}"
                  .formatted(site.port()));
      assertUp(result);
      assertThat(result.phases().tls()).isPositive();
      assertThat(request[0])
          .startsWith("GET /live?a=b HTTP/1.1\r\n")
          .containsIgnoringCase("\r\nX-Token: geheim!\r\n")
          .containsIgnoringCase("\r\nUser-Agent: Tocsin/1.2.3\r\n")
          .containsIgnoringCase("\r\nHost: chat.example:" + site.port() + "\r\n");
    }
  }

  @Test
  void saysWhyThereWasNoHandshake() throws Exception {
    assertFails(
        socket -> answer(socket, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
        "answered the handshake with status 403, not with 101 (switching protocols)");
    assertFails(
        socket ->
            answer(
                socket,
                "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: AAAA\r\n\r\n"),
        "answered the handshake with a wrong Sec-WebSocket-Accept: it is no WebSocket server, or a"
            + " cache answers for it");
    assertFails(
        socket -> answer(socket, "HTTP/1.1 101 Switching\r\n\r\n"),
        "answered the handshake with status 101, but without the headers of a WebSocket");
    assertFails(
        socket -> answer(socket, "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        "answered the handshake with something that is not valid HTTP");
    try (Site site =
        Site.plain(socket -> answer(socket, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(50_000)))) {
      assertDown(
          check(site, ""),
          "The answer to the handshake of 127.0.0.1:" + site.port() + " is longer than 32 KiB");
    }
    assertFails(
        socket -> answer(socket, ""), "closed the connection before its answer to the handshake");
  }

  @Test
  void saysWhyTheWebSocketEnded() throws Exception {
    assertFails(
        socket -> {
          accept(socket);
          frame(socket, 0x88, "\u0003\u00f0no more");
        },
        "closed the WebSocket with code 1008: \"no more\"");
    assertFails(WebSocketProbeTest::accept, "closed the connection before its answer to a ping");
    assertFails(
        socket -> {
          accept(socket);
          frame(socket, 0x8f, "?");
        },
        "sent something that is not a frame of a WebSocket");
  }

  @Test
  void readsOnlySoMuch() throws Exception {
    String sentence = "A message of 127.0.0.1:%d is larger than 64 KiB";
    try (Site site =
        Site.plain(
            socket -> {
              accept(socket);
              // a frame of 4 GiB
              socket.getOutputStream().write(HexFormat.of().parseHex("827f0000000100000000"));
              socket.getOutputStream().flush();
              Site.hold(socket);
            })) {
      assertDown(check(site, ",'expect':'x'"), sentence.formatted(site.port()));
    }
    try (Site site =
        Site.plain(
            socket -> {
              accept(socket);
              frame(socket, 0x01, "x");
              while (true) {
                frame(socket, 0x00, "y".repeat(100));
              }
            })) {
      assertDown(check(site, ",'expect':'z'"), sentence.formatted(site.port()));
    }
  }

  @Test
  void endsAtItsTimeout() throws Exception {
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, SHORT, json(site, "")),
          "No answer to the handshake from 127.0.0.1:" + site.port() + " within 300 ms");
    }
    Site.Script chatty =
        socket -> {
          accept(socket);
          while (true) {
            frame(socket, 0x81, "tick");
            Site.linger(socket, 5);
          }
        };
    try (Site site = Site.plain(chatty)) {
      assertThat(loopback.check(kind, SHORT, json(site, ",'expect':'tock'")).error())
          .matches(
              "(No message from|.* closed the connection before its message).*"
                  + "; in the last message the text \"tock\" is not in \"tick\"");
    }
  }

  private void assertFails(Site.Script script, String predicate) throws Exception {
    try (Site site = Site.plain(script)) {
      assertDown(check(site, ""), "127.0.0.1:" + site.port() + " " + predicate);
    }
  }

  private CheckResult check(Site site, String more) throws Exception {
    return loopback.check(kind, json(site, more));
  }

  private static String json(Site site, String more) {
    return "{'url':'ws://127.0.0.1:" + site.port() + "/'" + more + "}";
  }

  private static void answer(Socket socket, String answer) throws IOException {
    readRequest(socket);
    Site.write(socket, answer);
  }

  /** The handshake of RFC 6455, 4.2.2. */
  private static String accept(Socket socket) throws Exception {
    String request = readRequest(socket);
    String key =
        request
            .lines()
            .filter(line -> line.toLowerCase().startsWith("sec-websocket-key:"))
            .map(line -> line.substring(18).strip())
            .findFirst()
            .orElseThrow();
    byte[] hash =
        MessageDigest.getInstance("SHA-1")
            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes());
    Site.write(
        socket,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Base64.getEncoder().encodeToString(hash)
            + "\r\n\r\n");
    return request;
  }

  private static String readRequest(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("The request ended early");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static void frame(Socket socket, int first, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    socket.getOutputStream().write(new byte[] {(byte) first, (byte) bytes.length});
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }
}
