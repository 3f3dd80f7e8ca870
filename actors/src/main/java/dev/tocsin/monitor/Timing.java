package dev.tocsin.monitor;

import java.time.Duration;

/**
 * When a monitor is checked and how many results it takes to believe them.
 *
 * @param interval between two checks, 5 s to 1 day
 * @param timeout of one check, below the interval
 * @param confirmations results in a row, the first included, before up or degraded becomes down
 * @param recoveryConfirmations results in a row before down becomes up
 * @param quorum how many regions must have confirmed it
 */
public record Timing(
    Duration interval,
    Duration timeout,
    int confirmations,
    int recoveryConfirmations,
    Quorum quorum) {
  public static final Timing DEFAULT =
      new Timing(Duration.ofSeconds(60), Duration.ofSeconds(10), 2, 1, Quorum.Share.ANY);

  /** After a result the next one is there by then, even if one was skipped: else it is missing. */
  public Duration nextWithin() {
    return interval.multipliedBy(2).plus(timeout);
  }
}
