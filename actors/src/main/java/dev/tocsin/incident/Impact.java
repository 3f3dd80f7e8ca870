package dev.tocsin.incident;

import dev.tocsin.statuspage.PageState;

/** How bad it is for customers, as a person or a rule judged it; the mildest first. */
public enum Impact {
  NONE(PageState.OPERATIONAL),
  MINOR(PageState.DEGRADED_PERFORMANCE),
  MAJOR(PageState.PARTIAL_OUTAGE),
  CRITICAL(PageState.MAJOR_OUTAGE);

  private final PageState state;

  Impact(PageState state) {
    this.state = state;
  }

  /** What it says of a component, where nobody says anything else. */
  public PageState state() {
    return state;
  }
}
