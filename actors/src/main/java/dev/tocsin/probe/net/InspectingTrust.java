package dev.tocsin.probe.net;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Takes any certificate and remembers, per connection, what {@link VerifyingTrust} says of it. */
final class InspectingTrust extends X509ExtendedTrustManager {
  record Seen(List<X509Certificate> chain, Optional<CertificateFault> fault) {}

  private final VerifyingTrust verifying;
  private final Map<SSLEngine, Seen> seen = Collections.synchronizedMap(new WeakHashMap<>());

  InspectingTrust(VerifyingTrust verifying) {
    this.verifying = verifying;
  }

  /** Empty lists where the server has shown nothing. */
  Seen seen(SSLEngine engine) {
    @Nullable Seen found = seen.get(engine);
    return found == null ? new Seen(List.of(), Optional.empty()) : found;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    List<X509Certificate> all = Arrays.stream(chain).toList();
    try {
      verifying.checkServerTrusted(chain, type, engine);
      seen.put(engine, new Seen(all, Optional.empty()));
    } catch (CertificateFault refused) {
      seen.put(engine, new Seen(all, Optional.of(refused)));
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("Only engines are inspected");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("Only engines are inspected");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    throw new CertificateException("Only servers are inspected");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    throw new CertificateException("Only servers are inspected");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("Only servers are inspected");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return verifying.getAcceptedIssuers();
  }
}
