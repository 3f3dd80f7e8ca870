package dev.tocsin.app;

import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.DayResults;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Timeline.Entry;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Ninety days that never were, the same for the same seed: what a demo shows before its own. */
final class SampleHistory {
  static final int DAYS = 90;

  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final double WEEK = 7;

  private final Instant begin;
  private final Instant end;
  private final Random random;
  private final List<Break> breaks = new ArrayList<>();

  private record Break(Instant from, Instant to, String cause) {}

  /**
   * @param end today's first moment; what is later really happens
   */
  SampleHistory(Instant end, long seed) {
    this.end = end;
    this.begin = end.minus(DAYS, ChronoUnit.DAYS);
    this.random = new Random(seed);
  }

  /**
   * An outage on some day.
   *
   * @param daysAgo more of them first
   */
  SampleHistory down(int daysAgo, Duration lasted, String cause) {
    Instant from =
        end.minus(daysAgo, ChronoUnit.DAYS).plusSeconds(random.nextInt(6 * 3_600, 18 * 3_600));
    breaks.add(new Break(from, from.plus(lasted), cause));
    return this;
  }

  List<MonitorEvent> events() {
    List<MonitorEvent> events = new ArrayList<>();
    events.add(new MonitorEvent.WentUp(begin, null, 0));
    for (Break each : breaks) {
      events.add(new MonitorEvent.WentDown(OutageId.create(), each.from(), each.cause(), null, 0));
      events.add(new MonitorEvent.WentUp(each.to(), null, 0));
    }
    return events;
  }

  /**
   * @param usual a response time, in microseconds
   */
  List<Rollup> days(String region, double usual) {
    Timeline timeline = timeline();
    List<Rollup> days = new ArrayList<>();
    for (int ago = DAYS; ago > 0; ago--) {
      LocalDate date = LocalDate.ofInstant(end, ZoneOffset.UTC).minusDays(ago);
      Day day = Day.of(date, ZoneOffset.UTC);
      Uptime uptime = timeline.uptime(day.begin(), day.end());
      // weeks have a shape, and some days are slow
      double middle =
          usual
              * (1 + 0.15 * Math.sin(2 * Math.PI * ago / WEEK) + 0.1 * random.nextDouble())
              * (random.nextInt(17) == 0 ? 1.8 : 1);
      Latency latency =
          new Latency(
              middle * 1.1,
              middle,
              middle * (1.7 + random.nextDouble()),
              middle * (3 + 2 * random.nextDouble()));
      days.add(
          new Rollup(
              date,
              region,
              uptime,
              new DayResults(uptime.observed().dividedBy(INTERVAL), latency, uptime.observed())));
    }
    return days;
  }

  private Timeline timeline() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(begin, Status.UP));
    for (Break each : breaks) {
      entries.add(new Entry(each.from(), Status.DOWN));
      entries.add(new Entry(each.to(), Status.UP));
    }
    return Timeline.of(entries);
  }
}
