package dev.tocsin.time;

import static dev.tocsin.time.ManualTime.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CorrectedClockTest {
  private final ManualTime time = new ManualTime();
  private final CorrectedClock clock = new CorrectedClock(time, time::nanos);

  @Test
  void isTheWallClockBeforeTheStoreWasAsked() {
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.offset()).isZero();
  }

  @Test
  void takesHalfOfTheRoundTripAsPassedSinceTheStoreReadItsClock() {
    measure(START.plusSeconds(60), Duration.ofMillis(200));

    assertThat(clock.offset()).isEqualTo(Duration.ofMillis(59_900));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(60_100));
  }

  @Test
  void keepsTheLastOffsetWhileTheStoreIsAway() {
    measure(START.plusSeconds(60), Duration.ZERO);

    time.pass(Duration.ofHours(1));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(3660));
  }

  @Test
  void aMeasurementThatAgreesWithinItsRoundTripChangesNothing() {
    measure(START.plusSeconds(60), Duration.ZERO);
    var before = clock.offset();

    measure(time.instant().plusSeconds(60), Duration.ofMillis(80));

    assertThat(clock.offset()).isEqualTo(before);
  }

  @Test
  void aMeasurementThatTookLongIsNotUsedOnceThereIsOne() {
    measure(START.plusSeconds(60), Duration.ofSeconds(3));
    var first = clock.offset();
    assertThat(first).isEqualTo(Duration.ofMillis(58_500));

    measure(time.instant().plusSeconds(120), Duration.ofSeconds(3));

    assertThat(clock.offset()).isEqualTo(first);
  }

  @Test
  void followsAStepForwardAtOnce() {
    clock.instant();
    time.step(Duration.ofHours(1));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(3600));
  }

  @Test
  void goesAtHalfPaceAfterAStepBackwardsUntilTheTimeHasCaughtUp() {
    clock.instant();
    time.step(Duration.ofSeconds(-10));

    assertThat(clock.instant()).isEqualTo(START);
    time.pass(Duration.ofSeconds(4));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(2));
    time.pass(Duration.ofSeconds(4));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(4));
    time.pass(Duration.ofSeconds(13));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(11));
    assertThat(clock.instant()).isEqualTo(time.instant().plus(clock.offset()));
  }

  @Test
  void aStoreWhoseClockIsBehindIsApproachedWithoutRunningBackwards() {
    var before = clock.instant();
    measure(START.minusSeconds(5), Duration.ZERO);

    assertThat(clock.instant()).isEqualTo(before);
    assertThat(clock.unslewed().instant()).isEqualTo(START.minusSeconds(5));
  }

  @Test
  void hasTheResolutionOfTheStore() {
    time.pass(Duration.ofNanos(1_999));

    assertThat(clock.instant()).isEqualTo(START.plusNanos(1_000));
  }

  @Test
  void neverRunsBackwardsForAnyThread() throws Exception {
    var real = CorrectedClock.system();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<Boolean>>();
      for (int reader = 0; reader < 8; reader++) {
        readers.add(executor.submit(() -> ascends(real, 20_000)));
      }
      for (int step = 0; step < 50; step++) {
        real.measured(Instant.now().plusSeconds(step % 2 == 0 ? -step : step), Duration.ZERO);
      }
      for (var reader : readers) {
        assertThat(reader.get()).isTrue();
      }
    }
  }

  private static boolean ascends(CorrectedClock clock, int times) {
    var last = clock.instant();
    for (int time = 0; time < times; time++) {
      var next = clock.instant();
      if (next.isBefore(last)) {
        return false;
      }
      last = next;
    }
    return true;
  }

  /** The store reads its clock in the middle of the round trip. */
  private void measure(Instant storeTime, Duration roundTrip) {
    time.pass(roundTrip);
    clock.measured(storeTime, roundTrip);
  }
}
