package dev.tocsin.http.page;

import dev.tocsin.uptime.Uptime;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A year's days as a calendar: a column for each week, Mondays on top, drawn 10 by 10 each; and in
 * words. The louder, the taller: a day without trouble is a small square, one with downtime a
 * diamond, which is large where it was down for long, and one of which nothing is known a dot.
 *
 * @param span {@code A year}, or since when something is known
 * @param percent null where nothing is
 * @param down null where it was never down
 * @param weeks how many columns
 * @param months above the columns, from left to right
 * @param label all of it in one sentence
 * @param bad days with downtime, the latest first
 * @param more how many of those are not in {@code bad}
 * @param zone where its days begin and end
 * @param unread why something is missing; null where all was read
 */
public record YearView(
    String span,
    @Nullable String percent,
    @Nullable String down,
    int weeks,
    List<Month> months,
    List<Shapes> shapes,
    String label,
    List<BadDay> bad,
    int more,
    String zone,
    @Nullable String unread) {
  static final int DAYS = 365;
  private static final int DAYS_OF_WEEK = 7;
  private static final int MOST_BAD = 30;
  private static final int MOST_SAID = 3;

  /** A month's name needs so many columns. */
  private static final int NARROWEST_MONTH = 3;

  /** Down for a hundredth of the day, 14 min, is long. */
  private static final double LONG = 0.01;

  private static final DateTimeFormatter FULL_DAY =
      DateTimeFormatter.ofPattern("d\u00a0MMM\u00a0yyyy", Locale.ENGLISH);

  /**
   * @param style as the style sheet calls the state
   */
  public record Shapes(String style, String path) {}

  /**
   * @param name empty where there is no room for one
   */
  public record Month(String name, int weeks) {}

  /**
   * @param from as an address has it
   * @param to the same of the day after
   */
  public record BadDay(String from, String to, String text, String lasted) {
    static BadDay of(LocalDate date, ZoneId zone, Uptime uptime) {
      return new BadDay(
          begin(date, zone),
          begin(date.plusDays(1), zone),
          FULL_DAY.format(date),
          Words.duration(uptime.down()));
    }

    private static String begin(LocalDate date, ZoneId zone) {
      return date.atStartOfDay(zone).toInstant().toString();
    }
  }

  /**
   * @param zone where days begin and end
   * @param days what is known, by date; a day of which nothing is known may be left out
   */
  static YearView of(
      LocalDate today, ZoneId zone, SortedMap<LocalDate, Uptime> days, @Nullable String unread) {
    LocalDate first = today.minusDays(DAYS - 1L);
    LocalDate monday = first.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    int weeks = (int) (ChronoUnit.DAYS.between(monday, today) / DAYS_OF_WEEK) + 1;
    Uptime all = days.values().stream().reduce(Uptime.NONE, Uptime::plus);
    List<BadDay> bad = bad(days, zone);
    String span = span(first, days);
    String percent = all.percent().map(Words::percent).orElse(null);
    return new YearView(
        span,
        percent,
        all.down().isZero() ? null : Words.duration(all.down()) + " down",
        weeks,
        months(monday, weeks),
        shapes(monday, first, today, days),
        label(span, percent, bad),
        bad.subList(0, Math.min(MOST_BAD, bad.size())),
        Math.max(0, bad.size() - MOST_BAD),
        zone.getId(),
        unread);
  }

  private static String span(LocalDate first, SortedMap<LocalDate, Uptime> days) {
    return days.entrySet().stream()
        .filter(day -> !day.getValue().observed().isZero())
        .map(Map.Entry::getKey)
        .min(Comparator.naturalOrder())
        .filter(known -> known.isAfter(first))
        .map(known -> "Since " + FULL_DAY.format(known))
        .orElse("A year");
  }

  private static List<BadDay> bad(SortedMap<LocalDate, Uptime> days, ZoneId zone) {
    List<BadDay> bad = new ArrayList<>();
    days.forEach(
        (date, uptime) -> {
          if (!uptime.down().isZero()) {
            bad.add(BadDay.of(date, zone, uptime));
          }
        });
    return bad.reversed();
  }

  private static String label(String span, @Nullable String percent, List<BadDay> bad) {
    String uptime = span + ": " + (percent == null ? "nothing is known" : percent + " uptime");
    if (bad.isEmpty()) {
      return uptime + ", no day with downtime.";
    }
    String last =
        String.join(
            ", ",
            bad.stream().limit(MOST_SAID).map(day -> day.text() + " " + day.lasted()).toList());
    return uptime
        + (bad.size() == 1
            ? ", 1 day with downtime: "
            : ", " + bad.size() + " days with downtime, the last of them: ")
        + last
        + ".";
  }

  private static List<Month> months(LocalDate monday, int weeks) {
    List<Month> months = new ArrayList<>();
    int from = 0;
    for (int week = 1; week <= weeks; week++) {
      LocalDate begin = monday.plusWeeks(week);
      if (week == weeks || begin.getMonth() != monday.plusWeeks(from).getMonth()) {
        String name =
            monday.plusWeeks(from).getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
        months.add(new Month(week - from < NARROWEST_MONTH ? "" : name, week - from));
        from = week;
      }
    }
    return months;
  }

  private static List<Shapes> shapes(
      LocalDate monday, LocalDate first, LocalDate today, Map<LocalDate, Uptime> days) {
    Map<String, StringBuilder> paths = new TreeMap<>();
    for (LocalDate date = first; !date.isAfter(today); date = date.plusDays(1)) {
      int place = (int) ChronoUnit.DAYS.between(monday, date);
      int x = place / DAYS_OF_WEEK * 10;
      int y = place % DAYS_OF_WEEK * 10;
      Uptime uptime = days.getOrDefault(date, Uptime.NONE);
      String style =
          uptime.observed().isZero() ? "pending" : uptime.down().isZero() ? "up" : "down";
      paths
          .computeIfAbsent(style, none -> new StringBuilder())
          .append('M')
          .append(x + 5)
          .append(' ')
          .append(y)
          .append(shape(uptime));
    }
    return paths.entrySet().stream()
        .map(shape -> new Shapes(shape.getKey(), shape.getValue().toString()))
        .toList();
  }

  /** From the middle of its upper edge. */
  private static String shape(Uptime uptime) {
    if (uptime.observed().isZero()) {
      return "m-.8 4.2h1.6v1.6h-1.6z";
    }
    if (uptime.down().isZero()) {
      return "m-2.5 2.5h5v5h-5z";
    }
    return isLong(uptime) ? "l5 5l-5 5l-5-5z" : "m0 1.5l3.5 3.5l-3.5 3.5l-3.5-3.5z";
  }

  private static boolean isLong(Uptime uptime) {
    return uptime.down().compareTo(Duration.ofDays(1)) >= 0
        || uptime.down().toMillis() > LONG * uptime.observed().toMillis();
  }
}
