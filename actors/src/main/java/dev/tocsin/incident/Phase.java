package dev.tocsin.incident;

/** How far people are with an incident, as customers read it. No alert's state is in it. */
public enum Phase {
  INVESTIGATING,
  IDENTIFIED,
  MONITORING,
  RESOLVED,
  /** What was learnt from it; it was resolved before. */
  POSTMORTEM;

  /** Whether nothing suffers from it any more. */
  public boolean isOver() {
    return this == RESOLVED || this == POSTMORTEM;
  }
}
