package dev.tocsin.alert;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message so far.
 *
 * @param attempts that have ended
 * @param at when the last of them ended, or when it was intended
 * @param reason why it failed, or did not go out last time
 * @param reference the service's own name for it
 * @param arrival how far it came, as the service told later; null where it told nothing
 */
public record Notification(
    Intended intended,
    Progress progress,
    int attempts,
    Instant at,
    @Nullable String reason,
    @Nullable String reference,
    @Nullable Arrival arrival) {
  public enum Progress {
    WAITING,
    DELIVERED,
    FAILED,
    /** Nobody has to be told any more: somebody answered before. */
    DROPPED
  }

  public static Notification of(Intended intended, Instant at) {
    return new Notification(intended, Progress.WAITING, 0, at, null, null, null);
  }

  public boolean isWaiting() {
    return progress == Progress.WAITING;
  }

  Notification dropped(Instant when) {
    return new Notification(intended, Progress.DROPPED, attempts, when, reason, reference, arrival);
  }

  /** Of what is told to have come anywhere it is known that it went out. */
  Notification reported(Arrival how, @Nullable String why, Instant when) {
    return new Notification(
        intended,
        switch (how) {
          case SENT, DELIVERED -> Progress.DELIVERED;
          case UNANSWERED, UNDELIVERED -> Progress.FAILED;
        },
        Math.max(1, attempts),
        when,
        why,
        reference,
        how);
  }
}
