package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.ConfigurationStore;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.LastPings;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Reception;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.Installation;
import dev.tocsin.persistence.configuration.JdbiConfigurationStore;
import dev.tocsin.persistence.item.PersonalItems;
import dev.tocsin.persistence.monitor.JdbiLastPings;
import dev.tocsin.persistence.monitor.JdbiMonitorViews;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.uptime.JdbiTimelineStore;
import dev.tocsin.uptime.Timelines;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorSystem;

/** What this node holds in its memory, and the tables that it comes from. */
final class Knowledge {
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(60);

  private final ConfigurationStore tables;
  private final PersonalItems personal;
  private final MonitorViews views;
  private final LastPings lastPings;
  private final Database database;
  private final InstantSource clock;
  private final Executor blocking;
  private final NodeConfiguration configuration;
  private final StatusBoard board = new StatusBoard();
  private final Timelines timelines;
  private final StoreHealth store;
  private final AtomicBoolean polling = new AtomicBoolean();
  private volatile boolean closed;
  private volatile Consumer<MonitorRef> timelineChanged = monitor -> {};

  Knowledge(
      Stores stores, Secrets secrets, StoreHealth store, InstantSource clock, Executor blocking) {
    this.tables = new JdbiConfigurationStore(stores.database(), secrets, KnownContents.ALL, clock);
    this.personal = new PersonalItems(secrets);
    this.views = new JdbiMonitorViews(stores.database());
    this.lastPings = new JdbiLastPings(stores.database());
    this.database = stores.database();
    this.clock = clock;
    this.blocking = blocking;
    this.configuration = new NodeConfiguration(tables, blocking);
    this.store = store;
    var maintenances = new Maintenances(configuration);
    this.timelines =
        new Timelines(
            board,
            new JdbiTimelineStore(stores.database()),
            clock,
            monitor -> maintenances.uncounted(monitor, Timelines.KEPT, clock.instant()));
    configuration.onChange(
        changes ->
            changes
                .deletedMonitors()
                .forEach(id -> forget(new MonitorRef(changes.organization().id(), id))));
  }

  private void forget(MonitorRef deleted) {
    board.remove(deleted);
    timelines.remove(deleted);
  }

  ConfigurationStore tables() {
    return tables;
  }

  MonitorViews views() {
    return views;
  }

  LastPings lastPings() {
    return lastPings;
  }

  NodeConfiguration configuration() {
    return configuration;
  }

  StatusBoard board() {
    return board;
  }

  Timelines timelines() {
    return timelines;
  }

  /** Reads everything. Blocks; throws where the store does not answer. */
  void load() {
    personal.complete(database, clock.instant());
    var statuses = CompletableFuture.supplyAsync(views::statuses, blocking);
    configuration.refresh().toCompletableFuture().join();
    statuses.join().stream()
        .filter(status -> !configuration.isDeleted(status.ref()))
        .forEach(board::publish);
    board.share(configuration::known);
    timelines.load();
  }

  /** Is told of monitors whose past turns out to have been another than was shown. */
  void onTimelineChanged(Consumer<MonitorRef> listener) {
    timelineChanged = listener;
  }

  /** When pings could last be received before this node began. Blocks. */
  Reception reception() {
    return new Reception(Installation.lastAlive(database).orElse(Instant.EPOCH), clock.instant());
  }

  /**
   * Asks the tables every 10 s what is new, for what no other node has told.
   *
   * @return closed, it asks no more
   */
  AutoCloseable follow(ActorSystem<?> edge) {
    Cancellable polls =
        edge.scheduler().scheduleWithFixedDelay(POLL, POLL, this::poll, edge.executionContext());
    return () -> {
      closed = true;
      polls.cancel();
    };
  }

  /** One at a time: a store that hardly answers is not asked all the more. */
  private void poll() {
    if (!polling.compareAndSet(false, true)) {
      return;
    }
    ask()
        .toCompletableFuture()
        .copy()
        .orTimeout(LONGEST_POLL.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> polling.set(false));
  }

  private CompletionStage<Void> ask() {
    return configuration
        .refresh()
        .thenRunAsync(() -> Installation.alive(database, clock.instant()), blocking)
        .thenRunAsync(() -> timelines.catchUp(timelineChanged), blocking)
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                store.answered();
              } else if (!closed) {
                store.failed(failure);
              }
            });
  }
}
