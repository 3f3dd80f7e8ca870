package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.ResultPart;
import dev.tocsin.history.ResultSeries;
import dev.tocsin.http.Json;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.Status;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A chart for a script: columns of the same length, times in seconds since the epoch, durations in
 * microseconds, null where nothing answered; and its finding in a sentence.
 */
final class ChartJson {
  /** Results, so that one slow answer among them is not their 95th percentile. */
  private static final int ENOUGH = 40;

  private static final int MOST_MISSING = 50;
  private static final int MOST_OUTAGES = 500;
  private static final double MILLIS = 1_000.0;

  /** Stands in a finding for the time {@code found}: one chart is for readers of every zone. */
  private static final String AT = "{at}";

  private ChartJson() {}

  /**
   * Days of a range.
   *
   * @param zone where they begin and end
   * @param rollups by day and region, in any order
   */
  record Days(LocalDate first, LocalDate last, ZoneId zone, Instant now, List<Rollup> rollups) {
    Instant from() {
      return first.atStartOfDay(zone).toInstant();
    }

    /** Where a day stands in a chart: in its middle. */
    Instant at(LocalDate day) {
      Instant noon = day.atTime(LocalTime.NOON).atZone(zone).toInstant();
      return noon.isAfter(now) ? now : noon;
    }
  }

  static byte[] ofResults(
      ChartRange range, MonitorConfig monitor, ResultSeries series, Timeline timeline) {
    ObjectNode json = head(range, "results", series.from(), series.to());
    Duration step = series.step();
    Duration usual = monitor.timing().interval().multipliedBy(5).dividedBy(2);
    Duration longest = usual.compareTo(step.multipliedBy(2)) > 0 ? usual : step.multipliedBy(2);
    json.put("step", step.toMillis() / MILLIS).put("longest", longest.toMillis() / MILLIS);
    List<ResultPart> parts = series.parts();
    add(json, "at", parts, part -> seconds(part.last()));
    add(json, "checks", parts, ResultPart::checks);
    add(json, "failures", parts, ResultPart::failures);
    if (series.hasPhases()) {
      ObjectNode phases = json.putObject("phases");
      for (ResultPart.Phase phase : ResultPart.Phase.values()) {
        add(phases, name(phase), parts, part -> part.average(phase).orElse(null));
      }
    }
    add(json, "avg", parts, part -> part.average().orElse(null));
    add(json, "p50", parts, part -> part.quantile(0.5).orElse(null));
    add(json, "p95", parts, part -> part.quantile(0.95).orElse(null));
    ArrayNode line = json.putArray("line");
    series.quantiles(0.95, ENOUGH).forEach(p95 -> p95.ifPresentOrElse(line::add, line::addNull));
    add(json, "p99", parts, part -> part.quantile(0.99).orElse(null));
    add(json, "max", parts, part -> part.quantile(1).orElse(null));
    ArrayNode missing = json.putArray("missing");
    series.missing().stream().limit(MOST_MISSING).forEach(it -> missing.add(stretch(it)));
    outages(json, timeline, series.from(), series.to());
    json.put("finding", finding(range, series) + down(timeline, series.from(), series.to()));
    series.slowest().ifPresent(slowest -> json.put("found", seconds(slowest.at())));
    json.put(
        "csv",
        "/api/v1/monitors/"
            + monitor.ref().monitor()
            + "/results?format=csv&from="
            + Json.time(series.from())
            + "&to="
            + Json.time(series.to()));
    return Json.bytes(json);
  }

  static byte[] ofDays(ChartRange range, MonitorConfig monitor, Days days, Timeline timeline) {
    ObjectNode json = head(range, "days", days.from(), days.now());
    json.put("step", Duration.ofDays(1).toSeconds())
        .put("longest", Duration.ofDays(1).toSeconds() * 1.5);
    List<DayPoint> points = points(days.rollups());
    add(json, "at", points, point -> seconds(days.at(point.day())));
    add(json, "checks", points, DayPoint::checks);
    add(json, "down", points, point -> point.down().toSeconds());
    add(json, "covered", points, point -> Math.floor(point.coverage() * 100));
    add(json, "avg", points, point -> micros(point.latency(), Latency::average));
    add(json, "p50", points, point -> micros(point.latency(), Latency::p50));
    add(json, "p95", points, point -> micros(point.latency(), Latency::p95));
    add(json, "p99", points, point -> micros(point.latency(), Latency::p99));
    json.put("shifts", Times.shifts(days.zone(), days.now()));
    ArrayNode names = json.putArray("days");
    points.forEach(point -> names.add(point.day().toString()));
    json.putArray("missing");
    outages(json, timeline, days.from(), days.now());
    json.put("finding", finding(range, points) + down(timeline, days.from(), days.now()));
    json.put(
        "csv",
        "/api/v1/monitors/"
            + monitor.ref().monitor()
            + "/rollups?format=csv&from="
            + days.first()
            + "&to="
            + days.last());
    return Json.bytes(json);
  }

  private static ObjectNode head(ChartRange range, String kind, Instant from, Instant to) {
    return Json.object()
        .put("range", range.key())
        .put("kind", kind)
        .put("from", seconds(from))
        .put("to", seconds(to));
  }

  private interface Column<T> {
    @Nullable Number of(T row);
  }

  private static <T> void add(ObjectNode json, String name, List<T> rows, Column<T> column) {
    ArrayNode array = json.putArray(name);
    for (T row : rows) {
      switch (column.of(row)) {
        case null -> array.addNull();
        case Long whole -> array.add(whole);
        case Number number -> array.add(number.doubleValue());
      }
    }
  }

  private static String name(ResultPart.Phase phase) {
    return phase.name().toLowerCase(Locale.ROOT);
  }

  private static double seconds(Instant moment) {
    return moment.toEpochMilli() / MILLIS;
  }

  private static ObjectNode stretch(MissingStretch stretch) {
    return Json.object()
        .put("from", seconds(stretch.from()))
        .put("to", seconds(stretch.to()))
        .put("why", stretch.why());
  }

  // ---- outages

  private record Outage(Instant from, Instant to) {}

  /** As this node's memory has them, so that a chart tells of them with the store away too. */
  private static List<Outage> outages(Timeline timeline, Instant from, Instant to) {
    List<Outage> outages = new ArrayList<>();
    List<Timeline.Entry> entries = timeline.entries();
    for (int i = 0; i < entries.size(); i++) {
      Instant begin = entries.get(i).since();
      Instant end = i + 1 < entries.size() ? entries.get(i + 1).since() : to;
      if (entries.get(i).status() == Status.DOWN && end.isAfter(from) && begin.isBefore(to)) {
        outages.add(new Outage(begin.isBefore(from) ? from : begin, end.isAfter(to) ? to : end));
      }
    }
    return outages;
  }

  private static void outages(ObjectNode json, Timeline timeline, Instant from, Instant to) {
    ArrayNode array = json.putArray("outages");
    outages(timeline, from, to).reversed().stream()
        .limit(MOST_OUTAGES)
        .forEach(it -> array.addArray().add(seconds(it.from())).add(seconds(it.to())));
  }

  private static String down(Timeline timeline, Instant from, Instant to) {
    List<Outage> outages = outages(timeline, from, to);
    if (outages.isEmpty()) {
      return "";
    }
    String lasted = Words.duration(timeline.uptime(from, to).down());
    return outages.size() == 1
        ? " Down once, for " + lasted + "."
        : " Down " + outages.size() + " times, for " + lasted + " in all.";
  }

  // ---- results

  private static String finding(ChartRange range, ResultSeries series) {
    return series
        .slowest()
        .map(
            slowest ->
                "p95 "
                    + Words.milliseconds(series.quantile(0.95).orElse(0L))
                    + " over "
                    + range.words()
                    + ", at most "
                    + Words.milliseconds(slowest.quantile(1).orElse(0L))
                    + " on "
                    + AT
                    + ".")
        .orElse("Nothing has answered in the last " + range.words() + ".");
  }

  // ---- days

  /**
   * A day of all regions together.
   *
   * @param latency the average of all; the percentiles of the slowest region; null for none
   * @param coverage of the region that saw least
   */
  private record DayPoint(
      LocalDate day, long checks, Duration down, double coverage, @Nullable Latency latency) {
    static DayPoint of(Rollup rollup) {
      return new DayPoint(
          rollup.day(),
          rollup.results().checks(),
          rollup.uptime().down(),
          rollup.coverage(),
          rollup.results().latency());
    }

    DayPoint with(DayPoint other) {
      return new DayPoint(
          day,
          checks + other.checks,
          down,
          Math.min(coverage, other.coverage),
          both(latency, checks, other.latency, other.checks));
    }

    private static @Nullable Latency both(
        @Nullable Latency one, long oneChecks, @Nullable Latency other, long otherChecks) {
      if (one == null || other == null) {
        return one == null ? other : one;
      }
      double all = Math.max(1, oneChecks + otherChecks);
      return new Latency(
          (one.average() * oneChecks + other.average() * otherChecks) / all,
          Math.max(one.p50(), other.p50()),
          Math.max(one.p95(), other.p95()),
          Math.max(one.p99(), other.p99()));
    }
  }

  private static List<DayPoint> points(List<Rollup> rollups) {
    Map<LocalDate, DayPoint> days = new TreeMap<>();
    for (Rollup rollup : rollups) {
      days.merge(rollup.day(), DayPoint.of(rollup), DayPoint::with);
    }
    return List.copyOf(days.values());
  }

  private static @Nullable Long micros(@Nullable Latency latency, ToDoubleFunction<Latency> which) {
    return latency == null ? null : Math.round(which.applyAsDouble(latency));
  }

  private static String finding(ChartRange range, List<DayPoint> points) {
    DayPoint slowest = null;
    double total = 0;
    long checks = 0;
    for (DayPoint point : points) {
      Latency latency = point.latency();
      if (latency == null) {
        continue;
      }
      total += latency.average() * point.checks();
      checks += point.checks();
      Latency most = slowest == null ? null : slowest.latency();
      if (most == null || latency.p95() > most.p95()) {
        slowest = point;
      }
    }
    Latency most = slowest == null ? null : slowest.latency();
    if (slowest == null || most == null || checks == 0) {
      return "Nothing has answered in the last " + range.words() + ".";
    }
    return "Average "
        + Words.milliseconds(Math.round(total / checks))
        + " over "
        + range.words()
        + ", the highest p95 of a day "
        + Words.milliseconds(Math.round(most.p95()))
        + " on "
        + Words.day(slowest.day())
        + ".";
  }
}
