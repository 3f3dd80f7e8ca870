package dev.tocsin.alert;

import dev.tocsin.StoreHealth;
import dev.tocsin.escalation.Responders;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.OutageWatch;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityContext;
import org.jspecify.annotations.Nullable;

/** The alerts' part of one clustered actor system; a new system gets a new one. */
public final class AlertCluster implements OutageWatch {
  /** So long the tables may take to learn of an outage that they can be told of. */
  private static final Duration UNKNOWN = Duration.ofMinutes(5);

  private static final Duration CLEAN = Duration.ofHours(1);
  private static final Duration REFRESH = Duration.ofMinutes(1);

  /**
   * What outlives a clustered system on its node.
   *
   * @param whole whether this node sees its whole cluster
   * @param blocking for calls of the store
   */
  public record Node(
      InstantSource clock,
      AlertBoard board,
      AlertViews views,
      Delivery delivery,
      StoreHealth store,
      BooleanSupplier whole,
      LocalAlerts local,
      Executor blocking) {}

  /**
   * Who is told, in which words, and where.
   *
   * @param healths which places are reached
   */
  public record Delivery(
      Responders responders,
      Holds holds,
      AlertParts.Wording wording,
      Place.Directory places,
      DeliveryWatch watch,
      PlaceHealths healths,
      DeliveryLog log) {}

  private final ActorSystem<?> system;
  private final Node node;
  private final PlaceWatch watch;
  private final ActorRef<ShardingEnvelope<AlertEntity.Command>> alerts;
  private volatile Instant cleaned = Instant.EPOCH;
  private final AtomicBoolean waking = new AtomicBoolean();
  private final Map<AlertRef, Instant> suspects = new ConcurrentHashMap<>();

  public AlertCluster(ActorSystem<?> system, Node node) {
    this.system = system;
    this.node = node;
    this.watch = new PlaceWatch(node.delivery().healths(), node.delivery().places(), this::tell);
    ActorRef<ViewWriter.Command<AlertView>> views =
        system.systemActorOf(
            ViewWriter.create(node.views()::store, node.store(), node.blocking()),
            "alert-views",
            Props.empty());
    ActorRef<AlertExchange.Command> exchange =
        system.systemActorOf(
            AlertExchange.create(node.board(), node.clock()), "alert-exchange", Props.empty());
    ClusterSharding sharding = ClusterSharding.get(system);
    ActorRef<ShardingEnvelope<Postbox.Command>> postboxes = postboxes(sharding);
    AlertParts parts =
        new AlertParts(
            node.clock(),
            node.delivery().responders(),
            node.delivery().holds(),
            node.delivery().wording(),
            node.board(),
            sight -> {
              if (node.board().publish(sight)) {
                exchange.tell(new AlertExchange.Say(sight));
              }
            },
            views,
            (place, command) -> postboxes.tell(new ShardingEnvelope<>(place, command)),
            node.store(),
            node.whole(),
            node.local());
    this.alerts =
        sharding.init(
            Entity.of(AlertEntity.TYPE, entity -> alert(entity, parts))
                .withStopMessage(new AlertEntity.Stop()));
    system
        .scheduler()
        .scheduleWithFixedDelay(REFRESH, REFRESH, this::refresh, system.executionContext());
  }

  private ActorRef<ShardingEnvelope<Postbox.Command>> postboxes(ClusterSharding sharding) {
    Postbox.Parts parts =
        new Postbox.Parts(node.clock(), node.delivery().places(), this::tell, watch());
    return sharding.init(
        Entity.of(
                Postbox.TYPE, entity -> Postbox.create(entity.getEntityId(), parts, leave(entity)))
            .withStopMessage(new Postbox.Stop()));
  }

  /** Is told of what goes to a place, also of what is no alert's. */
  public DeliveryWatch watch() {
    DeliveryWatch others = node.delivery().watch();
    return new DeliveryWatch() {
      @Override
      public void tried(OrganizationId organization, UUID place, Outcome outcome, Instant at) {
        others.tried(organization, place, outcome, at);
        watch.tried(organization, place, outcome, at);
      }

      @Override
      public void arrived(
          OrganizationId organization, UUID place, Postbox.Arrived told, Instant at) {
        others.arrived(organization, place, told, at);
        watch.arrived(organization, place, told, at);
      }
    };
  }

  /** An id that names nothing was checked at the edge; here it can only be a defect. */
  private Behavior<AlertEntity.Command> alert(
      EntityContext<AlertEntity.Command> entity, AlertParts parts) {
    return AlertRef.parse(entity.getEntityId())
        .map(
            ref ->
                AlertEntity.create(
                    ref,
                    parts,
                    new AlertEntity.Exit(leave(entity), () -> tell(ref, new AlertEntity.Wake()))))
        .orElseGet(Behaviors::stopped);
  }

  private static <T> Consumer<ActorRef<T>> leave(EntityContext<T> entity) {
    return self -> entity.getShard().tell(new ClusterSharding.Passivate<>(self));
  }

  public ShardedAlerts.Reach reach() {
    return new ShardedAlerts.Reach(system, alerts);
  }

  private void tell(AlertRef alert, AlertEntity.Command command) {
    alerts.tell(new ShardingEnvelope<>(alert.entityId(), command));
  }

  @Override
  public void began(MonitorRef monitor, OutageId outage, Told told) {
    tell(
        ref(monitor, outage),
        new AlertEntity.Raise(
            monitor, told.cause(), told.at(), told.over(), told.number(), told.replyTo()));
  }

  @Override
  public void ended(MonitorRef monitor, OutageId outage, Told told) {
    tell(ref(monitor, outage), new AlertEntity.Over(told.at(), told.number(), told.replyTo()));
  }

  private static AlertRef ref(MonitorRef monitor, OutageId outage) {
    return new AlertRef(monitor.organization(), AlertId.of(outage));
  }

  /**
   * Wakes every open alert: those that nobody sends a message to do not come back by themselves
   * when their node has died. Called on one node of the cluster.
   */
  public void wake() {
    if (waking.compareAndSet(false, true)) {
      CompletableFuture.supplyAsync(this::look, node.blocking()).whenComplete(this::woken);
    }
  }

  private record Looked(List<AlertRecord> open, List<AlertRef> ended, List<AlertRef> unknown) {}

  private Looked look() {
    return new Looked(node.views().open(), node.views().ended(), node.views().unknown());
  }

  private void clean() {
    Instant now = node.clock().instant();
    if (cleaned.plus(CLEAN).isBefore(now)) {
      cleaned = now;
      CompletableFuture.runAsync(
              () -> node.delivery().log().forget(now.minus(DeliveryLog.KEPT)), node.blocking())
          .exceptionally(
              away -> {
                node.store().failed(away);
                return null;
              });
    }
  }

  /** With the store away all that are known are woken all the same. */
  private void woken(@Nullable Looked looked, @Nullable Throwable failure) {
    waking.set(false);
    if (looked == null || failure != null) {
      if (failure != null) {
        node.store().failed(failure);
      }
      node.board()
          .each(
              sight -> {
                if (sight.record().isOpen()) {
                  tell(sight.record().ref(), new AlertEntity.Wake());
                }
              });
      return;
    }
    node.store().answered();
    take(looked.open());
    looked.open().forEach(alert -> tell(alert.ref(), new AlertEntity.Wake()));
    node.board()
        .each(
            sight -> {
              if (sight.record().isOpen() && !sight.isAllStored()) {
                tell(sight.record().ref(), new AlertEntity.Wake());
              }
            });
    Instant now = node.clock().instant();
    looked.ended().forEach(alert -> tell(alert, new AlertEntity.Over(now, 0, null)));
    node.delivery()
        .healths()
        .ofGone()
        .forEach(alert -> tell(alert, new AlertEntity.Over(now, 0, null)));
    endUnknown(looked.unknown(), now);
    clean();
  }

  /** What is unknown to the tables for minutes while they answer was never stored. */
  private void endUnknown(List<AlertRef> unknown, Instant now) {
    suspects.keySet().retainAll(Set.copyOf(unknown));
    for (AlertRef alert : unknown) {
      Instant since = suspects.computeIfAbsent(alert, first -> now);
      if (since.plus(UNKNOWN).isBefore(now)) {
        tell(alert, new AlertEntity.Over(now, 0, null));
      }
    }
  }

  /** Messages between nodes may be lost: what the tables show is the least that a node knows. */
  private void refresh() {
    CompletableFuture.supplyAsync(node.views()::open, node.blocking())
        .thenAccept(this::takeAll)
        .exceptionally(
            away -> {
              node.store().failed(away);
              return null;
            });
  }

  private void takeAll(List<AlertRecord> open) {
    take(open);
    Set<AlertRef> there = new HashSet<>();
    open.forEach(alert -> there.add(alert.ref()));
    node.board()
        .each(
            sight -> {
              AlertRecord record = sight.record();
              if (record.isOpen() && !there.contains(record.ref())) {
                node.views()
                    .find(record.ref())
                    .ifPresent(row -> node.board().publish(new AlertSight(row, row.sequence())));
              }
            });
  }

  private void take(List<AlertRecord> open) {
    open.forEach(alert -> node.board().publish(new AlertSight(alert, alert.sequence())));
  }
}
