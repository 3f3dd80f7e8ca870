package dev.tocsin.time;

import java.time.Duration;
import java.time.Instant;

/** A wall clock and monotonic time, both set by hand. */
final class ManualTime implements WallClock {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private Instant wall = START;
  private long nanos = 1_000;

  /** Time passes, for both. */
  void pass(Duration duration) {
    wall = wall.plus(duration);
    nanos += duration.toNanos();
  }

  /** Somebody sets the wall clock. */
  void step(Duration duration) {
    wall = wall.plus(duration);
  }

  @Override
  public Instant instant() {
    return wall;
  }

  long nanos() {
    return nanos;
  }
}
