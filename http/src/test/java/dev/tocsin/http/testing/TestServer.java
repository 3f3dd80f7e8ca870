package dev.tocsin.http.testing;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.alert.AnswerLinks;
import dev.tocsin.alert.PlaceHealths;
import dev.tocsin.bulk.BulkRuns;
import dev.tocsin.conf.HeartbeatSettings;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.configuration.Peers;
import dev.tocsin.escalation.Verification;
import dev.tocsin.heartbeat.HeartbeatKind;
import dev.tocsin.heartbeat.PingKeys;
import dev.tocsin.history.ArchivedResults;
import dev.tocsin.history.MergedHistory;
import dev.tocsin.history.NodeLogs;
import dev.tocsin.history.ResultHistory;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.http.ApiDocs;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.PushWorker;
import dev.tocsin.http.ReadyAnswer;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.http.SecurityHeaders;
import dev.tocsin.http.api.Api;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.api.Operations;
import dev.tocsin.http.api.TestChecks;
import dev.tocsin.http.api.TrialLimit;
import dev.tocsin.http.ping.PingDoors;
import dev.tocsin.http.ping.PingIndex;
import dev.tocsin.http.server.HttpServer;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.notify.Allowance;
import dev.tocsin.notify.ChannelKinds;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKind;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckQueue;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.ManualCheckKind;
import dev.tocsin.probe.Probe;
import dev.tocsin.probe.dns.DnsCheckKind;
import dev.tocsin.probe.domain.DomainCheckKind;
import dev.tocsin.probe.grpc.GrpcCheckKind;
import dev.tocsin.probe.http.HttpCheckKind;
import dev.tocsin.probe.ping.PingCheckKind;
import dev.tocsin.probe.redis.RedisCheckKind;
import dev.tocsin.probe.smtp.SmtpCheckKind;
import dev.tocsin.probe.sql.SqlCheckKind;
import dev.tocsin.probe.tcp.TcpCheckKind;
import dev.tocsin.probe.tls.TlsCheckKind;
import dev.tocsin.probe.udp.UdpCheckKind;
import dev.tocsin.probe.websocket.WebSocketCheckKind;
import dev.tocsin.rollup.LiveRollups;
import dev.tocsin.rollup.MonitorRollups;
import dev.tocsin.subscriber.Subscriptions;
import dev.tocsin.tenancy.access.Access;
import dev.tocsin.tenancy.access.DerivedKeys;
import dev.tocsin.tenancy.access.InvitationLinks;
import dev.tocsin.tenancy.access.Joining;
import dev.tocsin.tenancy.access.Passwords;
import dev.tocsin.tenancy.access.Profiles;
import dev.tocsin.tenancy.access.SessionNotes;
import dev.tocsin.tenancy.access.SessionTokens;
import dev.tocsin.tenancy.access.Setup;
import dev.tocsin.tenancy.access.SignIn;
import dev.tocsin.tenancy.access.SignInThrottle;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Timelines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** The real server on loopback, over stores in memory. */
public final class TestServer implements AutoCloseable {
  public static final UUID INSTALLATION = UUID.fromString("00000000-0000-8000-8000-00000000cafe");

  /** A port of the installation's own, which no monitor may have for its target. */
  public static final InetSocketAddress OWN_ENDPOINT = new InetSocketAddress("127.0.0.1", 5432);

  public final Store store = new Store();
  public final MovableTime time = new MovableTime();
  public final MemoryConfiguration configurationStore = new MemoryConfiguration(store);
  public final MemoryTenancy tenancy = new MemoryTenancy(store, configurationStore);
  public final MemoryMonitors monitors = new MemoryMonitors(store);
  public final PaperChannels channels = new PaperChannels();
  public final MemoryRollups rollups = new MemoryRollups(store);
  public final MemoryAlerts alerts = new MemoryAlerts(store, time);
  public final MemoryIncidents incidents = new MemoryIncidents(store, time);
  public final MemorySubscribers subscribers = new MemorySubscribers(store);
  public final Subscriptions subscriptions;

  /** The places that a test message arrived at. */
  public final List<UUID> watched = new CopyOnWriteArrayList<>();

  /** What monitors were lately; of others nothing was observed. */
  public final Map<MonitorRef, Timeline> timelines = new ConcurrentHashMap<>();

  /** What monitors' results of today say together, by region. */
  public final Map<MonitorRef, Map<String, ResultSummary>> results = new ConcurrentHashMap<>();

  public final MemoryResults recorded = new MemoryResults();
  public final StatusBoard board = new StatusBoard();
  public final NodeConfiguration configuration;
  public final Setup setup;
  public final Operations operations;
  public final Passwords passwords = new Passwords();
  public final InvitationLinks invitationLinks;
  public final AnswerLinks answerLinks;

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final CheckQueue queue;
  public final ActorSystem<Void> system;
  public final Wiring wiring;
  private final HttpServer server;

  /** What pages stand on, for a test that serves them beside the API. */
  public record Wiring(ApiParts parts, Authentication authentication, ClientAddress addresses) {}

  /** What a test may want different. */
  public record Options(
      URI publicUrl,
      boolean signUpOpen,
      List<String> trustedProxies,
      HeartbeatSettings heartbeats) {
    public Options(URI publicUrl, boolean signUpOpen, List<String> trustedProxies) {
      this(publicUrl, signUpOpen, trustedProxies, HeartbeatSettings.ALL_OPEN);
    }

    public static final Options USUAL =
        new Options(URI.create("http://tocsin.test"), true, List.of());
  }

  public static TestServer start() {
    return start(Options.USUAL);
  }

  public static TestServer start(Options options) {
    return new TestServer(
        options,
        wiring ->
            Directives.path(
                "login", () -> Directives.get(() -> Directives.complete("a login page"))));
  }

  /** With pages of the test's choice. */
  public static TestServer start(Function<Wiring, Route> pages) {
    return new TestServer(Options.USUAL, pages);
  }

  private TestServer(Options options, Function<Wiring, Route> pages) {
    this.system =
        ActorSystem.create(
            Behaviors.empty(),
            "edge",
            ConfigFactory.parseString(
                    """
                    pekko.loglevel = WARNING
                    pekko.stdout-loglevel = WARNING
                    pekko.actor.provider = local
                    """)
                .withFallback(ConfigFactory.load()));
    this.configuration = new NodeConfiguration(configurationStore, blocking);
    configuration.refresh().toCompletableFuture().join();
    var meters = new SimpleMeterRegistry();
    this.queue = new CheckQueue(CheckQueue.Limits.DEFAULT, meters);
    CheckKinds kinds = new CheckKinds(kinds(), queue, meters);
    DerivedKeys keys = new DerivedKeys("a key for tests of 32 bytes, more".getBytes());
    SessionTokens sessionTokens = new SessionTokens(keys);
    Access access = new Access(tenancy.store(), sessionTokens, blocking, time);
    SignIn signIn =
        new SignIn(
            tenancy, passwords, new SignInThrottle(time), sessionTokens, access, blocking, time);
    this.invitationLinks = new InvitationLinks(options.publicUrl(), keys);
    this.answerLinks = new AnswerLinks(keys, options.publicUrl(), time);
    PingKeys pingKeys = new PingKeys(keys);
    PingIndex pings = new PingIndex(configuration, pingKeys);
    this.setup = new Setup(tenancy, passwords, keys, () -> INSTALLATION, blocking, time);
    ConfigurationWriter writer =
        new ConfigurationWriter(configurationStore, configuration, Peers.NONE, blocking);
    this.subscriptions = subscribers.subscriptions(keys, options.publicUrl(), time);
    ApiParts parts =
        new ApiParts(
            configuration,
            writer,
            board,
            new ApiParts.MonitorSide(
                monitors,
                new BulkRuns(
                    new BulkRuns.Parts(
                        configuration,
                        writer,
                        monitors,
                        board,
                        blocking,
                        time,
                        MonitorReader.MOST_TAGS)),
                monitors,
                history(),
                kinds,
                new TestChecks(kinds),
                "default",
                pingKeys,
                MemoryTimelines.following(
                    board,
                    time,
                    monitor ->
                        new Maintenances(configuration)
                            .uncounted(monitor, Timelines.KEPT, time.instant())),
                days()),
            new ApiParts.TenancySide(
                tenancy.store(),
                access,
                signIn,
                setup,
                new Joining(tenancy.store(), passwords, signIn, invitationLinks, blocking, time),
                new Profiles(tenancy, passwords, signIn, access, blocking, time),
                new SessionNotes(keys),
                tenancy.post(),
                options.publicUrl(),
                options.signUpOpen()),
            alertSide(keys, options.publicUrl()),
            new ApiParts.IncidentSide(incidents, incidents.board, incidents),
            subscriptions,
            blocking,
            time);
    Authentication authentication = new Authentication(access, sessionTokens, options.publicUrl());
    this.operations = Operations.of(system, authentication, parts);
    ClientAddress addresses = new ClientAddress(options.trustedProxies());
    this.wiring = new Wiring(parts, authentication, addresses);
    List<RequestPipeline.Section> sections =
        new ArrayList<>(
            PingDoors.of(
                system,
                options.heartbeats(),
                addresses,
                new PingDoors.Parts(
                    pings,
                    configuration,
                    parts.writer(),
                    kinds,
                    board,
                    monitors,
                    authentication,
                    time)));
    sections.add(new Api(system, authentication, addresses, operations));
    sections.add(new ApiDocs());
    sections.add(new PushWorker());
    RequestPipeline pipeline =
        new RequestPipeline(
            system,
            SecurityHeaders.of(options.publicUrl()),
            asked ->
                asked.path().equals("/status/shop")
                    ? ReadyAnswer.of(HttpResponse.create().withEntity("a page"))
                    : null,
            Map.of(
                "/health/live",
                request -> CompletableFuture.completedStage(HttpResponse.create()),
                "/broken",
                request -> {
                  throw new IllegalStateException("broken on purpose");
                },
                "/broken-later",
                request ->
                    CompletableFuture.failedStage(
                        new IllegalStateException("broken later on purpose"))),
            sections,
            pages.apply(wiring));
    this.server =
        HttpServer.start(system, "127.0.0.1", 0, pipeline, InstantSource.system())
            .toCompletableFuture()
            .join();
  }

  private ApiParts.AlertSide alertSide(DerivedKeys keys, URI publicUrl) {
    ChannelKinds kinds = channels.kinds();
    return new ApiParts.AlertSide(
        alerts,
        alerts.board,
        alerts.views(),
        answerLinks,
        kinds,
        kinds,
        new Verification(new MemoryCodes(store), kinds, keys, publicUrl, blocking, time),
        new ApiParts.PlaceSide(
            new PlaceHealths(alerts.board, (organization, place) -> Optional.empty()),
            alerts.log(),
            (organization, place, outcome, at) -> watched.add(place),
            new TrialLimit(kinds, new Allowance(Map.of(), time), time)));
  }

  private MonitorRollups days() {
    return new MonitorRollups(
        rollups,
        new LiveRollups(
            monitor -> timelines.getOrDefault(monitor, Timeline.EMPTY),
            (monitor, from, to) ->
                CompletableFuture.completedStage(results.getOrDefault(monitor, Map.of())),
            time,
            "default"),
        organization -> ZoneOffset.UTC,
        time,
        blocking);
  }

  private ResultHistory history() {
    return new MergedHistory(
        monitors,
        new NodeLogs(recorded, blocking),
        ArchivedResults.NONE,
        new MergedHistory.Known(
            monitor ->
                configuration.monitor(monitor) instanceof Lookup.Found<MonitorConfig>(var config)
                    ? Optional.of(config)
                    : Optional.empty(),
            monitor -> Timeline.of(List.of(new Timeline.Entry(Instant.EPOCH, Status.UP)))),
        blocking,
        time);
  }

  /** The real ones, but every check answers the same. */
  /** All there are, which see what the monitors see. */
  public static List<CheckKind<?>> kinds() {
    AddressPolicy policy = new AddressPolicy(() -> true, "PRIVATE", () -> List.of(OWN_ENDPOINT));
    return List.of(
        new HttpCheckKind(answer(), policy),
        new HeartbeatKind(),
        new ManualCheckKind(),
        new DnsCheckKind(answer(), policy),
        new DomainCheckKind(answer(), policy),
        new PingCheckKind(answer(), policy),
        new TcpCheckKind(answer(), policy),
        new TlsCheckKind(answer(), policy),
        new SmtpCheckKind(answer(), policy),
        new RedisCheckKind(answer(), policy),
        new UdpCheckKind(answer(), policy),
        new WebSocketCheckKind(answer(), policy),
        new SqlCheckKind(answer(), policy),
        new GrpcCheckKind(answer(), policy));
  }

  private static <S extends CheckSpec> Probe<S> answer() {
    return (spec, timeout) -> CompletableFuture.completedStage(MemoryMonitors.RESULT);
  }

  public int port() {
    return server.address().getPort();
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  public void drain() {
    drain(Duration.ofSeconds(5)).join();
  }

  public CompletableFuture<Void> drain(Duration grace) {
    return server.drain(grace).toCompletableFuture();
  }

  @Override
  public void close() throws Exception {
    server.drain(Duration.ofMillis(200)).toCompletableFuture().get(10, TimeUnit.SECONDS);
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    queue.close();
    passwords.close();
    blocking.shutdownNow();
  }
}
