package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentViews.Cursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * A place in the list of incidents, for an address: {@code 2026-01-02T03:04:05.678901Z~0192...}.
 */
public final class IncidentCursor {
  private static final char SEPARATOR = '~';

  private IncidentCursor() {}

  public static String text(Cursor cursor) {
    return cursor.startedAt().toString() + SEPARATOR + cursor.incident();
  }

  /** Empty for what is none. */
  public static Optional<Cursor> parse(String text) {
    int middle = text.indexOf(SEPARATOR);
    if (middle < 0) {
      return Optional.empty();
    }
    try {
      Instant at = Instant.parse(text.substring(0, middle));
      return Ids.parse(text.substring(middle + 1)).map(id -> new Cursor(at, new IncidentId(id)));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
