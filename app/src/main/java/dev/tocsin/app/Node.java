package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertCluster;
import dev.tocsin.alert.LocalAlerts;
import dev.tocsin.alert.ShardedAlerts;
import dev.tocsin.app.core.Core;
import dev.tocsin.app.core.CoreParts;
import dev.tocsin.app.operations.Health;
import dev.tocsin.app.operations.ManagementServer;
import dev.tocsin.app.operations.Metrics;
import dev.tocsin.app.operations.Operations;
import dev.tocsin.bulk.BulkExchange;
import dev.tocsin.bulk.BulkRuns;
import dev.tocsin.cluster.NodeTable;
import dev.tocsin.conf.DataFolder;
import dev.tocsin.conf.SecretKey;
import dev.tocsin.conf.SecretKeyFile;
import dev.tocsin.conf.Settings;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Peers;
import dev.tocsin.escalation.Verification;
import dev.tocsin.heartbeat.PingKeys;
import dev.tocsin.history.RecentSummaries;
import dev.tocsin.history.ResultHistory;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.api.TestChecks;
import dev.tocsin.http.api.TrialLimit;
import dev.tocsin.http.ping.PingIndex;
import dev.tocsin.incident.IncidentCluster;
import dev.tocsin.incident.rule.RuleSight;
import dev.tocsin.invitation.InvitationPost;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.LocalMonitors;
import dev.tocsin.monitor.MonitorCluster;
import dev.tocsin.monitor.MonitorParts;
import dev.tocsin.monitor.Reception;
import dev.tocsin.monitor.ShardedMonitors;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.oncall.calendar.CalendarLinks;
import dev.tocsin.persistence.Installation;
import dev.tocsin.persistence.cluster.DatabaseSetup;
import dev.tocsin.persistence.cluster.JdbiNodeTable;
import dev.tocsin.persistence.item.JdbiContactCodes;
import dev.tocsin.persistence.journal.JournalSettings;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.JdbiTenancyStore;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.InvitationLinks;
import dev.tocsin.time.ClockWatch;
import dev.tocsin.time.CorrectedClock;
import dev.tocsin.time.Standstill;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
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
  private static final Duration LAST_QUESTIONS = Duration.ofSeconds(3);

  private final Settings settings;
  private final Started started;
  private final Health health;
  private final ClockWatch watch;
  private final Stores stores;
  private final Knowledge knowledge;
  private final Optional<Invitations> invitations;
  private final Doors doors;
  private final Pages pages;
  private final OwnEndpoints ownEndpoints;
  private final Watching watching;
  private final KnownChannels channels;
  private final Subscribing subscribing;
  private final Alerting alerting;
  private final Telling telling;
  private final LocalMonitors local = new LocalMonitors();
  private final LocalAlerts localAlerts = new LocalAlerts();
  private final Results results;
  private final AtomicBoolean trusted = new AtomicBoolean(true);
  private final Secrets secrets;
  private final DerivedKeys keys;
  private final PingKeys pingKeys;
  private final ShardedMonitors monitors;
  private final ResultHistory history;
  private final Days days;
  private final ConfigurationWriter writer;
  private final BulkRuns bulk;
  private final Core<Entities> core;
  private final Backfill backfill;
  private final Serving serving;
  private final Optional<ManagementServer> management;
  private final URI url;

  /** The core is told where the management port is, and that port what the core is. */
  private volatile Supplier<Optional<UUID>> incarnation = Optional::empty;

  private volatile @Nullable UUID installation;
  private volatile @Nullable Reception reception;
  private volatile @Nullable URI setUpLink;

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

    DataFolder.create(settings.node().dataDir());
    this.health = new Health();
    var metrics = started.add(new Metrics(Version.CURRENT));
    var clock = new CorrectedClock(parts.clock(), System::nanoTime);
    this.watch = new ClockWatch(clock.unslewed(), System::nanoTime);
    watch.onJump(jump -> jumped(clock, jump));
    var edge = started.add(Edge.start(watch));
    var standstill = new Standstill(clock, System::nanoTime, local::unreceivable);
    edge.system()
        .scheduler()
        .scheduleWithFixedDelay(
            Standstill.PERIOD,
            Standstill.PERIOD,
            standstill::look,
            edge.system().executionContext());
    var blocking = Executors.newVirtualThreadPerTaskExecutor();
    started.add(() -> cut(blocking));
    var key = settings.security().secretKey().orElseGet(() -> keyFile(settings));
    this.secrets = new Secrets(key.bytes());
    var storeHealth = new StoreHealth(clock);
    this.stores = started.add(Stores.open(settings, storeHealth));
    started.add(() -> finish(blocking));
    this.knowledge = new Knowledge(stores, secrets, storeHealth, clock, blocking);

    this.keys = new DerivedKeys(key.bytes());
    this.pingKeys = new PingKeys(keys);
    var pings = new PingIndex(knowledge.configuration(), pingKeys);

    var operations = new Operations(health, metrics, () -> incarnation.get());
    this.management =
        ManagementServer.start(settings.cluster().host(), settings.management().port(), operations)
            .map(started::add);
    this.results = started.add(Results.open(settings, clock, blocking, metrics.registry()));
    this.ownEndpoints = new OwnEndpoints(settings, management.map(ManagementServer::address));
    this.watching = started.add(Watching.open(settings, ownEndpoints, clock, metrics.registry()));
    int port = publicPort(settings);
    this.url = settings.http().publicUrl(port);
    this.invitations =
        settings
            .smtp()
            .map(
                smtp ->
                    started.add(
                        new Invitations(
                            smtp,
                            stores,
                            secrets,
                            new InvitationLinks(url, keys),
                            this::announceNewest,
                            storeHealth,
                            clock,
                            blocking,
                            metrics.registry())));
    this.doors =
        started.add(
            new Doors(
                settings,
                key,
                JdbiTenancyStore.in(stores.database(), secrets),
                invitations.<InvitationPost>map(post -> post).orElse(InvitationPost.CLOSED),
                this::installation,
                url,
                blocking,
                clock));
    this.telling = new Telling(stores, storeHealth, this::news, clock, blocking);
    this.pages =
        started.add(
            new Pages(
                settings,
                knowledge,
                telling.board(),
                url,
                new CalendarLinks(keys, url),
                clock,
                blocking,
                metrics.registry()));
    var callbacks = new CallbackLinks(keys, url, clock);
    this.channels =
        started.add(
            new KnownChannels(settings, keys, url, ownEndpoints, callbacks, clock, blocking));
    this.subscribing =
        started.add(
            new Subscribing(
                settings,
                stores,
                secrets,
                keys,
                url,
                channels.strangers(),
                storeHealth,
                clock,
                blocking,
                metrics.registry()));
    this.monitors = new ShardedMonitors(this::reach, local, clock);
    this.alerting =
        new Alerting(
            stores,
            knowledge,
            monitors,
            channels,
            localAlerts,
            key,
            url,
            storeHealth,
            clock,
            blocking,
            metrics.registry());
    this.history = results.history(monitors, knowledge, clock);
    this.days =
        new Days(
            settings,
            stores,
            knowledge,
            results.archived(),
            new RecentSummaries(history)::read,
            storeHealth,
            clock,
            blocking);
    days.measure(metrics.registry());
    this.writer =
        new ConfigurationWriter(
            knowledge.tables(), knowledge.configuration(), this::announce, blocking);
    this.bulk =
        new BulkRuns(
            new BulkRuns.Parts(
                knowledge.configuration(),
                writer,
                monitors,
                knowledge.board(),
                blocking,
                clock,
                MonitorReader.MOST_TAGS));
    this.core =
        started.add(
            core(clock, storeHealth, parts.checks().apply(watching.kinds()::check), blocking));
    this.incarnation = core::incarnation;
    knowledge
        .configuration()
        .onChange(
            changes ->
                core.current().ifPresent(life -> life.entities().monitors().changed(changes)));
    measure(metrics.registry(), clock);

    ApiParts api = apiParts(clock, blocking);
    this.backfill =
        new Backfill(
            api,
            () -> core.current().map(life -> life.entities().monitors()),
            stores.database(),
            results,
            clock);
    this.serving =
        started.add(
            Serving.open(
                edge.system(),
                settings,
                port,
                url,
                operations,
                doors,
                api,
                new Callbacks(
                    settings
                        .twilio()
                        .map(it -> Callbacks.twilio(it, api, alerting.wording(), callbacks, url)),
                    Callbacks.slack(api, keys, channels.slackReplies()),
                    Callbacks.telegram(api, keys, channels.telegramReplies(), url)),
                pings,
                pages));
    started.add(knowledge.follow(edge.system()));
    started.add(pages.follow(edge.system()));
  }

  private Optional<ShardedMonitors.Reach> reach() {
    return core.current().map(life -> life.entities().monitors().reach());
  }

  /** A node that does not see some other may be on the side that is to give way. */
  private boolean isWhole(ActorSystem<?> system) {
    return trusted.get()
        && core.isUp()
        && core.unreachable() == 0
        && core.current().filter(life -> life.system() == system).isPresent();
  }

  /** Where time has passed that this node did not live through, nobody could ping it. */
  private void jumped(InstantSource clock, Duration jump) {
    local.clockJumped();
    localAlerts.clockJumped();
    if (jump.isPositive()) {
      Instant now = clock.instant();
      local.unreceivable(now.minus(jump), now);
    }
  }

  /** Who is asking the stores gets an answer before they close. */
  private static void finish(ExecutorService blocking) throws InterruptedException {
    blocking.shutdown();
    if (!blocking.awaitTermination(LAST_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS)) {
      log.info("Something still waits for the database, which closes now.");
    }
  }

  /** After the stores have closed: what still runs is interrupted, and not waited for long. */
  private static void cut(ExecutorService blocking) throws InterruptedException {
    blocking.shutdownNow();
    blocking.awaitTermination(LAST_QUESTIONS.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Links are made before the port is bound, so a port of the system's choice is chosen first. */
  private static int publicPort(Settings settings) {
    if (settings.http().port() != 0) {
      return settings.http().port();
    }
    try (ServerSocket free =
        new ServerSocket(0, 1, InetAddress.getByName(settings.http().bind()))) {
      return free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("There is no free port on " + settings.http().bind(), e);
    }
  }

  private static SecretKey keyFile(Settings settings) {
    return SecretKeyFile.readOrCreate(settings.node().dataDir());
  }

  private Core<Entities> core(
      CorrectedClock clock,
      StoreHealth storeHealth,
      MonitorParts.Checks checks,
      Executor blocking) {
    var table =
        settings.database().isPostgres()
            ? Optional.<NodeTable>of(new JdbiNodeTable(stores.database()))
            : Optional.<NodeTable>empty();
    var node =
        new MonitorCluster.Node(
            clock,
            settings.node().region(),
            knowledge.configuration(),
            knowledge.board(),
            checks,
            results.log(),
            knowledge.views(),
            storeHealth,
            trusted::get,
            local,
            new MonitorCluster.PingSide(knowledge.lastPings(), this::reception),
            blocking);
    return Core.start(
        new CoreParts<>(
            settings,
            JournalSettings.overlay(stores.database().settings()),
            List.of(new DatabaseSetup(stores.database())),
            table,
            management.map(ManagementServer::address),
            clock,
            system -> {
              ownEndpoints.clusterAt(Core.address(system));
              trusted.set(true);
              days.begin(system);
              invitations.ifPresent(mails -> mails.begin(system));
              subscribing.begin(system);
              results.join(system);
              BulkExchange.start(system, bulk);
              AlertCluster alerts = alerting.begin(system, () -> isWhole(system));
              IncidentCluster incidents = telling.begin(system, ruleSight());
              Runnable wake =
                  () -> {
                    alerts.wake();
                    incidents.wake();
                  };
              return new Entities(
                  new MonitorCluster(system, node, alerts, wake), alerts, incidents);
            },
            why -> trusted.set(false)),
        this::prepare);
  }

  private RuleSight ruleSight() {
    return new RuleSight(
        knowledge.configuration(),
        new Maintenances(knowledge.configuration()),
        new RuleSight.Boards(telling.board(), knowledge.board(), alerting.board()));
  }

  private CompletionStage<Void> announce(OrganizationId organization, long revision) {
    return core.current()
        .map(life -> life.entities().monitors().announce(organization, revision))
        .orElseGet(() -> Peers.NONE.announce(organization, revision));
  }

  private void announceNewest(OrganizationId organization) {
    writer.announceNewest(organization);
  }

  private void news() {
    subscribing.hint();
  }

  private ApiParts apiParts(CorrectedClock clock, Executor blocking) {
    return new ApiParts(
        knowledge.configuration(),
        writer,
        knowledge.board(),
        new ApiParts.MonitorSide(
            monitors,
            bulk,
            knowledge.views(),
            history,
            watching.kinds(),
            new TestChecks(watching.kinds()),
            settings.node().region(),
            pingKeys,
            knowledge.timelines(),
            days.monitors()),
        doors.side(),
        alertSide(clock, blocking),
        telling.side(() -> core.current().map(life -> life.entities().incidents().shards())),
        subscribing.subscriptions(),
        blocking,
        clock);
  }

  private ApiParts.AlertSide alertSide(CorrectedClock clock, Executor blocking) {
    ChannelKinds kinds = channels.kinds();
    return new ApiParts.AlertSide(
        new ShardedAlerts(() -> core.current().map(life -> life.entities().alerts().reach())),
        alerting.board(),
        alerting.views(),
        alerting.links(),
        kinds,
        kinds,
        new Verification(
            new JdbiContactCodes(stores.database()), kinds, keys, url, blocking, clock),
        new ApiParts.PlaceSide(
            alerting.healths(),
            alerting.log(),
            (organization, place, outcome, at) ->
                core.current()
                    .ifPresent(
                        life ->
                            life.entities()
                                .alerts()
                                .watch()
                                .tried(organization, place, outcome, at)),
            new TrialLimit(kinds, channels.allowance(), clock)));
  }

  /** Before the first cluster: the tables, who may come in, and all that this node must know. */
  private void prepare() {
    stores.untilItAnswers(
        () -> {
          stores.database().migrate();
          installation = Installation.of(stores.database(), secrets).id();
          setUpLink = doors.setUp().orElse(null);
          reception = knowledge.reception();
          knowledge.load();
          alerting.load();
          telling.load();
        });
    pages.ready();
  }

  private Reception reception() {
    Reception known = reception;
    if (known == null) {
      throw new IllegalStateException("The clustered part began before the store was read.");
    }
    return known;
  }

  private UUID installation() {
    UUID known = installation;
    if (known == null) {
      throw new StoreUnavailableException("The store has not answered since the start.");
    }
    return known;
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
    Gauge.builder("tocsin.monitors.running", local::count)
        .description("The monitors that run on this node")
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
    return url;
  }

  /** Where a browser sets the installation up, while nobody has. */
  public Optional<URI> setUpLink() {
    return Optional.ofNullable(setUpLink);
  }

  /** The port that was really taken. */
  public int port() {
    return serving.port();
  }

  /** Monitors with a history that this program did not see. */
  Backfill backfill() {
    return backfill;
  }

  /** The part that may start over. */
  public Core<Entities> core() {
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
