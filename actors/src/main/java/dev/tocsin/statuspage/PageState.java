package dev.tocsin.statuspage;

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

  /** Whether a visitor has something to suffer from. */
  public boolean isTrouble() {
    return compareTo(OPERATIONAL) > 0;
  }
}
