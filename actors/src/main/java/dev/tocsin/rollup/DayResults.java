package dev.tocsin.rollup;

import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.ResultSummary;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a day's results of one monitor and region say together.
 *
 * @param latency null where nothing answered
 * @param covered how much of the day somebody was looking
 */
public record DayResults(long checks, @Nullable Latency latency, Duration covered) {
  public static final DayResults NONE = new DayResults(0, null, Duration.ZERO);

  static DayResults of(ResultSummary summary) {
    return of(summary.checks(), summary.latency(), summary.covered());
  }

  /**
   * @param covered how much of the day somebody was looking
   */
  public static DayResults of(long checks, LatencySketch latency, Duration covered) {
    return new DayResults(checks, Latency.of(latency).orElse(null), covered);
  }
}
