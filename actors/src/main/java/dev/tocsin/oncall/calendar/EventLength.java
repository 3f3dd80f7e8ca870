package dev.tocsin.oncall.calendar;

import dev.tocsin.oncall.LocalMoment;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long an event lasts: so many days on the calendar, then so many seconds. An event that was
 * written with its end lasts until the same time on the clock each time it comes: a day's shift
 * from 09:00 to 09:00 also ends at 09:00 in the night in which the clocks are put, or shifts would
 * meet or leave an hour between them.
 *
 * @param seconds by the clock where {@code byClock}, else such as pass
 */
record EventLength(long days, long seconds, boolean byClock) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\+?P(?:(\\d{1,4})W)?(?:(\\d{1,4})D)?"
              + "(?:T(?:(\\d{1,5})H)?(?:(\\d{1,6})M)?(?:(\\d{1,8})S)?)?");

  /** A shift of more than a year is a mistake, and calendars would have to be searched for it. */
  private static final Duration LONGEST = Duration.ofDays(366);

  static EventLength of(EventTime start, EventTime end) throws NotUnderstoodException {
    LocalDateTime last = end.localIn(start.zone());
    long days = ChronoUnit.DAYS.between(start.local(), last);
    long seconds = ChronoUnit.SECONDS.between(start.local().plusDays(days), last);
    return checked(new EventLength(days, seconds, true), start);
  }

  static EventLength of(String duration, EventTime start) throws NotUnderstoodException {
    Matcher matcher = FORM.matcher(duration);
    if (!matcher.matches()) {
      throw new NotUnderstoodException("Its DURATION cannot be read.");
    }
    long days = 7 * number(matcher.group(1)) + number(matcher.group(2));
    long seconds =
        3_600 * number(matcher.group(3)) + 60 * number(matcher.group(4)) + number(matcher.group(5));
    return checked(new EventLength(days, seconds, false), start);
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static EventLength checked(EventLength length, EventTime start)
      throws NotUnderstoodException {
    Instant from = start.moment();
    Instant until = length.end(start.local(), start.zone());
    if (!from.isBefore(until)) {
      throw new NotUnderstoodException("It ends before it begins, or at once.");
    }
    if (until.isAfter(from.plus(LONGEST))) {
      throw new NotUnderstoodException("It is longer than a year.");
    }
    return length;
  }

  Instant end(LocalDateTime start, ZoneId zone) {
    return byClock
        ? LocalMoment.of(start.plusDays(days).plusSeconds(seconds), zone)
        : LocalMoment.of(start.plusDays(days), zone).plusSeconds(seconds);
  }
}
