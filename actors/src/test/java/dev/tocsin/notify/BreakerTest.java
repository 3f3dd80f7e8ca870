package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final UUID ONE = UUID.randomUUID();
  private static final UUID OTHER = UUID.randomUUID();

  private static Breaker failed(Breaker breaker, int times) {
    Breaker now = breaker;
    for (int i = 0; i < times; i++) {
      now = now.failed(i % 2 == 0 ? ONE : OTHER, NOW, 1);
    }
    return now;
  }

  @Test
  void opensAfterFailuresInARowOfSeveralPlaces() {
    Breaker almost = failed(Breaker.CLOSED, Breaker.FAILURES - 1);
    assertThat(almost.isOpen()).isFalse();
    assertThat(almost.closedUntil(NOW)).isNull();
    assertThat(almost.failed(ONE, NOW, 1).closedUntil(NOW)).isEqualTo(NOW.plus(Breaker.FIRST));
  }

  @Test
  void onePlaceAloneNeverOpensIt() {
    Breaker breaker = Breaker.CLOSED;
    for (int i = 0; i < 100; i++) {
      breaker = breaker.failed(ONE, NOW, 1);
    }
    assertThat(breaker.isOpen()).isFalse();
    assertThat(breaker.failed(OTHER, NOW, 1).isOpen()).isTrue();
  }

  @Test
  void letsOneTryWhenItsTimeIsOver() {
    Breaker open = failed(Breaker.CLOSED, Breaker.FAILURES);
    Instant later = NOW.plus(Breaker.FIRST);
    assertThat(open.closedUntil(later.minusMillis(1))).isNotNull();
    assertThat(open.closedUntil(later)).isNull();
    Breaker trying = open.passed(later);
    assertThat(trying.closedUntil(later)).isEqualTo(later.plus(Breaker.TRIAL));
    assertThat(trying.closedUntil(later.plus(Breaker.TRIAL))).isNull();
  }

  @Test
  void isOpenForLongerEachTimeUpToABound() {
    Breaker breaker = failed(Breaker.CLOSED, Breaker.FAILURES);
    Instant now = NOW;
    Duration before = Breaker.FIRST;
    for (int i = 0; i < 10; i++) {
      Instant until = breaker.until();
      assertThat(until).isNotNull();
      assertThat(Duration.between(now, until))
          .isGreaterThanOrEqualTo(before)
          .isLessThanOrEqualTo(Breaker.LONGEST);
      before = Duration.between(now, until);
      now = until;
      breaker = breaker.passed(now).failed(ONE, now, 1);
    }
    assertThat(before).isEqualTo(Breaker.LONGEST);
  }

  @Test
  void whatLeftBeforeItOpenedDoesNotProlongIt() {
    Breaker open = failed(Breaker.CLOSED, Breaker.FAILURES);
    assertThat(open.failed(OTHER, NOW.plusSeconds(5), 1)).isEqualTo(open);
  }

  @Test
  void anAnswerForOnePlaceAloneLetsTheNextTry() {
    Instant later = NOW.plus(Breaker.FIRST);
    Breaker trying = failed(Breaker.CLOSED, Breaker.FAILURES).passed(later);
    Breaker undecided = trying.undecided(later);
    assertThat(undecided.isOpen()).isTrue();
    assertThat(undecided.closedUntil(later)).isNull();
  }

  @Test
  void thePauseIsNeverQuiteTheSame() {
    Breaker almost = failed(Breaker.CLOSED, Breaker.FAILURES - 1);
    assertThat(almost.failed(ONE, NOW, 1.2).closedUntil(NOW)).isEqualTo(NOW.plusSeconds(18));
    assertThat(almost.failed(ONE, NOW, 0.8).closedUntil(NOW)).isEqualTo(NOW.plusSeconds(12));
  }
}
