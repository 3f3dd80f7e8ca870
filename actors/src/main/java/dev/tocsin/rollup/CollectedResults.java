package dev.tocsin.rollup;

import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.ResultSummaries;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts a day's parts together, of all monitors of an organization. A sketch is kept as bytes: a
 * hundred thousand at work would need ten times as much. For one thread.
 */
final class CollectedResults implements ResultSummaries.Reader {
  private static final byte[] EMPTY = {};

  private final Map<MonitorRef, Map<String, Packed>> parts = new HashMap<>();
  private final Map<MonitorRef, Map<String, DayResults>> before = new HashMap<>();

  private record Packed(long checks, byte[] latency, Duration covered) {
    static final Packed NONE = new Packed(0, EMPTY, Duration.ZERO);

    Packed with(ResultSummary summary) {
      return new Packed(
          checks + summary.checks(), merged(summary.latency()), covered.plus(summary.covered()));
    }

    private byte[] merged(LatencySketch more) {
      if (more.count() == 0) {
        return latency;
      }
      if (latency.length == 0) {
        return more.toBytes();
      }
      LatencySketch both = LatencySketch.of(latency);
      both.merge(more);
      return both.toBytes();
    }

    DayResults results() {
      return DayResults.of(
          checks, latency.length == 0 ? new LatencySketch() : LatencySketch.of(latency), covered);
    }
  }

  @Override
  public void take(MonitorRef monitor, String region, ResultSummary summary) {
    parts
        .computeIfAbsent(monitor, missing -> new TreeMap<>())
        .merge(region, Packed.NONE.with(summary), (known, other) -> known.with(summary));
  }

  /** What is known from an earlier look at the same day: the archive may have forgotten it. */
  void remember(MonitorRollup rolled) {
    if (rolled.rollup().results().checks() > 0) {
      before
          .computeIfAbsent(rolled.monitor(), missing -> new TreeMap<>())
          .put(rolled.rollup().region(), rolled.rollup().results());
    }
  }

  /** The archive broke off: a part of a day must not look like the whole. */
  void forgetParts() {
    parts.clear();
  }

  /** By region; of two looks at the same day, the one that saw more. */
  Map<String, DayResults> of(MonitorRef monitor) {
    Map<String, DayResults> results = new TreeMap<>();
    parts
        .getOrDefault(monitor, Map.of())
        .forEach((region, packed) -> results.put(region, packed.results()));
    before
        .getOrDefault(monitor, Map.of())
        .forEach(
            (region, earlier) ->
                results.merge(
                    region, earlier, (now, then) -> then.checks() > now.checks() ? then : now));
    return results;
  }
}
