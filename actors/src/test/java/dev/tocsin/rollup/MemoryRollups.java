package dev.tocsin.rollup;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Timeline;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** An event log and the tables of rollups in memory; a test may stand before each call. */
final class MemoryRollups implements RollupStore, DailyRollups.CountedPast {
  private final List<Event> events = new ArrayList<>();
  private final Map<OrganizationId, NavigableMap<LocalDate, RolledDay>> days = new HashMap<>();
  private final Map<OrganizationId, NavigableMap<LocalDate, List<MonitorRollup>>> rows =
      new HashMap<>();
  private final Map<OrganizationId, Instant> eventsUntil = new HashMap<>();
  private final List<LocalDate> written = new ArrayList<>();
  private Runnable beforeEach = () -> {};

  private record Event(MonitorRef monitor, Instant at, Instant storedAt, Status status) {}

  /** It happened, and was stored then. */
  void add(MonitorRef monitor, Instant at, Instant storedAt, Status status) {
    events.add(new Event(monitor, at, storedAt, status));
    events.sort(Comparator.comparing(Event::at));
  }

  void beforeEach(Runnable call) {
    beforeEach = call;
  }

  /** The days that were written, in their order, since the last question. */
  List<LocalDate> written() {
    List<LocalDate> all = List.copyOf(written);
    written.clear();
    return all;
  }

  Map<LocalDate, List<MonitorRollup>> all(OrganizationId organization) {
    return rows.getOrDefault(organization, new TreeMap<>());
  }

  Map<LocalDate, RolledDay> days(OrganizationId organization) {
    return days.getOrDefault(organization, new TreeMap<>());
  }

  private <T> T call(Supplier<T> work) {
    beforeEach.run();
    return work.get();
  }

  @Override
  public Map<MonitorRef, Timeline> between(OrganizationId organization, Instant from, Instant to) {
    return call(
        () -> {
          Map<MonitorRef, List<Timeline.Entry>> entries = new HashMap<>();
          for (Event event : events) {
            if (event.monitor().organization().equals(organization) && event.at().isBefore(to)) {
              entries
                  .computeIfAbsent(event.monitor(), missing -> new ArrayList<>())
                  .add(new Timeline.Entry(event.at(), event.status()));
            }
          }
          Map<MonitorRef, Timeline> told = new HashMap<>();
          entries.forEach((monitor, all) -> told.put(monitor, Timeline.of(all).since(from)));
          return told;
        });
  }

  @Override
  public void store(OrganizationId organization, RolledDay day, List<MonitorRollup> all) {
    call(
        () -> {
          days.computeIfAbsent(organization, missing -> new TreeMap<>()).put(day.day().date(), day);
          rows.computeIfAbsent(organization, missing -> new TreeMap<>())
              .put(
                  day.day().date(),
                  all.stream()
                      .sorted(Comparator.comparing(row -> row.monitor().monitor().value()))
                      .toList());
          written.add(day.day().date());
          return true;
        });
  }

  @Override
  public List<MonitorRollup> rows(OrganizationId organization, LocalDate day) {
    return call(() -> all(organization).getOrDefault(day, List.of()));
  }

  @Override
  public List<Rollup> rollups(MonitorRef monitor, LocalDate from, LocalDate to) {
    return call(
        () ->
            all(monitor.organization()).values().stream()
                .flatMap(List::stream)
                .filter(row -> row.monitor().equals(monitor))
                .map(MonitorRollup::rollup)
                .filter(row -> !row.day().isBefore(from) && !row.day().isAfter(to))
                .sorted(Comparator.comparing(Rollup::day).reversed())
                .toList());
  }

  @Override
  public Optional<RolledDay> newest(OrganizationId organization) {
    return call(
        () ->
            Optional.ofNullable(days.get(organization))
                .filter(known -> !known.isEmpty())
                .map(known -> known.lastEntry().getValue()));
  }

  @Override
  public List<RolledDay> unsettled(OrganizationId organization) {
    return call(
        () -> days(organization).values().stream().filter(day -> !day.isSettled()).toList());
  }

  @Override
  public List<RolledDay> endingAfter(OrganizationId organization, Instant moment) {
    return call(
        () ->
            days(organization).values().stream()
                .filter(day -> day.day().end().isAfter(moment))
                .toList());
  }

  @Override
  public Optional<Instant> firstEvent(OrganizationId organization) {
    return call(
        () ->
            events.stream()
                .filter(event -> event.monitor().organization().equals(organization))
                .map(Event::at)
                .findFirst());
  }

  @Override
  public Optional<LateEvents> lateEvents(
      OrganizationId organization, Instant storedAfter, Instant before) {
    return call(
        () -> {
          List<Event> late =
              events.stream()
                  .filter(event -> event.monitor().organization().equals(organization))
                  .filter(event -> event.storedAt().isAfter(storedAfter))
                  .filter(event -> event.at().isBefore(before))
                  .toList();
          return late.stream()
              .map(Event::storedAt)
              .max(Comparator.naturalOrder())
              .map(last -> new LateEvents(late.getFirst().at(), last));
        });
  }

  @Override
  public Optional<Instant> eventsUntil(OrganizationId organization) {
    return call(() -> Optional.ofNullable(eventsUntil.get(organization)));
  }

  @Override
  public void noteEventsUntil(OrganizationId organization, Instant moment) {
    call(() -> eventsUntil.put(organization, moment));
  }

  @Override
  public boolean removeOldest(OrganizationId organization, LocalDate first) {
    return call(
        () -> {
          NavigableMap<LocalDate, RolledDay> known =
              days.getOrDefault(organization, new TreeMap<>());
          if (known.isEmpty() || !known.firstKey().isBefore(first)) {
            return false;
          }
          LocalDate oldest = known.firstKey();
          known.remove(oldest);
          rows.get(organization).remove(oldest);
          return true;
        });
  }
}
