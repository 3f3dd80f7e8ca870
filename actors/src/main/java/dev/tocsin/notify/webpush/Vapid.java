package dev.tocsin.notify.webpush;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tocsin.probe.http.HttpUrl;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Shows push services who sends (RFC 8292). The key is made from the installation's secret key, so
 * that every node has the same and none has to be kept: browsers take messages of this key alone.
 */
public final class Vapid {
  private static final String PURPOSE = "web push v1 ";

  /** A day at most; shorter, so that a clock that is off by hours does no harm. */
  private static final Duration LIFE = Duration.ofHours(12);

  private final KeyPair keys;
  private final @Nullable URI contact;
  private final InstantSource clock;

  /**
   * @param contact whom a push service may write to: an address that begins with {@code mailto:} or
   *     {@code https:}; null where there is none
   */
  public Vapid(DerivedKeys keys, @Nullable URI contact, InstantSource clock) {
    byte[] first = keys.key(PURPOSE + 1);
    byte[] second = keys.key(PURPOSE + 2);
    this.keys =
        P256.derived(
            ByteBuffer.allocate(first.length + second.length).put(first).put(second).array());
    this.contact = contact;
    this.clock = clock;
  }

  /** As browsers ask for it: the point in URL-safe base64. */
  public String publicKey() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(P256.encoded((ECPublicKey) keys.getPublic()));
  }

  /** Lets its bearer push for twelve hours, at the service that the endpoint is of. */
  String token(URI endpoint) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .audience(origin(endpoint))
            .expirationTime(Date.from(clock.instant().plus(LIFE)));
    if (contact != null) {
      claims.subject(contact.toString());
    }
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims.build());
    try {
      token.sign(new ECDSASigner((ECPrivateKey) keys.getPrivate()));
    } catch (JOSEException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
    return token.serialize();
  }

  private static String origin(URI endpoint) {
    int port = HttpUrl.port(endpoint);
    boolean usual = port == (HttpUrl.isTls(endpoint) ? 443 : 80);
    String host = endpoint.getHost();
    return endpoint.getScheme() + "://" + (usual ? host : host + ":" + port);
  }
}
