package dev.tocsin.rollup;

import java.time.Duration;
import java.time.Instant;

/**
 * That a day of an organization is rolled up.
 *
 * @param firstAt when it was for the first time
 * @param at when it was last: events that were stored later are not in it
 * @param archived whether the archive answered then
 */
public record RolledDay(Day day, Instant firstAt, Instant at, boolean archived) {
  /** By then the archive has what was late: a node that was started anew seals its hours first. */
  static final Duration SECOND_LOOK = Duration.ofMinutes(80);

  /** Whether nothing more is to come from the archive. */
  public boolean isSettled() {
    return archived && !at.isBefore(firstAt.plus(SECOND_LOOK));
  }

  /** Whether another look at the archive may bring more. */
  boolean isDue(Instant now) {
    return !archived || !isSettled() && !now.isBefore(firstAt.plus(SECOND_LOOK));
  }
}
