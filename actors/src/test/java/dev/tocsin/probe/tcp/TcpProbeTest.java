package dev.tocsin.probe.tcp;

import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.http.UnansweredPort;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TcpProbeTest {
  private final Authority authority = new Authority("Test Authority");
  private final Loopback loopback =
      new Loopback(Trust.withAuthorities(List.of(authority.certificate())));
  private final TcpCheckKind kind =
      new TcpCheckKind(new TcpProbe(loopback.conversations), loopback.policy);

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void isUpWhenThePortTakesConnections() throws Exception {
    loopback.name("db.example", "127.0.0.1");
    try (Site site = Site.plain(Site::hold)) {
      CheckResult result = check("{'host':'db.example','port':%d}", site);
      assertUp(result);
      assertThat(result.evidence().address()).isEqualTo(at(site));
      assertThat(result.phases().dns()).isNotNull();
      assertThat(result.phases().connect()).isPositive();
      assertThat(result.phases().tls()).isNull();
      assertThat(result.phases().total()).isPositive();
    }
  }

  @Test
  void isDownWhenThePortIsClosed() throws Exception {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = closed.getLocalPort();
    }
    assertDown(
        loopback.check(kind, "{'host':'127.0.0.1','port':" + port + "}"),
        "127.0.0.1:" + port + " refused the connection");
  }

  @Test
  void isDownWhenNobodyAnswersTheConnection() throws Exception {
    try (UnansweredPort port = new UnansweredPort()) {
      assertDown(
          loopback.check(kind, SHORT, "{'host':'127.0.0.1','port':" + port.number() + "}"),
          "No connection to 127.0.0.1:" + port.number() + " within 300 ms");
    }
  }

  @Test
  void isDownWhenTheNameDoesNotExist() throws Exception {
    assertDown(
        loopback.check(kind, "{'host':'gone.example','port':1}"),
        "The name gone.example does not exist");
  }

  @Test
  void refusesANameThatTurnsIntoAnAddressOfOurOwn() throws Exception {
    try (Site site = Site.plain(Site::hold)) {
      loopback.ownEndpoints.add(new InetSocketAddress("127.0.0.1", site.port()));
      Iterator<List<InetAddress>> answers =
          List.of(
                  List.of(Loopback.address("169.254.169.254")),
                  List.of(Loopback.address("127.0.0.1")))
              .iterator();
      loopback.name("rebinds.example", answers::next);
      assertDown(
          check("{'host':'rebinds.example','port':%d}", site),
          "The address 169.254.169.254 is a cloud's metadata service; Tocsin never connects to it");
      assertDown(
          check("{'host':'rebinds.example','port':%d}", site),
          "The address 127.0.0.1 with port "
              + site.port()
              + " is one of Tocsin's own; checks never connect to it");
      assertThat(site.connections()).isZero();
    }
  }

  @Test
  void sendsATextAndFindsWhatItExpects() throws Exception {
    try (Site site = Site.plain(echo("+PONG\r\n"))) {
      CheckResult result =
          check("{'host':'127.0.0.1','port':%d,'send':'PING\\\\r\\\\n','expect':'+PONG'}", site);
      assertUp(result);
      assertThat(facts(result)).containsEntry("answer", "+PONG");
      assertThat(result.phases().firstByte()).isNotNull();
      assertUp(
          check(
              "{'host':'127.0.0.1','port':%d,'send':'PING\\r\\n','expect':{'pattern':'^.PO+NG'}}",
              site));
    }
  }

  @Test
  void findsATextThatComesInPieces() throws Exception {
    Site.Script pieces =
        socket -> {
          for (String piece : List.of("220 ma", "il", ".exa", "mple\r\n")) {
            Site.write(socket, piece);
            Site.linger(socket, 15);
          }
          Site.hold(socket);
        };
    try (Site site = Site.plain(pieces)) {
      assertUp(check("{'host':'127.0.0.1','port':%d,'expect':'mail.example'}", site));
    }
  }

  @Test
  void saysWhatCameInsteadOfWhatWasExpected() throws Exception {
    try (Site site = Site.plain(socket -> Site.write(socket, "-ERR \u0007 too many\r\n"))) {
      assertDown(
          check("{'host':'127.0.0.1','port':%d,'expect':'+OK'}", site),
          at(site)
              + " closed the connection before its answer was complete;"
              + " the text \"+OK\" is not in \"-ERR   too many\"");
    }
    try (Site site =
        Site.plain(
            socket -> {
              Site.write(socket, "hello");
              Site.hold(socket);
            })) {
      assertDown(
          loopback.check(
              kind, SHORT, at("{'host':'127.0.0.1','port':%d,'expect':{'pattern':'^2'}}", site)),
          "The answer of "
              + at(site)
              + " was not complete within 300 ms; the pattern \"^2\" is not in \"hello\"");
    }
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, SHORT, at("{'host':'127.0.0.1','port':%d,'expect':'a'}", site)),
          "No answer from " + at(site) + " within 300 ms");
    }
    try (Site site = Site.plain(socket -> {})) {
      assertDown(
          check("{'host':'127.0.0.1','port':%d,'expect':'a'}", site),
          at(site) + " closed the connection before its answer");
    }
  }

  @Test
  void saysThatTheConnectionWasReset() throws Exception {
    Site.Script resetting =
        socket -> {
          socket.getInputStream().read();
          Site.reset(socket);
        };
    try (Site site = Site.plain(resetting)) {
      assertDown(
          check("{'host':'127.0.0.1','port':%d,'send':'a','expect':'b'}", site),
          at(site) + " reset the connection before its answer");
    }
  }

  @Test
  void readsOnlySoMuchOfEndlessData() throws Exception {
    byte[] block = new byte[64 * 1_024];
    Arrays.fill(block, (byte) 'x');
    long[] sent = {0};
    Site.Script endless =
        socket -> {
          while (true) {
            socket.getOutputStream().write(block);
            sent[0] += block.length;
          }
        };
    try (Site site = Site.plain(endless)) {
      CheckResult result = check("{'host':'127.0.0.1','port':%d,'expect':'y'}", site);
      assertThat(result.error())
          .startsWith("The answer of " + at(site) + " is longer than 16 KiB; the text \"y\"")
          .hasSizeLessThan(500);
      loopback.assertNothingStays();
    }
    try (Site site = Site.plain(endless)) {
      sent[0] = 0;
      assertUp(check("{'host':'127.0.0.1','port':%d}", site));
    }
  }

  @Test
  void endsAtItsTimeoutWhateverDribblesIn() throws Exception {
    Site.Script dribble =
        socket -> {
          while (true) {
            Site.write(socket, "x");
            Site.linger(socket, 5);
          }
        };
    try (Site site = Site.plain(dribble)) {
      long start = System.nanoTime();
      CheckResult result =
          loopback.check(
              kind,
              SHORT,
              at("{'host':'127.0.0.1','port':%d,'expect':{'pattern':'(y|z)+'}}", site));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
      assertThat(result.error())
          .startsWith("The answer of " + at(site) + " was not complete within 300 ms; the pattern");
    }
  }

  @Test
  void isDegradedWhenItTakesLong() throws Exception {
    Site.Script slow =
        socket -> {
          Site.linger(socket, 60);
          Site.write(socket, "late");
          Site.hold(socket);
        };
    try (Site site = Site.plain(slow)) {
      CheckResult result =
          check("{'host':'127.0.0.1','port':%d,'expect':'late','degradedOver':'20ms'}", site);
      assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(result.error()).matches("The check took \\d+ ms, more than 20 ms");
    }
  }

  @Test
  void speaksTlsAtOnce() throws Exception {
    loopback.name("db.example", "127.0.0.1");
    loopback.name("other.example", "127.0.0.1");
    try (Site site =
        Site.on(Loopback.address("127.0.0.1"), authority.serving("db.example"), echo("secret"))) {
      CheckResult result =
          check(
              "{'host':'db.example','port':%d,'tls':'direct','send':'a\\n','expect':'secret'}",
              site);
      assertUp(result);
      assertThat(result.phases().tls()).isPositive();
      assertThat(result.evidence().certificateEnds()).isNotNull();
      CheckResult wrong = check("{'host':'other.example','port':%d,'tls':'direct'}", site);
      assertDown(wrong, "The certificate is for db.example, not for other.example");
      assertThat(wrong.evidence().certificateEnds()).isNotNull();
      assertUp(check("{'host':'other.example','port':%d,'tls':'direct','verifyTls':false}", site));
    }
    try (Site site = Site.plain(socket -> Site.write(socket, "220 plain\r\n"))) {
      assertDown(
          check("{'host':'127.0.0.1','port':%d,'tls':'direct'}", site),
          at(site) + " does not speak TLS");
    }
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, SHORT, at("{'host':'127.0.0.1','port':%d,'tls':'direct'}", site)),
          "No TLS handshake with " + at(site) + " within 300 ms");
    }
    try (Site site = Site.plain(Site::reset)) {
      assertThat(check("{'host':'127.0.0.1','port':%d,'tls':'direct'}", site).error())
          .matches("127.0.0.1:\\d+ (closed|reset) the connection (during|while).*");
    }
  }

  private static Site.Script echo(String answer) {
    return socket -> {
      readLine(socket);
      Site.write(socket, answer);
      Site.hold(socket);
    };
  }

  private static String readLine(Socket socket) throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (line.indexOf("\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The line ended early: " + line);
      }
      line.append(new String(new byte[] {(byte) next}, StandardCharsets.ISO_8859_1));
    }
    return line.toString().strip();
  }

  private CheckResult check(String json, Site site) throws Exception {
    return loopback.check(kind, at(json, site));
  }

  private static String at(Site site) {
    return "127.0.0.1:" + site.port();
  }

  private static String at(String json, Site site) {
    return json.formatted(site.port());
  }
}
