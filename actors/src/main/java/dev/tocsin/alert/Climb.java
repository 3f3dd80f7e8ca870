package dev.tocsin.alert;

import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an alert has climbed.
 *
 * @param number of steps that were run in all, whatever the round: no step is run twice for one
 * @param round how often all steps were gone through before, from 0
 * @param step the index of the one to run next
 * @param next when that is due; null where there is none
 * @param assignee the one person who is told from now on, instead of the policy's; null for none
 * @param hold why it does not climb for now; null where nothing holds it
 * @param forced whether a person has had it climb: nothing holds it any more
 */
public record Climb(
    int number,
    int round,
    int step,
    @Nullable Instant next,
    @Nullable UserId assignee,
    @Nullable Hold hold,
    boolean forced) {
  static final Climb NONE = new Climb(0, 0, 0, null, null);

  public Climb(int number, int round, int step, @Nullable Instant next, @Nullable UserId assignee) {
    this(number, round, step, next, assignee, null, false);
  }

  /** From the first step again. */
  Climb restarted(Instant due) {
    return new Climb(number, 0, 0, due, assignee, null, forced);
  }

  Climb halted() {
    return new Climb(number, round, step, null, assignee, null, forced);
  }

  Climb held(Hold by) {
    return new Climb(number, round, step, null, assignee, by, false);
  }

  /** From where it was held. */
  Climb released(Instant due) {
    return new Climb(number, round, step, due, assignee, null, forced);
  }

  Climb forcedBy(boolean person) {
    return person ? new Climb(number, round, step, next, assignee, null, true) : this;
  }
}
