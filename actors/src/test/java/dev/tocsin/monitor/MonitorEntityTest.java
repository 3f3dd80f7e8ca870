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
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A monitor's runtime and journal together, with a store that comes and goes. */
class MonitorEntityTest {
  /** Far below what the edge lets through, so that minutes of checks pass in seconds. */
  private static final Duration INTERVAL = Duration.ofMillis(50);

  /** A kind of check that is whatever the test says it is. */
  private record Scripted() implements CheckSpec {
    @Override
    public String type() {
      return "scripted";
    }

    @Override
    public String target() {
      return "nowhere";
    }
  }

  private final ActorTestKit kit = ActorTestKit.create("monitor", EntityConfig.get());
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final MutableClock clock = MutableClock.running();
  private final MemoryConfigurationStore tables = new MemoryConfigurationStore();
  private final NodeConfiguration configuration = new NodeConfiguration(tables, Runnable::run);
  private final StatusBoard board = new StatusBoard();
  private final MemoryMonitorViews views = new MemoryMonitorViews();
  private final MemoryLastPings lastPings = new MemoryLastPings();
  private final AtomicBoolean trusted = new AtomicBoolean(true);
  private final LocalMonitors local = new LocalMonitors();
  private final AtomicInteger checked = new AtomicInteger();
  private final Queue<Duration> recorded = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<CheckResult>> held = new ConcurrentLinkedQueue<>();
  private final TestProbe<MonitorEntity.Reply> replies = kit.createTestProbe();
  private final MonitorRef ref = new MonitorRef(ORGANIZATION, MonitorId.create());
  private volatile Outcome target = Outcome.UP;
  private volatile boolean holding;
  private final Queue<OutageWatch.Told> begun = new ConcurrentLinkedQueue<>();
  private final Instant start = clock.instant();
  private MonitorParts parts;

  @BeforeEach
  void start() {
    tables.createOrganization(ORGANIZATION);
    configuration.refresh().toCompletableFuture().join();
    StoreHealth health = new StoreHealth(clock);
    parts =
        new MonitorParts(
            clock,
            "here",
            configuration,
            board,
            board::publish,
            this::check,
            monitor -> (result, nextWithin) -> recorded.add(nextWithin),
            kit.spawn(ViewWriter.create(views::store, health, Runnable::run)),
            noting(),
            health,
            trusted::get,
            local,
            new MonitorParts.Pings(
                kit.spawn(LastPingWriter.create(lastPings, health, Runnable::run)),
                new Reception(clock.instant(), clock.instant()),
                new PingLog.Room(PingLog.Room.USUAL)));
  }

  private OutageWatch noting() {
    return new OutageWatch() {
      @Override
      public void began(MonitorRef monitor, OutageId outage, Told told) {
        begun.add(told);
        told.taken();
      }

      @Override
      public void ended(MonitorRef monitor, OutageId outage, Told told) {
        told.taken();
      }
    };
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private CompletionStage<CheckResult> check(CheckSpec spec, Duration timeout) {
    checked.incrementAndGet();
    CompletableFuture<CheckResult> result = new CompletableFuture<>();
    if (holding) {
      held.add(result);
    } else {
      result.complete(resultNow());
    }
    return result;
  }

  private CheckResult resultNow() {
    return new CheckResult(
        clock.instant(),
        target,
        target == Outcome.UP ? null : "it is " + target,
        new Phases(null, null, null, null, null, 1_000L),
        Evidence.NONE);
  }

  private void configure(CheckSpec spec) {
    create(spec);
    configuration.refresh().toCompletableFuture().join();
  }

  private void create(CheckSpec spec) {
    tables.createMonitor(
        new MonitorConfig(
            ref,
            "sample",
            spec,
            new Timing(INTERVAL, INTERVAL, 2, 1, Quorum.Share.ANY),
            List.of(),
            clock.instant(),
            0),
        PERSON);
  }

  private ActorRef<MonitorEntity.Command> spawn() {
    return kit.spawn(MonitorEntity.create(ref, parts));
  }

  private void awaitThat(BooleanSupplier so) {
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(5))
        .until(so::getAsBoolean);
  }

  private void awaitStatus(Status expected) {
    awaitThat(() -> status() == expected);
  }

  /** Waits until so many further checks have been made. */
  private void awaitChecks(int further) {
    int wanted = checked.get() + further;
    awaitThat(() -> checked.get() >= wanted);
  }

  private Status status() {
    return board.status(ref).map(MonitorStatus::status).orElse(Status.PENDING);
  }

  private boolean isStored() {
    return board.status(ref).map(MonitorStatus::isStored).orElse(false);
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
    if (away) {
      journal.failNextNOps(Integer.MAX_VALUE);
    } else {
      journal.resetPolicy();
    }
  }

  @Test
  void checksANewMonitorAtOnceAndStoresThatItIsUp() {
    configure(new Scripted());
    spawn();
    awaitStatus(Status.UP);
    awaitLog("WentUp");
  }

  @Test
  void writesNothingForChecksThatChangeNothing() {
    configure(new Scripted());
    spawn();
    awaitStatus(Status.UP);
    awaitLog("WentUp");
    int before = views.writes();
    awaitChecks(30);
    assertThat(views.writes()).isEqualTo(before);
    assertThat(journal.persistedInStorage(MonitorJournal.persistenceId(ref).id())).hasSize(1);
  }

  @Test
  void datesAnOutageBackToTheFirstOfTheChecksThatConfirmIt() {
    configure(new Scripted());
    spawn();
    awaitStatus(Status.UP);
    holding = true;
    awaitThat(() -> !held.isEmpty());
    target = Outcome.DOWN;
    CheckResult first = resultNow();
    held.remove().complete(first);
    awaitThat(() -> !held.isEmpty());
    assertThat(status()).as("unconfirmed").isEqualTo(Status.UP);
    held.remove().complete(resultNow());
    awaitStatus(Status.DOWN);
    assertThat(board.status(ref).orElseThrow().since()).isEqualTo(first.at());
    awaitLog("WentUp", "WentDown");
  }

  @Test
  void showsAnOutageWhileTheStoreIsAwayAndStoresItWithItsTimes() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    awaitLog("WentUp");
    storeAway(true);
    target = Outcome.DOWN;
    awaitStatus(Status.DOWN);
    MonitorStatus seen = board.status(ref).orElseThrow();
    assertThat(seen.isStored()).isFalse();
    awaitChecks(20); // they go on

    target = Outcome.UP;
    awaitStatus(Status.UP);
    Instant recovered = board.status(ref).orElseThrow().since();
    storeAway(false);
    awaitThat(() -> isStored());
    awaitLog("WentUp", "WentDown", "WentUp");
    assertThat(views.log(ref).get(1).event())
        .usingRecursiveComparison()
        .ignoringFields("acknowledged")
        .isEqualTo(new MonitorEvent.WentDown(seen.outage(), seen.since(), seen.cause(), null, 0));
    assertThat(views.log(ref).get(2).event().at()).isEqualTo(recovered);
    assertThat(views.log(ref).get(2).ended()).isEqualTo(seen.outage());
  }

  @Test
  void handsOverAgainUntilTheReadModelsHaveIt() {
    configure(new Scripted());
    views.setAway(true);
    var entity = spawn();
    awaitStatus(Status.UP);
    await().untilAsserted(() -> assertThat(isStored()).isTrue());
    awaitChecks(5);
    assertThat(views.log(ref)).isEmpty();
    views.setAway(false);
    awaitLog("WentUp");
  }

  @Test
  void adoptsTheOutageThatTheJournalKnowsAlready() {
    configure(new Scripted());
    OutageId known = OutageId.create();
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(
            new MonitorEvent.WentUp(start.minusSeconds(100), null, 0),
            new MonitorEvent.WentDown(known, start.minusSeconds(50), "refused", null, 1)));
    target = Outcome.DOWN;
    var entity = spawn(); // the board does not know: the node before it died
    awaitThat(() -> status() == Status.DOWN && isStored());
    assertThat(board.status(ref).orElseThrow().outage()).isEqualTo(known);
    assertThat(board.status(ref).orElseThrow().since()).isEqualTo(start.minusSeconds(50));
    awaitLog("WentDown");
    target = Outcome.UP;
    awaitStatus(Status.UP);
    awaitLog("WentDown", "WentUp");
    assertThat(views.log(ref).getLast().ended()).isEqualTo(known);
  }

  @Test
  void readsItsJournalWhenToldThatTheReadModelsAreBehind() {
    configure(new Scripted());
    holding = true;
    OutageId known = OutageId.create();
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(new MonitorEvent.WentDown(known, start.minusSeconds(50), "refused", null, 0)));
    var entity = spawn();
    entity.tell(new MonitorEntity.Wake(0, true));
    awaitLog("WentDown");
    assertThat(status()).isEqualTo(Status.DOWN);
  }

  @Test
  void tellsOfAnOutageThatIsOverThatItIsOver() {
    configure(new Scripted());
    holding = true;
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(
            new MonitorEvent.WentUp(start.minusSeconds(100), null, 0),
            new MonitorEvent.WentDown(
                OutageId.create(), start.minusSeconds(50), "refused", null, 1),
            new MonitorEvent.WentUp(start.minusSeconds(20), null, 1)));
    var entity = spawn();
    entity.tell(new MonitorEntity.Wake(0, true));
    awaitLog("WentDown", "WentUp");
    assertThat(begun).extracting(OutageWatch.Told::over).containsExactly(start.minusSeconds(20));
  }

  @Test
  void takesBackWhatItSawWhileItReadThatTheJournalKnowsItAlready() {
    configure(new Scripted());
    holding = true;
    OutageId known = OutageId.create();
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(
            new MonitorEvent.WentUp(start.minusSeconds(100), null, 0),
            new MonitorEvent.WentDown(known, start.minusSeconds(50), "refused", null, 0)));
    board.publish(
        new MonitorStatus(
            ref, Status.UP, start.minusSeconds(100), null, null, new StatusVersion(1, 0)));
    target = Outcome.DOWN;
    var entity = spawn();
    awaitThat(() -> !held.isEmpty());
    held.remove().complete(resultNow());
    awaitThat(() -> !held.isEmpty());
    entity.tell(new MonitorEntity.Wake(0, true));
    held.remove().complete(resultNow()); // confirms an outage before the journal is read
    awaitThat(() -> status() == Status.DOWN && isStored());
    assertThat(board.status(ref).orElseThrow().outage()).isEqualTo(known);
  }

  @Test
  void readsItsJournalAlsoWhereItHasToReadItsConfigurationFirst() {
    holding = true;
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(new MonitorEvent.WentDown(OutageId.create(), start, "refused", null, 0)));
    var entity = spawn();
    create(new Scripted());
    long revision = tables.changesSince(ORGANIZATION, 0).revision();
    assertThat(configuration.revisionOf(ORGANIZATION)).isLessThan(revision);

    entity.tell(new MonitorEntity.Wake(revision, true));

    awaitLog("WentDown");
    assertThat(status()).isEqualTo(Status.DOWN);
  }

  @Test
  void takesNoMonitorForDeletedWhoseConfigurationCannotBeRead() {
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(new MonitorEvent.WentDown(OutageId.create(), start, "refused", null, 0)));
    target = Outcome.DOWN;
    var entity = spawn();
    create(new Scripted());
    long revision = tables.changesSince(ORGANIZATION, 0).revision();
    tables.setAway(true);
    entity.tell(new MonitorEntity.Wake(revision, true));
    awaitLog("WentDown");
    tables.setAway(false);
    entity.tell(new MonitorEntity.Wake(revision, false));
    awaitThat(() -> local.count() == 1 && status() == Status.DOWN && isStored());
    awaitLog("WentDown");
  }

  @Test
  void takesNoMonitorForDeletedWhosePastIsWrittenBeforeItIsConfigured() {
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(new MonitorEvent.WentDown(OutageId.create(), start, "refused", null, 0)));
    target = Outcome.DOWN;
    var early = spawn();
    early.tell(new MonitorEntity.Wake(0, true));
    awaitLog("WentDown");
    replies.expectTerminated(early, Duration.ofSeconds(15));
    configure(new Scripted());
    spawn();
    awaitThat(() -> local.count() == 1 && status() == Status.DOWN && isStored());
    awaitLog("WentDown");
  }

  @Test
  void showsAPauseThatIsStoredWhileSomethingElseIsAskedFor() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    awaitThat(() -> isStored());
    entity.tell(new MonitorEntity.Pause(PERSON, deadline(), replies.getRef()));
    entity.tell(
        new MonitorEntity.Resume(PERSON, clock.instant().minusSeconds(1), replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.Done.class);
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.NotNow.class);
    assertThat(status()).isEqualTo(Status.PAUSED);
  }

  @Test
  void handsOverWhatIsOwedOfADeletedMonitorBeforeItGoes() {
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(
            new MonitorEvent.WentDown(OutageId.create(), start, "refused", null, 0),
            new MonitorEvent.Deleted(start.plusMillis(1), PERSON, 0)));
    views.setAway(true);
    var entity = spawn();
    entity.tell(new MonitorEntity.Wake(0, true));
    entity.tell(new MonitorEntity.Wake(0, false)); // of another node, which knows of no debt
    awaitThat(() -> views.refused() > 1);
    views.setAway(false);
    awaitLog("WentDown", "Deleted");
    replies.expectTerminated(entity, Duration.ofSeconds(15));
    assertThat(board.status(ref)).isEmpty();
  }

  @Test
  void endsTheOutageOfAMonitorThatWasDeletedWhileItDidNotRun() {
    create(new Scripted());
    tables.deleteMonitor(ref, PERSON, clock.instant());
    OutageId outage = OutageId.create();
    journal.persistForRecovery(
        MonitorJournal.persistenceId(ref).id(),
        List.of(new MonitorEvent.WentDown(outage, start, "refused", null, 0)));
    var entity = spawn();
    entity.tell(new MonitorEntity.Wake(0, true));
    awaitLog("WentDown", "Deleted");
    assertThat(views.log(ref).getLast().ended()).isEqualTo(outage);
    replies.expectTerminated(entity);
  }

  @Test
  void storesThatItWasDeletedHoweverOftenItIsToldWhileTheStoreIsAway() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    awaitLog("WentUp");
    storeAway(true);
    long revision = tables.deleteMonitor(ref, PERSON, clock.instant());
    for (int told = 0; told < 3; told++) {
      entity.tell(new MonitorEntity.Wake(revision, false));
    }
    awaitThat(() -> local.count() == 0);
    storeAway(false);
    awaitLog("WentUp", "Deleted");
    replies.expectTerminated(entity);
  }

  @Test
  void storesWhatAnotherNodeSawAndCouldNotStore() {
    configure(new Scripted());
    OutageId outage = OutageId.create();
    board.publish(
        new MonitorStatus(
            ref, Status.DOWN, start.minusSeconds(9), outage, "refused", new StatusVersion(0, 1)));
    target = Outcome.DOWN;
    spawn();
    awaitLog("WentDown");
    assertThat(views.log(ref).getFirst().event())
        .isEqualTo(new MonitorEvent.WentDown(outage, start.minusSeconds(9), "refused", null, 0));
  }

  @Test
  void pausesAndResumesAndSaysWhoDidIt() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    entity.tell(new MonitorEntity.Pause(PERSON, deadline(), replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.Done.class);
    assertThat(status()).isEqualTo(Status.PAUSED);
    int before = checked.get();
    await()
        .during(INTERVAL.multipliedBy(10))
        .untilAsserted(() -> assertThat(checked.get()).isEqualTo(before));
    entity.tell(new MonitorEntity.Resume(PERSON, deadline(), replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.Done.class);
    awaitStatus(Status.UP);
    awaitLog("WentUp", "Paused", "Resumed", "WentUp");
    assertThat(views.log(ref).get(1).event().by()).isEqualTo(PERSON);
  }

  @Test
  void dropsTheResultOfACheckThatAPauseOvertook() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    holding = true;
    target = Outcome.DOWN;
    awaitThat(() -> !held.isEmpty());
    entity.tell(new MonitorEntity.Pause(PERSON, deadline(), replies.getRef()));
    replies.receiveMessage();
    held.remove().complete(resultNow());
    await()
        .during(INTERVAL.multipliedBy(10))
        .untilAsserted(() -> assertThat(status()).isEqualTo(Status.PAUSED));
    assertThat(held).isEmpty();
  }

  @Test
  void tellsAPersonThatTheStoreIsAwayAndDoesNothingLater() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    awaitLog("WentUp");
    storeAway(true);
    entity.tell(new MonitorEntity.Pause(PERSON, deadline(), replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.NotNow.class);
    storeAway(false);
    awaitChecks(40);
    assertThat(status()).isEqualTo(Status.UP);
    awaitLog("WentUp");
  }

  @Test
  void givesUpAWishThatWaitsBehindWhatCannotBeStored() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    storeAway(true);
    target = Outcome.DOWN;
    awaitStatus(Status.DOWN);
    entity.tell(new MonitorEntity.Pause(PERSON, deadline(), replies.getRef()));
    assertThat(replies.receiveMessage(Duration.ofSeconds(10)))
        .isInstanceOf(MonitorEntity.NotNow.class);
    storeAway(false);
    awaitThat(this::isStored);
    awaitChecks(20);
    awaitLog("WentUp", "WentDown");
  }

  @Test
  void refusesACommandWhoseDeadlineHasPassed() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    entity.tell(new MonitorEntity.Pause(PERSON, clock.instant().minusMillis(1), replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.NotNow.class);
    assertThat(status()).isEqualTo(Status.UP);
  }

  @Test
  void takesAManualStateFromAPersonOnly() {
    configure(new ManualSpec());
    var entity = spawn();
    await()
        .during(INTERVAL.multipliedBy(10))
        .untilAsserted(() -> assertThat(checked.get()).isZero());
    entity.tell(
        new MonitorEntity.SetState(
            Outcome.DOWN, "power cut", PERSON, deadline(), replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.Done.class);
    assertThat(status()).isEqualTo(Status.DOWN);
    entity.tell(new MonitorEntity.CheckNow(replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.Refused.class);
  }

  @Test
  void refusesAManualStateForWhatIsChecked() {
    configure(new Scripted());
    spawn()
        .tell(new MonitorEntity.SetState(Outcome.UP, "fine", PERSON, deadline(), replies.getRef()));
    assertThat(replies.receiveMessage()).isInstanceOf(MonitorEntity.Refused.class);
  }

  @Test
  void checksNowWhenAsked() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    target = Outcome.DOWN;
    entity.tell(new MonitorEntity.CheckNow(replies.getRef()));
    assertThat(replies.receiveMessage())
        .isInstanceOfSatisfying(
            MonitorEntity.Result.class,
            result -> assertThat(result.result().outcome()).isEqualTo(Outcome.DOWN));
  }

  @Test
  void answersACheckByWhatIsCheckedNowNotByWhatWasOnItsWay() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    holding = true;
    target = Outcome.DOWN;
    awaitThat(() -> !held.isEmpty());
    CheckResult outdated = resultNow();
    entity.tell(new MonitorEntity.Pause(PERSON, deadline(), replies.getRef()));
    replies.receiveMessage();
    entity.tell(new MonitorEntity.Resume(PERSON, deadline(), replies.getRef()));
    replies.receiveMessage();
    entity.tell(new MonitorEntity.CheckNow(replies.getRef()));
    holding = false;
    target = Outcome.UP;
    held.remove().complete(outdated);
    assertThat(replies.receiveMessage())
        .isInstanceOfSatisfying(
            MonitorEntity.Result.class,
            result -> assertThat(result.result().outcome()).isEqualTo(Outcome.UP));
  }

  @Test
  void refusesACheckThatAPauseOvertook() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    holding = true;
    awaitThat(() -> !held.isEmpty());
    TestProbe<MonitorEntity.Reply> asker = kit.createTestProbe();
    entity.tell(new MonitorEntity.CheckNow(asker.getRef()));
    entity.tell(new MonitorEntity.Pause(PERSON, deadline(), replies.getRef()));
    replies.receiveMessage();
    held.remove().complete(resultNow());
    assertThat(asker.receiveMessage()).isInstanceOf(MonitorEntity.Refused.class);
  }

  @Test
  void keepsAnOutageWhateverItsTargetAnswers() {
    configure(new Scripted());
    var entity = spawn();
    entity.tell(new MonitorEntity.CheckNow(replies.getRef()));
    replies.receiveMessage();
    awaitStatus(Status.UP);
    CheckResult hostile =
        new CheckResult(
            clock.instant(),
            Outcome.DOWN,
            "It says \u0000 and \ud800",
            new Phases(null, null, null, null, null, 1_000L),
            Evidence.NONE);
    holding = true;
    for (int check = 0; check < 2; check++) {
      awaitThat(() -> !held.isEmpty());
      held.remove().complete(hostile);
    }
    awaitLog("WentUp", "WentDown");
    assertThat(board.status(ref).orElseThrow().cause()).isEqualTo("It says \ufffd and \ufffd");
  }

  @Test
  void recordsEveryResultThatCounts() {
    configure(new Scripted());
    spawn();
    awaitChecks(10);
    awaitThat(() -> recorded.size() >= 10);
    assertThat(recorded).containsOnly(INTERVAL.multipliedBy(3)); // twice, and the time-out
  }

  @Test
  void believesNothingWhileTheNodeCannotTrustItsEyes() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    trusted.set(false);
    target = Outcome.DOWN;
    awaitChecks(2);
    int believed = recorded.size();
    awaitChecks(20);
    assertThat(status()).isEqualTo(Status.UP);
    assertThat(recorded).hasSize(believed);
    trusted.set(true);
    awaitStatus(Status.DOWN);
  }

  @Test
  void hasOneCheckInFlightAndSkipsLateTicks() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    holding = true;
    awaitThat(() -> !held.isEmpty());
    int before = checked.get();
    await()
        .during(INTERVAL.multipliedBy(20))
        .untilAsserted(() -> assertThat(checked.get()).isEqualTo(before));
    holding = false;
    Instant released = clock.instant();
    held.remove().complete(resultNow());
    awaitChecks(5);
    assertThat(Duration.between(released, clock.instant()))
        .as("what was missed is not made up for")
        .isGreaterThan(INTERVAL.multipliedBy(3));
  }

  @Test
  void setsItsTimersAnewAfterTheClockJumped() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    clock.advance(Duration.ofHours(-5)); // the next check would be five hours away
    local.clockJumped();
    awaitChecks(3);
    clock.advance(Duration.ofHours(9));
    local.clockJumped();
    awaitChecks(3);
  }

  @Test
  void stopsWhenItIsDeletedAndEndsItsOutage() {
    configure(new Scripted());
    var entity = spawn();
    awaitStatus(Status.UP);
    target = Outcome.DOWN;
    awaitThat(() -> status() == Status.DOWN && isStored());
    long revision = tables.deleteMonitor(ref, PERSON, clock.instant());
    entity.tell(new MonitorEntity.Wake(revision, false));
    replies.expectTerminated(entity);
    awaitLog("WentUp", "WentDown", "Deleted");
    assertThat(views.log(ref).getLast().ended()).isNotNull();
    assertThat(local.count()).isZero();
  }

  @Test
  void takesANewSpecificationAndBeginsAnew() {
    configure(new ManualSpec());
    var entity = spawn();
    awaitThat(() -> local.count() == 1);
    MonitorConfig known = tables.changesSince(ORGANIZATION, 0).monitors().getFirst();
    MonitorConfig changed =
        tables.updateMonitor(
            new MonitorConfig(
                ref, "sample", new Scripted(), known.timing(), List.of(), clock.instant(), 0),
            known.revision(),
            PERSON);
    entity.tell(new MonitorEntity.Wake(changed.revision(), false));
    awaitStatus(Status.UP);
  }

  @Test
  void stopsWhereThereIsNoSuchMonitor() {
    var entity = spawn();
    entity.tell(new MonitorEntity.Wake(0, false));
    replies.expectTerminated(entity);
  }

  private Instant deadline() {
    return clock.instant().plusSeconds(2);
  }
}
