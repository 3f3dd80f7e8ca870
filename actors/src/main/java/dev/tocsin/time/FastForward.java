package dev.tocsin.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wall clock that is set ahead by hand, for tests of what happens in hours. It jumps as a real
 * one would after a suspended machine wakes: {@link ClockWatch} notices it, and timers are set
 * anew. Schedulers go on in real time.
 */
public final class FastForward implements WallClock {
  private final WallClock real;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  public FastForward(WallClock real) {
    this.real = real;
  }

  /** Moves the clock; what is due by then is acted on within a second or so. */
  public void by(Duration step) {
    ahead.updateAndGet(before -> before.plus(step));
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead.get());
  }

  @Override
  public Instant alongside(Instant storeTime) {
    return storeTime.plus(ahead.get());
  }
}
