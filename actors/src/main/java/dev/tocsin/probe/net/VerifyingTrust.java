package dev.tocsin.probe.net;

import dev.tocsin.time.WallClock;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Verifies chain and host as the JDK does, and says in a person's words what is wrong. What was
 * found good is found good again for a while without the work: most of a check over TLS would be
 * that.
 */
final class VerifyingTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager authorities;
  private final GoodChains good;

  VerifyingTrust(X509ExtendedTrustManager authorities) {
    // the JDK judges by the machine's clock too
    this(authorities, WallClock.system());
  }

  VerifyingTrust(X509ExtendedTrustManager authorities, InstantSource clock) {
    this.authorities = authorities;
    this.good = new GoodChains(clock);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    GoodChains.Key key = GoodChains.key(chain, type, engine.getPeerHost());
    if (good.contains(key)) {
      return;
    }
    try {
      authorities.checkServerTrusted(chain, type, engine);
      good.add(key, chain);
    } catch (CertificateException refused) {
      throw new CertificateFault(
          CertificateFaults.sentence(chain, engine.getPeerHost(), refused), chain[0], refused);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    try {
      authorities.checkServerTrusted(chain, type, socket);
    } catch (CertificateException refused) {
      String host =
          socket instanceof SSLSocket tls ? tls.getHandshakeSession().getPeerHost() : "its host";
      throw new CertificateFault(
          CertificateFaults.sentence(chain, host, refused), chain[0], refused);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    authorities.checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    authorities.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    authorities.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    authorities.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities.getAcceptedIssuers();
  }
}
