package dev.tocsin.uptime;

import java.time.Duration;
import java.util.Optional;

/**
 * What a stretch of time was.
 *
 * @param observed the part of it in which the monitor had a verdict: not before its first one, not
 *     while it was paused, and not after now
 * @param down the part of {@code observed} in which it was down
 */
public record Uptime(Duration observed, Duration down) {
  public static final Uptime NONE = new Uptime(Duration.ZERO, Duration.ZERO);

  private static final double PERCENT = 100.0;

  /** From 0 to 100; empty where nothing was observed, which is neither good nor bad. */
  public Optional<Double> percent() {
    return observed.isZero()
        ? Optional.empty()
        : Optional.of(PERCENT - PERCENT * down.toNanos() / observed.toNanos());
  }

  public Uptime plus(Uptime other) {
    return new Uptime(observed.plus(other.observed), down.plus(other.down));
  }
}
