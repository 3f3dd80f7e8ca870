package dev.tocsin.alert;

import dev.tocsin.notify.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * When a place may get its next message: never more in any minute than it takes, the first of them
 * at once, the last ones spread, so that what comes late in a storm does not wait for a whole
 * minute.
 */
final class Pacing {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final ArrayDeque<Instant> sent = new ArrayDeque<>();

  /** The earliest time for the next message; {@code now} or before where that is now. */
  Instant next(Pace pace, Instant now) {
    int most = pace.messagesPerMinute();
    if (most <= 0) {
      return now;
    }
    while (!sent.isEmpty() && !sent.getFirst().plus(WINDOW).isAfter(now)) {
      sent.removeFirst();
    }
    if (sent.size() >= most) {
      return sent.getFirst().plus(WINDOW);
    }
    // of five, three go at once, one after a quarter of a minute, one after 40 s
    int left = most - sent.size();
    if (left > 2 || sent.isEmpty()) {
      return now;
    }
    return left == 2 ? spread(now, 4) : spread(now, 2);
  }

  private Instant spread(Instant now, int part) {
    Instant next = sent.getLast().plus(WINDOW.dividedBy(part));
    return next.isBefore(now) ? now : next;
  }

  /** Whether the next message should hold all that waits. */
  boolean isTight(Pace pace) {
    return pace.messagesPerMinute() > 0 && pace.messagesPerMinute() - sent.size() <= 2;
  }

  /** Where there is no bound, nothing is counted. */
  void sent(Pace pace, Instant at) {
    if (pace.messagesPerMinute() > 0) {
      sent.addLast(at);
    }
  }

  boolean isQuiet(Instant now) {
    return sent.isEmpty() || !sent.getLast().plus(WINDOW).isAfter(now);
  }
}
