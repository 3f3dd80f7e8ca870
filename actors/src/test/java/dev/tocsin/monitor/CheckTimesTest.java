package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.ORGANIZATION;
import static dev.tocsin.monitor.Samples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckTimesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void standsOnAGridOfTheInterval() {
    Instant first = CheckTimes.next(Samples.REF, MINUTE, T0);
    assertThat(first).isAfter(T0).isBeforeOrEqualTo(T0.plus(MINUTE));
    assertThat(CheckTimes.next(Samples.REF, MINUTE, first)).isEqualTo(first.plus(MINUTE));
  }

  @Test
  void skipsTicksThatAreLate() {
    Instant first = CheckTimes.next(Samples.REF, MINUTE, T0);
    assertThat(CheckTimes.next(Samples.REF, MINUTE, first.plusSeconds(305)))
        .isEqualTo(first.plusSeconds(360));
  }

  @Test
  void spreadsMonitorsOverTheInterval() {
    Map<Long, Integer> perSecond = new HashMap<>();
    for (int i = 0; i < 6_000; i++) {
      MonitorRef ref = new MonitorRef(ORGANIZATION, MonitorId.create());
      long second = Duration.between(T0, CheckTimes.next(ref, MINUTE, T0)).toSeconds();
      perSecond.merge(second, 1, Integer::sum);
    }
    // 100 a second expected; 160 would be six standard deviations off
    assertThat(perSecond.values()).allMatch(count -> count < 160);
  }

  @Test
  void startsWithinFiveSecondsOrTheInterval() {
    for (int i = 0; i < 1_000; i++) {
      MonitorRef ref = new MonitorRef(ORGANIZATION, MonitorId.create());
      assertThat(CheckTimes.first(ref, MINUTE, T0)).isBetween(T0, T0.plusSeconds(5));
    }
  }

  @ParameterizedTest
  @CsvSource({"PT5S, PT1S", "PT20S, PT1S", "PT60S, PT3S", "PT1H, PT10S"})
  void looksAgainSooner(Duration interval, Duration pause) {
    assertThat(CheckTimes.recheck(interval, T0)).isEqualTo(T0.plus(pause));
  }
}
