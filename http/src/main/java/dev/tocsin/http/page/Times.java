package dev.tocsin.http.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes times in the zone of whoever reads them. Their parts are held together by no-break spaces.
 *
 * @param now the time that the page is made at
 */
public record Times(Instant now, ZoneId zone) {
  private static final DateTimeFormatter TIME = formatter("d\u00a0MMM, HH:mm\u00a0zzz");
  private static final DateTimeFormatter TIME_AND_YEAR =
      formatter("d\u00a0MMM\u00a0yyyy, HH:mm\u00a0zzz");
  private static final DateTimeFormatter DAY = formatter("d\u00a0MMM\u00a0yyyy");

  /** {@code 20 Nov, 01:47 CET}; with the year where it is another than now. */
  String time(Instant at) {
    ZonedDateTime then = at.atZone(zone);
    return (then.getYear() == now.atZone(zone).getYear() ? TIME : TIME_AND_YEAR).format(then);
  }

  /** {@code 20 Nov 2026}. */
  String day(Instant at) {
    return DAY.format(at.atZone(zone));
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
  }
}
