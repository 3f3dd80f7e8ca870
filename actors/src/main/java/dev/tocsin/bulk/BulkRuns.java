package dev.tocsin.bulk;

import dev.tocsin.ConflictException;
import dev.tocsin.bulk.BulkChange.Attempt;
import dev.tocsin.bulk.BulkProgress.Refusal;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Changes many monitors, a few at a time and in the background, and knows of an hour how far each
 * such change is: of its own, and of those that other nodes tell of. An organization has one run at
 * a time, and the runs of a node take turns, so that none of them takes the store from everybody
 * else. A run ends with the node that does it; what it had changed by then stays changed. Safe for
 * use by many threads.
 */
public final class BulkRuns {
  private static final int AT_ONCE = 8;

  /** Changes of configuration wait for one another in the store anyway. */
  private static final int WRITTEN_AT_ONCE = 2;

  /** Runs of a node that change something at the same moment. */
  private static final int TURNS = 2;

  private static final Duration KEPT = Duration.ofHours(1);

  /** Of each organization; more nobody looks at. */
  private static final int MOST_KEPT = 20;

  private static final Duration BETWEEN_NEWS = Duration.ofMillis(500);

  private final Parts parts;
  private final BulkChange change;
  private final Map<UUID, BulkProgress> known = new ConcurrentHashMap<>();
  private final Set<OrganizationId> busy = ConcurrentHashMap.newKeySet();
  private final Semaphore turns = new Semaphore(TURNS, true);
  private volatile Consumer<BulkProgress> others = progress -> {};

  /**
   * What it is done by.
   *
   * @param blocking runs what waits for the store, and for the whole of a run
   * @param mostTags that a monitor can have
   */
  public record Parts(
      NodeConfiguration configuration,
      ConfigurationWriter writer,
      Monitors entities,
      StatusBoard board,
      Executor blocking,
      InstantSource time,
      int mostTags) {}

  public BulkRuns(Parts parts) {
    this.parts = parts;
    this.change = new BulkChange(parts);
  }

  /**
   * Begins to change them, where nothing is known of this order's id yet, or the node that did it
   * is gone: what was done then is done already.
   *
   * @return completes with the end; never fails. Of an order that came before, with what is known;
   *     of one that is about no monitor, with its end.
   * @throws ConflictException where another run of the organization is under way
   */
  public CompletionStage<BulkProgress> start(BulkOrder order, List<MonitorRef> monitors) {
    BulkProgress begun = BulkProgress.begun(order, monitors.size(), parts.time().instant());
    BulkProgress before = known.get(order.id());
    if (before != null && !before.isSilent(begun.at())) {
      return CompletableFuture.completedStage(before);
    }
    if (monitors.isEmpty()) {
      BulkProgress end = begun.over(begun.at());
      known.put(order.id(), end);
      forget(order.organization(), begun.at());
      others.accept(end);
      return CompletableFuture.completedStage(end);
    }
    if (underWay(order.organization()).isPresent() || !busy.add(order.organization())) {
      throw new ConflictException(
          "Many monitors of this organization are being changed already; wait until that is over.");
    }
    known.put(order.id(), begun);
    forget(order.organization(), begun.at());
    others.accept(begun);
    return CompletableFuture.supplyAsync(
            () -> run(order, List.copyOf(monitors), begun), parts.blocking())
        .whenComplete((end, defect) -> busy.remove(order.organization()));
  }

  /** Empty where it was never begun, over an hour ago, or on a node that was not heard of. */
  public Optional<BulkProgress> find(OrganizationId organization, UUID id) {
    return Optional.ofNullable(known.get(id))
        .filter(progress -> progress.organization().equals(organization));
  }

  /** The one that is under way; of several the one that was last heard of. */
  public Optional<BulkProgress> underWay(OrganizationId organization) {
    Instant now = parts.time().instant();
    return known.values().stream()
        .filter(progress -> progress.organization().equals(organization))
        .filter(progress -> progress.isUnderWay(now))
        .max(Comparator.comparing(BulkProgress::at));
  }

  /** Another node tells of what it does. */
  public void heard(BulkProgress progress) {
    forget(progress.organization(), parts.time().instant());
    known.merge(
        progress.id(),
        progress,
        (before, news) ->
            before.tally().isOver() || news.at().isBefore(before.at()) ? before : news);
  }

  /** From here on the other nodes are told through this. */
  public void tell(Consumer<BulkProgress> everybodyElse) {
    this.others = everybodyElse;
  }

  private BulkProgress run(BulkOrder order, List<MonitorRef> monitors, BulkProgress begun) {
    BulkProgress progress = begun;
    Instant told = begun.at();
    boolean isAway = false;
    int few = order.action().isWritten() ? WRITTEN_AT_ONCE : AT_ONCE;
    for (int from = 0; from < monitors.size() && !isAway; from += few) {
      List<Attempt> attempts =
          together(order, monitors.subList(from, Math.min(monitors.size(), from + few)));
      // the next would fail as well, each after its time-out
      isAway = attempts.stream().allMatch(Attempt.Away.class::isInstance);
      progress = counted(progress, attempts);
      known.put(order.id(), progress);
      if (Duration.between(told, progress.at()).compareTo(BETWEEN_NEWS) >= 0) {
        told = progress.at();
        others.accept(progress);
      }
    }
    BulkProgress end = progress.over(parts.time().instant());
    known.put(order.id(), end);
    others.accept(end);
    return end;
  }

  private List<Attempt> together(BulkOrder order, List<MonitorRef> few) {
    turns.acquireUninterruptibly();
    try {
      return few.stream().map(monitor -> change.attempt(order, monitor)).toList().stream()
          .map(CompletableFuture::join)
          .toList();
    } finally {
      turns.release();
    }
  }

  private BulkProgress counted(BulkProgress before, List<Attempt> attempts) {
    List<Refusal> refused = new ArrayList<>();
    int done = 0;
    for (Attempt attempt : attempts) {
      switch (attempt) {
        case Attempt.Done.DONE -> done += 1;
        case Attempt.Refused(Refusal refusal) -> refused.add(refusal);
        case Attempt.Away(Refusal refusal) -> refused.add(refusal);
      }
    }
    return before.with(done, refused, parts.time().instant());
  }

  private void forget(OrganizationId organization, Instant now) {
    known.values().removeIf(progress -> progress.at().isBefore(now.minus(KEPT)));
    known.values().stream()
        .filter(progress -> progress.organization().equals(organization))
        .filter(progress -> !progress.isUnderWay(now))
        .sorted(Comparator.comparing(BulkProgress::at).reversed())
        .skip(MOST_KEPT)
        .toList()
        .forEach(progress -> known.remove(progress.id(), progress));
  }
}
