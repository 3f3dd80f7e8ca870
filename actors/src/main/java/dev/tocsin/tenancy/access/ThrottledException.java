package dev.tocsin.tenancy.access;

import java.time.Duration;

/** Too much was asked for at once; the edge answers 429. */
public final class ThrottledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  public ThrottledException(Duration retryAfter) {
    super("Too many attempts.");
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
