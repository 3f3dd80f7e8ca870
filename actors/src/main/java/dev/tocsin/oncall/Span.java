package dev.tocsin.oncall;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A time, without the moment at which it is over. */
record Span(Instant from, Instant until) {
  /** No window is longer than a week, and no country has left out more than a day. */
  private static final int LONGEST_DAYS = 9;

  /** When at least one of the windows is open, around a time; in order, apart from each other. */
  static List<Span> open(List<Window> windows, Instant from, Instant until, ZoneId timeZone) {
    List<Span> spans = new ArrayList<>();
    LocalDate last = LocalDate.ofInstant(until, timeZone);
    for (LocalDate day = LocalDate.ofInstant(from, timeZone).minusDays(LONGEST_DAYS);
        !day.isAfter(last);
        day = day.plusDays(1)) {
      for (Window window : windows) {
        if (window.beginsOn(day.getDayOfWeek())) {
          spans.add(
              new Span(
                  LocalMoment.of(day.atTime(window.from()), timeZone),
                  LocalMoment.of(window.endOf(day), timeZone)));
        }
      }
    }
    return united(spans);
  }

  private static List<Span> united(List<Span> spans) {
    spans.sort(Comparator.comparing(Span::from));
    List<Span> united = new ArrayList<>();
    for (Span span : spans) {
      if (united.isEmpty() || span.from().isAfter(united.getLast().until())) {
        united.add(span);
      } else if (span.until().isAfter(united.getLast().until())) {
        united.set(united.size() - 1, new Span(united.getLast().from(), span.until()));
      }
    }
    return united;
  }
}
