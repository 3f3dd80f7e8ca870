package dev.tocsin.monitor;

import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.NodeConfiguration;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.jspecify.annotations.Nullable;

/**
 * Wakes what must run: one in the cluster. Shards move and nodes die, and an entity that nobody
 * sends a message to does not come back by itself; so after each change of the membership, and once
 * a minute, every monitor is told to run, and those whose journal holds more than the read models
 * show are told to read it.
 */
public final class Starter extends AbstractBehavior<Starter.Command> {
  private static final long NEVER = -1;
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

  /** Shards are moved some at a time, for a while after the membership has changed. */
  private static final Duration[] AFTER_CHANGE = {
    Duration.ofMillis(500),
    Duration.ofSeconds(3),
    Duration.ofSeconds(6),
    Duration.ofSeconds(10),
    Duration.ofSeconds(20),
    Duration.ofSeconds(40)
  };

  public sealed interface Command {}

  /** People changed these monitors' configuration, or there are new ones. */
  public record Changed(Iterable<MonitorRef> monitors) implements Command {}

  /** Members came or went. */
  record Membership() implements Command {}

  /** This node is about to give its shards away: whoever starts next wakes what runs in them. */
  record Ending() implements Command {}

  /**
   * @param afterChange of the membership, so that others may have stored what nobody told this node
   * @param thorough whether to look and to wake whatever the looks before have done
   */
  private record Sweep(boolean afterChange, boolean thorough) implements Command {}

  private record Behind(Sweep sweep, Map<MonitorRef, Long> monitors, @Nullable Throwable failure)
      implements Command {}

  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final MonitorViews views;
  private final StoreHealth store;
  private final BiConsumer<MonitorRef, MonitorEntity.Command> shards;
  private final Predicate<MonitorRef> runsHere;
  private final Runnable alsoWakes;
  private final Executor blocking;
  private final TimerScheduler<Command> timers;
  private boolean asking;
  private boolean isEnding;

  /** Before that, those that run here may have missed what people changed. */
  private boolean wokeAll;

  /** The youngest event when journals, rows and board were last compared, by any thread. */
  private volatile long comparedAt = NEVER;

  /**
   * @param shards sends a command to a monitor, wherever it runs
   * @param runsHere whether a monitor's entity is on this node and needs no waking
   * @param alsoWakes is called whenever all monitors are woken
   */
  public static Behavior<Command> create(
      NodeConfiguration configuration,
      StatusBoard board,
      MonitorViews views,
      StoreHealth store,
      BiConsumer<MonitorRef, MonitorEntity.Command> shards,
      Predicate<MonitorRef> runsHere,
      Runnable alsoWakes,
      Executor blocking) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Starter(
                        context,
                        timers,
                        configuration,
                        board,
                        views,
                        store,
                        shards,
                        runsHere,
                        alsoWakes,
                        blocking)));
  }

  private Starter(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      NodeConfiguration configuration,
      StatusBoard board,
      MonitorViews views,
      StoreHealth store,
      BiConsumer<MonitorRef, MonitorEntity.Command> shards,
      Predicate<MonitorRef> runsHere,
      Runnable alsoWakes,
      Executor blocking) {
    super(context);
    this.timers = timers;
    this.configuration = configuration;
    this.board = board;
    this.views = views;
    this.store = store;
    this.shards = shards;
    this.runsHere = runsHere;
    this.alsoWakes = alsoWakes;
    this.blocking = blocking;
    timers.startTimerWithFixedDelay(new Sweep(false, true), SWEEP_EVERY);
    Cluster.get(context.getSystem())
        .subscriptions()
        .tell(
            Subscribe.create(
                context.messageAdapter(ClusterEvent.MemberEvent.class, event -> new Membership()),
                ClusterEvent.MemberEvent.class));
    CoordinatedShutdown.get(context.getSystem())
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "starter",
            () -> {
              context.getSelf().tell(new Ending());
              return CompletableFuture.completedFuture(Done.getInstance());
            });
    onMembership();
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Changed.class, this::onChanged)
        .onMessage(Membership.class, changed -> onMembership())
        .onMessage(Sweep.class, this::onSweep)
        .onMessage(Behind.class, this::onBehind)
        .onMessage(Ending.class, this::onEnding)
        .build();
  }

  private Behavior<Command> onChanged(Changed changed) {
    changed.monitors().forEach(monitor -> wake(monitor, false));
    return this;
  }

  private Behavior<Command> onEnding(Ending ending) {
    timers.cancelAll();
    isEnding = true;
    return this;
  }

  private Behavior<Command> onMembership() {
    if (isEnding) {
      return this;
    }
    for (int i = 0; i < AFTER_CHANGE.length; i++) {
      timers.startSingleTimer(i, new Sweep(true, i == AFTER_CHANGE.length - 1), AFTER_CHANGE[i]);
    }
    return this;
  }

  private Behavior<Command> onSweep(Sweep sweep) {
    if (!asking) {
      asking = true;
      getContext()
          .pipeToSelf(
              CompletableFuture.supplyAsync(() -> behind(sweep), blocking),
              (behind, failure) -> new Behind(sweep, behind == null ? Map.of() : behind, failure));
    }
    return this;
  }

  /**
   * Also those of which a node that could not reach the others has stored more than anybody here
   * has heard: rows and journal agree then, and the board is what is old. The rows are read after
   * the journals, so that what is stored meanwhile is in one of the two.
   *
   * <p>Where nothing was stored since the last time, several looks after one change are one; but
   * not the last, for the numbers of events are not given in the order in which they are stored.
   */
  private Map<MonitorRef, Long> behind(Sweep sweep) {
    if (!sweep.afterChange()) {
      return views.behind();
    }
    long youngest = views.lastEvent();
    if (!sweep.thorough() && youngest == comparedAt) {
      return Map.of();
    }
    Map<MonitorRef, Long> behind = new HashMap<>(views.behind());
    for (MonitorStatus stored : views.statuses()) {
      if (!configuration.isDeleted(stored.ref()) && board.publish(stored)) {
        behind.put(stored.ref(), stored.version().sequence());
      }
    }
    comparedAt = youngest;
    return behind;
  }

  /** With the store away all are woken all the same: who is behind is found out later. */
  private Behavior<Command> onBehind(Behind behind) {
    asking = false;
    if (behind.failure() == null) {
      store.answered();
    } else {
      store.failed(behind.failure());
    }
    ArrayDeque<MonitorRef> late = new ArrayDeque<>(behind.monitors().keySet());
    configuration.eachMonitor(
        monitor -> {
          boolean known = wokeAll && !behind.sweep().thorough() && runsHere.test(monitor.ref());
          if (!known && !behind.monitors().containsKey(monitor.ref())) {
            wake(monitor.ref(), false);
          }
        });
    late.forEach(monitor -> wake(monitor, true));
    wokeAll = true;
    if (!isEnding) {
      alsoWakes.run();
    }
    return this;
  }

  private void wake(MonitorRef monitor, boolean behind) {
    if (isEnding) {
      return; // its shards are on their way, and would only hold this until it is thrown away
    }
    shards.accept(
        monitor, new MonitorEntity.Wake(configuration.revisionOf(monitor.organization()), behind));
  }
}
