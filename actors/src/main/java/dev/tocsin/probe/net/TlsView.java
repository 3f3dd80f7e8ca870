package dev.tocsin.probe.net;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS server showed.
 *
 * @param chain as it was sent, the server's own first; never empty where a handshake ended
 * @param fault why a client that verifies would have refused the chain
 * @param protocol {@code TLSv1.3}; null where the handshake did not end
 * @param cipher null where the handshake did not end
 * @param broken why the handshake did not end although the chain had come, a sentence; else null
 */
public record TlsView(
    List<X509Certificate> chain,
    Optional<CertificateFault> fault,
    @Nullable String protocol,
    @Nullable String cipher,
    @Nullable String broken) {
  public TlsView {
    chain = List.copyOf(chain);
  }
}
