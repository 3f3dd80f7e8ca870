package dev.tocsin.monitor;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The last 60 results, packed: a hundred thousand monitors hold one each. */
final class ResultRing {
  private static final int CAPACITY = 60;
  private static final int OUTCOME_SHIFT = 30;
  private static final int TOTAL_MASK = (1 << OUTCOME_SHIFT) - 1;
  private static final Outcome[] OUTCOMES = Outcome.values();

  /** Milliseconds since the epoch, and outcome in the two high bits over microseconds. */
  private long[] at = new long[4];

  private int[] result = new int[4];
  private int size;
  private int newest = -1;

  void add(CheckResult check) {
    add(check.at(), check.outcome(), check.phases().total());
  }

  /**
   * @param micros that it took
   */
  void add(Instant when, Outcome outcome, long micros) {
    if (size == at.length && size < CAPACITY) {
      int length = Math.min(CAPACITY, size * 2);
      at = Arrays.copyOf(at, length);
      result = Arrays.copyOf(result, length);
    }
    newest = (newest + 1) % at.length;
    at[newest] = when.toEpochMilli();
    int total = (int) Math.min(micros, TOTAL_MASK);
    result[newest] = outcome.ordinal() << OUTCOME_SHIFT | total;
    size = Math.min(size + 1, CAPACITY);
  }

  /** Newest first. */
  List<MonitorDetails.Point> points() {
    List<MonitorDetails.Point> points = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int index = Math.floorMod(newest - i, at.length);
      points.add(
          new MonitorDetails.Point(
              Instant.ofEpochMilli(at[index]),
              OUTCOMES[result[index] >>> OUTCOME_SHIFT],
              result[index] & TOTAL_MASK));
    }
    return points;
  }
}
