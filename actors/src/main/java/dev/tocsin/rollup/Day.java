package dev.tocsin.rollup;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * A day somewhere: 24 hours, or 23 or 25 or others where the clocks are changed, or none at all
 * where the calendar left it out.
 *
 * @param end the first moment after it
 */
public record Day(LocalDate date, Instant begin, Instant end) {
  public Day {
    if (end.isBefore(begin)) {
      throw new IllegalArgumentException("The day " + date + " ends before it begins");
    }
  }

  public static Day of(LocalDate date, ZoneId zone) {
    return new Day(date, begin(date, zone), begin(date.plusDays(1), zone));
  }

  /** The date that is written on the calendars of a zone. */
  public static LocalDate dateAt(Instant moment, ZoneId zone) {
    return LocalDate.ofInstant(moment, zone);
  }

  /**
   * The day after this one. It begins where this one ends, in whatever zone that was: where an
   * organization moves to another zone, one day is longer or shorter, no time is left out and none
   * counted twice.
   */
  public Day next(ZoneId zone) {
    LocalDate following = date.plusDays(1);
    Instant close = begin(following.plusDays(1), zone);
    return new Day(following, end, close.isBefore(end) ? end : close);
  }

  /** Where midnight is left out, the first moment after the gap. */
  private static Instant begin(LocalDate date, ZoneId zone) {
    return date.atStartOfDay(zone).toInstant();
  }
}
