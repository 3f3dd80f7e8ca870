package dev.tocsin.notify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether an account is sent anything now. It opens after some failures in a row of more than one
 * place: a single one is left alone by its own postbox. It stays open for a time that grows, then
 * lets one message try.
 *
 * @param failures in a row, while it is closed
 * @param places that failed
 * @param openings in a row
 * @param until when nobody tries; null while it is closed
 * @param trying whether one message is on its way to find out
 */
record Breaker(
    int failures, Set<UUID> places, int openings, @Nullable Instant until, boolean trying) {
  static final Breaker CLOSED = new Breaker(0, Set.of(), 0, null, false);

  static final int FAILURES = 5;
  static final Duration FIRST = Duration.ofSeconds(15);
  static final Duration LONGEST = Duration.ofMinutes(5);

  /** What tries and is not heard of again has failed by then. */
  static final Duration TRIAL = Duration.ofMinutes(1);

  private static final int MOST_PLACES = 2;

  boolean isOpen() {
    return until != null;
  }

  /** Null where a message may go now. */
  @Nullable Instant closedUntil(Instant now) {
    return until != null && now.isBefore(until) ? until : null;
  }

  /** After a message was let through. */
  Breaker passed(Instant now) {
    return until == null ? this : new Breaker(0, places, openings, now.plus(TRIAL), true);
  }

  /**
   * After the service did not answer for anybody.
   *
   * @param jitter what the pause is multiplied by, about 1
   */
  Breaker failed(UUID place, Instant now, double jitter) {
    if (until != null) {
      return trying ? opened(openings + 1, now, jitter) : this;
    }
    Set<UUID> known = new HashSet<>(places);
    if (known.size() < MOST_PLACES) {
      known.add(place);
    }
    Breaker next = new Breaker(failures + 1, Set.copyOf(known), 0, null, false);
    return next.failures >= FAILURES && known.size() >= MOST_PLACES
        ? next.opened(1, now, jitter)
        : next;
  }

  /** After the service said something of one place alone, or nothing: the next may find out. */
  Breaker undecided(Instant now) {
    return until != null && trying ? new Breaker(0, places, openings, now, false) : this;
  }

  private Breaker opened(int times, Instant now, double jitter) {
    Duration pause = FIRST.multipliedBy(1L << Math.clamp(times - 1L, 0, 10));
    Duration bounded = pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    Duration varied = Duration.ofMillis(Math.round(bounded.toMillis() * jitter));
    return new Breaker(0, places, times, now.plus(varied), false);
  }
}
