package dev.tocsin.alert;

import dev.tocsin.notify.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A place that nothing has reached for some attempts in a row.
 *
 * @param attempts that failed in a row
 * @param refusals in a row, up to the last attempt
 * @param since when the first of them failed
 * @param reason of the last one
 * @param wide whether the last one says the same of all places of its account
 */
record Failing(int attempts, int refusals, Instant since, String reason, boolean wide) {
  static final int ATTEMPTS = 3;
  static final Duration AT_LEAST = Duration.ofMinutes(1);
  static final int REFUSALS = 2;

  /** Null where the attempt has delivered. */
  static @Nullable Failing after(@Nullable Failing before, Outcome outcome, Instant at) {
    int attempts = before == null ? 1 : before.attempts + 1;
    Instant since = before == null ? at : before.since;
    return switch (outcome) {
      case Outcome.Delivered delivered -> null;
      case Outcome.Retry(String reason, var after, boolean wide) ->
          new Failing(attempts, 0, since, reason, wide);
      case Outcome.Permanent(String reason) ->
          new Failing(attempts, before == null ? 1 : before.refusals + 1, since, reason, false);
    };
  }

  /** Long enough that it is more than a hiccup. */
  boolean isOver(Instant now) {
    return refusals >= REFUSALS || attempts >= ATTEMPTS && !now.isBefore(since.plus(AT_LEAST));
  }
}
