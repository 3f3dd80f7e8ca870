package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.at;
import static dev.tocsin.monitor.Samples.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ResultRingTest {
  @Test
  void givesBackWhatWasPutInNewestFirst() {
    ResultRing ring = new ResultRing();
    ring.add(result(Outcome.UP, 1));
    ring.add(result(Outcome.DEGRADED, 2));
    ring.add(result(Outcome.DOWN, 3));
    assertThat(ring.points())
        .containsExactly(
            new MonitorDetails.Point(at(3), Outcome.DOWN, 10_000),
            new MonitorDetails.Point(at(2), Outcome.DEGRADED, 10_000),
            new MonitorDetails.Point(at(1), Outcome.UP, 10_000));
  }

  @Test
  void keepsTheLastSixty() {
    ResultRing ring = new ResultRing();
    for (int i = 0; i < 1_000; i++) {
      ring.add(result(Outcome.UP, i));
      assertThat(ring.points()).hasSize(Math.min(i + 1, 60));
      assertThat(ring.points().getFirst().at()).isEqualTo(at(i));
      assertThat(ring.points().getLast().at()).isEqualTo(at(Math.max(0, i - 59)));
    }
  }

  @Test
  void holdsTheLongestCheckThereIs() {
    ResultRing ring = new ResultRing();
    ring.add(
        new CheckResult(
            at(0),
            Outcome.DOWN,
            "late",
            new Phases(null, null, null, null, null, 60_000_000L),
            Evidence.NONE));
    assertThat(ring.points())
        .containsExactly(new MonitorDetails.Point(at(0), Outcome.DOWN, 60_000_000L));
  }

  @Test
  void keepsTimesThatAreDaysApartAndThoseThatRunBackwards() {
    ResultRing ring = new ResultRing();
    Instant[] times = {
      at(0), at(0).plus(Duration.ofDays(24)), at(0).plus(Duration.ofDays(23)), at(0)
    };
    for (Instant time : times) {
      ring.add(time, Outcome.UP, 1);
    }
    assertThat(ring.points())
        .extracting(MonitorDetails.Point::at)
        .containsExactly(times[3], times[2], times[1], times[0]);
  }

  @Test
  void forgetsWhatCameAMonthBefore() {
    ResultRing ring = new ResultRing();
    for (int i = 0; i < 100; i++) {
      ring.add(result(Outcome.UP, i));
    }
    Instant later = at(100).plus(Duration.ofDays(30));
    ring.add(later, Outcome.DOWN, 1);
    ring.add(later.plusSeconds(60), Outcome.UP, 2);
    assertThat(ring.points())
        .containsExactly(
            new MonitorDetails.Point(later.plusSeconds(60), Outcome.UP, 2),
            new MonitorDetails.Point(later, Outcome.DOWN, 1));
  }

  @Test
  void isEmptyBeforeTheFirst() {
    assertThat(new ResultRing().points()).isEmpty();
  }
}
