package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;

class ScheduleFormPagesTest {
  private static final LocalDateTime MONDAY = LocalDateTime.parse("2026-11-23T00:00");

  @Test
  void whoeverIsFirstInANewScheduleIsOnCallAtOnceAtEveryHourOfTheWeek() {
    for (int hour = 0; hour < 14 * 24; hour++) {
      LocalDateTime now = MONDAY.plusHours(hour).plusMinutes(31);

      LocalDateTime start = ScheduleFormPages.start(now);

      assertThat(start).isBetween(now.minusDays(7), now);
      assertThat(start.getDayOfWeek()).isEqualTo(DayOfWeek.MONDAY);
      assertThat(start.toLocalTime()).isEqualTo(LocalTime.of(9, 0));
    }
  }
}
