package dev.tocsin.time;

import java.time.Instant;

/** From a moment on, until another, which is not of it. */
public record Window(Instant from, Instant until) {
  public boolean has(Instant at) {
    return !at.isBefore(from) && at.isBefore(until);
  }
}
