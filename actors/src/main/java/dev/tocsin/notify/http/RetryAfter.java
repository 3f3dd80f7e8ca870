package dev.tocsin.notify.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a service wants to be left alone. */
public final class RetryAfter {
  /** An alert is old by then; who says longer is asked again all the same. */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfter() {}

  /**
   * @param header seconds or a date (RFC 9110, 10.2.3)
   * @return empty where it cannot be read
   */
  public static Optional<Duration> read(String header, Instant now) {
    String text = header.strip();
    if (text.matches("\\d{1,400}(\\.\\d{0,20})?")) {
      return Optional.of(ofSeconds(Double.parseDouble(text)));
    }
    try {
      Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(bounded(Duration.between(now, date)));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  /** Some say it in fractions. */
  public static Duration ofSeconds(double seconds) {
    double most = LONGEST.toSeconds();
    return bounded(Duration.ofMillis((long) Math.ceil(Math.clamp(seconds, 0, most) * 1_000)));
  }

  public static Duration bounded(Duration wanted) {
    if (wanted.isNegative()) {
      return Duration.ZERO;
    }
    return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
  }
}
