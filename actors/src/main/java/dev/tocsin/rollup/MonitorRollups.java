package dev.tocsin.rollup;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A monitor's days: those that are rolled up, and the last ones as they are now. */
public final class MonitorRollups {
  /** Days whose results are read one by one, while many are to be made up for. */
  private static final int MOST_OPEN = 7;

  private static final Comparator<Rollup> NEWEST_FIRST =
      Comparator.comparing(Rollup::day).reversed().thenComparing(Rollup::region);

  private final RollupStore store;
  private final LiveRollups live;
  private final Function<OrganizationId, ZoneId> zones;
  private final InstantSource clock;
  private final Executor blocking;

  public MonitorRollups(
      RollupStore store,
      LiveRollups live,
      Function<OrganizationId, ZoneId> zones,
      InstantSource clock,
      Executor blocking) {
    this.store = store;
    this.live = live;
    this.zones = zones;
    this.clock = clock;
    this.blocking = blocking;
  }

  /** The date that it is now where the organization is. */
  public LocalDate today(OrganizationId organization) {
    return Day.dateAt(clock.instant(), zones.apply(organization));
  }

  /**
   * From {@code from} to {@code to}, both included: newest first, and by region. Fails where the
   * store does not answer.
   */
  public CompletionStage<List<Rollup>> between(MonitorRef monitor, LocalDate from, LocalDate to) {
    return CompletableFuture.supplyAsync(() -> stored(monitor, from, to), blocking)
        .thenCompose(stored -> with(stored, monitor, from, to));
  }

  /**
   * @param open days that are not rolled up yet
   */
  private record Stored(List<Rollup> rollups, List<Day> open) {}

  private Stored stored(MonitorRef monitor, LocalDate from, LocalDate to) {
    // asked first: a day that is rolled up in between is in both, which does no harm
    Optional<RolledDay> newest = store.newest(monitor.organization());
    return new Stored(
        store.rollups(monitor, from, to), open(monitor.organization(), newest.map(RolledDay::day)));
  }

  private List<Day> open(OrganizationId organization, Optional<Day> newest) {
    ZoneId zone = zones.apply(organization);
    LocalDate today = today(organization);
    List<Day> open = new ArrayList<>();
    LocalDate first =
        newest
            .map(last -> last.date().plusDays(1))
            .filter(date -> date.isBefore(today))
            .orElse(today.minusDays(1));
    LocalDate oldest = today.minusDays(MOST_OPEN);
    for (LocalDate date = first.isBefore(oldest) ? oldest : first;
        !date.isAfter(today);
        date = date.plusDays(1)) {
      LocalDate each = date;
      if (newest.isEmpty() || newest.get().date().isBefore(each)) {
        open.add(
            newest
                .filter(last -> last.date().equals(each.minusDays(1)))
                .map(last -> last.next(zone))
                .orElseGet(() -> Day.of(each, zone)));
      }
    }
    return open;
  }

  private CompletionStage<List<Rollup>> with(
      Stored stored, MonitorRef monitor, LocalDate from, LocalDate to) {
    CompletionStage<List<Rollup>> all = CompletableFuture.completedStage(List.of());
    Set<LocalDate> shown = new HashSet<>();
    for (Day day : stored.open()) {
      if (!day.date().isBefore(from) && !day.date().isAfter(to)) {
        shown.add(day.date());
        all = all.thenCombine(live.of(monitor, day), MonitorRollups::joined);
      }
    }
    List<Rollup> rolled =
        stored.rollups().stream().filter(rollup -> !shown.contains(rollup.day())).toList();
    return all.thenApply(open -> joined(open, rolled).stream().sorted(NEWEST_FIRST).toList());
  }

  private static List<Rollup> joined(List<Rollup> some, List<Rollup> more) {
    List<Rollup> both = new ArrayList<>(some);
    both.addAll(more);
    return both;
  }
}
