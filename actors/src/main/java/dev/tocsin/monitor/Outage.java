package dev.tocsin.monitor;

import dev.tocsin.Ids;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The time from down to up.
 *
 * @param startedAt when the first of the results began that confirmed it
 * @param endedAt when the first result began that confirmed the recovery; null while it goes on
 * @param cause the first failing result's error
 */
public record Outage(OutageId id, Instant startedAt, @Nullable Instant endedAt, String cause) {
  public Cursor cursor() {
    return new Cursor(startedAt, id);
  }

  /** An outage's place in the order. */
  public record Cursor(Instant startedAt, OutageId id) {
    /** For an address: {@code 2026-01-02T03:04:05.678901Z~0192...}. */
    public String text() {
      return startedAt + "~" + id;
    }

    /** Nothing where the text is not a cursor. */
    public static Optional<Cursor> parse(String text) {
      int middle = text.indexOf('~');
      if (middle < 0) {
        return Optional.empty();
      }
      try {
        Instant at = Instant.parse(text.substring(0, middle));
        return Ids.parse(text.substring(middle + 1)).map(id -> new Cursor(at, new OutageId(id)));
      } catch (DateTimeException notATime) {
        return Optional.empty();
      }
    }
  }
}
