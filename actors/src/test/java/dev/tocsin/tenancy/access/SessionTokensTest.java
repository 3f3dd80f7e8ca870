package dev.tocsin.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.tocsin.tenancy.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;

class SessionTokensTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final DerivedKeys KEYS = keys("one key for tests, of enough bytes");

  private final SessionTokens tokens = new SessionTokens(KEYS);
  private final SessionId session = SessionId.create();

  private static DerivedKeys keys(String text) {
    return new DerivedKeys(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyNodeWithTheKeyReadsWhatOneSigned() {
    String token = tokens.sign(session, NOW.plus(Duration.ofDays(14)));
    assertThat(new SessionTokens(KEYS).verify(token, NOW)).contains(session);
    assertThat(new SessionTokens(keys("another key for tests, as long as that")).verify(token, NOW))
        .isEmpty();
  }

  @Test
  void isWorthNothingFromTheMomentItExpires() {
    String token = tokens.sign(session, NOW);
    assertThat(tokens.verify(token, NOW.minusSeconds(1))).contains(session);
    assertThat(tokens.verify(token, NOW)).isEmpty();
  }

  @Test
  void aChangedTokenIsWorthNothing() {
    String[] parts = tokens.sign(session, NOW.plusSeconds(60)).split("\\.");
    String other =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8)
                    .replace(session.toString(), SessionId.create().toString())
                    .getBytes(StandardCharsets.UTF_8));
    assertThat(tokens.verify(parts[0] + "." + other + "." + parts[2], NOW)).isEmpty();
  }

  @Test
  void takesNoOtherAlgorithmThanItsOwn() throws Exception {
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer("tocsin")
            .jwtID(session.toString())
            .expirationTime(Date.from(NOW.plusSeconds(60)))
            .build();
    assertThat(tokens.verify(new PlainJWT(claims).serialize(), NOW)).isEmpty();
    byte[] key = KEYS.key("session token v1");
    SignedJWT long512 = new SignedJWT(new JWSHeader(JWSAlgorithm.HS512), claims);
    byte[] padded = java.util.Arrays.copyOf(key, 64);
    long512.sign(new MACSigner(padded));
    assertThat(tokens.verify(long512.serialize(), NOW)).isEmpty();
    SignedJWT right = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    right.sign(new MACSigner(key));
    assertThat(tokens.verify(right.serialize(), NOW)).contains(session);
  }

  @Test
  void aTokenOfAnotherPurposeIsWorthNothing() throws Exception {
    SignedJWT other =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.HS256),
            new JWTClaimsSet.Builder().jwtID(session.toString()).build());
    other.sign(new MACSigner(KEYS.key("session token v1")));
    assertThat(tokens.verify(other.serialize(), NOW)).isEmpty();
  }

  @Test
  void theCsrfTokenIsTheSessionsAndNotTheSessionsToken() {
    assertThat(tokens.csrf(session)).isEqualTo(new SessionTokens(KEYS).csrf(session));
    assertThat(tokens.csrf(session)).isNotEqualTo(tokens.csrf(SessionId.create())).hasSize(43);
  }

  @Test
  void eachPurposeHasItsOwnKey() {
    assertThat(KEYS.key("a")).hasSize(32).isNotEqualTo(KEYS.key("b")).isEqualTo(KEYS.key("a"));
  }
}
