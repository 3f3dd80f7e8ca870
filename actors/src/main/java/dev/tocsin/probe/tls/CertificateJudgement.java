package dev.tocsin.probe.tls;

import dev.tocsin.probe.net.CertificateFault;
import dev.tocsin.probe.net.CertificateFaults;
import dev.tocsin.probe.net.TlsView;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is wrong with a certificate, in a person's words. */
final class CertificateJudgement {
  private static final int SHORTEST_RSA = 2_048;
  private static final int SHORTEST_EC = 224;

  private CertificateJudgement() {}

  /** Why the target is down: sentences, the gravest first. */
  static List<String> faults(TlsSpec spec, TlsView view, Instant now) {
    List<String> faults = new ArrayList<>();
    Optional<String> dates = dates(spec, view, now);
    dates.ifPresent(faults::add);
    if (spec.verify()) {
      // what is said of the dates is said already
      view.fault()
          .map(CertificateFault::sentence)
          .filter(sentence -> dates.isEmpty())
          .ifPresent(faults::add);
      faults.addAll(weaknesses(view.chain()));
    }
    issuer(spec, view.chain().getFirst()).ifPresent(faults::add);
    if (faults.isEmpty() && view.broken() != null && !refusedUs(view.broken())) {
      faults.add(view.broken());
    }
    return faults;
  }

  /** Why it is only degraded. */
  static List<String> doubts(TlsSpec spec, TlsView view, Instant now) {
    X509Certificate leaf = view.chain().getFirst();
    Duration left = Duration.between(now, leaf.getNotAfter().toInstant());
    return left.compareTo(Duration.ofDays(spec.days().warn())) < 0
        ? List.of(ends(spec, leaf, left))
        : List.of();
  }

  private static Optional<String> dates(TlsSpec spec, TlsView view, Instant now) {
    X509Certificate leaf = view.chain().getFirst();
    Instant from = leaf.getNotBefore().toInstant();
    Duration left = Duration.between(now, leaf.getNotAfter().toInstant());
    if (left.isNegative()) {
      return Optional.of(which(spec) + " ended " + ago(left.negated()) + ", on " + day(leaf));
    }
    if (now.isBefore(from)) {
      return Optional.of(
          which(spec)
              + " is valid only from "
              + CertificateFaults.day(from)
              + " on, in "
              + span(Duration.between(now, from)));
    }
    return left.compareTo(Duration.ofDays(spec.days().critical())) < 0
        ? Optional.of(ends(spec, leaf, left))
        : Optional.empty();
  }

  private static List<String> weaknesses(List<X509Certificate> chain) {
    List<String> weaknesses = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      X509Certificate certificate = chain.get(i);
      String which =
          i == 0
              ? "The certificate"
              : "The certificate of "
                  + CertificateFaults.name(certificate.getSubjectX500Principal().getName());
      PublicKey key = certificate.getPublicKey();
      int bits = CertificateFacts.bits(key);
      boolean isRsa = key.getAlgorithm().equals("RSA");
      if (bits > 0 && bits < (isRsa ? SHORTEST_RSA : SHORTEST_EC)) {
        weaknesses.add(
            which
                + " has a weak key: "
                + CertificateFacts.key(key)
                + ", fewer than "
                + (isRsa ? SHORTEST_RSA : SHORTEST_EC));
      }
      // nobody relies on what an authority says of itself
      boolean isRoot =
          i > 0
              && certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
      String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
      if (!isRoot && (signature.startsWith("SHA1") || signature.startsWith("MD"))) {
        weaknesses.add(which + " has a weak signature: " + certificate.getSigAlgName());
      }
    }
    return weaknesses;
  }

  private static Optional<String> issuer(TlsSpec spec, X509Certificate leaf) {
    @Nullable String expected = spec.issuer();
    String issuer = leaf.getIssuerX500Principal().getName();
    return expected == null
            || issuer.toLowerCase(Locale.ROOT).contains(expected.toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of(
            "The certificate was issued by "
                + CertificateFaults.name(issuer)
                + ", expected "
                + expected);
  }

  /**
   * A server that asks for a client's certificate ends the handshake when it gets none. Its own was
   * shown and judged by then, which is all that was asked.
   */
  private static boolean refusedUs(String broken) {
    String lower = broken.toLowerCase(Locale.ROOT);
    return lower.contains("certificate required")
        || lower.contains("bad certificate")
        || lower.contains("handshake failure");
  }

  private static String ends(TlsSpec spec, X509Certificate leaf, Duration left) {
    return which(spec) + " ends in " + span(left) + ", on " + day(leaf);
  }

  private static String which(TlsSpec spec) {
    return "The certificate of " + spec.name();
  }

  private static String day(X509Certificate leaf) {
    return CertificateFaults.day(leaf.getNotAfter().toInstant());
  }

  private static String ago(Duration since) {
    return span(since) + " ago";
  }

  private static String span(Duration span) {
    long days = span.toDays();
    if (days > 0) {
      return days == 1 ? "1 day" : days + " days";
    }
    long hours = span.toHours();
    return hours == 0 ? "less than an hour" : hours == 1 ? "1 hour" : hours + " hours";
  }
}
