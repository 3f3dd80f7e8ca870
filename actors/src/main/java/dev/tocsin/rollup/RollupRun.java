package dev.tocsin.rollup;

import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that days are rolled up: one in the cluster, which looks every few minutes. Where the
 * store is away it looks again after a minute.
 */
public final class RollupRun extends AbstractBehavior<RollupRun.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(RollupRun.class);
  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  public sealed interface Command {}

  /** Do what is due, unless that is being done. */
  record Look() implements Command {}

  private record Looked(@Nullable Throwable failure) implements Command {}

  private final DailyRollups rollups;
  private final StoreHealth store;
  private final Executor blocking;
  private final TimerScheduler<Command> timers;
  private boolean looking;
  private volatile boolean stopped;

  /**
   * Begins it on a clustered system.
   *
   * @param rollups makes this node's, for when the one is here
   * @param blocking runs what takes minutes
   */
  public static ActorRef<Command> start(
      ActorSystem<?> system, Supplier<DailyRollups> rollups, StoreHealth store, Executor blocking) {
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                Behaviors.supervise(create(rollups, store, blocking))
                    .onFailure(SupervisorStrategy.restart()),
                "rollups"));
  }

  static Behavior<Command> create(
      Supplier<DailyRollups> rollups, StoreHealth store, Executor blocking) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new RollupRun(context, timers, rollups.get(), store, blocking)));
  }

  private RollupRun(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      DailyRollups rollups,
      StoreHealth store,
      Executor blocking) {
    super(context);
    this.timers = timers;
    this.rollups = rollups;
    this.store = store;
    this.blocking = blocking;
    timers.startSingleTimer(new Look(), FIRST);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> onLook())
        .onMessage(Looked.class, this::onLooked)
        .onSignal(PreRestart.class, restart -> onStop())
        .onSignal(PostStop.class, stop -> onStop())
        .build();
  }

  private Behavior<Command> onLook() {
    if (!looking) {
      looking = true;
      getContext()
          .pipeToSelf(
              CompletableFuture.runAsync(() -> rollups.catchUp(() -> !stopped), blocking),
              (done, failure) -> new Looked(failure));
    }
    return this;
  }

  private Behavior<Command> onLooked(Looked looked) {
    looking = false;
    Throwable failure = looked.failure();
    if (failure == null) {
      store.answered();
    } else if (StoreUnavailableException.is(failure)) {
      store.failed(failure);
    } else {
      LOG.error("Days cannot be rolled up", failure);
    }
    timers.startSingleTimer(new Look(), failure == null ? EVERY : AFTER_FAILURE);
    return this;
  }

  private Behavior<Command> onStop() {
    stopped = true;
    rollups.rest();
    return this;
  }
}
