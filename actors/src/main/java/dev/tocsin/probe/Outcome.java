package dev.tocsin.probe;

/** What one check says of its target. */
public enum Outcome {
  UP,
  DEGRADED,
  DOWN,

  /**
   * Nothing: the check cannot be made, for a reason that lies in this node or with a third party
   * and not with the target, and its error says which and what can be done. It changes no status
   * and counts towards no confirmation.
   */
  UNKNOWN
}
