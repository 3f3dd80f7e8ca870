package dev.tocsin.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.input.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BeatsTest {
  private static final Instant T0 = Instant.parse("2026-06-01T00:00:00Z");
  private static final HeartbeatSpec HOURLY = period("1h", "5m", null);
  private static final HeartbeatSpec NIGHTLY =
      new HeartbeatSpec(
          new Schedule.Cron("0 3 * * *", ZoneId.of("UTC")),
          Duration.ofMinutes(10),
          null,
          null,
          null);

  private static HeartbeatSpec period(String period, String grace, String run) {
    return new HeartbeatSpec(
        new Schedule.Period(duration(period)),
        duration(grace),
        run == null ? null : duration(run),
        null,
        null);
  }

  private static Duration duration(String text) {
    return Durations.parse(text).orElseThrow();
  }

  private static Instant at(String time) {
    return T0.plus(Duration.parse("PT" + time.toUpperCase()));
  }

  private static Ping ping(Ping.Kind kind, Instant at, UUID run) {
    return new Ping(kind, at, run, null, null, null, null, new Ping.Source("GET", "192.0.2.1", ""));
  }

  private static Beats after(Beats beats, Ping.Kind kind, String time) {
    return beats.received(ping(kind, at(time), null));
  }

  private static Instant deadline(Beats beats, HeartbeatSpec spec) {
    return beats.deadline(spec).map(Beats.Deadline::at).orElse(null);
  }

  @Test
  void expectsNothingBeforeTheFirstPing() {
    assertThat(Beats.NONE.deadline(HOURLY)).isEmpty();
    assertThat(after(Beats.NONE, Ping.Kind.LOG, "1h").deadline(HOURLY)).isEmpty();
    assertThat(Beats.NONE.unreceivable(at("0s"), at("5h"), HOURLY).deadline(HOURLY)).isEmpty();
    assertThat(Beats.NONE.expectingFrom(at("1h")).deadline(HOURLY)).isEmpty();
  }

  @Test
  void isLateAfterPeriodAndGrace() {
    assertThat(deadline(after(Beats.NONE, Ping.Kind.SUCCESS, "1h"), HOURLY)).isEqualTo(at("2h5m"));
    assertThat(deadline(after(Beats.NONE, Ping.Kind.FAIL, "1h"), HOURLY)).isEqualTo(at("2h5m"));
    Beats logged = after(after(Beats.NONE, Ping.Kind.SUCCESS, "1h"), Ping.Kind.LOG, "90m");
    assertThat(deadline(logged, HOURLY)).isEqualTo(at("2h5m"));
  }

  @Test
  void isLateAfterTheTimeOfCronAndGrace() {
    assertThat(deadline(after(Beats.NONE, Ping.Kind.SUCCESS, "3h2m"), NIGHTLY))
        .isEqualTo(at("27h10m"));
    assertThat(deadline(after(Beats.NONE, Ping.Kind.SUCCESS, "2h59m"), NIGHTLY))
        .as("a ping before its time is the one of the day before")
        .isEqualTo(at("3h10m"));
  }

  @Test
  void limitsARunThatHasBegun() {
    HeartbeatSpec spec = period("1h", "5m", "30m");
    Beats begun = after(after(Beats.NONE, Ping.Kind.SUCCESS, "0h"), Ping.Kind.START, "1h");
    assertThat(deadline(begun, spec)).isEqualTo(at("90m"));
    assertThat(deadline(begun, HOURLY)).as("without a limit, by the grace").isEqualTo(at("65m"));
    Beats ended = after(begun, Ping.Kind.SUCCESS, "80m");
    assertThat(ended.ranFor()).isEqualTo(Duration.ofMinutes(20));
    assertThat(deadline(ended, spec)).isEqualTo(at("145m"));
  }

  @Test
  void aRunThatHasBegunIsNotLateForItsSchedule() {
    HeartbeatSpec spec =
        new HeartbeatSpec(NIGHTLY.schedule(), NIGHTLY.grace(), Duration.ofHours(2), null, null);
    Beats begun = after(after(Beats.NONE, Ping.Kind.SUCCESS, "0h"), Ping.Kind.START, "3h1m");
    assertThat(deadline(begun, spec)).isEqualTo(at("5h1m"));
  }

  @Test
  void aRunMayTakeLongerThanPeriodAndGrace() {
    HeartbeatSpec spec = period("5m", "1m", "2h");
    Beats begun = after(after(Beats.NONE, Ping.Kind.SUCCESS, "0h"), Ping.Kind.START, "5m");
    assertThat(deadline(begun, spec)).isEqualTo(at("125m"));
    Beats ended = after(begun, Ping.Kind.SUCCESS, "100m");
    assertThat(deadline(ended, spec)).isEqualTo(at("106m"));
  }

  @Test
  void tellsRunsApartThatOverlap() {
    UUID one = UUID.randomUUID();
    UUID two = UUID.randomUUID();
    HeartbeatSpec spec = period("1h", "5m", "30m");
    Beats both =
        Beats.NONE
            .received(ping(Ping.Kind.START, at("1h"), one))
            .received(ping(Ping.Kind.START, at("70m"), two));
    assertThat(deadline(both, spec)).isEqualTo(at("90m"));
    Beats ended = both.received(ping(Ping.Kind.SUCCESS, at("75m"), one));
    assertThat(ended.ranFor()).isEqualTo(Duration.ofMinutes(15));
    assertThat(deadline(ended, spec)).isEqualTo(at("100m"));
    assertThat(ended.overdue(ended.runs().getFirst()).runs()).isEmpty();
  }

  @Test
  void remembersNoMoreThanEightRuns() {
    Beats beats = Beats.NONE;
    for (int i = 0; i < 100; i++) {
      beats = beats.received(ping(Ping.Kind.START, at(i + "s"), UUID.randomUUID()));
    }
    assertThat(beats.runs()).hasSize(8);
    assertThat(beats.runs().getLast().since()).isEqualTo(at("99s"));
  }

  @Test
  void countsFromTheResumptionWhereItWasPinged() {
    Beats beats = after(Beats.NONE, Ping.Kind.SUCCESS, "1h").expectingFrom(at("10h"));
    assertThat(deadline(beats, HOURLY)).isEqualTo(at("11h5m"));
  }

  // ---- time in which nothing could be received

  @ParameterizedTest
  @CsvSource({
    // from, to, new deadline; pinged at 1h and 2h, so 3h is expected and 3h5m is late
    "130m, 140m, 185m", // between two pings: nothing was lost
    "170m, 173m, 185m", // early enough for a regular caller
    "178m, 182m, 242m+5m", // the ping of 3h may be lost: the next one comes at 4h or by 182m + 1h
    "184m, 186m, 242m+5m",
    "190m, 200m, 185m", // too late to have lost it
    "130m, 400m, 460m+5m"
  })
  void excusesWhatMayHaveBeenLost(String from, String to, String late) {
    Beats beats = after(after(Beats.NONE, Ping.Kind.SUCCESS, "1h"), Ping.Kind.SUCCESS, "2h");
    String[] sum = late.split("\\+");
    Instant expected =
        at(sum[0])
            .plus(sum.length > 1 ? Duration.parse("PT" + sum[1].toUpperCase()) : Duration.ZERO);
    Instant got = deadline(beats.unreceivable(at(from), at(to), HOURLY), HOURLY);
    assertThat(got).isBetween(expected.minusSeconds(240), expected);
  }

  @Test
  void aFirstPingAloneIsExcusedForAnyGap() {
    Beats beats = after(Beats.NONE, Ping.Kind.SUCCESS, "2h");
    assertThat(deadline(beats.unreceivable(at("130m"), at("131m"), HOURLY), HOURLY))
        .isEqualTo(at("191m").plus(Duration.ofMinutes(5)));
  }

  @Test
  void excusesTheTimeOfCronThatFellIntoTheGap() {
    Beats beats = after(Beats.NONE, Ping.Kind.SUCCESS, "3h2m");
    assertThat(deadline(beats.unreceivable(at("20h"), at("21h"), NIGHTLY), NIGHTLY))
        .isEqualTo(at("27h10m"));
    assertThat(deadline(beats.unreceivable(at("26h"), at("27h1m"), NIGHTLY), NIGHTLY))
        .isEqualTo(at("51h10m"));
    assertThat(deadline(beats.unreceivable(at("28h"), at("30h"), NIGHTLY), NIGHTLY))
        .as("it was late before")
        .isEqualTo(at("27h10m"));
  }

  @Test
  void forgetsARunWhoseEndMayBeLost() {
    HeartbeatSpec spec = period("1h", "5m", "30m");
    Beats begun = after(after(Beats.NONE, Ping.Kind.SUCCESS, "0h"), Ping.Kind.START, "1h");
    Beats excused = begun.unreceivable(at("70m"), at("72m"), spec);
    assertThat(excused.runs()).isEmpty();
    assertThat(deadline(excused, spec)).isAfterOrEqualTo(at("125m"));
    Beats before = begun.unreceivable(at("30m"), at("40m"), spec);
    assertThat(before.runs()).hasSize(1);
  }

  /** Whoever is down again and again must not hide for ever who has stopped. */
  @Test
  void findsOutWhoHasStoppedThoughTocsinIsRestartedEachDay() {
    HeartbeatSpec daily = period("1d", "1h", null);
    Beats beats = after(after(Beats.NONE, Ping.Kind.SUCCESS, "3h"), Ping.Kind.SUCCESS, "27h");
    Instant late = null;
    for (int day = 1; day < 20 && late == null; day++) {
      Instant restart = at("10h").plus(Duration.ofDays(day));
      if (deadline(beats, daily).isBefore(restart)) {
        late = deadline(beats, daily);
      }
      beats = beats.unreceivable(restart, restart.plusSeconds(5), daily);
    }
    assertThat(late).isEqualTo(at("28h").plus(Duration.ofDays(1)));
  }

  /** The promise, at random: who pings at least once a period is never late for our gaps. */
  @Test
  void neverCallsARegularCallerLate() {
    Random random = new Random(7);
    for (int round = 0; round < 3_000; round++) {
      Duration period = Duration.ofSeconds(301 + random.nextInt(100_000));
      Duration grace = Duration.ofSeconds(1 + random.nextInt((int) period.toSeconds()));
      HeartbeatSpec spec = new HeartbeatSpec(new Schedule.Period(period), grace, null, null, null);
      // a steady caller, maybe quicker than it has to be
      long every = Math.max(1, (long) (period.toSeconds() * (0.4 + 0.6 * random.nextDouble())));
      Beats beats = Beats.NONE;
      Instant now = T0;
      int until = 3 + random.nextInt(4);
      for (int i = 0; i < until; i++) {
        now = now.plusSeconds(every);
        beats = beats.received(ping(Ping.Kind.SUCCESS, now, null));
      }
      // a gap that begins and ends anywhere; pings within are lost
      Instant from = now.plusSeconds(random.nextInt((int) every));
      Instant to = from.plusSeconds(1 + random.nextInt((int) (every * 3)));
      Instant next = now.plusSeconds(every);
      boolean lateBefore = deadline(beats, spec).isBefore(from);
      assertThat(lateBefore).isFalse();
      while (next.isBefore(to)) {
        if (next.isBefore(from)) {
          beats = beats.received(ping(Ping.Kind.SUCCESS, next, null));
        }
        next = next.plusSeconds(every);
      }
      Beats after = beats.unreceivable(from, to, spec);
      assertThat(deadline(after, spec))
          .as("period %s, every %s s, grace %s, gap %s to %s", period, every, grace, from, to)
          .isAfterOrEqualTo(next);
    }
  }
}
