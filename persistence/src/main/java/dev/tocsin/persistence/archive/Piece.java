package dev.tocsin.persistence.archive;

import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What one node's results of one monitor and region, within an hour or a part of one, say together;
 * what lies between pieces is put together from first, last and nextWithin.
 *
 * @param first when the first of the results was
 * @param last when the last of them was
 * @param nextWithin of the last one
 * @param within the checks, the sketch, and what is covered from the first to the last
 */
record Piece(
    MonitorRef monitor,
    String region,
    Instant first,
    Instant last,
    Duration nextWithin,
    ResultSummary within) {

  /**
   * @param results of one monitor and region, oldest first, at least one
   */
  static Piece of(List<RecordedResult> results) {
    RecordedResult first = results.getFirst();
    RecordedResult last = results.getLast();
    return new Piece(
        first.monitor(),
        first.region(),
        first.at(),
        last.at(),
        last.nextWithin(),
        ResultSummary.of(results, last.at()));
  }

  /** Without its checks: what is left is what it covers after itself. */
  Piece tail() {
    return new Piece(
        monitor,
        region,
        last,
        last,
        nextWithin,
        new ResultSummary(0, new LatencySketch(), Duration.ZERO));
  }

  Instant reaches() {
    return last.plus(nextWithin);
  }
}
