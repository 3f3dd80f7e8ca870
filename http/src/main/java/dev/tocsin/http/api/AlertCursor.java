package dev.tocsin.http.api;

import dev.tocsin.Ids;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertViews;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** A place in the list of alerts, as an address bears it. */
public final class AlertCursor {
  private static final char SEPARATOR = '~';

  /** The newest first; of two from the same moment the one with the larger id. */
  static final Comparator<AlertRecord> ORDER =
      Comparator.comparing(AlertRecord::raisedAt)
          .thenComparing(alert -> alert.ref().alert().toString())
          .reversed();

  private AlertCursor() {}

  /** For an address: {@code 2026-01-02T03:04:05.678901Z~0192...}. */
  public static String text(AlertViews.Cursor cursor) {
    return cursor.raisedAt().toString() + SEPARATOR + cursor.alert();
  }

  /** Nothing where the text is not a cursor. */
  public static Optional<AlertViews.Cursor> parse(String text) {
    int middle = text.indexOf(SEPARATOR);
    if (middle < 0) {
      return Optional.empty();
    }
    try {
      Instant at = Instant.parse(text.substring(0, middle));
      return Ids.parse(text.substring(middle + 1))
          .map(id -> new AlertViews.Cursor(at, new AlertId(id)));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  static AlertViews.Cursor of(AlertRecord alert) {
    return new AlertViews.Cursor(alert.raisedAt(), alert.ref().alert());
  }

  /** Whether an alert comes after the place. */
  static boolean follows(AlertRecord alert, AlertViews.Cursor place) {
    int order = alert.raisedAt().compareTo(place.raisedAt());
    return order < 0
        || order == 0 && alert.ref().alert().toString().compareTo(place.alert().toString()) < 0;
  }
}
