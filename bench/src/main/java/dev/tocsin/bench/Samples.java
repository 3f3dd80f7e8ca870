package dev.tocsin.bench;

import java.util.Arrays;

/** Measured values and what they say together. */
final class Samples {
  private double[] values = new double[1024];
  private int size;

  synchronized void add(double value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = value;
  }

  synchronized int size() {
    return size;
  }

  /** The value that {@code share} of all are not above, by nearest rank; NaN without any. */
  synchronized double percentile(double share) {
    if (size == 0) {
      return Double.NaN;
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * size) - 1)];
  }

  double median() {
    return percentile(0.5);
  }

  @Override
  public String toString() {
    return "p50 %.1f ms, p95 %.1f ms, most %.1f ms (%d)"
        .formatted(median(), percentile(0.95), percentile(1), size());
  }
}
