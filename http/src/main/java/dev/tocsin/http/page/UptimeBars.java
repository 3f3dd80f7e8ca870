package dev.tocsin.http.page;

import dev.tocsin.statuspage.ComponentHistory;
import dev.tocsin.statuspage.ComponentHistory.Day;
import dev.tocsin.statuspage.PageState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A component's last 90 days, as a drawing 90 wide and 10 high and in words. Days without trouble
 * are one dashed line: a page of 500 components has 45,000 days.
 *
 * @param quiet the line of days without trouble, as the {@code d} of a path; maybe empty
 * @param unknown the same of days of which nothing is known
 * @param label all of it in one sentence, for who cannot see bars
 * @param uptime {@code 99.929% uptime}, or that nothing was observed
 */
public record UptimeBars(
    String quiet, String unknown, List<Bar> troubled, String label, String uptime) {
  private static final String QUIET_AT = "7.9";
  private static final String UNKNOWN_AT = "9.6";

  /**
   * A day with trouble.
   *
   * @param day its place, from 0
   * @param style as the style sheet calls the worst state
   * @param top of the bar: the louder, the taller
   * @param text {@code 31 Oct: Major outage, 47 min}
   */
  public record Bar(int day, String style, String top, String height, String text) {}

  static UptimeBars of(String component, ComponentHistory history) {
    List<Day> days = history.days();
    List<Bar> troubled = new ArrayList<>();
    for (int day = 0; day < days.size(); day++) {
      if (days.get(day).worst().isTrouble()) {
        troubled.add(bar(day, days.get(day)));
      }
    }
    Double percent = history.percent();
    String uptime = percent == null ? "No data yet" : Words.percent(percent) + " uptime";
    return new UptimeBars(
        line(days, PageState.OPERATIONAL, QUIET_AT),
        line(days, PageState.NO_DATA, UNKNOWN_AT),
        troubled,
        label(component, history, uptime),
        uptime);
  }

  /** The style sheet cuts the line into a dash of 0.8 for each day. */
  private static String line(List<Day> days, PageState state, String height) {
    StringBuilder line = new StringBuilder();
    int from = 0;
    for (int day = 0; day <= days.size(); day++) {
      boolean within = day < days.size() && days.get(day).worst() == state;
      if (!within) {
        if (day > from) {
          line.append('M').append(from).append(".1 ").append(height);
          line.append('h').append(day - from - 1).append(".8");
        }
        from = day + 1;
      }
    }
    return line.toString();
  }

  private static Bar bar(int place, Day day) {
    double height =
        switch (day.worst()) {
          case PAUSED, NO_DATA, OPERATIONAL, UNDER_MAINTENANCE -> 0;
          case DEGRADED_PERFORMANCE -> 6.6;
          case PARTIAL_OUTAGE -> 8.2;
          case MAJOR_OUTAGE -> 10;
        };
    return new Bar(
        place,
        Words.style(day.worst()),
        String.format(Locale.ROOT, "%.1f", 10 - height),
        String.format(Locale.ROOT, "%.1f", height),
        Words.day(day.date()) + ": " + said(day));
  }

  private static String said(Day day) {
    return Words.word(day.worst()) + ", " + Words.duration(day.lasted());
  }

  private static String label(String component, ComponentHistory history, String uptime) {
    List<String> troubled =
        history.days().stream()
            .filter(day -> day.worst().isTrouble())
            .map(day -> Words.day(day.date()) + " " + said(day))
            .toList();
    String days =
        troubled.isEmpty()
            ? "no day with trouble"
            : troubled.size() == 1
                ? "1 day with trouble: " + troubled.getFirst()
                : troubled.size() + " days with trouble: " + String.join("; ", troubled);
    return component + ", last " + ComponentHistory.DAYS + " days: " + uptime + ", " + days;
  }
}
