package dev.tocsin.rollup;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Uptime;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Makes rollups from what is known of a day. Pure. */
final class Rollups {
  private Rollups() {}

  /**
   * One for each region that has results, or one without any; none where nothing was observed.
   *
   * @param until the end of the day, or now
   * @param home the region that is named where no result is
   */
  static List<Rollup> of(
      Day day, Instant until, Timeline timeline, Map<String, DayResults> results, String home) {
    Uptime uptime = timeline.uptime(day.begin(), until);
    if (uptime.observed().isZero()) {
      return List.of();
    }
    if (results.isEmpty()) {
      return List.of(new Rollup(day.date(), home, uptime, DayResults.NONE));
    }
    return results.entrySet().stream()
        .map(region -> new Rollup(day.date(), region.getKey(), uptime, region.getValue()))
        .toList();
  }

  static List<MonitorRollup> of(
      Day day, MonitorRef monitor, Timeline timeline, CollectedResults results, String home) {
    return of(day, day.end(), timeline, results.of(monitor), home).stream()
        .map(rollup -> new MonitorRollup(monitor, rollup))
        .toList();
  }
}
