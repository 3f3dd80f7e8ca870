package dev.tocsin.statuspage;

import dev.tocsin.monitor.Status;
import java.util.Collection;
import java.util.Collections;
import java.util.function.ToIntFunction;

/** What a visitor is told of a component, a group or the whole page, the mildest first. */
public enum PageState {
  /** A person told Tocsin not to look at any of it. */
  PAUSED,
  /** Nothing has been found out yet. */
  NO_DATA,
  OPERATIONAL,
  /** It is worked on, as was announced. */
  UNDER_MAINTENANCE,
  /** It answers, but not as it should. */
  DEGRADED_PERFORMANCE,
  /** Some of what it stands on is down. */
  PARTIAL_OUTAGE,
  /** All of what it stands on is down. */
  MAJOR_OUTAGE;

  /**
   * How a component stands by its monitors. What is paused counts only where everything is: nobody
   * looks at it, so it speaks neither for nor against the rest. What is pending counts only where
   * nothing better is known, except that an outage is not called major before all is known.
   */
  static PageState of(Collection<Status> all) {
    return of(status -> Collections.frequency(all, status));
  }

  /**
   * @param count how many have a status
   */
  static PageState of(ToIntFunction<Status> count) {
    int down = count.applyAsInt(Status.DOWN);
    int degraded = count.applyAsInt(Status.DEGRADED);
    int up = count.applyAsInt(Status.UP);
    int pending = count.applyAsInt(Status.PENDING);
    if (down > 0) {
      return degraded + up + pending == 0 ? MAJOR_OUTAGE : PARTIAL_OUTAGE;
    }
    if (degraded > 0) {
      return DEGRADED_PERFORMANCE;
    }
    if (up > 0) {
      return OPERATIONAL;
    }
    return pending == 0 && count.applyAsInt(Status.PAUSED) > 0 ? PAUSED : NO_DATA;
  }

  /** Whether a visitor has something to suffer from that nobody planned. */
  public boolean isTrouble() {
    return compareTo(UNDER_MAINTENANCE) > 0;
  }
}
