package dev.tocsin.http.testing;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.rollup.RollupStore;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Rollups that a test writes, to be read. */
public final class MemoryRollups implements RollupStore {
  private final Store store;
  private final Map<OrganizationId, List<RolledDay>> days = new ConcurrentHashMap<>();
  private final Map<OrganizationId, List<MonitorRollup>> rows = new ConcurrentHashMap<>();

  public MemoryRollups(Store store) {
    this.store = store;
  }

  @Override
  public void store(OrganizationId organization, RolledDay day, List<MonitorRollup> all) {
    days.merge(organization, List.of(day), MemoryRollups::joined);
    rows.merge(organization, all, MemoryRollups::joined);
  }

  private static <T> List<T> joined(List<T> some, List<T> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }

  @Override
  public List<Rollup> rollups(MonitorRef monitor, LocalDate from, LocalDate to) {
    return store.run(
        () ->
            rows.getOrDefault(monitor.organization(), List.of()).stream()
                .filter(row -> row.monitor().equals(monitor))
                .map(MonitorRollup::rollup)
                .filter(row -> !row.day().isBefore(from) && !row.day().isAfter(to))
                .sorted(Comparator.comparing(Rollup::day).reversed())
                .toList());
  }

  @Override
  public Optional<RolledDay> newest(OrganizationId organization) {
    return store.run(
        () ->
            days.getOrDefault(organization, List.of()).stream()
                .max(Comparator.comparing(day -> day.day().date())));
  }

  @Override
  public List<MonitorRollup> rows(OrganizationId organization, LocalDate day) {
    throw notForTheApi();
  }

  @Override
  public List<RolledDay> unsettled(OrganizationId organization) {
    throw notForTheApi();
  }

  @Override
  public List<RolledDay> endingAfter(OrganizationId organization, Instant moment) {
    throw notForTheApi();
  }

  @Override
  public Optional<Instant> firstEvent(OrganizationId organization) {
    throw notForTheApi();
  }

  @Override
  public Optional<LateEvents> lateEvents(
      OrganizationId organization, Instant storedAfter, Instant before) {
    throw notForTheApi();
  }

  @Override
  public Optional<Instant> eventsUntil(OrganizationId organization) {
    throw notForTheApi();
  }

  @Override
  public void noteEventsUntil(OrganizationId organization, Instant moment) {
    throw notForTheApi();
  }

  @Override
  public boolean removeOldest(OrganizationId organization, LocalDate first) {
    throw notForTheApi();
  }

  private static UnsupportedOperationException notForTheApi() {
    return new UnsupportedOperationException("The API only reads rollups.");
  }
}
