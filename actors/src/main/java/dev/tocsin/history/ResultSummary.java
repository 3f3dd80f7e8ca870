package dev.tocsin.history;

import dev.tocsin.probe.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a monitor's results of a stretch of time say together.
 *
 * @param checks how many there are, of every outcome but unknown
 * @param latency of those that the target answered: up or degraded, with a duration
 * @param covered how much of the stretch somebody was looking: each result covers the time to the
 *     next one, but no longer than its {@link RecordedResult#nextWithin}
 */
public record ResultSummary(long checks, LatencySketch latency, Duration covered) {

  /**
   * @param results of one monitor and region, oldest first
   * @param end of the stretch: the last result covers no more
   */
  public static ResultSummary of(List<RecordedResult> results, Instant end) {
    LatencySketch latency = new LatencySketch();
    long checks = 0;
    Duration covered = Duration.ZERO;
    for (int i = 0; i < results.size(); i++) {
      RecordedResult result = results.get(i);
      if (result.outcome() != Outcome.UNKNOWN) {
        checks++;
      }
      boolean answered = result.outcome() == Outcome.UP || result.outcome() == Outcome.DEGRADED;
      if (answered && result.phases().total() > 0) {
        latency.add(result.phases().total());
      }
      covered =
          covered.plus(covered(result, i + 1 < results.size() ? results.get(i + 1).at() : end));
    }
    return new ResultSummary(checks, latency, covered);
  }

  /** Both together, of stretches that do not overlap. */
  public ResultSummary with(ResultSummary other) {
    LatencySketch both = new LatencySketch();
    both.merge(latency);
    both.merge(other.latency);
    return new ResultSummary(checks + other.checks, both, covered.plus(other.covered));
  }

  private static Duration covered(RecordedResult result, Instant next) {
    Duration gap = Duration.between(result.at(), next);
    if (gap.isNegative()) {
      return Duration.ZERO;
    }
    return gap.compareTo(result.nextWithin()) > 0 ? result.nextWithin() : gap;
  }
}
