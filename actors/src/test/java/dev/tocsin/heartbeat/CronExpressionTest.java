package dev.tocsin.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final ZoneId LORD_HOWE = ZoneId.of("Australia/Lord_Howe");

  private static List<String> times(String cron, ZoneId zone, String after, int count) {
    List<String> times = new ArrayList<>();
    Instant at = Instant.parse(after);
    for (int i = 0; i < count; i++) {
      at = CronExpression.of(cron).next(at, zone).orElseThrow();
      times.add(at.toString());
    }
    return times;
  }

  @ParameterizedTest
  @CsvSource({
    "0 3 * * *,           2026-11-22T03:00:00Z",
    "*/15 9-17 * * MON-FRI, 2026-11-23T09:00:00Z",
    "0 0 29 2 *,          2028-02-29T00:00:00Z",
    "0 0 * * 7,           2026-11-22T00:00:00Z",
    "0 0 * * 0,           2026-11-22T00:00:00Z",
    "5/10 * * * *,        2026-11-21T12:05:00Z",
    "0 0 1 JAN *,         2027-01-01T00:00:00Z",
    "@daily,              2026-11-22T00:00:00Z",
    "@hourly,             2026-11-21T13:00:00Z",
    "@weekly,             2026-11-22T00:00:00Z"
  })
  void findsTheNextTime(String cron, Instant expected) {
    Instant noon = Instant.parse("2026-11-21T12:00:00Z");
    assertThat(CronExpression.of(cron).next(noon, ZoneId.of("UTC"))).contains(expected);
  }

  @Test
  void takesEitherDayWhereBothAreRestricted() {
    assertThat(times("0 0 13 * 5", ZoneId.of("UTC"), "2026-11-21T12:00:00Z", 4))
        .containsExactly(
            "2026-11-27T00:00:00Z",
            "2026-12-04T00:00:00Z",
            "2026-12-11T00:00:00Z",
            "2026-12-13T00:00:00Z");
  }

  @Test
  void needsBothDaysWhereOneBeginsWithAStar() {
    assertThat(times("0 0 */2 * 1", ZoneId.of("UTC"), "2026-11-21T12:00:00Z", 3))
        .as("odd days that are Mondays")
        .containsExactly("2026-11-23T00:00:00Z", "2026-12-07T00:00:00Z", "2026-12-21T00:00:00Z");
  }

  @Test
  void knowsWhatNeverComes() {
    assertThat(CronExpression.of("0 0 31 2 *").next(Instant.EPOCH, BERLIN)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "61 * * * *",
        "a b c d e",
        "0 0 L * *",
        "@never",
        "0 25 * * *"
      })
  void saysWhatIsWrong(String cron) {
    assertThatThrownBy(() -> CronExpression.of(cron))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s)(A|The) cron expression .*\\.");
  }

  // ---- the nights when clocks are put

  @Test
  void runsAJobOfTheHourThatIsLeftOutRightAfterItInBerlin() {
    // 02:00 becomes 03:00
    assertThat(times("30 2 * * *", BERLIN, "2026-03-28T00:00:00Z", 3))
        .containsExactly("2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
  }

  @Test
  void runsAJobOfTheHourThatComesTwiceOnceInBerlin() {
    // 03:00 becomes 02:00
    assertThat(times("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void goesByPassingTimeForStarsInBerlin() {
    assertThat(times("*/30 * * * *", BERLIN, "2026-10-24T23:59:00Z", 7))
        .as("every half hour that passes")
        .containsExactly(
            "2026-10-25T00:00:00Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:00:00Z",
            "2026-10-25T02:30:00Z",
            "2026-10-25T03:00:00Z");
    assertThat(times("*/30 * * * *", BERLIN, "2026-03-29T00:29:00Z", 3))
        .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
  }

  @Test
  void keepsLocalTimeOverBothNightsInNewYork() {
    assertThat(times("15 2 * * *", NEW_YORK, "2026-03-07T12:00:00Z", 2))
        .as("02:00 becomes 03:00")
        .containsExactly("2026-03-08T07:00:00Z", "2026-03-09T06:15:00Z");
    assertThat(times("15 1 * * *", NEW_YORK, "2026-10-31T12:00:00Z", 2))
        .as("02:00 becomes 01:00")
        .containsExactly("2026-11-01T05:15:00Z", "2026-11-02T06:15:00Z");
    assertThat(times("0 4 * * *", NEW_YORK, "2026-10-31T12:00:00Z", 2))
        .containsExactly("2026-11-01T09:00:00Z", "2026-11-02T09:00:00Z");
    assertThat(times("0 4 * * *", NEW_YORK, "2026-03-07T07:00:00Z", 3))
        .containsExactly("2026-03-07T09:00:00Z", "2026-03-08T08:00:00Z", "2026-03-09T08:00:00Z");
  }

  @Test
  void knowsClocksThatArePutByHalfAnHourOnLordHowe() {
    // 02:00 +10:30 becomes 02:30 +11:00 on 4 October, 02:00 +11:00 becomes 01:30 +10:30 on 5 April
    assertThat(times("15 2 * * *", LORD_HOWE, "2026-10-02T20:00:00Z", 2))
        .containsExactly("2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z");
    assertThat(times("45 1 * * *", LORD_HOWE, "2026-04-03T20:00:00Z", 2))
        .containsExactly("2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z");
    assertThat(times("45 * * * *", LORD_HOWE, "2026-04-04T14:00:00Z", 3))
        .as("01:45 comes twice, half an hour apart")
        .containsExactly("2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z", "2026-04-04T16:15:00Z");
  }

  /**
   * Whatever the zone and the moment: the next time is later, nothing lies between the two, and a
   * job for a fixed time of each day comes once a day.
   */
  @Test
  void neverGoesBackAndNeverSkipsADay() {
    Random random = new Random(20261121);
    List<ZoneId> zones = List.of(BERLIN, NEW_YORK, LORD_HOWE, ZoneId.of("Asia/Kathmandu"));
    for (int i = 0; i < 600; i++) {
      ZoneId zone = zones.get(i % zones.size());
      String cron = random.nextInt(60) + " " + random.nextInt(24) + " * * *";
      Instant at = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(31_536_000));
      Instant next = CronExpression.of(cron).next(at, zone).orElseThrow();
      Instant second = CronExpression.of(cron).next(next, zone).orElseThrow();
      assertThat(next).as("%s %s %s", cron, zone, at).isAfter(at);
      assertThat(CronExpression.of(cron).next(next.minusSeconds(1), zone)).contains(next);
      assertThat(ZonedDateTime.ofInstant(second, zone).toLocalDate())
          .isEqualTo(ZonedDateTime.ofInstant(next, zone).toLocalDate().plusDays(1));
    }
  }

  @Test
  void runsEveryTenMinutesWhateverTheClockSays() {
    for (String night :
        List.of(
            "2026-03-28T22:00:00Z",
            "2026-10-24T22:00:00Z",
            "2026-04-04T12:00:00Z",
            "2026-10-03T12:00:00Z",
            "2026-11-01T03:00:00Z")) {
      for (ZoneId zone : List.of(BERLIN, NEW_YORK, LORD_HOWE)) {
        Instant at = Instant.parse(night);
        for (int i = 0; i < 60; i++) {
          Instant next = CronExpression.of("*/10 * * * *").next(at, zone).orElseThrow();
          assertThat(next).as("%s in %s", at, zone).isEqualTo(at.plusSeconds(600));
          at = next;
        }
      }
    }
  }
}
