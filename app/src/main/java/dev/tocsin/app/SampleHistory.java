package dev.tocsin.app;

import dev.tocsin.app.SampleChecks.Fault;
import dev.tocsin.app.SampleChecks.Kind;
import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.Outcome;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.DayResults;
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
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ninety days of one monitor that never were: what a demo shows before its own. Its events, days
 * and results tell the same story.
 */
final class SampleHistory {
  static final int DAYS = 90;

  /** A chart of days looks like that of results without as many of them. */
  private static final int EVERY = 30;

  private static final int DAYS_WITH_RESULTS = 7;

  private final MonitorRef monitor;
  private final String region;
  private final SampleChecks checks;
  private final Instant end;
  private final List<Break> breaks = new ArrayList<>();

  /**
   * An outage.
   *
   * @param silentFrom nothing comes of a ping from then on; of other kinds, its beginning
   */
  private record Break(Instant silentFrom, Instant from, Instant to, Fault fault) {
    boolean isIn(Instant moment) {
      return !moment.isBefore(silentFrom) && moment.isBefore(to);
    }
  }

  /**
   * @param end what is later really happens
   */
  SampleHistory(MonitorRef monitor, String region, SampleChecks checks, Instant end) {
    this.monitor = monitor;
    this.region = region;
    this.checks = checks;
    this.end = end;
  }

  /** When the monitor was made, as is said. */
  static Instant begin(Instant end) {
    return end.truncatedTo(ChronoUnit.DAYS).minus(DAYS, ChronoUnit.DAYS);
  }

  /** From when on there are single results: of whole days, so that days and results agree. */
  static Instant resultsFrom(Instant end) {
    return end.minus(DAYS_WITH_RESULTS, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS);
  }

  /** An outage: from a check that failed to one that did not. The longest ago first. */
  SampleHistory down(Duration ago, Duration lasted, Fault fault) {
    long first = checks.from(end.minus(ago));
    Instant from = checks.at(first);
    Instant to = checks.at(checks.from(from.plus(lasted)));
    breaks.add(new Break(from, from, to, fault));
    return this;
  }

  /**
   * The same of pings, which are missed some time after the last one.
   *
   * @param allowed period and grace
   */
  SampleHistory silent(Duration ago, Duration lasted, Duration allowed) {
    long last = checks.from(end.minus(ago));
    Instant from = checks.at(last).plus(allowed);
    Instant to = checks.at(checks.from(from.plus(lasted)));
    breaks.add(new Break(checks.at(last + 1), from, to, Fault.NO_PING));
    return this;
  }

  List<MonitorEvent> events() {
    List<MonitorEvent> events = new ArrayList<>();
    events.add(new MonitorEvent.WentUp(begin(end), null, 0));
    for (Break each : breaks) {
      events.add(
          new MonitorEvent.WentDown(OutageId.create(), each.from(), each.fault().cause(), null, 0));
      events.add(new MonitorEvent.WentUp(each.to(), null, 0));
    }
    return events;
  }

  /** Those with {@code from <= at < to}, oldest first. */
  List<RecordedResult> results(Instant from, Instant to) {
    return results(from, to, 1);
  }

  private List<RecordedResult> results(Instant from, Instant to, int every) {
    List<RecordedResult> results = new ArrayList<>();
    for (long number = checks.from(from); checks.at(number).isBefore(to); number += every) {
      Instant at = checks.at(number);
      Break outage = outage(at);
      if (outage == null) {
        results.add(checks.up(monitor, region, number));
      } else if (checks.kind() != Kind.PING) {
        results.add(checks.down(monitor, region, number, outage.fault()));
      }
    }
    if (checks.kind() == Kind.PING) {
      for (Break each : breaks) {
        if (!each.from().isBefore(from) && each.from().isBefore(to)) {
          results.add(checks.missed(monitor, region, each.from()));
        }
      }
      results.sort(Comparator.comparing(RecordedResult::at));
    }
    return results;
  }

  private @Nullable Break outage(Instant moment) {
    for (Break each : breaks) {
      if (each.isIn(moment)) {
        return each;
      }
    }
    return null;
  }

  /** Those that are over, as they would have been rolled up. */
  List<Rollup> days() {
    Timeline timeline = timeline();
    LocalDate today = LocalDate.ofInstant(end, ZoneOffset.UTC);
    List<Rollup> days = new ArrayList<>();
    for (int ago = DAYS; ago > 0; ago--) {
      Day day = Day.of(today.minusDays(ago), ZoneOffset.UTC);
      Uptime uptime = timeline.uptime(day.begin(), day.end());
      days.add(new Rollup(day.date(), region, uptime, results(day, uptime)));
    }
    return days;
  }

  private DayResults results(Day day, Uptime uptime) {
    if (checks.kind() == Kind.PING) {
      return DayResults.of(
          results(day.begin(), day.end()).size(), new LatencySketch(), Duration.ZERO);
    }
    LatencySketch latency = new LatencySketch();
    int every = day.begin().isBefore(resultsFrom(end)) ? EVERY : 1;
    for (RecordedResult result : results(day.begin(), day.end(), every)) {
      if (result.outcome() == Outcome.UP) {
        latency.add(result.phases().total());
      }
    }
    long number = checks.from(day.end()) - checks.from(day.begin());
    return DayResults.of(number, latency, uptime.observed());
  }

  private Timeline timeline() {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry(begin(end), Status.UP));
    for (Break each : breaks) {
      entries.add(new Entry(each.from(), Status.DOWN));
      entries.add(new Entry(each.to(), Status.UP));
    }
    return Timeline.of(entries);
  }
}
