package dev.tocsin.probe.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Chains that were verified lately, to the byte and for one host. The authorities never change
 * while the process runs and revocation is not asked for, so of what a verification depends on only
 * the time goes on, and that is looked at each time. That the server has the certificate's key is
 * shown in every handshake, whatever is known of the chain.
 */
final class GoodChains {
  private static final Duration REMEMBERED = Duration.ofMinutes(10);
  private static final int MOST = 50_000;

  /**
   * @param digest of every certificate as it was sent
   */
  record Key(String host, String type, ByteBuffer digest) {}

  /** The time in which every certificate of a chain is valid, both ends included. */
  private record Validity(Instant from, Instant to) {}

  private final Cache<Key, Validity> chains =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();
  private final InstantSource clock;

  GoodChains(InstantSource clock) {
    this.clock = clock;
  }

  static Key key(X509Certificate[] chain, String type, @Nullable String host)
      throws CertificateEncodingException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (X509Certificate certificate : chain) {
        // DER says its own length, so no two chains are the same bytes
        digest.update(certificate.getEncoded());
      }
      return new Key(host == null ? "" : host, type, ByteBuffer.wrap(digest.digest()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean contains(Key key) {
    @Nullable Validity validity = chains.getIfPresent(key);
    Instant now = clock.instant();
    return validity != null && !now.isBefore(validity.from()) && !now.isAfter(validity.to());
  }

  void add(Key key, X509Certificate[] chain) {
    Instant from = Instant.MIN;
    Instant to = Instant.MAX;
    for (X509Certificate certificate : chain) {
      Instant begins = certificate.getNotBefore().toInstant();
      Instant ends = certificate.getNotAfter().toInstant();
      from = begins.isAfter(from) ? begins : from;
      to = ends.isBefore(to) ? ends : to;
    }
    chains.put(key, new Validity(from, to));
  }
}
