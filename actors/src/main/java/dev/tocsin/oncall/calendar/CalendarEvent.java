package dev.tocsin.oncall.calendar;

import com.github.mangstadt.vinnie.VObjectProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An event of a calendar.
 *
 * @param instead of which occurrence of the rule with the same UID it is, by when that would have
 *     begun; null for none
 * @param without when it does not take place although its rule says so
 * @param besides when it takes place besides its first time and its rule
 */
record CalendarEvent(
    EventLines lines,
    String uid,
    EventTime start,
    EventLength length,
    @Nullable Instant instead,
    List<EventTime> without,
    List<EventTime> besides) {

  record Occurrence(Instant from, Instant until) {}

  static CalendarEvent of(EventLines lines, CalendarZones zones) throws NotUnderstoodException {
    Optional<VObjectProperty> first = lines.first("DTSTART");
    if (first.isEmpty()) {
      throw new NotUnderstoodException("It has no DTSTART.");
    }
    if (lines.first("EXRULE").isPresent()) {
      throw new NotUnderstoodException("It has an EXRULE, which is not read; list days in EXDATE.");
    }
    EventTime start = EventTime.of(first.get(), zones);
    return new CalendarEvent(
        lines,
        lines.value("UID"),
        start,
        length(lines, start, zones),
        instead(lines, zones),
        times(lines, "EXDATE", zones),
        times(lines, "RDATE", zones));
  }

  private static EventLength length(EventLines lines, EventTime start, CalendarZones zones)
      throws NotUnderstoodException {
    Optional<VObjectProperty> end = lines.first("DTEND");
    if (end.isPresent()) {
      return EventLength.of(start, EventTime.of(end.get(), zones));
    }
    String duration = lines.value("DURATION");
    if (duration.isEmpty() && start.wholeDay()) {
      return EventLength.of("P1D", start);
    }
    if (duration.isEmpty()) {
      throw new NotUnderstoodException("It has no end.");
    }
    return EventLength.of(duration, start);
  }

  private static @Nullable Instant instead(EventLines lines, CalendarZones zones)
      throws NotUnderstoodException {
    Optional<VObjectProperty> recurrence = lines.first("RECURRENCE-ID");
    if (recurrence.isEmpty()) {
      return null;
    }
    if (recurrence.get().getParameters().first("RANGE") != null) {
      throw new NotUnderstoodException(
          "It changes all that follow (RANGE), which is not read; end its rule and begin another.");
    }
    return EventTime.of(recurrence.get(), zones).moment();
  }

  private static List<EventTime> times(EventLines lines, String name, CalendarZones zones)
      throws NotUnderstoodException {
    List<EventTime> times = new ArrayList<>();
    for (VObjectProperty property : lines.all(name)) {
      times.addAll(EventTime.all(property, zones));
    }
    return times;
  }

  boolean isCancelled() {
    return lines.value("STATUS").equalsIgnoreCase("CANCELLED");
  }

  /** Those that touch a time, in their order. */
  List<Occurrence> occurrences(Instant from, Instant until, Budget budget)
      throws NotUnderstoodException {
    Set<LocalDateTime> beginnings = new TreeSet<>(Set.of(start.local()));
    besides.forEach(each -> beginnings.add(each.localIn(start.zone())));
    String rule = instead == null ? lines.value("RRULE") : "";
    if (!rule.isEmpty()) {
      beginnings.addAll(Recurrence.of(rule).beginnings(start, until, budget));
    }
    Set<Instant> exceptMoments = new HashSet<>();
    Set<LocalDate> exceptDays = new HashSet<>();
    for (EventTime each : without) {
      exceptMoments.add(each.moment());
      if (each.wholeDay()) {
        exceptDays.add(each.local().toLocalDate());
      }
    }
    List<Occurrence> occurrences = new ArrayList<>();
    for (LocalDateTime local : beginnings) {
      var begin = new EventTime(local, start.zone(), start.wholeDay());
      var occurrence = new Occurrence(begin.moment(), length.end(local, start.zone()));
      boolean takesPlace =
          !exceptMoments.contains(occurrence.from()) && !exceptDays.contains(local.toLocalDate());
      if (!occurrence.from().isBefore(until)) {
        budget.cutOff();
      } else if (takesPlace && from.isBefore(occurrence.until())) {
        budget.occurrence();
        occurrences.add(occurrence);
      }
    }
    return occurrences;
  }
}
