package dev.tocsin.probe.net;

import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** Why a certificate was not accepted, in a person's words. */
public final class CertificateFaults {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
  private static final int MOST_NAMES = 3;

  private CertificateFaults() {}

  /** {@code 3 May 2026}, in UTC. */
  public static String day(Instant instant) {
    return DAY.format(instant);
  }

  static String sentence(
      X509Certificate[] chain, @Nullable String host, CertificateException refused) {
    for (int i = 0; i < chain.length; i++) {
      String which =
          i == 0
              ? "The certificate"
              : "The certificate of " + name(chain[i].getSubjectX500Principal().getName());
      try {
        chain[i].checkValidity();
      } catch (CertificateExpiredException ended) {
        return which + " ended on " + day(chain[i].getNotAfter().toInstant());
      } catch (CertificateNotYetValidException early) {
        return which + " is valid only from " + day(chain[i].getNotBefore().toInstant()) + " on";
      }
    }
    String why = reasons(refused);
    if (why.contains("subject alternative") || why.contains("no name matching")) {
      return "The certificate is for " + names(chain[0]) + ", not for " + host;
    }
    boolean selfSigned =
        chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal());
    if (selfSigned) {
      return "The certificate is signed by itself, not by an authority that Tocsin trusts";
    }
    if (why.contains("unable to find valid certification path")) {
      X509Certificate last = chain[chain.length - 1];
      return "The certificate's chain ends at "
          + name(last.getIssuerX500Principal().getName())
          + ", which is not an authority that Tocsin trusts; a certificate between may be missing";
    }
    return "The certificate is not accepted: " + refused.getMessage();
  }

  private static String reasons(Throwable refused) {
    StringBuilder reasons = new StringBuilder();
    for (@Nullable Throwable cause = refused; cause != null; cause = cause.getCause()) {
      reasons.append(cause.getMessage()).append('\n');
    }
    return reasons.toString().toLowerCase(Locale.ROOT);
  }

  private static String names(X509Certificate certificate) {
    List<String> names = alternativeNames(certificate);
    if (names.isEmpty()) {
      return name(certificate.getSubjectX500Principal().getName());
    }
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return names.size() <= MOST_NAMES
        ? shown
        : shown + " and " + (names.size() - MOST_NAMES) + " more";
  }

  /** Names of DNS and addresses; empty where there are none, or none that can be read. */
  public static List<String> alternativeNames(X509Certificate certificate) {
    try {
      @Nullable Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      return all == null
          ? List.of()
          // RFC 5280, 4.2.1.6: 2 is a name of DNS, 7 an address
          : all.stream()
              .filter(
                  name ->
                      Integer.valueOf(2).equals(name.get(0))
                          || Integer.valueOf(7).equals(name.get(0)))
              .flatMap(name -> Stream.ofNullable(name.get(1)))
              .map(Object::toString)
              .toList();
    } catch (CertificateParsingException unreadable) {
      return List.of();
    }
  }

  /** The common name, or the whole where there is none. */
  public static String name(String distinguished) {
    try {
      for (Rdn part : new LdapName(distinguished).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          return part.getValue().toString();
        }
      }
      return distinguished.isEmpty() ? "nobody" : distinguished;
    } catch (InvalidNameException unreadable) {
      return distinguished;
    }
  }
}
