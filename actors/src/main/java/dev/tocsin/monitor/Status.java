package dev.tocsin.monitor;

/** What is known of a monitor now. */
public enum Status {
  /** Not yet known: no result has been confirmed since it was created or resumed. */
  PENDING,
  UP,
  /** It answers, but not as it should: slowly, or with a certificate that ends soon. */
  DEGRADED,
  DOWN,
  /** A person told Tocsin not to look. */
  PAUSED
}
