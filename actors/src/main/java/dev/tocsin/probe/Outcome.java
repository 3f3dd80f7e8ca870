package dev.tocsin.probe;

/** What one check says of its target. */
public enum Outcome {
  UP,
  DEGRADED,
  DOWN
}
