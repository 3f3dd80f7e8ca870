package dev.tocsin.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.oncall.calendar.NotUnderstoodException;
import dev.tocsin.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

  private static Timetable table(String from, String until, ZoneId zone, @Nullable String rrule) {
    return new Timetable(at(from, zone), at(until, zone), zone, rrule);
  }

  private static Instant at(String local, ZoneId zone) {
    return LocalDateTime.parse(local).atZone(zone).toInstant();
  }

  @Test
  void comesOnceWithoutARule() {
    Timetable once = table("2026-05-03T02:00", "2026-05-03T04:00", BERLIN, null);
    assertThat(once.at(at("2026-05-03T01:59:59", BERLIN))).isEmpty();
    assertThat(once.at(at("2026-05-03T02:00", BERLIN))).contains(window(once));
    assertThat(once.at(at("2026-05-03T03:59:59", BERLIN))).contains(window(once));
    assertThat(once.at(at("2026-05-03T04:00", BERLIN))).isEmpty();
    assertThat(once.after(once.startsAt())).isEmpty();
    assertThat(once.isOver(once.endsAt())).isTrue();
    assertThat(once.isOver(once.startsAt().minusSeconds(1))).isFalse();
  }

  private static Window window(Timetable table) {
    return new Window(table.startsAt(), table.endsAt());
  }

  @Test
  void isAtTheSameTimeOfTheClockBeforeAndAfterTheClocksArePut() {
    Timetable sundays =
        table("2026-03-22T05:00", "2026-03-22T06:30", BERLIN, "FREQ=WEEKLY;BYDAY=SU");
    assertThat(sundays.next(sundays.startsAt().minusSeconds(1), 3))
        .containsExactly(
            new Window(at("2026-03-22T05:00", BERLIN), at("2026-03-22T06:30", BERLIN)),
            new Window(at("2026-03-29T05:00", BERLIN), at("2026-03-29T06:30", BERLIN)),
            new Window(at("2026-04-05T05:00", BERLIN), at("2026-04-05T06:30", BERLIN)));
    assertThat(sundays.at(Instant.parse("2026-03-29T03:00:00Z"))).isPresent();
    assertThat(sundays.at(Instant.parse("2026-03-22T03:00:00Z"))).isEmpty();
  }

  @Test
  void beginsWhenTheClocksArePutWhereItsTimeIsLeftOut() {
    Timetable nights = table("2026-03-27T02:15", "2026-03-27T03:15", BERLIN, "FREQ=DAILY");
    Window night = nights.at(Instant.parse("2026-03-29T01:10:00Z")).orElseThrow();
    assertThat(night.from()).isEqualTo(Instant.parse("2026-03-29T01:00:00Z"));
    assertThat(night.until()).isEqualTo(Instant.parse("2026-03-29T01:15:00Z"));
  }

  @Test
  void isRightWhereTheClocksArePutByHalfAnHourOrOnAnotherDay() {
    for (ZoneId zone : List.of(NEW_YORK, LORD_HOWE)) {
      Timetable days = table("2026-01-01T09:00", "2026-01-01T10:00", zone, "FREQ=DAILY");
      for (int day = 1; day < 365; day++) {
        LocalDateTime nine = LocalDateTime.parse("2026-01-01T09:00").plusDays(day);
        assertThat(days.at(nine.atZone(zone).toInstant())).describedAs("%s", nine).isPresent();
        assertThat(days.at(nine.plusHours(1).atZone(zone).toInstant())).isEmpty();
        assertThat(days.at(nine.minusSeconds(1).atZone(zone).toInstant())).isEmpty();
      }
    }
  }

  @Test
  void saysAllOfAStretch() {
    Timetable nights = table("2026-01-01T23:00", "2026-01-02T01:00", BERLIN, "FREQ=DAILY");
    assertThat(nights.within(at("2026-03-02T00:30", BERLIN), at("2026-03-05T23:30", BERLIN)))
        .hasSize(5)
        .startsWith(new Window(at("2026-03-01T23:00", BERLIN), at("2026-03-02T01:00", BERLIN)))
        .endsWith(new Window(at("2026-03-05T23:00", BERLIN), at("2026-03-06T01:00", BERLIN)));
    Timetable once = table("2026-01-01T23:00", "2026-01-02T01:00", BERLIN, null);
    assertThat(once.within(once.endsAt(), once.endsAt().plusSeconds(60))).isEmpty();
    assertThat(once.within(once.startsAt(), once.endsAt())).containsExactly(window(once));
  }

  @Test
  void endsWithItsRule() {
    Timetable three = table("2026-05-01T22:00", "2026-05-02T01:00", BERLIN, "FREQ=DAILY;COUNT=3");
    assertThat(three.next(Instant.EPOCH, 10)).hasSize(3);
    assertThat(three.at(at("2026-05-04T00:30", BERLIN))).isPresent();
    assertThat(three.at(at("2026-05-05T00:30", BERLIN))).isEmpty();
    assertThat(three.isOver(at("2026-05-04T01:00", BERLIN))).isTrue();
    Timetable until =
        table("2026-05-01T22:00", "2026-05-02T01:00", BERLIN, "FREQ=DAILY;UNTIL=20260502T210000Z");
    assertThat(until.next(Instant.EPOCH, 10)).hasSize(2);
  }

  @Test
  void isQuickLongAfterItBegan() {
    Timetable hourly = table("2001-01-01T00:00", "2001-01-01T00:10", BERLIN, "FREQ=HOURLY");
    assertThat(hourly.at(Instant.parse("2026-05-01T12:05:00Z"))).isPresent();
    assertThat(hourly.at(Instant.parse("2026-05-01T12:15:00Z"))).isEmpty();
    assertThat(hourly.after(Instant.parse("2026-05-01T12:15:00Z")).orElseThrow().from())
        .isEqualTo(Instant.parse("2026-05-01T13:00:00Z"));
  }

  @Test
  void takesTheWindowThatEndsLastWhereTheyMeet() {
    Timetable long_ = table("2026-05-01T00:00", "2026-05-03T00:00", BERLIN, "FREQ=DAILY");
    assertThat(long_.at(at("2026-05-05T12:00", BERLIN)).orElseThrow().until())
        .isEqualTo(at("2026-05-07T00:00", BERLIN));
  }

  @Test
  void saysWhenTheRuleHasItBegin() throws NotUnderstoodException {
    Timetable friday =
        table("2026-05-01T22:00", "2026-05-01T23:00", BERLIN, "FREQ=WEEKLY;BYDAY=SU");
    assertThat(friday.firstByRule()).contains(at("2026-05-03T22:00", BERLIN));
    assertThatThrownBy(
            () ->
                table("2026-05-01T22:00", "2026-05-01T23:00", BERLIN, "FREQ=SOMETIMES")
                    .firstByRule())
        .isInstanceOf(NotUnderstoodException.class);
    assertThatThrownBy(
            () ->
                table(
                        "2026-05-01T22:00",
                        "2026-05-01T23:00",
                        BERLIN,
                        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
                    .firstByRule())
        .isInstanceOf(NotUnderstoodException.class);
  }

  /** Whatever is asked in whatever order, each time is in a window or before the next one. */
  @Property(tries = 200)
  void saysTheSameOfATimeFromEachSide(
      @ForAll @IntRange(min = 0, max = 400) int day, @ForAll @IntRange(max = 1439) int minute) {
    Timetable nights = table("2026-01-01T23:00", "2026-01-02T01:30", BERLIN, "FREQ=DAILY");
    Instant time =
        LocalDateTime.parse("2026-01-01T00:00")
            .plusDays(day)
            .plusMinutes(minute)
            .atZone(BERLIN)
            .toInstant();
    nights
        .at(time)
        .ifPresentOrElse(
            window -> {
              assertThat(window.has(time)).isTrue();
              assertThat(Duration.between(window.from(), window.until()).toMinutes())
                  .isBetween(90L, 210L);
            },
            () -> {
              Window next = nights.after(time).orElseThrow();
              assertThat(next.from()).isAfter(time);
              assertThat(nights.at(next.from())).contains(next);
              assertThat(nights.at(next.from().minusSeconds(1))).isEmpty();
            });
  }
}
