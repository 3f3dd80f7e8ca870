package dev.tocsin.app;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.monitor.MonitorCluster;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.rollup.JdbiRollupStore;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.rollup.RollupStore;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Creates monitors whose history was not seen by this program. Calls block. */
final class Backfill {
  private static final Duration LATER = Duration.ofMinutes(10);

  private final ApiParts api;
  private final Supplier<Optional<MonitorCluster>> cluster;
  private final RollupStore rollups;
  private final InstantSource clock;

  /** A monitor that is not there yet, what happened to it, and what each of its days was. */
  record Past(MonitorConfig monitor, List<MonitorEvent> events, List<Rollup> days) {}

  Backfill(
      ApiParts api,
      Supplier<Optional<MonitorCluster>> cluster,
      Database database,
      InstantSource clock) {
    this.api = api;
    this.cluster = cluster;
    this.rollups = new JdbiRollupStore(database);
    this.clock = clock;
  }

  ApiParts api() {
    return api;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * All of one organization, whose days end at midnight UTC. The journals come first: what is
   * configured begins where its journal ends.
   */
  void create(OrganizationId organization, List<Past> all, Author by) {
    MonitorCluster running =
        cluster
            .get()
            .orElseThrow(() -> new StoreUnavailableException("This node has no cluster yet."));
    Map<LocalDate, List<MonitorRollup>> byDay = new TreeMap<>();
    for (Past one : all) {
      MonitorRef ref = one.monitor().ref();
      running.backfill(ref, one.events()).toCompletableFuture().join();
      one.days()
          .forEach(
              day ->
                  byDay
                      .computeIfAbsent(day.day(), date -> new ArrayList<>())
                      .add(new MonitorRollup(ref, day)));
    }
    Instant now = clock.instant();
    byDay.forEach(
        (date, rows) -> {
          Day day = Day.of(date, ZoneOffset.UTC);
          // seen a day after it was over: nobody looks for results of it any more
          rollups.store(organization, new RolledDay(day, day.begin(), now, true), rows);
        });
    rollups.noteEventsUntil(organization, now.plus(LATER));
    for (Past one : all) {
      api.writer().createMonitor(one.monitor(), by).toCompletableFuture().join();
    }
  }
}
