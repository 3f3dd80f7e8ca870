package dev.tocsin.oncall.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.Freq;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRule.Part;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;

/** A rule by which an event comes again; an RRULE that was checked for what it may cost. */
public final class Recurrence {
  private static final int LONGEST = 500;
  private static final int LARGEST_INTERVAL = 1_000;
  private static final int MOST_TIMES_A_DAY = 24;

  /** What comes once in a leap year comes within eight. */
  private static final int YEARS_AHEAD = 9;

  private final RecurrenceRule rule;

  private Recurrence(RecurrenceRule rule) {
    this.rule = rule;
  }

  public static Recurrence of(String text) throws NotUnderstoodException {
    RecurrenceRule rule;
    try {
      check(text.length() <= LONGEST, "Its RRULE is too long.");
      rule = new RecurrenceRule(text, RecurrenceRule.RfcMode.RFC5545_LAX);
    } catch (InvalidRecurrenceRuleException | IllegalArgumentException wrong) {
      throw new NotUnderstoodException("Its RRULE cannot be read.");
    }
    check(
        rule.getFreq() != Freq.SECONDLY && rule.getFreq() != Freq.MINUTELY,
        "It comes more often than each hour.");
    check(
        timesADay(rule) <= MOST_TIMES_A_DAY
            && !(rule.hasPart(Part.BYSETPOS) && timesADay(rule) > 1),
        "It comes too often on one day.");
    check(rule.getInterval() <= LARGEST_INTERVAL, "The INTERVAL of its RRULE is too large.");
    return new Recurrence(rule);
  }

  private static void check(boolean holds, String message) throws NotUnderstoodException {
    if (!holds) {
      throw new NotUnderstoodException(message);
    }
  }

  private static long timesADay(RecurrenceRule rule) {
    return (long) count(rule, Part.BYHOUR)
        * count(rule, Part.BYMINUTE)
        * count(rule, Part.BYSECOND);
  }

  private static int count(RecurrenceRule rule, Part part) {
    return rule.hasPart(part) ? Math.max(1, rule.getByPart(part).size()) : 1;
  }

  /**
   * Refuses what takes long to go through: each beginning of a rule with a COUNT is looked at, and
   * of any other rule each day or hour since its start.
   */
  public void checkCost(int mostTimes) throws NotUnderstoodException {
    check(
        rule.getFreq() != Freq.HOURLY || timesADay(rule) == 1,
        "It comes more often than each hour.");
    Integer count = rule.getCount();
    check(count == null || count <= mostTimes, "Its COUNT is larger than " + mostTimes + ".");
  }

  /** When it begins by the clock, up to a moment. */
  List<LocalDateTime> beginnings(EventTime start, Instant until, Budget budget)
      throws NotUnderstoodException {
    LocalDateTime last = LocalDateTime.ofInstant(until, start.zone());
    LocalDateTime end = end(start.zone(), last);
    long days = Math.max(0, ChronoUnit.DAYS.between(start.local(), last)) + 1;
    budget.work(days * (rule.getFreq() == Freq.HOURLY ? 24 : timesADay(rule)));
    if (rule.getCount() == null && end.equals(last)) {
      budget.cutOff();
    }
    limit(end);
    List<LocalDateTime> beginnings = new ArrayList<>();
    try {
      RecurrenceRuleIterator dates = rule.iterator(date(start.local()));
      while (dates.hasNext()) {
        LocalDateTime next = local(dates.nextDateTime());
        if (next.isAfter(end)) {
          budget.cutOff();
          break;
        }
        beginnings.add(next);
      }
    } catch (IllegalArgumentException | IllegalStateException noDate) {
      budget.badRule();
      throw new NotUnderstoodException("Its RRULE gives no date, or too few to be found.");
    }
    return beginnings;
  }

  /**
   * The beginnings by the clock from a time on, of an event that begins at {@code start} first.
   *
   * @param zone by whose clocks it begins
   * @param most after so many no more are looked for
   */
  public List<LocalDateTime> beginnings(
      LocalDateTime start, ZoneId zone, LocalDateTime from, int most)
      throws NotUnderstoodException {
    LocalDateTime last = (from.isAfter(start) ? from : start).plusYears(YEARS_AHEAD);
    return beginnings(start, zone, from, last, most);
  }

  /** The same up to a time, that included. */
  public List<LocalDateTime> beginnings(
      LocalDateTime start, ZoneId zone, LocalDateTime from, LocalDateTime last, int most)
      throws NotUnderstoodException {
    List<LocalDateTime> beginnings = new ArrayList<>();
    try {
      limit(end(zone, last));
      RecurrenceRuleIterator dates = rule.iterator(date(start));
      if (from.isAfter(start)) {
        dates.fastForward(date(from));
      }
      while (dates.hasNext() && beginnings.size() < most) {
        LocalDateTime next = local(dates.nextDateTime());
        if (next.isAfter(last)) {
          break;
        }
        if (!next.isBefore(from)) {
          beginnings.add(next);
        }
      }
    } catch (IllegalArgumentException | IllegalStateException noDate) {
      throw new NotUnderstoodException("Its RRULE gives no date, or too few to be found.");
    }
    return beginnings;
  }

  /** The last beginning that it may have. */
  private LocalDateTime end(ZoneId zone, LocalDateTime last) {
    DateTime until = rule.getUntil();
    if (until == null) {
      return last;
    }
    LocalDateTime end =
        until.isAllDay()
            ? local(until.toAllDay()).plusDays(1).minusSeconds(1)
            : until.isFloating()
                ? local(until)
                : LocalDateTime.ofInstant(Instant.ofEpochMilli(until.getTimestamp()), zone);
    return end.isBefore(last) ? end : last;
  }

  /** No date is looked for beyond it; a COUNT excludes that, and ends a rule by itself. */
  private void limit(LocalDateTime end) {
    if (rule.getCount() == null) {
      rule.setUntil(date(end));
    }
  }

  private static DateTime date(LocalDateTime local) {
    return new DateTime(
        local.getYear(),
        local.getMonthValue() - 1,
        local.getDayOfMonth(),
        local.getHour(),
        local.getMinute(),
        local.getSecond());
  }

  private static LocalDateTime local(DateTime date) {
    return LocalDateTime.of(
        date.getYear(),
        date.getMonth() + 1,
        date.getDayOfMonth(),
        date.getHours(),
        date.getMinutes(),
        date.getSeconds());
  }
}
