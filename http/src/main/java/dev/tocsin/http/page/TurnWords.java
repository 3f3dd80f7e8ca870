package dev.tocsin.http.page;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Writes when people hand over, in the zone of whoever reads it. */
record TurnWords(Instant now, ZoneId zone) {
  private static final DateTimeFormatter CLOCK = formatter("HH:mm");
  private static final DateTimeFormatter DAY = formatter("EEE\u00a0HH:mm");
  private static final DateTimeFormatter WHOLE_DAY = formatter("EEEE\u00a0HH:mm");
  private static final DateTimeFormatter DATE = formatter("EEE d\u00a0MMM, HH:mm");
  private static final DateTimeFormatter YEAR = formatter("EEE d\u00a0MMM\u00a0yyyy, HH:mm");
  private static final long NEAR_DAYS = 6;

  static TurnWords of(Times times) {
    return new TurnWords(times.now(), times.zone());
  }

  /**
   * {@code 18:00} of today, {@code Tue 18:00} of these days, {@code Tue 8 Dec, 18:00} of others.
   */
  String brief(Instant at) {
    return words(at, DAY);
  }

  /** The same, but {@code Tuesday 18:00} of these days. */
  String full(Instant at) {
    return words(at, WHOLE_DAY);
  }

  /** {@code Mon 16 Nov, 09:00}: where days of several weeks stand beside each other. */
  String dated(Instant at) {
    ZonedDateTime then = at.atZone(zone);
    return (then.getYear() == today().getYear() ? DATE : YEAR).format(then);
  }

  private String words(Instant at, DateTimeFormatter near) {
    ZonedDateTime then = at.atZone(zone);
    long days = ChronoUnit.DAYS.between(today(), then.toLocalDate());
    if (days == 0) {
      return CLOCK.format(then);
    }
    if (Math.abs(days) <= NEAR_DAYS) {
      return near.format(then);
    }
    return (then.getYear() == today().getYear() ? DATE : YEAR).format(then);
  }

  LocalDate today() {
    return LocalDate.ofInstant(now, zone);
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
