package dev.tocsin.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.tenancy.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PasswordsTest {
  private final Passwords passwords = new Passwords();

  @AfterEach
  void close() {
    passwords.close();
  }

  private PasswordHash hash(String password) {
    return passwords.hash(password).toCompletableFuture().join();
  }

  private boolean verify(String password, PasswordHash hash) {
    return passwords.verify(password, Optional.of(hash)).toCompletableFuture().join();
  }

  @Test
  void keepsAPasswordInTheFormThatOthersRead() {
    assertThat(hash("correct horse").phc())
        .matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[A-Za-z0-9+/]{22}\\$[A-Za-z0-9+/]{43}");
  }

  @Test
  void knowsTheRightPasswordFromAWrongOne() {
    PasswordHash hash = hash("correct horse \uD83D\uDC0E");
    assertThat(verify("correct horse \uD83D\uDC0E", hash)).isTrue();
    assertThat(verify("correct horse", hash)).isFalse();
    assertThat(verify("", hash)).isFalse();
    assertThat(hash("same").phc()).isNotEqualTo(hash("same").phc());
  }

  @Test
  void saysNoForNobodyAndTakesItsTimeOverIt() {
    hash("warm");
    Duration known = took(() -> verify("wrong", hash("right")));
    Duration nobody =
        took(() -> passwords.verify("wrong", Optional.empty()).toCompletableFuture().join());
    assertThat(passwords.verify("", Optional.empty()).toCompletableFuture().join()).isFalse();
    // half of it is the hashing of the right one
    assertThat(nobody).isGreaterThan(known.dividedBy(10));
  }

  private static Duration took(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void goesByTheCostThatAHashWasMadeWith() {
    // the test vector of the Argon2 reference: password, somesalt, t=2, m=64 MiB, p=1
    byte[] hash =
        Argon2.hash(
            "password".getBytes(StandardCharsets.UTF_8),
            "somesalt".getBytes(StandardCharsets.UTF_8),
            new Argon2.Cost(65_536, 2, 1));
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
  }

  @Test
  void refusesWhenTooManyWait() {
    List<CompletableFuture<PasswordHash>> all = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      all.add(passwords.hash("password " + i).toCompletableFuture());
    }
    assertThat(all)
        .anySatisfy(
            refused ->
                assertThat(refused)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(ThrottledException.class));
    assertThat(all.getFirst()).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aHashIsNotPrinted() {
    assertThat(hash("correct horse")).hasToString("***");
    assertThat(Arrays.asList(hash("correct horse"))).hasToString("[***]");
  }
}
