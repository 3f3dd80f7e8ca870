package dev.tocsin.rollup;

import dev.tocsin.history.LatencySketch;
import java.util.Optional;

/** How long answers took, in microseconds; the percentiles are within 1% of a value that was. */
public record Latency(double average, double p50, double p95, double p99) {
  /** Empty where nothing answered. */
  static Optional<Latency> of(LatencySketch sketch) {
    return sketch
        .mean()
        .flatMap(
            average ->
                sketch
                    .quantile(0.5)
                    .flatMap(
                        p50 ->
                            sketch
                                .quantile(0.95)
                                .flatMap(
                                    p95 ->
                                        sketch
                                            .quantile(0.99)
                                            .map(p99 -> new Latency(average, p50, p95, p99)))));
  }
}
