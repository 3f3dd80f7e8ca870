package dev.tocsin.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test moves: from where it stands still, or beside the system's. */
public final class MutableClock implements InstantSource {
  private final InstantSource base;
  private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

  private MutableClock(InstantSource base) {
    this.base = base;
  }

  public static MutableClock standingAt(Instant instant) {
    return new MutableClock(() -> instant);
  }

  public static MutableClock running() {
    return new MutableClock(() -> Instant.now().truncatedTo(ChronoUnit.MILLIS));
  }

  @Override
  public Instant instant() {
    return base.instant().plus(offset.get());
  }

  public void advance(Duration by) {
    offset.updateAndGet(before -> before.plus(by));
  }
}
