package dev.tocsin.oncall;

import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which one person is on call by one source, or nobody. A person who takes two turns in a
 * row has two shifts.
 *
 * @param until the first moment that is not in it
 * @param duty null for a gap
 */
public record Shift(Instant from, Instant until, @Nullable Duty duty) {
  public @Nullable UserId user() {
    return duty == null ? null : duty.user();
  }

  boolean touches(Instant begin, Instant end) {
    return from.isBefore(end) && begin.isBefore(until);
  }
}
