package dev.tocsin.app;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.Recorder;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.monitor.MonitorCluster;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.rollup.JdbiRollupStore;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.rollup.RollupStore;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Creates monitors whose history was not seen by this program. Calls block. */
final class Backfill {
  private static final Duration LATER = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final Duration HOUR = Duration.ofHours(1);

  private final ApiParts api;
  private final Supplier<Optional<MonitorCluster>> cluster;
  private final RollupStore rollups;
  private final Results results;
  private final InstantSource clock;

  /**
   * A monitor that is not there yet.
   *
   * @param events what happened to it
   * @param days what each of its days was
   */
  record Past(MonitorConfig monitor, List<MonitorEvent> events, List<Rollup> days, Seen results) {}

  /** What was seen from one moment until before another, oldest first. For several threads. */
  @FunctionalInterface
  interface Seen {
    List<RecordedResult> between(Instant from, Instant to);
  }

  /** A stretch of time, its end not included. */
  record Span(Instant from, Instant to) {}

  Backfill(
      ApiParts api,
      Supplier<Optional<MonitorCluster>> cluster,
      Database database,
      Results results,
      InstantSource clock) {
    this.api = api;
    this.cluster = cluster;
    this.rollups = new JdbiRollupStore(database);
    this.results = results;
    this.clock = clock;
  }

  ApiParts api() {
    return api;
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * All of one organization, whose days end at midnight UTC. The configuration comes last: what is
   * configured begins where its journal ends.
   *
   * @param seen of which time there are results; those after now do not come
   */
  void create(OrganizationId organization, List<Past> all, Span seen, Author by)
      throws InterruptedException {
    MonitorCluster running =
        cluster
            .get()
            .orElseThrow(() -> new StoreUnavailableException("This node has no cluster yet."));
    Instant thisHour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    archive(all, new Span(seen.from(), thisHour));
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
    learn(all);
    Instant last = clock.instant();
    record(all, new Span(thisHour, last.isBefore(seen.to()) ? last : seen.to()));
    for (Past one : all) {
      api.writer().createMonitor(one.monitor(), by).toCompletableFuture().join();
    }
  }

  /** Reads what became of them in the tables, as a start does: so it is known when they begin. */
  private void learn(List<Past> all) throws InterruptedException {
    MonitorViews views = api.monitors().views();
    Set<MonitorRef> ours = new HashSet<>();
    all.forEach(past -> ours.add(past.monitor().ref()));
    Instant latest = clock.instant().plus(PATIENCE);
    while (!Collections.disjoint(views.behind().keySet(), ours)) {
      if (clock.instant().isAfter(latest)) {
        throw new StoreUnavailableException("The tables do not follow the journals.");
      }
      Thread.sleep(LOOK);
    }
    views.statuses().stream()
        .filter(status -> ours.contains(status.ref()))
        .forEach(api.board()::publish);
    api.monitors().timelines().catchUp(monitor -> {});
  }

  /**
   * As if this node had archived them.
   *
   * @param seen ends with a whole hour
   */
  private void archive(List<Past> all, Span seen) {
    List<Past> inOrder = new ArrayList<>(all);
    inOrder.sort(Comparator.comparing(past -> past.monitor().ref(), MonitorOrder.COMPARATOR));
    List<Instant> hours = new ArrayList<>();
    Instant first = seen.from().truncatedTo(ChronoUnit.HOURS);
    for (Instant hour = first; hour.isBefore(seen.to()); hour = hour.plus(HOUR)) {
      hours.add(hour);
    }
    try {
      results
          .archive()
          .add(
              hours,
              (hour, each) -> {
                Instant from = hour.isBefore(seen.from()) ? seen.from() : hour;
                inOrder.forEach(past -> each.accept(past.results().between(from, hour.plus(HOUR))));
              });
    } catch (IOException failed) {
      throw new UncheckedIOException("The results could not be archived.", failed);
    }
  }

  /** An hour that is not over is in no archive: it is in the log of the node. */
  private void record(List<Past> all, Span seen) {
    for (Past past : all) {
      Recorder recorder = results.log().recorder(past.monitor().ref());
      for (RecordedResult result : past.results().between(seen.from(), seen.to())) {
        recorder.record(
            new CheckResult(
                result.at(), result.outcome(), result.error(), result.phases(), Evidence.NONE),
            result.nextWithin());
      }
    }
  }
}
