package dev.tocsin.probe.http;

import static dev.tocsin.probe.http.Prober.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.net.CertificateFaults;
import dev.tocsin.probe.net.Trust;
import io.netty.handler.ssl.OpenSsl;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class HttpProbeTlsTest {
  private final Authority authority = new Authority("Test Authority");
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Prober prober = new Prober(Trust.withAuthorities(List.of(authority.certificate())));

  @AfterEach
  void nothingStays() {
    prober.close();
  }

  @Test
  void trustsItsAuthorityAndTellsWhenTheCertificateEnds() throws Exception {
    Instant ends = now.plus(Duration.ofDays(90));
    try (Site site = serve(authority.serving(now.minusSeconds(60), ends, "api.example"))) {
      CheckResult result = check(site, "api.example");
      assertThat(result.error()).isNull();
      assertThat(result.outcome()).isEqualTo(Outcome.UP);
      assertThat(result.evidence().certificateEnds()).isEqualTo(ends);
      assertThat(result.evidence().body()).isEqualTo("secure");
      assertThat(result.phases().tls()).isPositive();
    }
  }

  @Test
  void runsOnBoringSslWhereItLoads() {
    assertThat(OpenSsl.isAvailable()).as("%s", OpenSsl.unavailabilityCause()).isTrue();
  }

  @Test
  void acceptsACertificateForAnAddress() throws Exception {
    try (Site site = serve(authority.serving("127.0.0.1"))) {
      assertThat(prober.check("https://127.0.0.1:" + site.port() + "/").error()).isNull();
    }
  }

  @Test
  void saysThatACertificateEnded() throws Exception {
    Instant ended = now.minus(Duration.ofDays(3));
    try (Site site =
        serve(authority.serving(now.minus(Duration.ofDays(90)), ended, "api.example"))) {
      CheckResult result = check(site, "api.example");
      assertDown(result, "The certificate ended on " + CertificateFaults.day(ended));
      assertThat(result.evidence().certificateEnds()).isEqualTo(ended);
      assertThat(result.phases().tls()).isNull();
    }
  }

  @Test
  void saysThatACertificateIsNotValidYet() throws Exception {
    Instant from = now.plus(Duration.ofDays(3));
    try (Site site = serve(authority.serving(from, from.plus(Duration.ofDays(9)), "api.example"))) {
      assertDown(
          check(site, "api.example"),
          "The certificate is valid only from " + CertificateFaults.day(from) + " on");
    }
  }

  @Test
  void saysForWhomACertificateIs() throws Exception {
    try (Site site = serve(authority.serving("other.example", "www.other.example"))) {
      assertDown(
          check(site, "api.example"),
          "The certificate is for other.example, www.other.example, not for api.example");
      assertThat(prober.check("https://127.0.0.1:" + site.port() + "/").error())
          .isEqualTo("The certificate is for other.example, www.other.example, not for 127.0.0.1");
    }
  }

  @Test
  void saysThatACertificateSignedItself() throws Exception {
    try (Site site = serve(Authority.selfSigned("api.example"))) {
      assertDown(
          check(site, "api.example"),
          "The certificate is signed by itself, not by an authority that Tocsin trusts");
    }
  }

  @Test
  void saysThatItDoesNotTrustTheAuthority() throws Exception {
    try (Site site = serve(new Authority("Somebody").serving("api.example"))) {
      assertThat(check(site, "api.example").error())
          .startsWith("The certificate's chain ends at Somebody, which is not an authority");
    }
  }

  @Test
  void acceptsAnyCertificateWhenAsked() throws Exception {
    for (ServerSocketFactory sockets :
        List.of(
            Authority.selfSigned("other.example"),
            authority.serving(now.minusSeconds(600), now.minusSeconds(60), "api.example"))) {
      try (Site site = serve(sockets)) {
        prober.name("api.example", "127.0.0.1");
        CheckResult result =
            prober.check(
                "https://api.example:" + site.port() + "/", http -> http.put("verifyTls", false));
        assertThat(result.error()).isNull();
        assertThat(result.evidence().certificateEnds()).isNotNull();
      }
    }
  }

  @Test
  void saysDegradedWhenTheCertificateEndsSoon() throws Exception {
    Instant ends = now.plus(Duration.ofDays(5)).plusSeconds(3_600);
    try (Site site = serve(authority.serving(now.minusSeconds(60), ends, "api.example"))) {
      CheckResult result = check(site, "api.example");
      assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(result.error())
          .isEqualTo("The certificate ends on " + CertificateFaults.day(ends) + ", in 5 days");
      prober.name("api.example", "127.0.0.1");
      assertThat(
              prober
                  .check(
                      "https://api.example:" + site.port() + "/",
                      http -> http.put("certificateWarnDays", 5))
                  .outcome())
          .isEqualTo(Outcome.UP);
    }
  }

  @Test
  void asksForTheNameBySni() throws Exception {
    String[] asked = new String[1];
    Site.Script script =
        socket -> {
          ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) socket).getSession();
          asked[0] = session.getRequestedServerNames().toString();
          Site.ok("").play(socket);
        };
    for (String name : List.of("api.example", "single")) {
      try (Site site = Site.on(loopback(), authority.serving(name), script)) {
        assertThat(check(site, name).error()).isNull();
        assertThat(asked[0]).contains(name);
      }
    }
  }

  @Test
  void shakesHandsInFullEachTime() throws Exception {
    List<String> sessions = new CopyOnWriteArrayList<>();
    Site.Script script =
        socket -> {
          SSLSocket tls = (SSLSocket) socket;
          sessions.add(
              HexFormat.of().formatHex(tls.getSession().getId())
                  + tls.getSession().getCreationTime());
          Site.ok("").play(socket);
        };
    try (Site site = Site.on(loopback(), authority.serving("api.example"), script)) {
      for (int i = 0; i < 3; i++) {
        assertThat(check(site, "api.example").error()).isNull();
      }
      assertThat(sessions).hasSize(3).doesNotHaveDuplicates();
    }
  }

  @Test
  void saysThatTheTargetDoesNotSpeakTls() throws Exception {
    try (Site site = Site.plain(socket -> Site.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertDown(
          prober.check("https://127.0.0.1:" + site.port() + "/"),
          "127.0.0.1:" + site.port() + " does not speak TLS");
    }
  }

  @Test
  void saysThatTheHandshakeWasRefused() throws Exception {
    try (Site site =
        Site.on(loopback(), new OldProtocols(authority.serving("127.0.0.1")), Site.ok(""))) {
      assertThat(prober.check("https://127.0.0.1:" + site.port() + "/").error())
          .matches("The TLS handshake with 127.0.0.1:\\d+ failed: [a-z0-9 ]+");
    }
  }

  @Test
  void saysThatTheHandshakeBrokeOrDidNotEnd() throws Exception {
    Site.Script resetting =
        socket -> {
          socket.getInputStream().readNBytes(1);
          Site.reset(socket);
        };
    try (Site site = Site.plain(resetting)) {
      assertThat(prober.check("https://127.0.0.1:" + site.port() + "/").error())
          .matches("127.0.0.1:\\d+ (reset|closed) the connection during the TLS handshake");
      prober.assertNothingStays();
    }
    try (Site site = Site.plain(socket -> socket.getInputStream().readNBytes(10))) {
      assertDown(
          prober.check("https://127.0.0.1:" + site.port() + "/"),
          "127.0.0.1:" + site.port() + " closed the connection during the TLS handshake");
      prober.assertNothingStays();
    }
    try (Site site = Site.plain(Site::hold)) {
      CheckResult result = prober.check("https://127.0.0.1:" + site.port() + "/", SHORT);
      assertDown(result, "No TLS handshake with 127.0.0.1:" + site.port() + " within 600 ms");
      assertThat(result.phases().connect()).isNotNull();
      assertThat(result.phases().tls()).isNull();
    }
  }

  @Test
  void readsAuthoritiesFromAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ca.pem");
    Files.writeString(file, pem(authority) + pem(new Authority("Second")));
    try (Prober other = new Prober(Trust.withFile(file));
        Site site = serve(authority.serving("127.0.0.1"))) {
      assertThat(other.check("https://127.0.0.1:" + site.port() + "/").error()).isNull();
    }
  }

  private CheckResult check(Site site, String host) throws Exception {
    prober.name(host, "127.0.0.1");
    return prober.check("https://" + host + ":" + site.port() + "/");
  }

  private static Site serve(ServerSocketFactory sockets) throws Exception {
    return Site.on(loopback(), sockets, Site.ok("secure"));
  }

  private static InetAddress loopback() {
    return Prober.address("127.0.0.1");
  }

  private static void assertDown(CheckResult result, String error) {
    assertThat(result.error()).isEqualTo(error);
    assertThat(result.outcome()).isEqualTo(Outcome.DOWN);
  }

  private static String pem(Authority authority) throws CertificateEncodingException {
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder().encodeToString(authority.certificate().getEncoded())
        + "\n-----END CERTIFICATE-----\n";
  }

  /** A server that speaks only what no client should take. */
  private static final class OldProtocols extends ServerSocketFactory {
    private final ServerSocketFactory sockets;

    OldProtocols(ServerSocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    public ServerSocket createServerSocket(int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address)
        throws IOException {
      SSLServerSocket server = (SSLServerSocket) sockets.createServerSocket(port, backlog, address);
      server.setEnabledProtocols(new String[] {"TLSv1.2"});
      server.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
      return server;
    }
  }
}
