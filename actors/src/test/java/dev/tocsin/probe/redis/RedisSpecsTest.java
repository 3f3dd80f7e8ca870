package dev.tocsin.probe.redis;

import static dev.tocsin.probe.net.Loopback.assertRoundTrips;
import static dev.tocsin.probe.net.Loopback.fields;
import static dev.tocsin.probe.net.Loopback.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.input.FieldError;
import dev.tocsin.probe.AddressPolicy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RedisSpecsTest {
  private final RedisCheckKind kind =
      new RedisCheckKind(
          (spec, timeout) -> CompletableFuture.failedStage(new AssertionError()),
          new AddressPolicy(() -> true, "TOCSIN_PRIVATE", List::of));

  @Test
  void needsOnlyAHost() throws Exception {
    RedisSpec spec = assertRoundTrips(kind, "{'host':'cache.example'}");
    assertThat(spec.endpoint().port()).isEqualTo(6379);
    assertThat(spec.tls().on()).isFalse();
    assertThat(spec.login()).isNull();
    assertThat(spec.target()).isEqualTo("cache.example");
  }

  @Test
  void neverShowsThePassword() throws Exception {
    for (String login : List.of("'password':'geheim'", "'user':'ann','password':'geheim'")) {
      RedisSpec spec =
          assertRoundTrips(
              kind,
              "{'host':'a','tls':true,'verifyTls':false,'database':3,'role':'replica',"
                  + login
                  + "}");
      assertThat(kind.write(spec).toString()).doesNotContain("geheim").contains("********");
      assertThat(spec.toString()).doesNotContain("geheim");
    }
  }

  @Test
  void keepsThePasswordOnlyForTheSamePlace() {
    RedisSpec stored = read(kind, "{'host':'a','tls':true,'password':'geheim'}");
    assertThat(
            kind.keepSecrets(stored, read(kind, "{'host':'a','tls':true,'password':'********'}")))
        .isEqualTo(stored);
    for (String other :
        List.of(
            "{'host':'b','tls':true,'password':'********'}",
            "{'host':'a','tls':true,'port':1,'password':'********'}",
            "{'host':'a','password':'********'}")) {
      assertThat(kind.missingSecrets(kind.keepSecrets(stored, read(kind, other))))
          .extracting(FieldError::field)
          .containsExactly("redis.password");
    }
  }

  @Test
  void namesEveryFault() {
    assertThat(
            fields(
                kind,
                "{'host':'224.0.0.1','port':70000,'tls':'yes','verifyTls':1,'user':'','password':'',"
                    + "'database':-1,'role':'boss','degradedOver':1}"))
        .containsExactlyInAnyOrder(
            "host",
            "port",
            "tls",
            "verifyTls",
            "user",
            "password",
            "database",
            "role",
            "degradedOver");
  }
}
