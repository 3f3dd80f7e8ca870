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

  /**
   * Two for each result: milliseconds since the one before it, and its outcome in the two high bits
   * over microseconds.
   */
  private int[] packed = new int[2 * 4];

  /** Of the newest, in milliseconds since the epoch. */
  private long newestAt;

  private int size;
  private int newest = -1;

  void add(CheckResult check) {
    add(check.at(), check.outcome(), check.phases().total());
  }

  /**
   * What came more than 24 days before it is forgotten.
   *
   * @param micros that it took
   */
  void add(Instant when, Outcome outcome, long micros) {
    long at = when.toEpochMilli();
    long since = at - newestAt;
    if (since != (int) since) {
      size = 0;
      newest = -1;
    } else if (size == places() && size < CAPACITY) {
      packed = Arrays.copyOf(packed, 2 * Math.min(CAPACITY, size * 2));
    }
    newest = (newest + 1) % places();
    newestAt = at;
    packed[2 * newest] = (int) since;
    int total = (int) Math.min(micros, TOTAL_MASK);
    packed[2 * newest + 1] = outcome.ordinal() << OUTCOME_SHIFT | total;
    size = Math.min(size + 1, CAPACITY);
  }

  private int places() {
    return packed.length / 2;
  }

  /** Newest first. */
  List<MonitorDetails.Point> points() {
    List<MonitorDetails.Point> points = new ArrayList<>(size);
    long at = newestAt;
    for (int i = 0; i < size; i++) {
      int index = Math.floorMod(newest - i, places());
      int result = packed[2 * index + 1];
      points.add(
          new MonitorDetails.Point(
              Instant.ofEpochMilli(at), OUTCOMES[result >>> OUTCOME_SHIFT], result & TOTAL_MASK));
      at -= packed[2 * index];
    }
    return points;
  }
}
