package dev.tocsin.probe;

/** What one check says of its target. */
public enum Outcome {
  UP,
  DEGRADED,
  DOWN,

  /**
   * Nothing: the check cannot be made here, for a reason that only the operator of this node can
   * remove, and its error says how. It changes no status and counts towards no confirmation.
   */
  UNKNOWN
}
