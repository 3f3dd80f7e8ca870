package dev.tocsin.http.page;

import dev.tocsin.history.RecordedResult;
import dev.tocsin.http.api.ResultCursor;
import dev.tocsin.input.FieldError;
import dev.tocsin.probe.Outcome;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of a monitor's results a page shows, as its address says.
 *
 * @param from null for the beginning of all
 * @param to the first moment that is not shown; null for now
 * @param slower in microseconds
 * @param after where the page before ended
 */
record ResultsFilter(
    Which which,
    @Nullable Instant from,
    @Nullable Instant to,
    long slower,
    Optional<ResultCursor> after) {
  private static final String USUAL_SLOWER = "1000";
  private static final String NOT_A_TIME =
      "It must be a day and a time of day, such as 2026-01-31T14:30.";
  private static final long MICROS = 1_000;

  enum Which {
    ALL("all"),
    FAILED("failed"),
    SLOW("slow");

    private final String key;

    Which(String key) {
      this.key = key;
    }

    /** Anything else is all of them. */
    static Which of(String key) {
      for (Which which : values()) {
        if (which.key.equals(key)) {
          return which;
        }
      }
      return ALL;
    }

    String key() {
      return key;
    }
  }

  /**
   * What an address says, and what is wrong with it: then the usual stands in its place.
   *
   * @param values of the form
   */
  record Read(ResultsFilter filter, Map<String, String> values, List<FieldError> errors) {}

  /**
   * @param zone of the reader, in which the form has its times
   */
  static Read read(Map<String, String> query, ZoneId zone) {
    List<FieldError> errors = new ArrayList<>();
    Map<String, String> values = new HashMap<>(query);
    values.putIfAbsent("slower", USUAL_SLOWER);
    Which which = Which.of(query.getOrDefault("outcome", ""));
    values.put("outcome", which.key());
    Instant from = time("from", query, zone, errors);
    Instant to = time("to", query, zone, errors);
    fill(values, "from", from, zone);
    fill(values, "to", to, zone);
    if (from != null && to != null && !from.isBefore(to)) {
      errors.add(new FieldError("from", "It must be before the end."));
    }
    String slower = values.getOrDefault("slower", "").strip();
    boolean isNumber = slower.matches("\\d{1,7}");
    if (!isNumber) {
      errors.add(new FieldError("slower", "It must be a whole number of milliseconds."));
    }
    return new Read(
        new ResultsFilter(
            which,
            from,
            to,
            Long.parseLong(isNumber ? slower : USUAL_SLOWER) * MICROS,
            Optional.ofNullable(query.get("after")).flatMap(ResultCursor::parse)),
        values,
        errors);
  }

  private static void fill(
      Map<String, String> values, String name, @Nullable Instant at, ZoneId zone) {
    if (at != null) {
      values.put(name, at.atZone(zone).toLocalDateTime().toString());
    }
  }

  /** As a field of a form has it, as a link has it, or a day alone; without a zone the reader's. */
  private static @Nullable Instant time(
      String name, Map<String, String> query, ZoneId zone, List<FieldError> errors) {
    String text = query.getOrDefault(name, "").strip();
    if (text.isEmpty()) {
      return null;
    }
    try {
      if (text.endsWith("Z")) {
        return Instant.parse(text);
      }
      return text.contains("T")
          ? LocalDateTime.parse(text).atZone(zone).toInstant()
          : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    } catch (DateTimeException notATime) {
      errors.add(new FieldError(name, NOT_A_TIME));
      return null;
    }
  }

  boolean shows(RecordedResult result) {
    return switch (which) {
      case ALL -> true;
      case FAILED -> result.outcome() == Outcome.DOWN || result.outcome() == Outcome.UNKNOWN;
      case SLOW -> result.phases().total() > slower;
    };
  }

  /**
   * The same with what follows another result, and for readers of every zone.
   *
   * @param following empty for the first page
   */
  String address(String path, Optional<ResultCursor> following) {
    StringBuilder address = new StringBuilder(path).append("?outcome=").append(which.key());
    if (from != null) {
      address.append("&from=").append(from);
    }
    if (to != null) {
      address.append("&to=").append(to);
    }
    if (which == Which.SLOW) {
      address.append("&slower=").append(slower / MICROS);
    }
    following.ifPresent(cursor -> address.append("&after=").append(cursor.text()));
    return address.toString();
  }
}
