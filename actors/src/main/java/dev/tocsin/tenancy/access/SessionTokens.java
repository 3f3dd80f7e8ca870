package dev.tocsin.tenancy.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tocsin.Ids;
import dev.tocsin.tenancy.SessionId;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/** The signed form (a JWT, HS256) in which a session's id travels. */
public final class SessionTokens {
  private static final String ISSUER = "tocsin";
  private static final int LONGEST = 1_024;

  private final MACSigner signer;
  private final MACVerifier verifier;
  private final DerivedKeys keys;

  public SessionTokens(DerivedKeys keys) {
    this.keys = keys;
    byte[] key = keys.key("session token v1");
    try {
      this.signer = new MACSigner(key);
      this.verifier = new MACVerifier(key);
    } catch (JOSEException aKeyOf32BytesFits) {
      throw new IllegalStateException(aKeyOf32BytesFits);
    }
  }

  public String sign(SessionId session, Instant expiresAt) {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .jwtID(session.toString())
                .expirationTime(Date.from(expiresAt))
                .build());
    try {
      token.sign(signer);
    } catch (JOSEException cannotFail) {
      throw new IllegalStateException(cannotFail);
    }
    return token.serialize();
  }

  /** The session that a token names; empty where it was not signed here or has expired. */
  public Optional<SessionId> verify(String token, Instant now) {
    if (token.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      SignedJWT signed = SignedJWT.parse(token);
      if (!JWSAlgorithm.HS256.equals(signed.getHeader().getAlgorithm())
          || !signed.verify(verifier)) {
        return Optional.empty();
      }
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      Date expires = claims.getExpirationTime();
      return ISSUER.equals(claims.getIssuer())
              && expires != null
              && expires.toInstant().isAfter(now)
          ? Ids.parse(Optional.ofNullable(claims.getJWTID()).orElse("")).map(SessionId::new)
          : Optional.empty();
    } catch (ParseException | JOSEException notOurs) {
      return Optional.empty();
    }
  }

  /** What a form or script of this session must show, so that another site's cannot act in it. */
  public String csrf(SessionId session) {
    return keys.sign("csrf token v1", session.toString());
  }
}
