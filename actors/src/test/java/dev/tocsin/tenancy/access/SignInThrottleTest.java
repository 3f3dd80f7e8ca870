package dev.tocsin.tenancy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.tenancy.EmailAddress;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class SignInThrottleTest {
  private static final EmailAddress ANN = new EmailAddress("ann@example.com");

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final SignInThrottle throttle = new SignInThrottle(() -> now);

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static final InetAddress HERE = address("192.0.2.1");

  private Duration refused(EmailAddress email, InetAddress from) {
    ThrottledException refused =
        catchThrowableOfType(ThrottledException.class, () -> throttle.attempt(email, from));
    return refused == null ? Duration.ZERO : refused.retryAfter();
  }

  @Test
  void theWaitDoublesUpToFiveMinutes() {
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(refused(ANN, address("192.0.2." + attempt))).isZero();
    }
    List<Long> waits = new ArrayList<>();
    for (int attempt = 5; attempt < 16; attempt++) {
      Duration wait = refused(ANN, address("192.0.2." + attempt));
      waits.add(wait.toSeconds());
      now = now.plus(wait);
      assertThat(refused(ANN, address("192.0.2." + attempt))).isZero();
    }
    assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @Test
  void whatIsRefusedIsNotCounted() {
    for (int attempt = 0; attempt < 5; attempt++) {
      throttle.attempt(ANN, HERE);
    }
    for (int attempt = 0; attempt < 100; attempt++) {
      assertThat(refused(ANN, HERE)).isEqualTo(Duration.ofSeconds(1));
    }
  }

  @Test
  void successForgetsTheAccountsFailuresAndOneOfTheAddress() {
    for (int attempt = 0; attempt < 100; attempt++) {
      throttle.attempt(ANN, HERE);
      throttle.succeeded(ANN, HERE);
    }
    assertThat(refused(ANN, HERE)).isZero();
  }

  @Test
  void successWithOnesOwnAccountDoesNotClearTheAddress() {
    EmailAddress mine = new EmailAddress("eve@example.com");
    for (int attempt = 0; attempt < 20; attempt++) {
      throttle.attempt(new EmailAddress("victim" + attempt + "@example.com"), HERE);
    }
    assertThat(refused(mine, HERE)).isPositive();
  }

  @Test
  void whatNobodyCouldDecideIsNotCounted() {
    for (int attempt = 0; attempt < 100; attempt++) {
      throttle.attempt(ANN, HERE);
      throttle.undecided(ANN, HERE);
    }
    assertThat(refused(ANN, HERE)).isZero();
  }

  @Test
  void anAddressOfIpv6StandsForItsNetwork() {
    for (int attempt = 0; attempt < 20; attempt++) {
      throttle.attempt(
          new EmailAddress("a" + attempt + "@example.com"),
          address("2001:db8:0:1::" + Integer.toHexString(attempt + 1)));
    }
    assertThat(refused(ANN, address("2001:db8:0:1:ffff::1"))).isPositive();
    assertThat(refused(ANN, address("2001:db8:0:2::1"))).isZero();
  }

  @Test
  void manyAtOnceAreCountedBeforeTheyAreDecided() throws Exception {
    CountDownLatch together = new CountDownLatch(1);
    int let = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> attempts = new ArrayList<>();
      for (int attempt = 0; attempt < 100; attempt++) {
        attempts.add(
            threads.submit(
                () -> {
                  together.await();
                  return refused(ANN, HERE).isZero();
                }));
      }
      together.countDown();
      for (Future<Boolean> attempt : attempts) {
        let += attempt.get() ? 1 : 0;
      }
    }
    assertThat(let).isEqualTo(5);
  }

  @Test
  void memoryIsBounded() {
    for (int attempt = 0; attempt < 200_000; attempt++) {
      throttle.attempt(
          new EmailAddress("a" + attempt + "@example.com"),
          address("10." + (attempt >> 16) + "." + (attempt >> 8 & 255) + "." + (attempt & 255)));
    }
    assertThat(throttle.remembered()).isLessThanOrEqualTo(50_000);
    assertThatCode(() -> throttle.attempt(ANN, HERE)).doesNotThrowAnyException();
  }
}
