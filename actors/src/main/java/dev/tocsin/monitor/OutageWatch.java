package dev.tocsin.monitor;

import java.time.Instant;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Who must know of each outage. What it is told it may be told again, until it says that it has
 * taken it; both calls change nothing the second time.
 */
public interface OutageWatch {
  /** Nobody has to know. */
  OutageWatch NOBODY =
      new OutageWatch() {
        @Override
        public void began(MonitorRef monitor, OutageId outage, Told told) {
          told.taken();
        }

        @Override
        public void ended(MonitorRef monitor, OutageId outage, Told told) {
          told.taken();
        }
      };

  void began(MonitorRef monitor, OutageId outage, Told told);

  void ended(MonitorRef monitor, OutageId outage, Told told);

  /**
   * @param at when it began or ended
   * @param cause why the monitor is down; empty where the outage has ended
   * @param over when what began has ended, where that is known before this was taken: it is worth
   *     knowing, and nobody's sleep
   * @param number goes back with the answer
   * @param replyTo null for nobody
   */
  record Told(
      Instant at,
      String cause,
      @Nullable Instant over,
      long number,
      @Nullable ActorRef<OutageTaken> replyTo) {
    public void taken() {
      if (replyTo != null) {
        replyTo.tell(new OutageTaken(number));
      }
    }
  }
}
