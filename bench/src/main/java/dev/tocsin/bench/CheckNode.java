package dev.tocsin.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.history.ResultSink;
import dev.tocsin.input.Input;
import dev.tocsin.monitor.LastPingWriter;
import dev.tocsin.monitor.LocalMonitors;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorEntity;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorParts;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorViewChange;
import dev.tocsin.monitor.OutageWatch;
import dev.tocsin.monitor.Reception;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.monitor.Timing;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckQueue;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.http.HttpCheckKind;
import dev.tocsin.probe.http.HttpProbe;
import dev.tocsin.probe.net.Dialer;
import dev.tocsin.probe.net.DnsNames;
import dev.tocsin.probe.net.Network;
import dev.tocsin.probe.net.Trust;
import dev.tocsin.tenancy.OrganizationId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The part of a node that checks, as {@code Watching} and the shards put it together: monitors'
 * actors, queue, probe, verdicts, status board. The journal and the rows are kept in memory; there
 * is no cluster, no API and no page.
 */
final class CheckNode implements AutoCloseable {
  /** As in reference.conf. */
  private static final CheckQueue.Limits LIMITS = CheckQueue.Limits.of(1_000, 20);

  private static final OrganizationId ORGANIZATION = new OrganizationId(UUID.randomUUID());

  private sealed interface Command {}

  private record Spawn(MonitorRef ref, boolean loops) implements Command {}

  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final StatusBoard board = new StatusBoard();
  private final InstantSource clock = InstantSource.system();
  private final Network network = Network.open(2);
  private final DnsNames names = new DnsNames(network);
  private final Trust trust;
  private final CheckQueue queue = new CheckQueue(LIMITS, network::isBusy, metrics);
  private final HttpCheckKind http;
  private final CheckKinds kinds;
  private final ActorSystem<Command> system;
  private final MonitorParts parts;
  private final NodeConfiguration configuration;
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean looping = true;
  private volatile @Nullable String fault;

  /**
   * @param timing of every monitor
   */
  static CheckNode start(List<String> urls, Timing timing, Path authority) throws Exception {
    return new CheckNode(urls, timing, authority);
  }

  private CheckNode(List<String> urls, Timing timing, Path authority) throws Exception {
    trust = Trust.withFile(authority);
    AddressPolicy policy = new AddressPolicy(() -> true, "bench", List::of);
    http =
        new HttpCheckKind(
            new HttpProbe(network, new Dialer(network, names, policy), trust, clock, "bench"),
            policy);
    kinds = new CheckKinds(List.of(http), queue, metrics);
    List<MonitorConfig> monitors =
        IntStream.range(0, urls.size()).mapToObj(i -> monitor(urls.get(i), timing)).toList();
    configuration =
        new NodeConfiguration(new FixedConfiguration(ORGANIZATION, monitors), Runnable::run);
    configuration.refresh().toCompletableFuture().get();
    system =
        ActorSystem.create(
            guardian(),
            "bench",
            ConfigFactory.parseString(
                    """
                    pekko.persistence.journal.plugin = "pekko.persistence.journal.inmem"
                    pekko.persistence.snapshot-store.plugin = "pekko.persistence.no-snapshot-store"
                    """)
                .withFallback(ConfigFactory.parseResources("edge.conf"))
                .withFallback(ConfigFactory.parseResources("serialization.conf"))
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    StoreHealth health = new StoreHealth(clock);
    ActorRef<ViewWriter.Command<MonitorViewChange>> views =
        system.systemActorOf(
            ViewWriter.create(new ForgetfulViews()::store, health, Runnable::run),
            "views",
            Props.empty());
    parts =
        new MonitorParts(
            clock,
            "bench",
            configuration,
            board,
            board::publish,
            kinds::check,
            ResultSink.NONE,
            views,
            OutageWatch.NOBODY,
            health,
            () -> true,
            new LocalMonitors(),
            MonitorParts.Pings.of(
                system.systemActorOf(
                    LastPingWriter.create(new ForgetfulPings(), health, Runnable::run),
                    "last-pings",
                    Props.empty()),
                new Reception(clock.instant(), clock.instant())));
  }

  /** Lets every monitor run by its times. */
  void runByTimes() {
    configuration
        .monitors(ORGANIZATION, null)
        .forEach(it -> system.tell(new Spawn(it.ref(), false)));
  }

  /** Has every monitor checked again as soon as it has answered. */
  void runInLoops() {
    configuration
        .monitors(ORGANIZATION, null)
        .forEach(it -> system.tell(new Spawn(it.ref(), true)));
  }

  /** Checks whose result was asked for and came. */
  long answered() {
    return answered.get();
  }

  /** What was said of a check that was not up; null where all were. */
  @Nullable String fault() {
    return fault;
  }

  /** Checks that ended with an outcome so far. */
  long ended(String outcome) {
    var counter = metrics.find("tocsin.checks").tags("type", "http", "outcome", outcome).counter();
    return counter == null ? 0 : (long) counter.count();
  }

  double gauge(String name) {
    return metrics.get(name).gauge().value();
  }

  int waiting() {
    return queue.waiting();
  }

  private Behavior<Command> guardian() {
    return Behaviors.setup(
        context ->
            Behaviors.receive(Command.class)
                .onMessage(
                    Spawn.class,
                    spawn -> {
                      ActorRef<MonitorEntity.Command> monitor =
                          context.spawnAnonymous(MonitorEntity.create(spawn.ref(), parts));
                      if (spawn.loops()) {
                        context.spawnAnonymous(loop(monitor));
                      }
                      return Behaviors.same();
                    })
                .build());
  }

  private Behavior<MonitorEntity.Reply> loop(ActorRef<MonitorEntity.Command> monitor) {
    return Behaviors.setup(
        context -> {
          monitor.tell(new MonitorEntity.CheckNow(context.getSelf()));
          return Behaviors.receiveMessage(
              reply -> {
                if (!(reply instanceof MonitorEntity.Result(CheckResult result))) {
                  throw new IllegalStateException("Not a result: " + reply);
                }
                answered.incrementAndGet();
                if (result.outcome() != Outcome.UP) {
                  fault = result.error();
                }
                if (!looping) {
                  return Behaviors.stopped();
                }
                monitor.tell(new MonitorEntity.CheckNow(context.getSelf()));
                return Behaviors.same();
              });
        });
  }

  private MonitorConfig monitor(String url, Timing timing) {
    ObjectNode spec = Api.JSON.createObjectNode().put("url", url);
    Input input = Input.of(spec);
    CheckSpec read = http.read(input);
    input.finish();
    MonitorRef ref = new MonitorRef(ORGANIZATION, MonitorId.create());
    return new MonitorConfig(ref, url, read, timing, List.of(), Instant.now(), 1);
  }

  static Timing timing(Duration interval, Duration timeout) {
    return new Timing(
        interval,
        timeout,
        Timing.DEFAULT.confirmations(),
        Timing.DEFAULT.recoveryConfirmations(),
        Timing.DEFAULT.quorum());
  }

  @Override
  public void close() throws Exception {
    looping = false;
    CountDownLatch ended = new CountDownLatch(1);
    system.terminate();
    system.getWhenTerminated().whenComplete((done, failed) -> ended.countDown());
    ended.await();
    queue.close();
    names.close();
    network.close();
    trust.close();
  }
}
