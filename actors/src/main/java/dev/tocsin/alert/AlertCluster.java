package dev.tocsin.alert;

import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.escalation.Responders;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.OutageWatch;
import dev.tocsin.monitor.StatusBoard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.jspecify.annotations.Nullable;

/** The alerts' part of one clustered actor system; a new system gets a new one. */
public final class AlertCluster implements OutageWatch {
  /** So long after it was raised, everybody has heard of the outage of an alert. */
  private static final Duration HEARD = Duration.ofMinutes(2);

  /**
   * What outlives a clustered system on its node.
   *
   * @param whole whether this node sees its whole cluster
   * @param blocking for calls of the store
   */
  public record Node(
      InstantSource clock,
      NodeConfiguration configuration,
      StatusBoard monitors,
      AlertBoard board,
      AlertViews views,
      Delivery delivery,
      StoreHealth store,
      BooleanSupplier whole,
      LocalAlerts local,
      Executor blocking) {}

  /** Who is told, in which words, and where. */
  public record Delivery(
      Responders responders,
      AlertParts.Wording wording,
      Place.Directory places,
      DeliveryWatch watch) {}

  private final ActorSystem<?> system;
  private final Node node;
  private final ActorRef<ShardingEnvelope<AlertEntity.Command>> alerts;
  private final AtomicBoolean waking = new AtomicBoolean();

  public AlertCluster(ActorSystem<?> system, Node node) {
    this.system = system;
    this.node = node;
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
            Entity.of(AlertEntity.TYPE, entity -> entity(entity.getEntityId(), parts))
                .withStopMessage(new AlertEntity.Stop()));
  }

  private ActorRef<ShardingEnvelope<Postbox.Command>> postboxes(ClusterSharding sharding) {
    Postbox.Parts parts =
        new Postbox.Parts(
            node.clock(), node.delivery().places(), this::tell, node.delivery().watch());
    return sharding.init(
        Entity.of(Postbox.TYPE, entity -> Postbox.create(entity.getEntityId(), parts))
            .withStopMessage(new Postbox.Stop()));
  }

  /** An id that names nothing was checked at the edge; here it can only be a defect. */
  private static Behavior<AlertEntity.Command> entity(String entityId, AlertParts parts) {
    return AlertRef.parse(entityId)
        .map(ref -> AlertEntity.create(ref, parts))
        .orElseGet(Behaviors::stopped);
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
        new AlertEntity.Raise(monitor, told.cause(), told.at(), told.number(), told.replyTo()));
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
      CompletableFuture.supplyAsync(node.views()::open, node.blocking()).whenComplete(this::woken);
    }
  }

  /** With the store away all that are known are woken all the same. */
  private void woken(@Nullable List<AlertRecord> open, @Nullable Throwable failure) {
    waking.set(false);
    if (open == null || failure != null) {
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
    Instant now = node.clock().instant();
    for (AlertRecord alert : open) {
      node.board().publish(new AlertSight(alert, alert.sequence()));
      tell(alert.ref(), new AlertEntity.Wake());
      if (alert.raisedAt().plus(HEARD).isBefore(now) && isOver(alert)) {
        tell(alert.ref(), new AlertEntity.Over(now, 0, null));
      }
    }
  }

  /** What raised it is up again, or gone, and nobody was left who could say so. */
  private boolean isOver(AlertRecord alert) {
    AlertSubject subject = alert.subject();
    if (subject == null
        || alert.standing().over()
        || !(subject.source() instanceof AlertSource.OfMonitor(var monitor))) {
      return false;
    }
    MonitorRef ref = new MonitorRef(alert.ref().organization(), monitor);
    if (node.configuration().monitor(ref) instanceof Lookup.Unknown) {
      return true;
    }
    return node.monitors()
        .status(ref)
        .filter(status -> status.isStored())
        .map(
            status ->
                status.outage() == null
                    || !status.outage().value().equals(alert.ref().alert().value()))
        .orElse(false);
  }
}
