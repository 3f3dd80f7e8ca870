package dev.tocsin.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Notices that this process stood still: it was stopped, its machine was suspended or so busy that
 * nothing ran. What others sent in that time may be lost.
 */
public final class Standstill {
  /** How often to {@link #look}. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final BiConsumer<Instant, Instant> listener;
  private long last;

  /**
   * @param nanos monotonic nanoseconds, like {@link System#nanoTime}
   * @param listener is told from when to when; must not block
   */
  public Standstill(
      InstantSource clock, LongSupplier nanos, BiConsumer<Instant, Instant> listener) {
    this.clock = clock;
    this.nanos = nanos;
    this.listener = listener;
    this.last = nanos.getAsLong();
  }

  /** To be called each {@link #PERIOD}. */
  public synchronized void look() {
    long now = nanos.getAsLong();
    Duration since = Duration.ofNanos(now - last);
    last = now;
    if (since.minus(PERIOD).compareTo(TOLERANCE) > 0) {
      Instant end = clock.instant();
      listener.accept(end.minus(since), end);
    }
  }
}
