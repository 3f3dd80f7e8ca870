package dev.tocsin.probe.tls;

import dev.tocsin.probe.net.CertificateFaults;
import dev.tocsin.probe.net.Notes;
import dev.tocsin.probe.net.TlsView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** What a person wants to know of a certificate. */
final class CertificateFacts {
  private static final int MOST_NAMES = 20;
  private static final int LONGEST_CHAIN = 6;

  private CertificateFacts() {}

  static void note(TlsView view, Notes notes) {
    X509Certificate leaf = view.chain().getFirst();
    notes.fact("subject", leaf.getSubjectX500Principal().getName());
    notes.fact("issuer", leaf.getIssuerX500Principal().getName());
    List<String> names = CertificateFaults.alternativeNames(leaf);
    notes.fact(
        "names",
        names.isEmpty()
            ? "none"
            : String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())))
                + (names.size() > MOST_NAMES ? ", " + (names.size() - MOST_NAMES) + " more" : ""));
    notes.fact("valid from", leaf.getNotBefore().toInstant().toString());
    notes.fact("valid until", leaf.getNotAfter().toInstant().toString());
    notes.fact("key", key(leaf.getPublicKey()));
    notes.fact("signature", leaf.getSigAlgName());
    notes.fact("serial number", leaf.getSerialNumber().toString(16));
    notes.fact("SHA-256 fingerprint", fingerprint(leaf));
    notes.fact(
        "chain",
        view.chain().stream()
            .limit(LONGEST_CHAIN)
            .map(one -> CertificateFaults.name(one.getSubjectX500Principal().getName()))
            .collect(Collectors.joining(" < ")));
    if (view.protocol() != null) {
      notes.fact("protocol", view.protocol());
    }
    if (view.cipher() != null) {
      notes.fact("cipher", view.cipher());
    }
    if (view.broken() != null) {
      notes.fact("handshake", view.broken());
    }
  }

  /** {@code RSA, 2048 bits}. */
  static String key(PublicKey key) {
    int bits = bits(key);
    return key.getAlgorithm() + (bits == 0 ? "" : ", " + bits + " bits");
  }

  /** 0 where the kind of key says it all. */
  static int bits(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> rsa.getModulus().bitLength();
      case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize();
      case PublicKey other -> 0;
    };
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.ofDelimiter(":")
          .withUpperCase()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (NoSuchAlgorithmException | CertificateEncodingException defect) {
      throw new IllegalStateException("A certificate cannot be encoded", defect);
    }
  }
}
