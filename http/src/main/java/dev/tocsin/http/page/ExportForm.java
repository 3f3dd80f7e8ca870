package dev.tocsin.http.page;

import dev.tocsin.input.FieldError;
import dev.tocsin.monitor.MonitorId;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a monitor's past is wanted as a file.
 *
 * @param values of the form; what nobody typed is as usual
 * @param address where the file is; empty where something is wrong
 */
record ExportForm(Map<String, String> values, List<FieldError> errors, Optional<String> address) {
  private static final int USUAL_DAYS = 30;

  /** As many as the API answers at once. */
  private static final int MOST_ROLLED = 730;

  private static final List<String> KINDS = List.of("results", "rollups", "outages");
  private static final List<String> FORMATS = List.of("csv", "ndjson");
  private static final String NOT_A_DAY = "It must be a day, such as 2026-01-31.";

  static Map<String, String> usual(LocalDate today) {
    return Map.of(
        "what",
        KINDS.getFirst(),
        "format",
        FORMATS.getFirst(),
        "first",
        today.minusDays(USUAL_DAYS - 1L).toString(),
        "last",
        today.toString());
  }

  static ExportForm read(MonitorId monitor, Map<String, String> query, LocalDate today) {
    Map<String, String> values = new HashMap<>(usual(today));
    values.putAll(query);
    List<FieldError> errors = new ArrayList<>();
    String what = known(values, "what", KINDS);
    String format = known(values, "format", FORMATS);
    LocalDate first = day(values, "first", errors);
    LocalDate last = day(values, "last", errors);
    if (first == null || last == null) {
      return new ExportForm(values, errors, Optional.empty());
    }
    if (first.isAfter(last)) {
      errors.add(new FieldError("first", "It must not be after the last day."));
    } else if (what.equals("rollups") && first.isBefore(last.minusDays(MOST_ROLLED - 1L))) {
      errors.add(new FieldError("first", "At most " + MOST_ROLLED + " days fit into one file."));
    }
    String path = "/api/v1/monitors/" + monitor + "/" + what + "?format=" + format;
    return new ExportForm(
        values,
        errors,
        errors.isEmpty() ? Optional.of(path + span(what, first, last)) : Optional.empty());
  }

  /** Days are those of the organization, results and outages those of days in UTC. */
  private static String span(String what, LocalDate first, LocalDate last) {
    return switch (what) {
      case "rollups" -> "&from=" + first + "&to=" + last;
      case "outages" -> "&from=" + first + "T00:00:00Z&to=" + last + "T23:59:59.999Z";
      default -> "&from=" + first + "T00:00:00Z&to=" + last.plusDays(1) + "T00:00:00Z";
    };
  }

  private static String known(Map<String, String> values, String name, List<String> all) {
    String value = values.getOrDefault(name, "");
    String chosen = all.contains(value) ? value : all.getFirst();
    values.put(name, chosen);
    return chosen;
  }

  private static @Nullable LocalDate day(
      Map<String, String> values, String name, List<FieldError> errors) {
    try {
      LocalDate day = LocalDate.parse(values.getOrDefault(name, "").strip());
      if (day.getYear() >= 1970 && day.getYear() <= 9998) {
        return day;
      }
    } catch (DateTimeException notADay) {
      // the sentence below says it
    }
    errors.add(new FieldError(name, NOT_A_DAY));
    return null;
  }
}
