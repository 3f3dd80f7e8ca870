package dev.tocsin.persistence.archive;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an hour's objects lie: {@code results/2026/11/21/10/NODE.index.json}, in UTC. */
final class Hours {
  static final String ROOT = "results/";
  static final Duration HOUR = Duration.ofHours(1);
  private static final String INDEX = ".index.json";
  private static final Pattern OBJECT =
      Pattern.compile("results/(\\d{4})/(\\d{2})/(\\d{2})/(\\d{2})/([^/]+)");

  private Hours() {}

  static Instant of(Instant at) {
    return at.truncatedTo(ChronoUnit.HOURS);
  }

  static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }

  static String year(int year) {
    return String.format(Locale.ROOT, "%s%04d/", ROOT, year);
  }

  static String folder(YearMonth month) {
    return String.format(Locale.ROOT, "%s%02d/", year(month.getYear()), month.getMonthValue());
  }

  static String folder(LocalDate day) {
    return String.format(Locale.ROOT, "%s%02d/", folder(YearMonth.from(day)), day.getDayOfMonth());
  }

  static String folder(Instant hour) {
    ZonedDateTime at = hour.atZone(ZoneOffset.UTC);
    return String.format(Locale.ROOT, "%s%02d/", folder(at.toLocalDate()), at.getHour());
  }

  static String index(Instant hour, String node) {
    return folder(hour) + node + INDEX;
  }

  /** The node whose index that is; empty for all other objects. */
  static Optional<String> nodeOfIndex(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.endsWith(INDEX)
        ? Optional.of(file.substring(0, file.length() - INDEX.length()))
        : Optional.empty();
  }

  /** The hour in whose folder an object lies; empty for what is no object of the archive. */
  static Optional<Instant> hourOf(String name) {
    Matcher parts = OBJECT.matcher(name);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(number(parts, 1), number(parts, 2), number(parts, 3))
              .atTime(number(parts, 4), 0)
              .toInstant(ZoneOffset.UTC));
    } catch (DateTimeException notAnHour) {
      return Optional.empty();
    }
  }

  private static int number(Matcher parts, int group) {
    return Integer.parseInt(parts.group(group));
  }
}
