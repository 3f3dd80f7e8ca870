package dev.tocsin.history;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketchWithExactSummaryStatistics;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The distribution of durations in microseconds: mergeable, with quantiles that are within 1% of a
 * value that was really seen. Count and mean are exact. Mutable, for one thread.
 */
public final class LatencySketch {
  private static final double ACCURACY = 0.01;

  /** Two million times between the smallest and the largest; below that the quickest are merged. */
  private static final int MOST_BINS = 1024;

  private final DDSketchWithExactSummaryStatistics sketch;

  public LatencySketch() {
    this(
        new DDSketchWithExactSummaryStatistics(
            () -> new DDSketch(new LogarithmicMapping(ACCURACY), LatencySketch::bins)));
  }

  private LatencySketch(DDSketchWithExactSummaryStatistics sketch) {
    this.sketch = sketch;
  }

  private static Store bins() {
    return new CollapsingLowestDenseStore(MOST_BINS);
  }

  /**
   * @throws UncheckedIOException where the bytes are not those of a sketch
   */
  public static LatencySketch of(byte[] bytes) {
    try {
      return new LatencySketch(
          DDSketchWithExactSummaryStatistics.decode(
              ByteArrayInput.wrap(bytes), LatencySketch::bins));
    } catch (IOException | IllegalArgumentException | IllegalStateException broken) {
      throw new UncheckedIOException(
          broken instanceof IOException io ? io : new IOException(broken));
    }
  }

  public void add(long microseconds) {
    sketch.accept(microseconds);
  }

  public void merge(LatencySketch other) {
    sketch.mergeWith(other.sketch);
  }

  public long count() {
    return Math.round(sketch.getCount());
  }

  /** Microseconds; empty where there is no value. */
  public Optional<Double> mean() {
    return count() == 0 ? Optional.empty() : Optional.of(sketch.getSum() / sketch.getCount());
  }

  /** Microseconds; empty where there is no value. */
  public Optional<Double> quantile(double quantile) {
    return count() == 0 ? Optional.empty() : Optional.of(sketch.getValueAtQuantile(quantile));
  }

  /** Some hundred bytes; {@link #of} reads them. */
  public byte[] toBytes() {
    GrowingByteArrayOutput output = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketch.encode(output, false);
    } catch (IOException cannotBe) {
      throw new UncheckedIOException(cannotBe);
    }
    return output.trimmedCopy();
  }
}
