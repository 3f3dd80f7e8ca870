package dev.tocsin.monitor;

import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.configuration.Peers;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.history.ResultSink;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;

/** The monitors' part of one clustered actor system; a new system gets a new one. */
public final class MonitorCluster implements Peers {
  private static final Duration ANNOUNCE_PATIENCE = Duration.ofSeconds(3);
  private static final Duration WRITE_PATIENCE = Duration.ofSeconds(10);

  /**
   * What outlives a clustered system on its node.
   *
   * @param results this node's log
   * @param trusted false while results must not change anything
   * @param blocking for calls of the store
   */
  public record Node(
      InstantSource clock,
      String region,
      NodeConfiguration configuration,
      StatusBoard board,
      MonitorParts.Checks checks,
      ResultSink results,
      MonitorViews views,
      StoreHealth store,
      BooleanSupplier trusted,
      LocalMonitors local,
      PingSide pings,
      Executor blocking) {}

  /** What heartbeats need of their node. */
  public record PingSide(LastPings table, Supplier<Reception> reception) {}

  private final ActorSystem<?> system;
  private final InstantSource clock;
  private final ActorRef<ViewWriter.Command<MonitorViewChange>> views;
  private final ActorRef<StatusExchange.Command> exchange;
  private final ActorRef<ShardingEnvelope<MonitorEntity.Command>> region;
  private final AtomicReference<@Nullable ActorRef<Starter.Command>> starter =
      new AtomicReference<>();

  /**
   * @param outages is told of each
   * @param alsoWakes is called whenever all monitors are woken, on one node of the cluster
   */
  public MonitorCluster(ActorSystem<?> system, Node node, OutageWatch outages, Runnable alsoWakes) {
    this.system = system;
    this.clock = node.clock();
    this.views =
        system.systemActorOf(
            ViewWriter.create(node.views()::store, node.store(), node.blocking()),
            "monitor-views",
            Props.empty());
    this.exchange =
        system.systemActorOf(
            StatusExchange.create(node.board(), node.configuration()),
            "status-exchange",
            Props.empty());
    system.systemActorOf(LostPings.create(), "lost-pings", Props.empty());
    MonitorParts parts =
        new MonitorParts(
            node.clock(),
            node.region(),
            node.configuration(),
            node.board(),
            status -> say(node, status),
            node.checks(),
            node.results(),
            views,
            outages,
            node.store(),
            node.trusted(),
            node.local(),
            pings(node));
    this.region =
        ClusterSharding.get(system)
            .init(
                Entity.of(MonitorEntity.TYPE, entity -> entity(entity.getEntityId(), parts))
                    .withStopMessage(new MonitorEntity.Stop()));
    ClusterSingleton.get(system).init(SingletonActor.of(starter(node, alsoWakes), "starter"));
  }

  private MonitorParts.Pings pings(Node node) {
    ActorRef<LastPingWriter.Command> writer =
        system.systemActorOf(
            LastPingWriter.create(node.pings().table(), node.store(), node.blocking()),
            "last-pings",
            Props.empty());
    return MonitorParts.Pings.of(writer, node.pings().reception().get());
  }

  public ShardedMonitors.Reach reach() {
    return new ShardedMonitors.Reach(system, region);
  }

  /**
   * Writes what happened to a monitor before Tocsin knew of it: to one that is not configured yet,
   * and has no events.
   *
   * @param past in the order of their times
   * @return completes when all is in the journal; the tables follow within moments
   */
  public CompletionStage<Void> backfill(MonitorRef ref, List<MonitorEvent> past) {
    ActorRef<MonitorJournal.Command> journal =
        system.systemActorOf(
            MonitorJournal.create(ref, clock, views, OutageWatch.NOBODY),
            "past-" + ref.monitor(),
            Props.empty());
    CompletionStage<Void> written = CompletableFuture.completedStage(null);
    for (MonitorEvent event : past) {
      written = written.thenCompose(before -> write(journal, event));
    }
    return written;
  }

  private CompletionStage<Void> write(
      ActorRef<MonitorJournal.Command> journal, MonitorEvent event) {
    return AskPattern.<MonitorJournal.Command, MonitorJournal.Answer>ask(
            journal,
            replyTo -> new MonitorJournal.Store(event, null, replyTo),
            WRITE_PATIENCE,
            system.scheduler())
        .thenAccept(
            answer -> {
              if (!(answer instanceof MonitorJournal.Stored)) {
                throw new IllegalStateException("The past cannot be so: " + answer);
              }
            });
  }

  /** Tells the starter, where it runs on this node, what people changed. */
  public void changed(ConfigurationChanges changes) {
    ActorRef<Starter.Command> here = starter.get();
    if (here != null) {
      OrganizationId organization = changes.organization().id();
      List<MonitorRef> monitors = new ArrayList<>();
      changes.monitors().forEach(monitor -> monitors.add(monitor.ref()));
      changes.deletedMonitors().forEach(id -> monitors.add(new MonitorRef(organization, id)));
      here.tell(new Starter.Changed(monitors));
    }
  }

  @Override
  public CompletionStage<Void> announce(OrganizationId organization, long revision) {
    return AskPattern.<StatusExchange.Command, Done>ask(
            exchange,
            replyTo -> new StatusExchange.Announce(organization, revision, replyTo),
            ANNOUNCE_PATIENCE,
            system.scheduler())
        .<Void>handle((done, late) -> null);
  }

  private void say(Node node, MonitorStatus status) {
    if (!node.configuration().isDeleted(status.ref()) && node.board().publish(status)) {
      exchange.tell(new StatusExchange.Say(status));
    }
  }

  /** An id that names nothing was checked at the edge; here it can only be a defect. */
  private static Behavior<MonitorEntity.Command> entity(String entityId, MonitorParts parts) {
    return MonitorRef.parse(entityId)
        .map(ref -> MonitorEntity.create(parts.configuration().known(ref), parts))
        .orElseGet(Behaviors::stopped);
  }

  private Behavior<Starter.Command> starter(Node node, Runnable alsoWakes) {
    Behavior<Starter.Command> starting =
        Behaviors.setup(
            context -> {
              starter.set(context.getSelf());
              return Starter.create(
                  node.configuration(),
                  node.board(),
                  node.views(),
                  node.store(),
                  (monitor, command) ->
                      region.tell(new ShardingEnvelope<>(monitor.entityId(), command)),
                  monitor -> node.local().find(monitor).isPresent(),
                  alsoWakes,
                  node.blocking());
            });
    return Behaviors.supervise(starting).onFailure(SupervisorStrategy.restart());
  }
}
