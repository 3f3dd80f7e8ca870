package dev.tocsin.http.testing;

import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.Outage;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.Author;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Monitors that are told what they see. */
public final class MemoryMonitors implements Monitors, MonitorViews {
  /** What every check of these monitors sees. */
  public static final CheckResult RESULT =
      new CheckResult(
          Instant.parse("2026-01-31T12:00:00.123456Z"),
          Outcome.DOWN,
          "The server answered 503.",
          new Phases(1_234L, 2_000L, null, 3_000L, 4_000L, 10_234L),
          new Evidence(
              "192.0.2.1:80", 503, List.of("Server: x"), "no", List.of(), null, List.of()));

  private final Store store;
  private final Map<MonitorRef, MonitorStatus> statuses = new ConcurrentHashMap<>();
  private final Map<MonitorRef, List<Ping>> pings = new ConcurrentHashMap<>();
  private final Map<MonitorRef, List<Outage>> outages = new ConcurrentHashMap<>();

  public MemoryMonitors(Store store) {
    this.store = store;
  }

  private <T> CompletionStage<T> answer(Supplier<T> supplier) {
    try {
      return CompletableFuture.completedStage(store.run(supplier));
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private MonitorStatus set(MonitorRef monitor, Status status, String cause) {
    return statuses.compute(
        monitor,
        (ref, before) ->
            new MonitorStatus(
                ref,
                status,
                RESULT.at(),
                status == Status.DOWN ? OutageId.create() : null,
                cause,
                new StatusVersion(before == null ? 1 : before.version().sequence() + 1, 0)));
  }

  /** What every monitor has seen, newest first. */
  public final List<MonitorDetails.Point> points =
      new CopyOnWriteArrayList<>(
          List.of(new MonitorDetails.Point(RESULT.at(), RESULT.outcome(), 10_234)));

  @Override
  public CompletionStage<MonitorDetails> details(MonitorRef monitor) {
    return answer(
        () ->
            new MonitorDetails(
                statuses.computeIfAbsent(monitor, ref -> MonitorStatus.pending(ref, RESULT.at())),
                RESULT,
                "default",
                List.copyOf(points),
                heartbeat(monitor)));
  }

  @Override
  public CompletionStage<List<MonitorDetails.Point>> results(MonitorRef monitor) {
    return answer(() -> List.copyOf(points));
  }

  private MonitorDetails.Heartbeat heartbeat(MonitorRef monitor) {
    List<Ping> all = pings(monitor);
    return all.isEmpty()
        ? null
        : new MonitorDetails.Heartbeat(Beats.NONE, all.reversed(), RESULT.at());
  }

  /** What was pinged, in its order. */
  public List<Ping> pings(MonitorRef monitor) {
    return List.copyOf(pings.getOrDefault(monitor, List.of()));
  }

  @Override
  public CompletionStage<Void> ping(MonitorRef monitor, Ping ping) {
    return answer(
        () -> {
          pings.computeIfAbsent(monitor, ref -> new CopyOnWriteArrayList<>()).add(ping);
          return null;
        });
  }

  @Override
  public CompletionStage<MonitorStatus> pause(MonitorRef monitor, Author by) {
    return answer(() -> set(monitor, Status.PAUSED, null));
  }

  @Override
  public CompletionStage<MonitorStatus> resume(MonitorRef monitor, Author by) {
    return answer(() -> set(monitor, Status.PENDING, null));
  }

  @Override
  public CompletionStage<MonitorStatus> setState(
      MonitorRef monitor, Outcome outcome, String message, Author by) {
    return answer(() -> set(monitor, Status.valueOf(outcome.name()), message));
  }

  @Override
  public CompletionStage<CheckResult> check(MonitorRef monitor) {
    return answer(() -> RESULT);
  }

  @Override
  public void store(List<MonitorViewChange> changes) {
    throw new UnsupportedOperationException("The API writes no read models.");
  }

  @Override
  public List<MonitorStatus> statuses() {
    return List.copyOf(statuses.values());
  }

  @Override
  public long lastEvent() {
    return 0;
  }

  @Override
  public Map<MonitorRef, Long> behind() {
    return Map.of();
  }

  @Override
  public List<Outage> outages(
      MonitorRef monitor, Instant from, Instant to, Outage.Cursor after, int limit) {
    return store.run(
        () ->
            outages.getOrDefault(monitor, List.of(first(monitor))).stream()
                .filter(it -> it.startedAt().isBefore(to))
                .filter(it -> it.endedAt() == null || it.endedAt().isAfter(from))
                .filter(it -> after == null || it.startedAt().isBefore(after.startedAt()))
                .sorted(Comparator.comparing(Outage::startedAt).reversed())
                .limit(limit)
                .toList());
  }

  private static Outage first(MonitorRef monitor) {
    return new Outage(new OutageId(monitor.monitor().value()), RESULT.at(), null, "It is down.");
  }

  /** Those and no others, each with a time of its own. */
  public void setOutages(MonitorRef monitor, List<Outage> all) {
    outages.put(monitor, all);
  }
}
