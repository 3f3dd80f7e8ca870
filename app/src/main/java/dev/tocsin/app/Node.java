package dev.tocsin.app;

import dev.tocsin.app.core.Core;
import dev.tocsin.app.core.CoreParts;
import dev.tocsin.app.operations.Health;
import dev.tocsin.app.operations.ManagementServer;
import dev.tocsin.app.operations.Metrics;
import dev.tocsin.app.operations.Operations;
import dev.tocsin.cluster.NodeTable;
import dev.tocsin.conf.SecretKey;
import dev.tocsin.conf.SecretKeyFile;
import dev.tocsin.conf.Settings;
import dev.tocsin.persistence.cluster.DatabaseSetup;
import dev.tocsin.persistence.cluster.JdbiNodeTable;
import dev.tocsin.persistence.journal.JournalSettings;
import dev.tocsin.time.ClockWatch;
import dev.tocsin.time.CorrectedClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node, put together. The edge serves as long as the process lives; the core is its clustered
 * part, which may start over. Parts are closed in the reverse order of their start: the port
 * drains, the core leaves, the stores close.
 */
public final class Node implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final Duration LOOK = Duration.ofMillis(10);

  private final Settings settings;
  private final Started started;
  private final SecretKey secretKey;
  private final Health health;
  private final ClockWatch watch;
  private final Core<ActorSystem<Void>> core;
  private final PublicPort port;
  private final Optional<ManagementServer> management;

  /** The core is told where the management port is, and that port what the core is. */
  private volatile Supplier<Optional<UUID>> incarnation = Optional::empty;

  /**
   * Starts a node, and waits for its cluster, but not longer than {@link Parts#clusterPatience}:
   * pages are served from disk meanwhile.
   *
   * @throws RuntimeException with a sentence for the operator, where the start is refused; nothing
   *     is left running
   */
  public static Node start(Settings settings, Parts parts) {
    var started = new Started();
    try {
      var node = new Node(settings, parts, started);
      node.awaitCluster(parts.clusterPatience());
      node.health.ready();
      return node;
    } catch (RuntimeException refused) {
      started.close();
      throw refused;
    }
  }

  private Node(Settings settings, Parts parts, Started started) {
    this.settings = settings;
    this.started = started;
    OpenFiles.warning(settings.checks().maxInFlight()).ifPresent(log::warn);

    this.secretKey = secretKey(settings);
    this.health = new Health();
    var metrics = started.add(new Metrics(Version.CURRENT));
    var clock = new CorrectedClock(parts.clock(), System::nanoTime);
    this.watch = new ClockWatch(clock.unslewed(), System::nanoTime);
    var edge = started.add(Edge.start(watch));
    var stores = started.add(Stores.open(settings, secretKey, clock));

    var operations = new Operations(health, metrics, () -> incarnation.get());
    this.management =
        ManagementServer.start(settings.cluster().host(), settings.management().port(), operations)
            .map(started::add);
    this.core = started.add(core(clock, stores));
    this.incarnation = core::incarnation;
    measure(metrics.registry(), clock);

    this.port = started.add(PublicPort.open(edge.system(), settings.http(), operations::handle));
  }

  private Core<ActorSystem<Void>> core(CorrectedClock clock, Stores stores) {
    var table =
        settings.database().isPostgres()
            ? Optional.<NodeTable>of(new JdbiNodeTable(stores.database()))
            : Optional.<NodeTable>empty();
    return Core.start(
        new CoreParts<>(
            settings,
            JournalSettings.overlay(stores.database().settings()),
            List.of(new DatabaseSetup(stores.database())),
            table,
            management.map(ManagementServer::address),
            clock,
            Function.identity(),
            why -> {}),
        stores::prepare);
  }

  private static SecretKey secretKey(Settings settings) {
    return settings
        .security()
        .secretKey()
        .orElseGet(() -> SecretKeyFile.readOrCreate(settings.node().dataDir()));
  }

  private void measure(MeterRegistry registry, CorrectedClock clock) {
    Gauge.builder("tocsin.cluster.member", () -> core.isUp() ? 1 : 0)
        .description("1 while this node is a full member of its cluster")
        .register(registry);
    Gauge.builder("tocsin.cluster.members", core::members)
        .description("The members that this node sees and reaches, itself included")
        .register(registry);
    Gauge.builder("tocsin.cluster.unreachable", core::unreachable)
        .description("The members that this node does not reach and has not given up")
        .register(registry);
    Gauge.builder("tocsin.cluster.lives", core::lives)
        .description("How often the clustered part of this process has begun")
        .register(registry);
    Gauge.builder("tocsin.clock.offset", () -> clock.offset().toNanos() / 1e9)
        .description("The store's clock minus this machine's")
        .baseUnit("seconds")
        .register(registry);
  }

  private void awaitCluster(Duration patience) {
    var begun = core.begun().toCompletableFuture();
    var end = System.nanoTime() + patience.toNanos();
    while (!core.isUp()) {
      if (begun.isCompletedExceptionally()) {
        throw refusal(begun::join);
      }
      if (System.nanoTime() > end) {
        log.warn("This node has no cluster yet; until it has, it serves what it knows.");
        return;
      }
      pause();
    }
  }

  private static RuntimeException refusal(Runnable join) {
    try {
      join.run();
      return new IllegalStateException("The start was refused for no reason.");
    } catch (CompletionException e) {
      return e.getCause() instanceof RuntimeException refused ? refused : e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The start was interrupted.", e);
    }
  }

  /** What links begin with. */
  public URI url() {
    return settings.http().publicUrl(port.port());
  }

  /** The port that was really taken. */
  public int port() {
    return port.port();
  }

  /** What cookies and links are signed with, and secrets at rest encrypted. */
  SecretKey secretKey() {
    return secretKey;
  }

  /** The part that may start over. */
  public Core<ActorSystem<Void>> core() {
    return core;
  }

  /** Tells of jumps of the clock. */
  public ClockWatch watch() {
    return watch;
  }

  /** Where other nodes and operators ask. */
  public Optional<ManagementServer> management() {
    return management;
  }

  /** Fails where the store, once it answered, turned out not to be one to start with. */
  public CompletionStage<Void> begun() {
    return core.begun();
  }

  /** Drains, leaves the cluster, closes the stores; blocks until that is done. */
  @Override
  public void close() {
    health.draining();
    started.close();
  }
}
