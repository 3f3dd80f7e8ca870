package dev.tocsin.probe.net;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** A certificate that was not accepted; the message is the sentence that a person reads. */
public final class CertificateFault extends CertificateException {
  private static final long serialVersionUID = 1;

  private final Instant ends;

  CertificateFault(String sentence, X509Certificate leaf, CertificateException cause) {
    super(sentence, cause);
    this.ends = leaf.getNotAfter().toInstant();
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** When the refused certificate ends. */
  public Instant ends() {
    return ends;
  }
}
