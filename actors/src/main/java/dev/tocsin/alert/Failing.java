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
 * @param last when the last one did
 * @param reason of the last one
 * @param wide whether the last one says the same of all places of its account
 */
record Failing(
    int attempts, int refusals, Instant since, Instant last, String reason, boolean wide) {
  /** Attempts that are further apart say nothing together. */
  private static final Duration FORGOTTEN = Duration.ofHours(2);

  static final int ATTEMPTS = 3;
  static final Duration AT_LEAST = Duration.ofMinutes(1);
  static final int REFUSALS = 2;

  /** Null where the attempt has delivered. */
  static @Nullable Failing after(@Nullable Failing before, Outcome outcome, Instant at) {
    Failing known = before == null || before.last.plus(FORGOTTEN).isBefore(at) ? null : before;
    int attempts = known == null ? 1 : known.attempts + 1;
    Instant since = known == null ? at : known.since;
    return switch (outcome) {
      case Outcome.Delivered delivered -> null;
      case Outcome.Retry(String reason, var after, boolean wide) ->
          new Failing(attempts, 0, since, at, reason, wide);
      case Outcome.Permanent(String reason, boolean wide) ->
          new Failing(
              attempts,
              wide ? REFUSALS : known == null ? 1 : known.refusals + 1,
              since,
              at,
              reason,
              wide);
    };
  }

  /** The same from its last attempt on: what was told of the time before is over. */
  Failing anew() {
    return new Failing(attempts, refusals, last, last, reason, wide);
  }

  /** Long enough that it is more than a hiccup. */
  boolean isOver(Instant now) {
    return refusals >= REFUSALS || attempts >= ATTEMPTS && !now.isBefore(since.plus(AT_LEAST));
  }
}
