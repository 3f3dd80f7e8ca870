package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.EntityConfig;
import dev.tocsin.StoreHealth;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Responders;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.OutageTaken;
import dev.tocsin.notify.Account;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.testing.MutableClock;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.jspecify.annotations.Nullable;

/** Alerts and postboxes without a cluster, a journal that comes and goes, and people who record. */
final class AlertWorld implements AutoCloseable, Responders {
  static final OrganizationId ORGANIZATION = OrganizationId.create();
  static final Author ANN = Author.user(UserId.create());
  static final UUID FIRST = UUID.randomUUID();
  static final UUID SECOND = UUID.randomUUID();
  static final UUID OWNERS = UUID.randomUUID();
  static final UUID ROOM = UUID.randomUUID();

  /** What arrived, and where. */
  record Arrived(UUID place, Message message, Instant at) {}

  final ActorTestKit kit = ActorTestKit.create("alerts", EntityConfig.get());
  final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  final MutableClock clock = MutableClock.running();
  final AlertBoard board = new AlertBoard();
  final MemoryAlertViews views = new MemoryAlertViews();
  final AtomicBoolean whole = new AtomicBoolean(true);
  final LocalAlerts local = new LocalAlerts();
  final Queue<Arrived> arrived = new ConcurrentLinkedQueue<>();
  final MonitorRef monitor = new MonitorRef(ORGANIZATION, MonitorId.create());
  volatile Pace pace = new Pace(0, true);
  volatile EscalationPolicy policy =
      policy(0, step(Duration.ZERO, FIRST), step(Duration.ofMinutes(5), SECOND));
  volatile Function<Arrived, CompletionStage<Outcome>> provider =
      message -> CompletableFuture.completedStage(new Outcome.Delivered(null));

  /** What holds alerts; another one may be put in its place at any time. */
  volatile Holds held = Holds.NONE;

  private final Holds holds =
      new Holds() {
        @Override
        public @Nullable Hold hold(AlertRecord alert, Instant at) {
          return held.hold(alert, at);
        }

        @Override
        public List<MonitorRef> parents(AlertRecord alert) {
          return held.parents(alert);
        }

        @Override
        public CompletionStage<Boolean> failsNow(MonitorRef parent) {
          return held.failsNow(parent);
        }

        @Override
        public Duration lookTakes(MonitorRef parent) {
          return held.lookTakes(parent);
        }

        @Override
        public Duration verdictTakes(MonitorRef parent) {
          return held.verdictTakes(parent);
        }

        @Override
        public Duration recoveryTakes(AlertRecord alert) {
          return held.recoveryTakes(alert);
        }
      };

  private final Map<AlertRef, ActorRef<AlertEntity.Command>> alerts = new ConcurrentHashMap<>();
  private final Map<String, ActorRef<Postbox.Command>> postboxes = new ConcurrentHashMap<>();

  /** Whose account a place is reached by. */
  volatile Function<UUID, String> accounts = UUID::toString;

  final PlaceHealths healths;
  private final PlaceWatch watch;
  private final AlertParts parts;
  private final Postbox.Parts postboxParts;
  private final AtomicInteger begun = new AtomicInteger();

  AlertWorld() {
    StoreHealth health = new StoreHealth(clock);
    parts =
        new AlertParts(
            clock,
            this,
            holds,
            new Words(),
            board,
            board::publish,
            kit.spawn(ViewWriter.create(views::store, health, Runnable::run)),
            (place, command) -> postbox(place).tell(command),
            health,
            whole::get,
            local);
    Place.Directory places =
        (organization, endpoint) ->
            Optional.of(
                new Place(
                    "Harbourline",
                    URI.create("https://tocsin.example/alerts"),
                    "Slack #ops",
                    new Account("slack", ORGANIZATION, accounts.apply(endpoint)),
                    pace,
                    message -> send(endpoint, message)));
    healths = new PlaceHealths(board, places);
    watch = new PlaceWatch(healths, places, (alert, command) -> alert(alert).tell(command));
    postboxParts =
        new Postbox.Parts(clock, places, (alert, command) -> alert(alert).tell(command), watch);
  }

  private CompletionStage<Outcome> send(UUID endpoint, Message message) {
    Arrived now = new Arrived(endpoint, message, clock.instant());
    arrived.add(now);
    return provider.apply(now);
  }

  static EscalationPolicy policy(int repeat, Step... steps) {
    return new EscalationPolicy(
        "Platform", null, repeat, Duration.ofMinutes(5), true, null, List.of(steps));
  }

  static Step step(Duration delay, UUID... places) {
    List<Target> targets = new ArrayList<>();
    for (UUID place : places) {
      targets.add(new Target(Target.Type.CHANNEL, place));
    }
    return new Step(delay, targets);
  }

  AlertRef ref() {
    return new AlertRef(ORGANIZATION, AlertId.create());
  }

  /** Those that are to begin anew. */
  final Queue<AlertRef> again = new ConcurrentLinkedQueue<>();

  /**
   * As a shard does it: at once, where a test does not say otherwise, and what is told to it from
   * then on goes to the next one.
   */
  Consumer<ActorRef<AlertEntity.Command>> leave = this::letGo;

  void letGo(ActorRef<AlertEntity.Command> alert) {
    alerts.values().remove(alert);
    alert.tell(new AlertEntity.Stop());
  }

  private void beginAgain(AlertRef ref) {
    again.add(ref);
    alert(ref).tell(new AlertEntity.Wake());
  }

  ActorRef<AlertEntity.Command> alert(AlertRef ref) {
    return alerts.computeIfAbsent(
        ref,
        missing ->
            begin(
                AlertEntity.create(
                    ref,
                    parts,
                    new AlertEntity.Exit(self -> leave.accept(self), () -> beginAgain(ref)))));
  }

  private ActorRef<Postbox.Command> postbox(String id) {
    return postboxes.computeIfAbsent(
        id,
        missing -> begin(Postbox.create(id, postboxParts, self -> self.tell(new Postbox.Stop()))));
  }

  /**
   * At once, for actors begin others here: one that waited for the kit's own actor would hold the
   * thread that this one needs.
   */
  private <T> ActorRef<T> begin(Behavior<T> behavior) {
    return kit.system().systemActorOf(behavior, "tried-" + begun.incrementAndGet(), Props.empty());
  }

  private void end(ActorRef<?> actor) {
    TestProbe<Object> witness = kit.createTestProbe();
    Adapter.toClassic(kit.system()).stop(Adapter.toClassic(actor));
    witness.expectTerminated(actor, Duration.ofSeconds(10));
  }

  /** All that runs dies at once, as with its node. */
  void crash() {
    List<ActorRef<?>> running = new ArrayList<>(alerts.values());
    running.addAll(postboxes.values());
    alerts.clear();
    postboxes.clear();
    running.forEach(this::end);
  }

  /** The shard begins another one. */
  void begin(AlertRef ref) {
    alerts.remove(ref);
    alert(ref).tell(new AlertEntity.Wake());
  }

  void raise(AlertRef ref) {
    raise(ref, null);
  }

  void raise(AlertRef ref, @Nullable TestProbe<OutageTaken> taken) {
    raise(ref, taken, null);
  }

  void raise(AlertRef ref, @Nullable TestProbe<OutageTaken> taken, @Nullable Instant over) {
    alert(ref)
        .tell(
            new AlertEntity.Raise(
                monitor,
                "No answer",
                clock.instant(),
                over,
                7,
                taken == null ? null : taken.getRef()));
  }

  /** Somebody raises it by hand. */
  TestProbe<AlertEntity.Reply> open(AlertRef ref) {
    TestProbe<AlertEntity.Reply> probe = kit.createTestProbe();
    AlertSubject subject =
        new AlertSubject(
            new AlertSource.ByHand(null),
            "The printer burns",
            "",
            Severity.CRITICAL,
            Urgency.HIGH,
            null);
    alert(ref).tell(new AlertEntity.Open(subject, ANN, probe.getRef()));
    return probe;
  }

  void over(AlertRef ref) {
    alert(ref).tell(new AlertEntity.Over(clock.instant(), 8, null));
  }

  AlertEntity.Reply respond(AlertRef ref, Response response) {
    TestProbe<AlertEntity.Reply> probe = kit.createTestProbe();
    alert(ref).tell(new AlertEntity.Respond(response, probe.getRef()));
    return probe.receiveMessage(Duration.ofSeconds(8));
  }

  void forward(Duration by) {
    clock.advance(by);
    local.clockJumped();
  }

  void storeAway(boolean away) {
    views.setAway(away);
    if (away) {
      journal.failNextNOps(Integer.MAX_VALUE);
    } else {
      journal.resetPolicy();
    }
  }

  AlertRecord record(AlertRef ref) {
    return board.find(ref).map(AlertSight::record).orElseGet(() -> AlertRecord.empty(ref));
  }

  List<Arrived> at(UUID place) {
    return arrived.stream().filter(each -> each.place().equals(place)).toList();
  }

  void awaitArrived(UUID place, int count) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .untilAsserted(() -> assertThat(at(place)).hasSize(count));
  }

  void awaitThat(java.util.function.BooleanSupplier so) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(so::getAsBoolean);
  }

  @Override
  public Plan plan(OrganizationId organization, @Nullable UUID id) {
    return new Plan(id, policy);
  }

  @Override
  public Plan ofPlace(OrganizationId organization, UUID place) {
    return new Plan(null, policy(0, step(Duration.ZERO, OWNERS)));
  }

  @Override
  public boolean isSameAccount(OrganizationId organization, UUID one, UUID other) {
    return accounts.apply(one).equals(accounts.apply(other));
  }

  @Override
  public Reached owners(OrganizationId organization, Urgency urgency) {
    return new Reached(List.of(new Recipient(OWNERS, null, Duration.ZERO, true)), List.of());
  }

  /** A target's id is the place; a schedule has nobody. */
  @Override
  public Reached reach(
      OrganizationId organization,
      Target target,
      Urgency urgency,
      Instant at,
      Function<UserId, Instant> lastTold) {
    return switch (target.type()) {
      case SCHEDULE ->
          new Reached(
              List.of(), List.of(new Missed(target.type(), target.id(), Missed.Why.NOBODY)));
      case USER, TEAM, CHANNEL ->
          new Reached(List.of(new Recipient(target.id(), null, Duration.ZERO, true)), List.of());
    };
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
  }

  private static final class Words implements AlertParts.Wording {
    @Override
    public AlertSubject of(MonitorRef monitor, String cause) {
      return new AlertSubject(
          new AlertSource.OfMonitor(monitor.monitor()),
          "labels-api is down",
          cause,
          Severity.CRITICAL,
          Urgency.HIGH,
          null);
    }

    @Override
    public Message.Notice notice(AlertRecord alert, Intended message) {
      AlertSubject subject = alert.subject();
      return new Message.Notice(
          message.kind(),
          alert.ref().alert().value(),
          subject == null ? "" : subject.title(),
          subject == null ? "" : subject.detail(),
          Severity.CRITICAL,
          alert.raisedAt(),
          URI.create("https://tocsin.example/alerts/" + alert.ref().alert()),
          null,
          null);
    }
  }
}
