package dev.tocsin.alert;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long a place that failed is left alone: each time twice as long, and never quite the same.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration OBEYED = Duration.ofHours(1);

  private Backoff() {}

  /**
   * @param failures in a row, from 1
   * @param wanted by the service; null where it did not say
   */
  static Duration pause(int failures, @Nullable Duration wanted) {
    Duration pause = FIRST.multipliedBy(1L << Math.clamp(failures - 1L, 0, 10));
    pause = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    long jitter = pause.toMillis() / 5;
    pause = pause.plusMillis(ThreadLocalRandom.current().nextLong(-jitter, jitter + 1));
    if (wanted == null || wanted.compareTo(pause) < 0) {
      return pause;
    }
    return wanted.compareTo(OBEYED) < 0 ? wanted : OBEYED;
  }
}
