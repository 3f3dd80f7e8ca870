package dev.tocsin.incident.rule;

import dev.tocsin.statuspage.PageState;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Fills in what rules say. */
final class Wording {
  private static final int LONGEST_TITLE = 200;
  private static final int NAMED = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM, HH:mm z", Locale.ENGLISH);

  private final Map<Placeholder, String> values = new EnumMap<>(Placeholder.class);

  /**
   * @param about what is in trouble, or was
   */
  Wording(List<Seen> about, PageState worst, Instant since, ZoneId zone) {
    List<Seen> sorted =
        about.stream()
            .sorted(Comparator.comparing(Seen::state, Comparator.reverseOrder()))
            .toList();
    values.put(Placeholder.COMPONENT, sorted.isEmpty() ? "" : sorted.getFirst().name());
    values.put(Placeholder.COMPONENTS, names(sorted.stream().map(Seen::name).distinct().toList()));
    values.put(Placeholder.PAGE, sorted.isEmpty() ? "" : sorted.getFirst().page());
    values.put(Placeholder.STATE, worst.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    values.put(Placeholder.SINCE, TIME.format(since.atZone(zone)));
  }

  Wording lasting(Duration duration) {
    values.put(Placeholder.DURATION, words(duration));
    return this;
  }

  /** {@code Labels}, {@code Labels and Rates}, {@code A, B, C, D, E and 5 more}. */
  private static String names(List<String> all) {
    if (all.size() <= 1) {
      return String.join("", all);
    }
    boolean fits = all.size() <= NAMED;
    List<String> named = all.subList(0, fits ? all.size() - 1 : NAMED);
    return String.join(", ", named)
        + " and "
        + (fits ? all.getLast() : all.size() - NAMED + " more");
  }

  /** {@code 47 min}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
  static String words(Duration duration) {
    long minutes = duration.toMinutes();
    if (minutes < 1) {
      return Math.max(duration.toSeconds(), 1) + " s";
    }
    if (minutes < 60) {
      return minutes + " min";
    }
    return duration.toHours() < 24
        ? two(duration.toHours(), "h", duration.toMinutesPart(), "min")
        : two(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static String two(long large, String unit, int small, String smaller) {
    return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + smaller;
  }

  /** In one line, and not too long. */
  String title(String template) {
    String title = Placeholder.fill(template, values).replaceAll("\\s+", " ").strip();
    return title.codePointCount(0, title.length()) <= LONGEST_TITLE
        ? title
        : title.substring(0, title.offsetByCodePoints(0, LONGEST_TITLE - 1)) + "…";
  }

  /** In Markdown: what people called something is no markup. */
  String message(String template) {
    Map<Placeholder, String> plain = new EnumMap<>(Placeholder.class);
    values.forEach((placeholder, value) -> plain.put(placeholder, plain(value)));
    return Placeholder.fill(template, plain).strip();
  }

  private static String plain(String value) {
    return value.replaceAll("([\\\\`*\\[\\]<>_#])", "\\\\$1");
  }
}
