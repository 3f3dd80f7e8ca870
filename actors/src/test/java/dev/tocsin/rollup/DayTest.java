package dev.tocsin.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DayTest {
  @ParameterizedTest
  @CsvSource({
    "2026-06-01, UTC,                 24:00",
    "2026-03-29, Europe/Berlin,       23:00",
    "2026-10-25, Europe/Berlin,       25:00",
    "2026-03-08, America/New_York,    23:00",
    "2026-11-01, America/New_York,    25:00",
    "2026-04-05, Australia/Lord_Howe, 24:30",
    "2026-10-04, Australia/Lord_Howe, 23:30",
    // the clocks are changed at midnight
    "2018-11-04, America/Sao_Paulo,   23:00",
    "2018-02-17, America/Sao_Paulo,   25:00",
    // the calendar leaves it out
    "2011-12-30, Pacific/Apia,        00:00",
    "2011-12-31, Pacific/Apia,        24:00"
  })
  void isAsLongAsOnTheClocksOfItsZone(LocalDate date, ZoneId zone, String length) {
    Day day = Day.of(date, zone);
    String[] parts = length.split(":");
    assertThat(Duration.between(day.begin(), day.end()))
        .isEqualTo(
            Duration.ofHours(Integer.parseInt(parts[0])).plusMinutes(Integer.parseInt(parts[1])));
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of(ZoneId.getAvailableZoneIds()).map(ZoneId::of);
  }

  @Provide
  Arbitrary<LocalDate> dates() {
    return Arbitraries.integers()
        .between(0, 25_000)
        .map(days -> LocalDate.of(1975, 1, 1).plusDays(days));
  }

  @Property
  void followsTheOneBeforeWithoutGapOrOverlap(
      @ForAll("zones") ZoneId zone, @ForAll("dates") LocalDate date) {
    Day day = Day.of(date, zone);
    assertThat(Day.of(date.plusDays(1), zone)).isEqualTo(day.next(zone));
    assertThat(day.end()).isAfterOrEqualTo(day.begin());
    if (day.end().isAfter(day.begin())) {
      assertThat(Day.dateAt(day.begin(), zone)).isEqualTo(date);
      assertThat(Day.dateAt(day.end().minusMillis(1), zone)).isEqualTo(date);
      assertThat(Day.dateAt(day.end(), zone)).isAfter(date);
    }
  }

  @Property
  void leavesNoTimeOutWhereAnOrganizationMoves(
      @ForAll("zones") ZoneId before,
      @ForAll("zones") ZoneId after,
      @ForAll("dates") LocalDate date) {
    Day last = Day.of(date, before);
    Day first = last.next(after);
    assertThat(first.begin()).isEqualTo(last.end());
    assertThat(Duration.between(first.begin(), first.end()))
        .isBetween(Duration.ZERO, Duration.ofHours(24 + 27));
    Day second = first.next(after);
    assertThat(second.begin()).isEqualTo(first.end());
    assertThat(second.end()).isEqualTo(Day.of(date.plusDays(2), after).end());
  }
}
