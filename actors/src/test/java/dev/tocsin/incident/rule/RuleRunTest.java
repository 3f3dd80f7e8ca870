package dev.tocsin.incident.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.EntityConfig;
import dev.tocsin.incident.Decision;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.Phase;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.StatusPageConfig;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules and the incidents that they keep, through stores that come and go, and through deaths. */
class RuleRunTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit = ActorTestKit.create("rules", EntityConfig.get());
  private final RuleWorld world = new RuleWorld();
  private final MonitorRef monitor = world.monitor();
  private final StatusPageConfig page =
      world.page("acme", StatusPageConfig.Visibility.PUBLIC, Map.of("Labels", monitor));

  @BeforeEach
  void rule() {
    world.rule(page).save("Labels");
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<RuleRun.Command> run(RuleWorld.Node node) {
    return kit.spawn(RuleRun.create(node.sight, world.table, world.clock));
  }

  private void goesDown() {
    world.is(monitor, Status.DOWN);
    world.clock.advance(Duration.ofMinutes(2));
  }

  private void awaitThat(ActorRef<RuleRun.Command> run, Runnable assertion) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              run.tell(new RuleRun.Look());
              assertion.run();
            });
  }

  private IncidentRecord only() {
    return world.table.only();
  }

  @Test
  void doesWhatRulesSay() {
    goesDown();
    ActorRef<RuleRun.Command> run = run(world.node);
    awaitThat(run, () -> assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING));
    world.is(monitor, Status.UP);
    world.clock.advance(Duration.ofMinutes(2));
    awaitThat(run, () -> assertThat(only().phase()).isEqualTo(Phase.RESOLVED));
  }

  @Test
  void whatCouldNotBeStoredIsDoneWhenTheStoreIsBackAndNobodyIsToldInBetween() {
    goesDown();
    world.table.away = true;
    ActorRef<RuleRun.Command> run = run(world.node);
    LoggingTestKit.empty()
        .withSource(RuleRun.class.getName())
        .withOccurrences(0)
        .expect(
            kit.system(),
            () -> {
              for (int i = 0; i < 20; i++) {
                run.tell(new RuleRun.Look());
                world.clock.advance(Duration.ofSeconds(6));
              }
              return null;
            });
    assertThat(world.table.records).isEmpty();
    world.table.away = false;
    world.clock.advance(Duration.ofSeconds(6));
    awaitThat(run, () -> assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING));
    assertThat(only().standing().startedAt()).isEqualTo(RuleWorld.START);
  }

  @Test
  void whatWasStoredAndNeverAnsweredForIsNotDoneAgainByTheNext() {
    goesDown();
    world.table.mute = true;
    ActorRef<RuleRun.Command> run = run(world.node);
    awaitThat(run, () -> assertThat(world.table.records).hasSize(1));
    kit.stop(run, PATIENCE);

    world.table.mute = false;
    RuleWorld.Node next = world.node();
    world.is(next, monitor, Status.DOWN, RuleWorld.START);
    ActorRef<RuleRun.Command> another = run(next);
    awaitThat(another, () -> assertThat(next.incidents.known(world.organization)).hasSize(1));
    assertThat(only().history()).hasSize(1);

    world.is(monitor, Status.UP);
    world.clock.advance(Duration.ofMinutes(2));
    world.table.mute = true;
    awaitThat(
        another,
        () -> {
          world.clock.advance(Duration.ofSeconds(6)); // what was not answered for is tried again
          assertThat(only().phase()).isEqualTo(Phase.RESOLVED);
        });
    kit.stop(another, PATIENCE);
    world.table.mute = false;
    ActorRef<RuleRun.Command> third = run(next);
    awaitThat(
        third,
        () ->
            assertThat(next.incidents.all(world.organization))
                .allMatch(each -> each.phase() == Phase.RESOLVED));
    assertThat(only().posts()).hasSize(2);
  }

  @Test
  void whatTakesNoMoreIsResolvedAllTheSame() {
    goesDown();
    ActorRef<RuleRun.Command> run = run(world.node);
    awaitThat(run, () -> assertThat(only().phase()).isEqualTo(Phase.INVESTIGATING));
    IncidentChange.Note note;
    do {
      note = new IncidentChange.Note(UUID.randomUUID(), "x".repeat(5_000));
      world.does(only().ref(), note);
    } while (only()
            .decide(
                new IncidentChange.Note(UUID.randomUUID(), note.text()),
                RuleWorld.ANN,
                world.clock.instant())
        instanceof Decision.Accepted);
    while (only()
            .decide(
                new IncidentChange.Note(UUID.randomUUID(), ""),
                RuleWorld.ANN,
                world.clock.instant())
        instanceof Decision.Accepted) {
      world.does(only().ref(), new IncidentChange.Note(UUID.randomUUID(), ""));
    }
    long full = only().sequence();
    world.is(monitor, Status.UP);
    run.tell(new RuleRun.Look());
    world.clock.advance(Duration.ofMinutes(2));
    awaitThat(run, () -> assertThat(only().phase()).isEqualTo(Phase.RESOLVED));
    assertThat(only().sequence()).isEqualTo(full + 1);
  }

  @Test
  void twoOfThemDoItOnce() {
    RuleWorld.Node other = world.node();
    goesDown();
    ActorRef<RuleRun.Command> one = run(world.node);
    ActorRef<RuleRun.Command> two = run(other);
    for (int i = 0; i < 50; i++) {
      one.tell(new RuleRun.Look());
      two.tell(new RuleRun.Look());
    }
    awaitThat(one, () -> assertThat(world.node.incidents.known(world.organization)).hasSize(1));
    awaitThat(two, () -> assertThat(other.incidents.known(world.organization)).hasSize(1));
    world.is(monitor, Status.UP);
    world.clock.advance(Duration.ofMinutes(2));
    for (int i = 0; i < 50; i++) {
      one.tell(new RuleRun.Look());
      two.tell(new RuleRun.Look());
    }
    awaitThat(one, () -> assertThat(only().phase()).isEqualTo(Phase.RESOLVED));
    awaitThat(
        two,
        () ->
            assertThat(other.incidents.all(world.organization))
                .allMatch(each -> each.phase() == Phase.RESOLVED));
    assertThat(only().posts()).hasSize(2);
  }
}
