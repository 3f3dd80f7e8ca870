package dev.tocsin.rollup;

import java.time.Duration;
import java.time.Instant;

/**
 * That a day of an organization is rolled up.
 *
 * @param firstAt when it was for the first time with the archive, or without it as long as it was
 *     never with it
 * @param at when it was last: events that were stored later are not in it
 * @param archived whether the archive answered then
 */
public record RolledDay(Day day, Instant firstAt, Instant at, boolean archived) {
  /** By then the archive has what was late: a node that was started anew seals its hours first. */
  static final Duration SECOND_LOOK = Duration.ofMinutes(80);

  /** By then a node has caught up that the archive did not answer for long. */
  static final Duration LAST_LOOK = Duration.ofDays(1);

  /** Whether nothing more is to come from the archive. */
  public boolean isSettled() {
    return archived && isAfter(at, LAST_LOOK);
  }

  /** Whether another look at the archive may bring more. */
  boolean isDue(Instant now) {
    return !archived
        || (isAfter(now, SECOND_LOOK) && !isAfter(at, SECOND_LOOK))
        || (isAfter(now, LAST_LOOK) && !isAfter(at, LAST_LOOK));
  }

  private boolean isAfter(Instant moment, Duration look) {
    return !moment.isBefore(firstAt.plus(look));
  }
}
