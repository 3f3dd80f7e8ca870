package dev.tocsin.persistence.journal;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The wall clock's time at the start, and from then on only what has passed since: it neither jumps
 * nor runs backwards, and says nothing of a wall clock that was set meanwhile.
 */
final class SteadyClock {
  private final LongSupplier nanos;
  private final long startMillis;
  private final long startNanos;

  /**
   * @param nanos monotonic nanoseconds, like {@link System#nanoTime}
   */
  SteadyClock(InstantSource wall, LongSupplier nanos) {
    this.nanos = nanos;
    this.startMillis = wall.millis();
    this.startNanos = nanos.getAsLong();
  }

  /** Milliseconds since 1970. */
  long millis() {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - startNanos);
  }
}
