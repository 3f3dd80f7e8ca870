package dev.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an alert stands.
 *
 * @param since when it came to that
 * @param snoozedUntil null where it is not snoozed
 * @param remindAt when it comes back if its monitor is still down by then; null for never
 * @param over whether what raised it has ended: nothing comes back any more
 */
public record Standing(
    AlertState state,
    Instant since,
    @Nullable Instant snoozedUntil,
    @Nullable Instant remindAt,
    boolean over) {
  public Standing {
    remindAt = over ? null : remindAt;
  }

  static Standing triggered(Instant since) {
    return new Standing(AlertState.TRIGGERED, since, null, null, false);
  }
}
