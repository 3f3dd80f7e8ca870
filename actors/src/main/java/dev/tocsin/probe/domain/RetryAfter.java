package dev.tocsin.probe.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Until when a server wants to be left alone (RFC 9110, 10.2.3). */
final class RetryAfter {
  private static final Duration USUAL = Duration.ofMinutes(15);
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** Who says longer is asked now and then all the same, lest a mistake of theirs blinds us. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private RetryAfter() {}

  /**
   * @param header seconds or a date; null and what cannot be read stand for a quarter of an hour
   */
  static Instant read(@Nullable String header, Instant now) {
    Duration wanted = wanted(header == null ? "" : header.strip(), now);
    if (wanted.compareTo(SHORTEST) < 0) {
      return now.plus(SHORTEST);
    }
    return now.plus(wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted);
  }

  private static Duration wanted(String header, Instant now) {
    if (header.matches("\\d+")) {
      return header.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(header));
    }
    try {
      Instant date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(now, date);
    } catch (DateTimeParseException unreadable) {
      return USUAL;
    }
  }
}
