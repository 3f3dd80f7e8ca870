package dev.tocsin.history;

import java.time.Instant;

/**
 * A time of which results should be known and are not.
 *
 * @param why one sentence for a person
 * @param unread whether it could not be read now, and may be known when it is asked for again;
 *     otherwise nothing was ever recorded, or what was is broken
 */
public record MissingStretch(Instant from, Instant to, String why, boolean unread) {
  /** What asking again does not bring. */
  public static MissingStretch lost(Instant from, Instant to, String why) {
    return new MissingStretch(from, to, why, false);
  }

  /** What another time may bring. */
  public static MissingStretch unread(Instant from, Instant to, String why) {
    return new MissingStretch(from, to, why, true);
  }
}
