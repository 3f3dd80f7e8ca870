package dev.tocsin.statuspage;

import dev.tocsin.monitor.Status;
import java.util.Collection;
import java.util.List;

/** What a visitor is told of a component, a group or the whole page, the mildest first. */
public enum PageState {
  /** A person told Tocsin not to look at any of it. */
  PAUSED,
  /** Nothing has been found out yet. */
  NO_DATA,
  OPERATIONAL,
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
    List<Status> watched = all.stream().filter(status -> status != Status.PAUSED).toList();
    if (watched.isEmpty()) {
      return all.isEmpty() ? NO_DATA : PAUSED;
    }
    if (watched.contains(Status.DOWN)) {
      return watched.stream().allMatch(Status.DOWN::equals) ? MAJOR_OUTAGE : PARTIAL_OUTAGE;
    }
    if (watched.contains(Status.DEGRADED)) {
      return DEGRADED_PERFORMANCE;
    }
    return watched.contains(Status.UP) ? OPERATIONAL : NO_DATA;
  }

  /** Whether a visitor has something to suffer from. */
  public boolean isTrouble() {
    return compareTo(OPERATIONAL) > 0;
  }
}
