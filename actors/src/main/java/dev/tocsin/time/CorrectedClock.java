package dev.tocsin.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * The time that all nodes agree on: the wall clock, corrected by its offset to the store's clock.
 * It never runs backwards on this node; where the corrected time steps back, this clock goes at
 * half its pace until that time has caught up. The last offset stays while the store is away.
 * Resolution is a microsecond, as the store keeps it. Safe for any thread.
 */
public final class CorrectedClock implements InstantSource {
  private static final Duration LONGEST_ROUND_TRIP = Duration.ofSeconds(1);

  private final WallClock wall;
  private final LongSupplier nanos;
  private volatile Offset offset = Offset.NONE;
  private final AtomicReference<Told> told;

  /** The store's time minus the wall clock's. */
  private record Offset(Duration value, boolean measured) {
    static final Offset NONE = new Offset(Duration.ZERO, false);
  }

  /** The last time that was given out, and when that was by the monotonic clock. */
  private record Told(Instant time, long nanos) {}

  /**
   * @param nanos monotonic nanoseconds, like {@link System#nanoTime}
   */
  public CorrectedClock(WallClock wall, LongSupplier nanos) {
    this.wall = wall;
    this.nanos = nanos;
    this.told = new AtomicReference<>(new Told(Instant.MIN, nanos.getAsLong()));
  }

  public static CorrectedClock system() {
    return new CorrectedClock(WallClock.system(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return told.updateAndGet(this::next).time().truncatedTo(ChronoUnit.MICROS);
  }

  private Told next(Told last) {
    var now = nanos.getAsLong();
    var aimed = aimed();
    if (!aimed.isBefore(last.time())) {
      return new Told(aimed, now);
    }
    var slow = last.time().plusNanos(Math.max(0, (now - last.nanos()) / 2));
    return new Told(slow, now);
  }

  private Instant aimed() {
    return wall.instant().plus(offset.value());
  }

  /** The corrected time as it is, steps backwards included: what a {@link ClockWatch} watches. */
  public InstantSource unslewed() {
    return this::aimed;
  }

  /** The store's time minus the wall clock's, as last measured; zero before. */
  public Duration offset() {
    return offset.value();
  }

  /**
   * Takes the store's clock for right; called right after the store answered. Half of the round
   * trip is taken to have passed since the store read its clock. An answer that took long is not
   * used, and one that agrees with the present offset, as far as its round trip lets one tell,
   * changes nothing.
   *
   * @param storeTime what the store's clock said
   * @param roundTrip from the question to the answer
   */
  public synchronized void measured(Instant storeTime, Duration roundTrip) {
    var half = roundTrip.dividedBy(2);
    var found =
        new Offset(Duration.between(wall.instant(), wall.alongside(storeTime).plus(half)), true);
    var change = found.value().minus(offset.value()).abs();
    var unclear = roundTrip.compareTo(LONGEST_ROUND_TRIP) > 0 || change.compareTo(half) <= 0;
    if (!offset.measured() || !unclear) {
      offset = found;
    }
  }
}
