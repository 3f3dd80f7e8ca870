package dev.tocsin.incident;

import dev.tocsin.StoreHealth;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.sharding.Shards;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;

/** The incidents of a clustered system: their shards, and what keeps the nodes' boards alike. */
public final class IncidentCluster {
  /** So long after its end an incident is on every node's board: as long as pages show days of. */
  public static final Duration KEPT = Duration.ofDays(100);

  private static final Duration REFRESH = Duration.ofSeconds(10);

  /** Longer than any row takes to be there, and than any two clocks differ. */
  private static final Duration LATELY = Duration.ofMinutes(10);

  /** So long after its last change a row is still compared with its journal. */
  private static final Duration WOKEN = Duration.ofHours(1);

  private final Node node;
  private final Shards<IncidentEntity.Command> shards;

  /** What outlives a clustered system. */
  public record Node(
      InstantSource clock,
      IncidentBoard board,
      IncidentViews views,
      StoreHealth store,
      Executor blocking) {}

  public IncidentCluster(ActorSystem<?> system, Node node) {
    this.node = node;
    ActorRef<ViewWriter.Command<IncidentView>> views =
        system.systemActorOf(
            ViewWriter.create(node.views()::store, node.store(), node.blocking()),
            "incident-views",
            Props.empty());
    ActorRef<IncidentExchange.Command> exchange =
        system.systemActorOf(
            IncidentExchange.create(node.board()), "incident-exchange", Props.empty());
    IncidentParts parts =
        new IncidentParts(
            node.clock(),
            record -> {
              if (node.board().publish(record)) {
                exchange.tell(new IncidentExchange.Say(record));
              }
            },
            views);
    this.shards =
        new Shards<>(
            system,
            ClusterSharding.get(system)
                .init(
                    Entity.of(IncidentEntity.TYPE, entity -> entity(entity, parts))
                        .withStopMessage(new IncidentEntity.Stop())));
    system
        .scheduler()
        .scheduleWithFixedDelay(REFRESH, REFRESH, this::refresh, system.executionContext());
  }

  /** An id that names nothing was checked at the edge; here it can only be a defect. */
  private static Behavior<IncidentEntity.Command> entity(
      EntityContext<IncidentEntity.Command> entity, IncidentParts parts) {
    return IncidentRef.parse(entity.getEntityId())
        .map(
            known ->
                IncidentEntity.create(
                    known,
                    parts,
                    self -> entity.getShard().tell(new ClusterSharding.Passivate<>(self))))
        .orElseGet(Behaviors::stopped);
  }

  public Shards<IncidentEntity.Command> shards() {
    return shards;
  }

  /**
   * Wakes those that go on, and those that ended or changed lately: a node may have died before it
   * had handed their rows over. Called on one node of the cluster.
   */
  public void wake() {
    Instant lately = node.clock().instant().minus(WOKEN);
    node.board()
        .each(
            record -> {
              if (record.endedAt().isEmpty()
                  || record.changedAt().filter(at -> at.isAfter(lately)).isPresent()) {
                shards.tell(record.ref().entityId(), new IncidentEntity.Wake());
              }
            });
  }

  /** Messages between nodes may be lost: what the table shows is the least that a node knows. */
  private void refresh() {
    CompletableFuture.supplyAsync(
            () -> node.views().changed(node.clock().instant().minus(LATELY)), node.blocking())
        .thenAccept(this::take)
        .exceptionally(this::away);
  }

  private void take(List<IncidentRecord> all) {
    Instant past = node.clock().instant().minus(KEPT);
    all.stream()
        .filter(record -> !IncidentBoard.isPast(record, past))
        .forEach(node.board()::publish);
    node.board().forget(past);
  }

  private Void away(Throwable failure) {
    node.store().failed(failure);
    return null;
  }
}
