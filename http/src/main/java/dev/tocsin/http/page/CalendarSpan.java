package dev.tocsin.http.page;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/**
 * The days that a calendar shows.
 *
 * @param end the first day that it does not
 */
record CalendarSpan(View view, LocalDate first, LocalDate end) {
  private static final DateTimeFormatter WITHOUT_MONTH = formatter("d");
  private static final DateTimeFormatter WITH_MONTH = formatter("d MMMM");
  private static final DateTimeFormatter WITH_YEAR = formatter("d MMMM yyyy");
  private static final DateTimeFormatter MONTH = formatter("MMMM yyyy");
  private static final int EARLIEST_YEAR = 2000;
  private static final int LATEST_YEAR = 2199;

  enum View {
    WEEK("week", "Week", "This week"),
    WEEKS("weeks", "Two weeks", "These weeks"),
    MONTH("month", "Month", "This month");

    final String key;
    final String words;
    final String present;

    View(String key, String words, String present) {
      this.key = key;
      this.words = words;
      this.present = present;
    }

    static View of(String key) {
      for (View each : values()) {
        if (each.key.equals(key)) {
          return each;
        }
      }
      return WEEK;
    }
  }

  /** The span that has a day. */
  static CalendarSpan around(View view, LocalDate day) {
    if (view == View.MONTH) {
      LocalDate first = day.withDayOfMonth(1);
      return new CalendarSpan(view, first, first.plusMonths(1));
    }
    LocalDate first = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    return new CalendarSpan(view, first, first.plusWeeks(view == View.WEEK ? 1 : 2));
  }

  /** Two weeks from a day on. */
  static CalendarSpan from(LocalDate day) {
    return new CalendarSpan(View.WEEKS, day, day.plusWeeks(2));
  }

  /** Empty for what is no day, or one of another century. */
  static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text))
          .filter(day -> day.getYear() >= EARLIEST_YEAR && day.getYear() <= LATEST_YEAR);
    } catch (DateTimeException noDay) {
      return Optional.empty();
    }
  }

  CalendarSpan before() {
    return around(view, first.minusDays(view == View.WEEKS ? 14 : 1));
  }

  CalendarSpan after() {
    return around(view, end);
  }

  Instant from(ZoneId zone) {
    return first.atStartOfDay(zone).toInstant();
  }

  Instant until(ZoneId zone) {
    return end.atStartOfDay(zone).toInstant();
  }

  /** {@code 16–22 November}, {@code 30 November – 6 December}, {@code November 2026}. */
  String title(LocalDate today) {
    LocalDate last = end.minusDays(1);
    if (view == View.MONTH) {
      return MONTH.format(first);
    }
    DateTimeFormatter whole = last.getYear() == today.getYear() ? WITH_MONTH : WITH_YEAR;
    return first.getMonth() == last.getMonth()
        ? WITHOUT_MONTH.format(first) + "–" + whole.format(last)
        : WITH_MONTH.format(first) + " – " + whole.format(last);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
