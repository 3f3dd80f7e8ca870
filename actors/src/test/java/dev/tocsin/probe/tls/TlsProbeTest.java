package dev.tocsin.probe.tls;

import static dev.tocsin.probe.net.Loopback.SHORT;
import static dev.tocsin.probe.net.Loopback.assertDown;
import static dev.tocsin.probe.net.Loopback.assertUp;
import static dev.tocsin.probe.net.Loopback.facts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.Authority;
import dev.tocsin.probe.http.Site;
import dev.tocsin.probe.net.CertificateFaults;
import dev.tocsin.probe.net.Loopback;
import dev.tocsin.probe.net.TlsView;
import dev.tocsin.probe.net.Trust;
import java.net.Socket;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsProbeTest {
  private static final Authority ROOT = new Authority("Test Root");
  private static final Authority BETWEEN = new Authority("Test Intermediate", ROOT);

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Loopback loopback =
      new Loopback(Trust.withAuthorities(List.of(ROOT.certificate())));
  private final TlsCheckKind kind =
      new TlsCheckKind(new TlsProbe(loopback.conversations), loopback.policy);

  TlsProbeTest() {
    loopback.name("shop.example", "127.0.0.1");
  }

  @AfterEach
  void nothingStays() {
    loopback.close();
  }

  @Test
  void isUpAndShowsEveryFact() throws Exception {
    Instant ends = now.plus(Duration.ofDays(90));
    try (Site site =
        serve(BETWEEN.serving(now.minusSeconds(60), ends, "shop.example", "www.shop.example"))) {
      CheckResult result = check(site, "");
      assertUp(result);
      assertThat(result.evidence().certificateEnds()).isEqualTo(ends);
      assertThat(result.phases().tls()).isPositive();
      assertThat(facts(result))
          .containsEntry("subject", "CN=shop.example")
          .containsEntry("issuer", "CN=Test Intermediate")
          .containsEntry("names", "shop.example, www.shop.example")
          .containsEntry("valid from", now.minusSeconds(60).toString())
          .containsEntry("valid until", ends.toString())
          .containsEntry("key", "EC, 256 bits")
          .containsEntry("signature", "SHA256withECDSA")
          .containsEntry("chain", "shop.example < Test Intermediate")
          .containsEntry("protocol", "TLSv1.3")
          .containsKeys("cipher", "serial number")
          .hasEntrySatisfying(
              "SHA-256 fingerprint", print -> assertThat(print).matches("([0-9A-F]{2}:){31}.."));
    }
  }

  @Test
  void isDownWhenTheCertificateEnded() throws Exception {
    Instant ended = now.minus(Duration.ofDays(3)).minusSeconds(60);
    try (Site site = serve(ROOT.serving(now.minus(Duration.ofDays(9)), ended, "shop.example"))) {
      CheckResult result = check(site, "");
      assertDown(
          result,
          "The certificate of shop.example ended 3 days ago, on " + CertificateFaults.day(ended));
      assertThat(result.evidence().certificateEnds()).isEqualTo(ended);
      assertThat(facts(result)).containsEntry("subject", "CN=shop.example");
      assertThat(check(site, ",'verify':false").outcome()).isEqualTo(Outcome.DOWN);
    }
  }

  @Test
  void isDownBeforeTheCertificateBegins() throws Exception {
    Instant from = now.plus(Duration.ofHours(30));
    try (Site site = serve(ROOT.serving(from, from.plus(Duration.ofDays(9)), "shop.example"))) {
      assertDown(
          check(site, ""),
          "The certificate of shop.example is valid only from "
              + CertificateFaults.day(from)
              + " on, in 1 day");
    }
  }

  @Test
  void warnsAndThenIsDownAsTheEndComesNear() throws Exception {
    Instant ends = now.plus(Duration.ofDays(5)).plusSeconds(3_600);
    String inFiveDays =
        "The certificate of shop.example ends in 5 days, on " + CertificateFaults.day(ends);
    try (Site site = serve(ROOT.serving(now.minusSeconds(60), ends, "shop.example"))) {
      CheckResult degraded = check(site, "");
      assertThat(degraded.outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(degraded.error()).isEqualTo(inFiveDays);
      assertDown(check(site, ",'criticalDays':6"), inFiveDays);
      assertUp(check(site, ",'warnDays':5"));
    }
  }

  @Test
  void isDownWhenTheCertificateIsForAnotherHost() throws Exception {
    try (Site site = serve(ROOT.serving("other.example"))) {
      CheckResult result = check(site, "");
      assertDown(result, "The certificate is for other.example, not for shop.example");
      assertThat(facts(result)).containsEntry("names", "other.example");
      assertUp(check(site, ",'serverName':'other.example'"));
      assertUp(check(site, ",'verify':false"));
    }
  }

  @Test
  void isDownWhenTheCertificateSignedItself() throws Exception {
    try (Site site = serve(Authority.selfSigned("shop.example"))) {
      CheckResult result = check(site, "");
      assertDown(
          result, "The certificate is signed by itself, not by an authority that Tocsin trusts");
      assertThat(facts(result)).containsEntry("issuer", "CN=shop.example");
    }
  }

  @Test
  void isDownWhenTheChainIsNotComplete() throws Exception {
    try (Site site = serve(BETWEEN.servingAlone("shop.example"))) {
      assertDown(
          check(site, ""),
          "The certificate's chain ends at Test Intermediate, which is not an authority that Tocsin"
              + " trusts; a certificate between may be missing");
    }
  }

  @Test
  void isDownWhenTheKeyIsWeak() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1_024);
    try (Site site =
        serve(ROOT.serving(rsa.generateKeyPair(), "SHA256withECDSA", "shop.example"))) {
      CheckResult result = check(site, "");
      assertDown(result, "The certificate has a weak key: RSA, 1024 bits, fewer than 2048");
      assertThat(facts(result)).containsEntry("key", "RSA, 1024 bits");
      assertUp(check(site, ",'verify':false"));
    }
  }

  /** A server of the JDK would not show it. */
  @Test
  void isDownWhenTheSignatureIsWeak() throws Exception {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
    ec.initialize(256);
    X509Certificate leaf = ROOT.certificate(ec.generateKeyPair(), "SHA1withECDSA", "shop.example");
    TlsView view = new TlsView(List.of(leaf, ROOT.certificate()), Optional.empty(), "", "", null);
    assertThat(
            CertificateJudgement.faults(Loopback.read(kind, "{'host':'shop.example'}"), view, now))
        .containsExactly("The certificate has a weak signature: SHA1withECDSA");
  }

  @Test
  void isDownWhenAnotherIssuerSigned() throws Exception {
    try (Site site = serve(BETWEEN.serving("shop.example"))) {
      assertUp(check(site, ",'issuer':'test inter'"));
      assertDown(
          check(site, ",'issuer':'Good CA'"),
          "The certificate was issued by Test Intermediate, expected Good CA");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void judgesTheCertificateOfAServerThatAsksForOne(String protocol) throws Exception {
    SSLContext context = ROOT.context("shop.example");
    Site.Script asking =
        socket -> {
          SSLSocket tls = secured(context, socket);
          tls.setNeedClientAuth(true);
          tls.setEnabledProtocols(new String[] {protocol});
          tls.startHandshake();
          Site.hold(tls);
        };
    try (Site site = Site.plain(asking)) {
      CheckResult result = check(site, "");
      assertUp(result);
      assertThat(facts(result)).containsEntry("subject", "CN=shop.example");
      if (protocol.equals("TLSv1.2")) {
        assertThat(facts(result).get("handshake")).contains("failed: ");
      }
      assertDown(
          check(site, ",'serverName':'other.example'"),
          "The certificate is for shop.example, not for other.example");
    }
  }

  @Test
  void asksForTlsAsTheProtocolHasIt() throws Exception {
    SSLContext context = ROOT.context("shop.example");
    Site.Script pop3 =
        socket -> {
          Site.write(socket, "+OK\r\n");
          socket.getInputStream().readNBytes(6);
          Site.write(socket, "+OK\r\n");
          SSLSocket tls = secured(context, socket);
          tls.startHandshake();
          Site.hold(tls);
        };
    try (Site site = Site.plain(pop3)) {
      assertUp(check(site, ",'starttls':'pop3'"));
    }
  }

  @Test
  void saysWhyThereWasNoHandshake() throws Exception {
    try (Site site = Site.plain(socket -> Site.write(socket, "HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      assertDown(check(site, ""), "127.0.0.1:" + site.port() + " does not speak TLS");
    }
    try (Site site = Site.plain(Site::hold)) {
      assertDown(
          loopback.check(kind, SHORT, json(site, "")),
          "No TLS handshake with 127.0.0.1:" + site.port() + " within 300 ms");
    }
    try (Site site = Site.plain(socket -> socket.getInputStream().readNBytes(10))) {
      assertThat(check(site, "").error())
          .matches("127.0.0.1:\\d+ (closed|reset) the connection during the TLS handshake");
    }
    Site.Script dribble =
        socket -> {
          for (byte b : new byte[] {22, 3, 3, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}) {
            socket.getOutputStream().write(b);
            socket.getOutputStream().flush();
            Site.linger(socket, 20);
          }
        };
    try (Site site = Site.plain(dribble)) {
      assertThat(loopback.check(kind, SHORT, json(site, "")).outcome()).isEqualTo(Outcome.DOWN);
    }
  }

  private CheckResult check(Site site, String more) throws Exception {
    return loopback.check(kind, json(site, more));
  }

  private static String json(Site site, String more) {
    return "{'host':'shop.example','port':" + site.port() + more + "}";
  }

  private static Site serve(ServerSocketFactory sockets) throws Exception {
    return Site.on(Loopback.address("127.0.0.1"), sockets, Site::hold);
  }

  private static SSLSocket secured(SSLContext context, Socket socket) throws Exception {
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    tls.setUseClientMode(false);
    return tls;
  }
}
