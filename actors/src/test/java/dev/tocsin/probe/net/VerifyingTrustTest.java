package dev.tocsin.probe.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.probe.http.Authority;
import dev.tocsin.testing.MutableClock;
import java.net.Socket;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyingTrustTest {
  private final Authority authority = new Authority("Test Authority");
  private final MutableClock clock = MutableClock.standingAt(Instant.now());
  private final Counting authorities = new Counting();
  private final VerifyingTrust trust = new VerifyingTrust(authorities, clock);
  private X509Certificate[] chain;
  private X509Certificate[] other;

  @BeforeEach
  void certify() throws Exception {
    KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
    KeyPair own = keys.generateKeyPair();
    chain = new X509Certificate[] {authority.certificate(own, "SHA256withECDSA", "a.example")};
    other = new X509Certificate[] {authority.certificate(own, "SHA256withECDSA", "a.example")};
  }

  @Test
  void verifiesAChainOnceForAHost() throws Exception {
    trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("a.example"));
    trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("a.example"));
    assertThat(authorities.asked).isEqualTo(1);
    trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("b.example"));
    assertThat(authorities.asked).isEqualTo(2);
    trust.checkServerTrusted(other, "ECDHE_ECDSA", engine("a.example"));
    assertThat(authorities.asked).isEqualTo(3);
    trust.checkServerTrusted(chain, "RSA", engine("a.example"));
    assertThat(authorities.asked).isEqualTo(4);
    trust.checkServerTrusted(
        new X509Certificate[] {chain[0], authority.certificate()},
        "ECDHE_ECDSA",
        engine("a.example"));
    assertThat(authorities.asked).isEqualTo(5);
  }

  @Test
  void verifiesAnewOnceACertificateHasEnded() throws Exception {
    trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("a.example"));
    clock.advance(Duration.between(clock.instant(), chain[0].getNotAfter().toInstant()));
    trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("a.example"));
    assertThat(authorities.asked).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    authorities.refuses = true;
    assertThatThrownBy(() -> trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("a.example")))
        .isInstanceOf(CertificateFault.class);
  }

  @Test
  void remembersNothingThatWasRefused() throws Exception {
    authorities.refuses = true;
    for (int i = 1; i <= 2; i++) {
      assertThatThrownBy(() -> trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("a.example")))
          .isInstanceOf(CertificateFault.class);
      assertThat(authorities.asked).isEqualTo(i);
    }
    authorities.refuses = false;
    trust.checkServerTrusted(chain, "ECDHE_ECDSA", engine("a.example"));
    assertThat(authorities.asked).isEqualTo(3);
  }

  private static SSLEngine engine(String host) throws Exception {
    return SSLContext.getDefault().createSSLEngine(host, 443);
  }

  private static final class Counting extends X509ExtendedTrustManager {
    int asked;
    boolean refuses;

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      asked++;
      if (refuses) {
        throw new CertificateException("refused");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
