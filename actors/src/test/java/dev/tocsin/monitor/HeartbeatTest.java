package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.ORGANIZATION;
import static dev.tocsin.monitor.Samples.PERSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.EntityConfig;
import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.MemoryConfigurationStore;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.heartbeat.Schedule;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.Outcome;
import dev.tocsin.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A heartbeat's runtime, journal and last ping together, with stores that come and go. */
class HeartbeatTest {
  /** Short enough to wait for, and far longer than a busy machine takes between two steps. */
  private static final Schedule SOON = new Schedule.Period(Duration.ofMillis(300));

  private static final Schedule LONG = new Schedule.Period(Duration.ofHours(1));
  private static final Schedule SHORT = new Schedule.Period(Duration.ofMinutes(4));
  private static final Schedule CRON = new Schedule.Cron("* * * * *", ZoneId.of("UTC"));
  private static final Duration GRACE = Duration.ofMillis(200);
  private static final Ping.Source SOURCE = new Ping.Source("GET", "192.0.2.1", "curl");

  private static final ActorTestKit kit = ActorTestKit.create("heartbeat", EntityConfig.get());
  private static final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());

  private final MutableClock clock = MutableClock.running();
  private final MemoryConfigurationStore tables = new MemoryConfigurationStore();
  private final NodeConfiguration configuration = new NodeConfiguration(tables, Runnable::run);
  private final StatusBoard board = new StatusBoard();
  private final MemoryMonitorViews views = new MemoryMonitorViews();
  private final MemoryLastPings lastPings = new MemoryLastPings();
  private final AtomicBoolean trusted = new AtomicBoolean(true);
  private final StoreHealth health = new StoreHealth(clock);
  private final TestProbe<MonitorEntity.Reply> replies = kit.createTestProbe();
  private final MonitorRef ref = new MonitorRef(ORGANIZATION, MonitorId.create());
  private final LocalMonitors local = new LocalMonitors();
  private final Queue<Recorded> recorded = new ConcurrentLinkedQueue<>();
  private ActorRef<ViewWriter.Command<MonitorViewChange>> viewWriter;
  private ActorRef<LastPingWriter.Command> pingWriter;
  private Instant aliveUntil;
  private long revision = 0;

  @BeforeEach
  void start() {
    tables.createOrganization(ORGANIZATION);
    configuration.refresh().toCompletableFuture().join();
    viewWriter = kit.spawn(ViewWriter.create(views::store, health, Runnable::run));
    pingWriter = kit.spawn(LastPingWriter.create(lastPings, health, Runnable::run));
    aliveUntil = clock.instant();
  }

  @AfterEach
  void storeIsThere() {
    journal.resetPolicy();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  private MonitorParts parts() {
    return new MonitorParts(
        clock,
        "here",
        configuration,
        board,
        board::publish,
        (spec, timeout) ->
            CompletableFuture.failedStage(new AssertionError("a heartbeat is asked")),
        monitor -> (result, nextWithin) -> recorded.add(new Recorded(result, nextWithin)),
        viewWriter,
        OutageWatch.NOBODY,
        health,
        trusted::get,
        local,
        new MonitorParts.Pings(
            pingWriter,
            new Reception(aliveUntil, clock.instant()),
            new PingLog.Room(PingLog.Room.USUAL)));
  }

  private record Recorded(CheckResult result, Duration nextWithin) {}

  private static HeartbeatSpec spec(Schedule schedule, Duration grace, Duration limit) {
    return new HeartbeatSpec(schedule, grace, limit, null, null);
  }

  private void configure(CheckSpec spec) {
    MonitorConfig config =
        new MonitorConfig(
            ref, "backup", spec, Timing.DEFAULT, List.of(), clock.instant(), revision);
    if (revision == 0) {
      tables.createMonitor(config, PERSON);
    } else {
      tables.updateMonitor(config, revision, PERSON);
    }
    configuration.refresh().toCompletableFuture().join();
    revision = configuration.revisionOf(ORGANIZATION);
  }

  private ActorRef<MonitorEntity.Command> spawn() {
    return kit.spawn(MonitorEntity.create(ref, parts()));
  }

  private ActorRef<MonitorEntity.Command> spawn(Schedule schedule) {
    configure(spec(schedule, GRACE, null));
    return spawn();
  }

  private MonitorEntity.Reply send(
      ActorRef<MonitorEntity.Command> entity, Ping.Kind kind, Integer exitStatus) {
    String cause = kind == Ping.Kind.FAIL || kind == Ping.Kind.DEGRADED ? "it said so" : null;
    entity.tell(
        new MonitorEntity.ReceivePing(
            new Ping(kind, clock.instant(), null, exitStatus, null, cause, null, SOURCE),
            replies.getRef()));
    return replies.receiveMessage();
  }

  private MonitorEntity.Reply send(ActorRef<MonitorEntity.Command> entity, Ping.Kind kind) {
    return send(entity, kind, null);
  }

  private MonitorDetails details(ActorRef<MonitorEntity.Command> entity) {
    entity.tell(new MonitorEntity.Get(replies.getRef()));
    return ((MonitorEntity.Details) replies.receiveMessage()).details();
  }

  private Status status() {
    return board.status(ref).map(MonitorStatus::status).orElse(Status.PENDING);
  }

  private void awaitThat(BooleanSupplier so) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(so::getAsBoolean);
  }

  private void awaitStored(Status expected) {
    awaitThat(
        () -> status() == expected && board.status(ref).map(MonitorStatus::isStored).orElse(false));
  }

  private void awaitLog(String... events) {
    await()
        .atMost(Duration.ofSeconds(5))
        .untilAsserted(
            () ->
                assertThat(views.log(ref))
                    .extracting(change -> change.event().getClass().getSimpleName())
                    .containsExactly(events));
  }

  private void storeAway(boolean away) {
    views.setAway(away);
    lastPings.setAway(away);
    if (away) {
      journal.failNextNOps(Integer.MAX_VALUE);
    } else {
      journal.resetPolicy();
    }
  }

  // ---- the state machine: every status, every ping, and the one that does not come

  /** Brings a heartbeat into a status by what really leads to it. */
  private ActorRef<MonitorEntity.Command> in(Status wanted) {
    ActorRef<MonitorEntity.Command> entity = spawn(LONG);
    switch (wanted) {
      case PENDING -> {}
      case UP -> send(entity, Ping.Kind.SUCCESS);
      case DEGRADED -> send(entity, Ping.Kind.DEGRADED);
      case DOWN -> send(entity, Ping.Kind.FAIL);
      case PAUSED -> {
        entity.tell(
            new MonitorEntity.Pause(PERSON, clock.instant().plusSeconds(4), replies.getRef()));
        replies.receiveMessage();
      }
    }
    if (wanted != Status.PENDING) {
      awaitStored(wanted);
      awaitThat(() -> views.log(ref).size() == 1); // it is handed over after it is stored
    }
    return entity;
  }

  @ParameterizedTest
  @CsvSource({
    // status, ping, status after
    "PENDING,  SUCCESS,  UP",
    "PENDING,  DEGRADED, DEGRADED",
    "PENDING,  FAIL,     DOWN",
    "PENDING,  START,    PENDING",
    "PENDING,  LOG,      PENDING",
    "UP,       SUCCESS,  UP",
    "UP,       DEGRADED, DEGRADED",
    "UP,       FAIL,     DOWN",
    "UP,       START,    UP",
    "UP,       LOG,      UP",
    "DEGRADED, SUCCESS,  UP",
    "DEGRADED, DEGRADED, DEGRADED",
    "DEGRADED, FAIL,     DOWN",
    "DEGRADED, START,    DEGRADED",
    "DEGRADED, LOG,      DEGRADED",
    "DOWN,     SUCCESS,  UP",
    "DOWN,     DEGRADED, DEGRADED",
    "DOWN,     FAIL,     DOWN",
    "DOWN,     START,    DOWN",
    "DOWN,     LOG,      DOWN",
    "PAUSED,   SUCCESS,  PAUSED",
    "PAUSED,   DEGRADED, PAUSED",
    "PAUSED,   FAIL,     PAUSED",
    "PAUSED,   START,    PAUSED",
    "PAUSED,   LOG,      PAUSED",
  })
  void followsWhatAPingSays(Status before, Ping.Kind ping, Status after) {
    ActorRef<MonitorEntity.Command> entity = in(before);
    int events = views.log(ref).size();
    assertThat(send(entity, ping)).isInstanceOf(MonitorEntity.Received.class);
    assertThat(details(entity).status().status()).isEqualTo(after);
    if (before == after) {
      assertThat(views.log(ref)).hasSize(events);
    } else {
      awaitThat(() -> views.log(ref).size() == events + 1);
    }
    assertThat(details(entity).heartbeat().pings().getFirst().kind()).isEqualTo(ping);
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS,  DOWN",
    "DEGRADED, DOWN",
    "FAIL,     DOWN",
    "START,    DOWN",
    "LOG,      PENDING"
  })
  void becomesDownWhenTheNextOneDoesNotCome(Ping.Kind last, Status after) {
    ActorRef<MonitorEntity.Command> entity = spawn(SOON);
    Instant before = clock.instant();
    send(entity, last);
    Instant sent = clock.instant();
    if (after == Status.PENDING) {
      await()
          .during(Duration.ofMillis(900))
          .untilAsserted(() -> assertThat(status()).isEqualTo(Status.PENDING));
      return;
    }
    awaitStored(Status.DOWN);
    if (last != Ping.Kind.FAIL) {
      // an outage begins when the ping was late, not when somebody noticed
      Duration allowed = last == Ping.Kind.START ? GRACE : GRACE.plusMillis(300);
      assertThat(board.status(ref).orElseThrow().since())
          .isBetween(before.plus(allowed), sent.plus(allowed));
    }
  }

  @Test
  void recordsPingsAndThatOneDidNotCome() {
    ActorRef<MonitorEntity.Command> entity = spawn(SOON);
    send(entity, Ping.Kind.START);
    send(entity, Ping.Kind.DEGRADED);
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.DOWN);
    assertThat(recorded)
        .extracting(it -> it.result().outcome())
        .containsExactly(Outcome.DEGRADED, Outcome.UP, Outcome.DOWN);
    assertThat(recorded)
        .extracting(it -> it.result().error())
        .satisfies(
            errors -> assertThat(errors.getFirst()).isEqualTo("it said so"),
            errors -> assertThat(errors.get(1)).isNull(),
            errors -> assertThat(errors.getLast()).startsWith("No ping came in time"));
    assertThat(recorded).allMatch(it -> it.nextWithin().isZero());
  }

  @Test
  void expectsNothingBeforeTheFirstPing() {
    ActorRef<MonitorEntity.Command> entity = spawn(SOON);
    await()
        .during(Duration.ofMillis(900))
        .untilAsserted(() -> assertThat(status()).isEqualTo(Status.PENDING));
    assertThat(details(entity).heartbeat().expectedBy()).isNull();
    assertThat(views.log(ref)).isEmpty();
  }

  @Test
  void staysUpWhileItIsPinged() {
    ActorRef<MonitorEntity.Command> entity = spawn(new Schedule.Period(Duration.ofMillis(1_500)));
    for (int i = 0; i < 20; i++) {
      send(entity, Ping.Kind.SUCCESS);
      await().pollDelay(Duration.ofMillis(100)).until(() -> true);
    }
    awaitLog("WentUp");
  }

  @Test
  void tellsHowLongARunTook() {
    ActorRef<MonitorEntity.Command> entity = spawn(LONG);
    send(entity, Ping.Kind.START);
    clock.advance(Duration.ofSeconds(90));
    send(entity, Ping.Kind.SUCCESS, 0);
    List<Ping> pings = details(entity).heartbeat().pings();
    assertThat(pings.getFirst().took()).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
    assertThat(lastPings.row(ref).ping().took()).isEqualTo(pings.getFirst().took());
    send(entity, Ping.Kind.SUCCESS);
    assertThat(details(entity).heartbeat().pings().getFirst().took()).isNull();
  }

  @Test
  void saysWhichRunDidNotEnd() {
    configure(spec(LONG, Duration.ofMinutes(5), Duration.ofMillis(100)));
    ActorRef<MonitorEntity.Command> entity = spawn();
    send(entity, Ping.Kind.SUCCESS);
    send(entity, Ping.Kind.START);
    awaitStored(Status.DOWN);
    assertThat(board.status(ref).orElseThrow().cause())
        .startsWith("The run that began at ")
        .endsWith(" did not end within 100ms");
    send(entity, Ping.Kind.SUCCESS);
    awaitLog("WentUp", "WentDown", "WentUp");
  }

  @Test
  void takesAnExitStatusForWhatItIs() {
    ActorRef<MonitorEntity.Command> entity = spawn(LONG);
    send(entity, Ping.Kind.SUCCESS, 0);
    send(entity, Ping.Kind.FAIL, 3);
    awaitStored(Status.DOWN);
    assertThat(details(entity).heartbeat().pings())
        .extracting(Ping::exitStatus)
        .containsExactly(3, 0);
  }

  // ---- what is stored before it is answered

  @ParameterizedTest
  @CsvSource({"SHORT, 1", "LONG, 3", "CRON, 3"})
  void storesWhatMustNotBeForgotten(String schedule, int rows) {
    ActorRef<MonitorEntity.Command> entity =
        spawn(
            switch (schedule) {
              case "SHORT" -> SHORT;
              case "LONG" -> LONG;
              default -> CRON;
            });
    send(entity, Ping.Kind.SUCCESS);
    assertThat(lastPings.written()).as("the first one").isEqualTo(1);
    send(entity, Ping.Kind.SUCCESS);
    send(entity, Ping.Kind.SUCCESS);
    assertThat(lastPings.written()).isEqualTo(rows);
    send(entity, Ping.Kind.LOG);
    assertThat(lastPings.written()).as("no sign of life").isEqualTo(rows);
    send(entity, Ping.Kind.START);
    send(entity, Ping.Kind.FAIL);
    send(entity, Ping.Kind.SUCCESS);
    send(entity, Ping.Kind.SUCCESS, 0);
    assertThat(lastPings.written()).as("start, fail, recovery, exit status").isEqualTo(rows + 4);
  }

  @Test
  void writesNothingForPingsOfAShortPeriod() {
    ActorRef<MonitorEntity.Command> entity = spawn(SHORT);
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.UP);
    for (int i = 0; i < 200; i++) {
      send(entity, Ping.Kind.SUCCESS);
    }
    assertThat(lastPings.written()).isEqualTo(1);
    assertThat(journal.persistedInStorage(MonitorJournal.persistenceId(ref).id())).hasSize(1);
  }

  @Test
  void refusesWhatCannotBeStoredAndMovesTheDeadlineAllTheSame() {
    ActorRef<MonitorEntity.Command> entity = spawn(LONG);
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.UP);
    Instant before = details(entity).heartbeat().expectedBy();
    storeAway(true);
    clock.advance(Duration.ofMinutes(30));
    assertThat(send(entity, Ping.Kind.SUCCESS)).isInstanceOf(MonitorEntity.NotNow.class);
    assertThat(details(entity).heartbeat().expectedBy())
        .isAfterOrEqualTo(before.plus(Duration.ofMinutes(30)));
    // what was refused is stored all the same once the store is back
    storeAway(false);
    awaitThat(() -> lastPings.written() == 2);
  }

  @Test
  void showsAFailureWhileTheStoreIsAway() {
    ActorRef<MonitorEntity.Command> entity = spawn(LONG);
    send(entity, Ping.Kind.SUCCESS);
    awaitLog("WentUp");
    storeAway(true);
    assertThat(send(entity, Ping.Kind.FAIL)).isInstanceOf(MonitorEntity.NotNow.class);
    awaitThat(() -> status() == Status.DOWN);
    assertThat(board.status(ref).orElseThrow().isStored()).isFalse();
    storeAway(false);
    awaitLog("WentUp", "WentDown");
  }

  // ---- another node takes over

  private void kill(ActorRef<MonitorEntity.Command> entity) {
    kit.stop(entity);
  }

  @Test
  void knowsItsLastPingWhereverItRunsNext() {
    ActorRef<MonitorEntity.Command> entity = spawn(CRON);
    send(entity, Ping.Kind.SUCCESS);
    send(entity, Ping.Kind.START);
    Beats beats = details(entity).heartbeat().beats();
    awaitStored(Status.UP);
    kill(entity);
    ActorRef<MonitorEntity.Command> next = spawn();
    awaitThat(() -> details(next).heartbeat().beats().sign() != null);
    assertThat(details(next).heartbeat().beats().sign()).isEqualTo(beats.sign());
    assertThat(details(next).heartbeat().pings().getFirst().kind()).isEqualTo(Ping.Kind.START);
  }

  /** The row was written, the node died before its event was: the next one tells it. */
  @ParameterizedTest
  @CsvSource({"FAIL, DOWN, WentDown", "SUCCESS, UP, WentUp", "DEGRADED, DEGRADED, WentDegraded"})
  void tellsAPingThatWasStoredAndNotTold(Ping.Kind kind, Status expected, String event) {
    configure(spec(LONG, GRACE, null));
    Instant at = clock.instant().plusMillis(1);
    Ping ping = new Ping(kind, at, null, null, null, "it said so", null, SOURCE);
    lastPings.store(List.of(new LastPing(ref, ping, Beats.NONE.received(ping))));
    spawn();
    awaitStored(expected);
    assertThat(board.status(ref).orElseThrow().since()).isEqualTo(at);
    awaitLog(event);
  }

  @Test
  void doesNotTellAgainWhatTheJournalKnows() {
    configure(spec(LONG, Duration.ofHours(1), null));
    Instant at = clock.instant().plusMillis(1);
    Ping ping = new Ping(Ping.Kind.FAIL, at, null, null, null, "it said so", null, SOURCE);
    lastPings.store(List.of(new LastPing(ref, ping, Beats.NONE.received(ping))));
    // since then it recovered: by a ping whose row could not be written
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(
            new MonitorEvent.WentDown(OutageId.create(), at, "it said so", null, 0),
            new MonitorEvent.WentUp(at.plusMillis(1), null, 0)));
    spawn();
    awaitThat(() -> status() == Status.UP);
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(status()).isEqualTo(Status.UP));
  }

  @Test
  void isNotLateForTheTimeInWhichNobodyCouldBeReached() {
    configure(spec(LONG, GRACE, null));
    Instant now = clock.instant();
    Ping first = ping(now.minus(Duration.ofMinutes(170)));
    Ping second = ping(now.minus(Duration.ofMinutes(110)));
    lastPings.store(
        List.of(new LastPing(ref, second, Beats.NONE.received(first).received(second))));
    board.publish(up(first.at()));
    aliveUntil = now.minus(Duration.ofMinutes(100));
    ActorRef<MonitorEntity.Command> entity = spawn();
    awaitThat(() -> details(entity).heartbeat().expectedBy() != null);
    assertThat(details(entity).heartbeat().expectedBy()).isAfter(now.plus(Duration.ofMinutes(50)));
    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void isLateWhereItWasLateBeforeTocsinStopped() {
    configure(spec(LONG, GRACE, null));
    Instant now = clock.instant();
    Ping first = ping(now.minus(Duration.ofMinutes(240)));
    Ping second = ping(now.minus(Duration.ofMinutes(180)));
    lastPings.store(
        List.of(new LastPing(ref, second, Beats.NONE.received(first).received(second))));
    board.publish(up(first.at()));
    aliveUntil = now.minus(Duration.ofMinutes(2));
    spawn();
    awaitStored(Status.DOWN);
    assertThat(board.status(ref).orElseThrow().since())
        .isEqualTo(second.at().plus(Duration.ofHours(1)).plus(GRACE));
  }

  @Test
  void isNotLateWhileTheLastPingsCannotBeRead() {
    configure(spec(SOON, GRACE, null));
    board.publish(up(clock.instant()));
    Ping ping = ping(clock.instant().minusSeconds(100));
    lastPings.store(List.of(new LastPing(ref, ping, Beats.NONE.received(ping))));
    lastPings.setAway(true);
    spawn();
    await()
        .during(Duration.ofMillis(900))
        .untilAsserted(() -> assertThat(status()).isEqualTo(Status.UP));
    lastPings.setAway(false);
    awaitStored(Status.DOWN);
  }

  @Test
  void isNotLateWhileTheNodeStoodStill() {
    configure(spec(LONG, Duration.ofMinutes(5), null));
    ActorRef<MonitorEntity.Command> entity = spawn();
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.UP);
    Instant from = clock.instant();
    clock.advance(Duration.ofHours(3));
    local.clockJumped();
    local.unreceivable(from, clock.instant());
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(details(entity).status().status()).isEqualTo(Status.UP));
    assertThat(details(entity).heartbeat().expectedBy()).isAfter(clock.instant());
  }

  @Test
  void saysNothingWhileItsNodeIsNotTrusted() {
    ActorRef<MonitorEntity.Command> entity = spawn(SOON);
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.UP);
    trusted.set(false);
    await()
        .during(Duration.ofMillis(900))
        .untilAsserted(() -> assertThat(status()).isEqualTo(Status.UP));
    trusted.set(true);
    awaitStored(Status.DOWN);
  }

  /** A second restart must not forget what the first one excused. */
  @Test
  void remembersWhatWasExcused() {
    configure(spec(LONG, GRACE, null));
    Instant now = clock.instant();
    Ping first = ping(now.minus(Duration.ofMinutes(170)));
    Ping second = ping(now.minus(Duration.ofMinutes(110)));
    lastPings.store(
        List.of(new LastPing(ref, second, Beats.NONE.received(first).received(second))));
    board.publish(up(first.at()));
    aliveUntil = now.minus(Duration.ofMinutes(100));
    ActorRef<MonitorEntity.Command> entity = spawn();
    awaitThat(() -> lastPings.written() == 2);
    Instant expected = details(entity).heartbeat().expectedBy();
    kill(entity);
    aliveUntil = clock.instant();
    ActorRef<MonitorEntity.Command> again = spawn();
    awaitThat(() -> details(again).heartbeat().expectedBy() != null);
    assertThat(details(again).heartbeat().expectedBy()).isAfterOrEqualTo(expected.minusSeconds(1));
    assertThat(status()).isEqualTo(Status.UP);
  }

  /** A ping that came before the stored one could be read is not written over by it. */
  @Test
  void keepsAPingThatCameBeforeTheStoredOneWasRead() {
    configure(spec(LONG, GRACE, null));
    Ping old = ping(clock.instant().minus(Duration.ofMinutes(50)));
    lastPings.store(List.of(new LastPing(ref, old, Beats.NONE.received(old))));
    board.publish(up(old.at()));
    lastPings.setAway(true);
    ActorRef<MonitorEntity.Command> entity = spawn();
    send(entity, Ping.Kind.SUCCESS);
    Beats.Sign sign = details(entity).heartbeat().beats().sign();
    lastPings.setAway(false);
    await()
        .during(Duration.ofMillis(1_500)) // both the write and the reading are tried again by then
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(details(entity).heartbeat().beats().sign()).isEqualTo(sign);
              assertThat(lastPings.row(ref).beats().sign()).isIn(sign, oldSign(old));
            });
    awaitThat(() -> sign.equals(lastPings.row(ref).beats().sign()));
  }

  private static Beats.Sign oldSign(Ping old) {
    return Beats.NONE.received(old).sign();
  }

  @Test
  void isExpectedFromItsResumptionOnWhereverItRuns() {
    configure(spec(LONG, GRACE, null));
    Instant now = clock.instant();
    Ping old = ping(now.minus(Duration.ofDays(3)));
    lastPings.store(List.of(new LastPing(ref, old, Beats.NONE.received(old))));
    board.publish(MonitorStatus.pending(ref, now.minus(Duration.ofMinutes(10))));
    aliveUntil = now;
    ActorRef<MonitorEntity.Command> entity = spawn();
    awaitThat(() -> details(entity).heartbeat().expectedBy() != null);
    assertThat(details(entity).heartbeat().expectedBy()).isAfter(now.plus(Duration.ofMinutes(49)));
  }

  /** A run that hung does not make the heartbeat fall again as soon as another one has ended. */
  @Test
  void forgetsARunThatWasOverdueWhenAnotherOneEnds() {
    configure(spec(LONG, Duration.ofMinutes(5), Duration.ofMillis(100)));
    ActorRef<MonitorEntity.Command> entity = spawn();
    send(entity, Ping.Kind.FAIL);
    awaitStored(Status.DOWN);
    entity.tell(
        new MonitorEntity.ReceivePing(
            new Ping(
                Ping.Kind.START,
                clock.instant(),
                UUID.randomUUID(),
                null,
                null,
                null,
                null,
                SOURCE),
            replies.getRef()));
    replies.receiveMessage();
    clock.advance(Duration.ofMinutes(1));
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.UP);
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(status()).isEqualTo(Status.UP));
    assertThat(details(entity).heartbeat().beats().runs()).isEmpty();
  }

  // ---- what people change

  @Test
  void countsFromItsResumption() {
    ActorRef<MonitorEntity.Command> entity = spawn(LONG);
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.UP);
    entity.tell(new MonitorEntity.Pause(PERSON, clock.instant().plusSeconds(4), replies.getRef()));
    replies.receiveMessage();
    clock.advance(Duration.ofHours(5));
    entity.tell(new MonitorEntity.Resume(PERSON, clock.instant().plusSeconds(4), replies.getRef()));
    replies.receiveMessage();
    assertThat(details(entity).heartbeat().expectedBy())
        .isAfter(clock.instant().plus(Duration.ofMinutes(59)));
    assertThat(status()).isEqualTo(Status.PENDING);
  }

  @Test
  void countsByItsNewScheduleFromNowOn() {
    ActorRef<MonitorEntity.Command> entity = spawn(LONG);
    send(entity, Ping.Kind.SUCCESS);
    awaitStored(Status.UP);
    clock.advance(Duration.ofMinutes(50));
    configure(spec(SHORT, GRACE, null));
    entity.tell(new MonitorEntity.Wake(revision, false));
    assertThat(details(entity).heartbeat().expectedBy())
        .isBetween(
            clock.instant().plus(Duration.ofMinutes(3)),
            clock.instant().plus(Duration.ofMinutes(5)));
  }

  @Test
  void keepsTheLastTwentyPingsAndDropsOldBodiesFirst() {
    ActorRef<MonitorEntity.Command> entity = spawn(SHORT);
    String body = "x".repeat(Ping.LONGEST_BODY);
    for (int i = 0; i < 25; i++) {
      entity.tell(
          new MonitorEntity.ReceivePing(
              new Ping(Ping.Kind.SUCCESS, clock.instant(), null, null, null, null, body, SOURCE),
              replies.getRef()));
      replies.receiveMessage();
    }
    List<Ping> pings = details(entity).heartbeat().pings();
    assertThat(pings).hasSize(20);
    assertThat(pings.stream().filter(ping -> ping.body() != null)).hasSize(4);
    assertThat(pings.getFirst().body()).isEqualTo(body);
  }

  private static Ping ping(Instant at) {
    return new Ping(Ping.Kind.SUCCESS, at, null, null, null, null, null, SOURCE);
  }

  private MonitorStatus up(Instant since) {
    return new MonitorStatus(ref, Status.UP, since, null, null, new StatusVersion(0, 0));
  }
}
