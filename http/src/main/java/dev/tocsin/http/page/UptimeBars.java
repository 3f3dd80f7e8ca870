package dev.tocsin.http.page;

import dev.tocsin.statuspage.ComponentHistory;
import dev.tocsin.statuspage.ComponentHistory.Day;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.PageState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A component's last 90 days, as a drawing 90 wide and 10 high and in words. Days without trouble
 * are one dashed line: a page of 500 components has 45,000 days.
 *
 * @param first the first day, as in {@code 2026-08-23}
 * @param days a letter for each: {@code n} for no data, {@code u} for no trouble, {@code t} for
 *     trouble
 * @param quiet the line of days without trouble, as the {@code d} of a path; maybe empty
 * @param unknown the same of days of which nothing is known
 * @param happened the days on which something happened, the latest first
 * @param label all of it in one sentence, for who cannot see bars
 * @param uptime {@code 99.929% uptime}, or that nothing was observed
 */
public record UptimeBars(
    LocalDate first,
    String days,
    String quiet,
    String unknown,
    List<Bar> troubled,
    List<Happened> happened,
    String label,
    String uptime) {
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

  /**
   * What happened on a day.
   *
   * @param day its place, from 0
   * @param text {@code Major outage, 47 min; degraded performance, 2 h.}
   */
  public record Happened(int day, String date, String text, List<Incident> incidents) {}

  public record Incident(String href, String title) {}

  static UptimeBars of(PageModel.Item item, DayIncidents incidents) {
    ComponentHistory history = item.history();
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
        days.getFirst().date(),
        letters(days),
        line(days, PageState.OPERATIONAL, QUIET_AT),
        line(days, PageState.NO_DATA, UNKNOWN_AT),
        troubled,
        happened(item, incidents),
        label(item.name(), history, uptime),
        uptime);
  }

  private static String letters(List<Day> days) {
    StringBuilder letters = new StringBuilder(days.size());
    for (Day day : days) {
      letters.append(
          switch (day.worst()) {
            case PAUSED, NO_DATA -> 'n';
            case OPERATIONAL, UNDER_MAINTENANCE -> 'u';
            case DEGRADED_PERFORMANCE, PARTIAL_OUTAGE, MAJOR_OUTAGE -> 't';
          });
    }
    return letters.toString();
  }

  private static List<Happened> happened(PageModel.Item item, DayIncidents incidents) {
    List<Day> days = item.history().days();
    List<DayIncidents.Link> all = incidents.of(item.id());
    List<Happened> happened = new ArrayList<>();
    for (int place = days.size() - 1; place >= 0; place--) {
      Day day = days.get(place);
      List<Incident> links = all.isEmpty() ? List.of() : on(day, all);
      if (day.worst().isTrouble() || !links.isEmpty()) {
        happened.add(new Happened(place, Words.day(day.date()), measured(day) + ".", links));
      }
    }
    return happened;
  }

  private static List<Incident> on(Day day, List<DayIncidents.Link> all) {
    List<Incident> links = new ArrayList<>();
    for (DayIncidents.Link link : all) {
      if (link.isOn(day.date())) {
        links.add(new Incident(link.href(), link.title()));
      }
    }
    return links;
  }

  private static String measured(Day day) {
    return switch (day.worst()) {
      case PAUSED, NO_DATA -> "No data";
      case OPERATIONAL, UNDER_MAINTENANCE -> "No trouble measured";
      case DEGRADED_PERFORMANCE, PARTIAL_OUTAGE, MAJOR_OUTAGE -> said(day);
    };
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
    StringBuilder said = new StringBuilder(Words.word(day.worst()));
    said.append(", ").append(Words.duration(day.lasted()));
    for (ComponentHistory.Trouble milder : day.milder()) {
      said.append("; ").append(Words.word(milder.state()).toLowerCase(Locale.ROOT));
      said.append(", ").append(Words.duration(milder.lasted()));
    }
    return said.toString();
  }

  private static String label(String component, ComponentHistory history, String uptime) {
    int troubled = 0;
    int unknown = 0;
    for (Day day : history.days()) {
      if (day.worst().isTrouble()) {
        troubled++;
      } else if (day.worst().compareTo(PageState.OPERATIONAL) < 0) {
        unknown++;
      }
    }
    return component
        + ", last "
        + ComponentHistory.DAYS
        + " days: "
        + uptime
        + ", "
        + (troubled == 0 ? "no day with trouble" : days(troubled) + " with trouble")
        + (unknown == 0 ? "" : ", no data on " + days(unknown));
  }

  private static String days(int count) {
    return count == 1 ? "1 day" : count + " days";
  }
}
