package dev.tocsin.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * When a monitor is due. Checks stand on a grid of the interval, shifted by the monitor's own hash,
 * so that neither a start nor a full minute is a stampede; a tick that comes late is not made up
 * for.
 */
public final class CheckTimes {
  private static final Duration START_WINDOW = Duration.ofSeconds(5);
  private static final Duration LEAST_RECHECK = Duration.ofSeconds(1);
  private static final Duration MOST_RECHECK = Duration.ofSeconds(10);

  private CheckTimes() {}

  /** The first place on the grid after {@code now}. */
  public static Instant next(MonitorRef ref, Duration interval, Instant now) {
    long step = interval.toMillis();
    long phase = spread(ref, step);
    long since = Math.floorMod(now.toEpochMilli() - phase, step);
    return Instant.ofEpochMilli(now.toEpochMilli() - since + step);
  }

  /** The first check after the entity started: soon, but not with all the others at once. */
  public static Instant first(MonitorRef ref, Duration interval, Instant now) {
    long window = Math.min(interval.toMillis(), START_WINDOW.toMillis());
    return now.plusMillis(spread(ref, window));
  }

  /** A second look while a change is unconfirmed: a twentieth of the interval, 1 s to 10 s. */
  public static Instant recheck(Duration interval, Instant now) {
    Duration wanted = interval.dividedBy(20);
    Duration pause = wanted.compareTo(LEAST_RECHECK) < 0 ? LEAST_RECHECK : wanted;
    return now.plus(pause.compareTo(MOST_RECHECK) > 0 ? MOST_RECHECK : pause);
  }

  private static long spread(MonitorRef ref, long window) {
    long bits = ref.monitor().value().getLeastSignificantBits();
    bits = (bits ^ (bits >>> 31)) * 0x9e37_79b9_7f4a_7c15L; // Fibonacci hashing
    return Math.floorMod(bits ^ (bits >>> 29), window);
  }
}
