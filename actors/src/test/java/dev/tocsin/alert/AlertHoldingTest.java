package dev.tocsin.alert;

import static dev.tocsin.alert.AlertWorld.ANN;
import static dev.tocsin.alert.AlertWorld.FIRST;
import static dev.tocsin.alert.AlertWorld.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds an alert back, and that nobody is forgotten for it. */
class AlertHoldingTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final MonitorId PARENT = MonitorId.create();

  private final AlertWorld world = new AlertWorld();
  private final AlertRef ref = world.ref();

  @AfterEach
  void stop() {
    world.close();
  }

  /** Held as it says, with a parent that may be about to fail. */
  private static final class Held implements Holds {
    volatile @Nullable Hold hold;
    volatile boolean fails;
    volatile List<MonitorRef> parents = List.of();
    volatile Duration recovery = Duration.ZERO;
    volatile CompletableFuture<Void> answer = CompletableFuture.completedFuture(null);
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger questions = new AtomicInteger();

    @Override
    public @Nullable Hold hold(AlertRecord alert, Instant at) {
      questions.incrementAndGet();
      return hold;
    }

    @Override
    public List<MonitorRef> parents(AlertRecord alert) {
      return parents;
    }

    @Override
    public CompletionStage<Boolean> failsNow(MonitorRef parent) {
      looks.incrementAndGet();
      return answer.thenApply(done -> fails);
    }

    @Override
    public Duration lookTakes(MonitorRef parent) {
      return LOOK;
    }

    @Override
    public Duration verdictTakes(MonitorRef parent) {
      return MINUTE;
    }

    @Override
    public Duration recoveryTakes(AlertRecord alert) {
      return recovery;
    }
  }

  private Held held(@Nullable Hold by) {
    Held held = new Held();
    held.hold = by;
    world.held = held;
    return held;
  }

  private void awaitHeld() {
    world.awaitThat(() -> world.record(ref).isHeld());
  }

  @Test
  void tellsWhatIsStillOpenWhenTheMaintenanceEndsAndOnlyThen() {
    Held held =
        held(new Hold.ForMaintenance(UUID.randomUUID(), world.clock.instant().plus(MINUTE)));
    world.raise(ref);
    awaitHeld();
    world.forward(Duration.ofHours(3));
    assertThat(world.arrived).isEmpty();

    held.hold = null;
    world.forward(Duration.ofSeconds(6));
    world.awaitArrived(FIRST, 1);
    world.forward(Duration.ofMinutes(5));
    world.awaitArrived(SECOND, 1);
    assertThat(world.at(FIRST)).hasSize(1);
  }

  @Test
  void tellsNobodyOfWhatEndedWhileItWasHeld() {
    Held held = held(new Hold.ForParent(PARENT));
    world.raise(ref);
    awaitHeld();
    world.over(ref);
    world.awaitThat(() -> world.record(ref).state() == AlertState.RESOLVED);
    held.hold = null;
    world.forward(Duration.ofHours(3));
    world.awaitThat(() -> world.views.find(ref).map(row -> !row.isOpen()).orElse(false));
    assertThat(world.arrived).isEmpty();
  }

  @Test
  void isHeldAndReleasedOnceThroughACrash() {
    Held held = held(new Hold.ForParent(PARENT));
    world.raise(ref);
    world.awaitThat(() -> world.views.find(ref).map(AlertRecord::isHeld).orElse(false));
    world.crash();
    world.alert(ref).tell(new AlertEntity.Wake());
    held.hold = null;
    world.forward(Duration.ofSeconds(6));
    world.awaitArrived(FIRST, 1);
    world.forward(Duration.ofSeconds(30));
    assertThat(world.at(FIRST)).hasSize(1);
    assertThat(count(AlertEvent.Held.class)).isEqualTo(1);
    assertThat(count(AlertEvent.Released.class)).isEqualTo(1);
  }

  private long count(Class<? extends AlertEvent> type) {
    return world.record(ref).history().stream().filter(type::isInstance).count();
  }

  @Test
  void saysSoWhenSomethingElseHoldsItInstead() {
    Held held = held(new Hold.ForParent(PARENT));
    world.raise(ref);
    awaitHeld();
    var maintenance =
        new Hold.ForMaintenance(UUID.randomUUID(), world.clock.instant().plus(MINUTE));
    held.hold = maintenance;
    world.forward(Duration.ofSeconds(6));
    world.awaitThat(() -> maintenance.equals(world.record(ref).climb().hold()));
    assertThat(count(AlertEvent.Released.class)).isZero();
    assertThat(world.arrived).isEmpty();
  }

  @Test
  void climbsWhereAPersonWantsItWhateverHoldsIt() {
    held(new Hold.ForParent(PARENT));
    world.raise(ref);
    awaitHeld();
    world.respond(ref, new Response.Escalate(ANN));
    world.awaitArrived(FIRST, 1);
    world.forward(Duration.ofMinutes(5).plusSeconds(1));
    world.awaitArrived(SECOND, 1);
    assertThat(world.record(ref).isHeld()).isFalse();
  }

  @Test
  void climbsOnWhereItWasWhenAMaintenanceBeganInTheMiddle() {
    Held held = held(null);
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    held.hold = new Hold.ForMaintenance(UUID.randomUUID(), world.clock.instant());
    world.forward(Duration.ofMinutes(6));
    awaitHeld();
    assertThat(world.at(SECOND)).isEmpty();
    held.hold = null;
    world.forward(Duration.ofSeconds(6));
    world.awaitArrived(SECOND, 1);
    assertThat(world.at(FIRST)).hasSize(1);
  }

  @Test
  void looksAtAParentOnceBeforeItTellsAnybody() {
    Held held = held(null);
    held.parents = List.of(new MonitorRef(AlertWorld.ORGANIZATION, PARENT));
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    assertThat(held.looks).hasValue(1);
  }

  @Test
  void waitsForTheVerdictOnAParentThatFails() {
    Held held = held(null);
    held.parents = List.of(new MonitorRef(AlertWorld.ORGANIZATION, PARENT));
    held.fails = true;
    world.raise(ref);
    world.awaitThat(() -> held.looks.get() == 1);
    world.forward(Duration.ofSeconds(40));
    await().during(Duration.ofSeconds(2)).until(() -> world.arrived.isEmpty());
    assertThat(held.questions).hasValueLessThan(50); // it waits, and does not ask for ever
    held.hold = new Hold.ForParent(PARENT);
    world.forward(Duration.ofSeconds(5));
    awaitHeld();
    world.forward(MINUTE);
    assertThat(world.arrived).isEmpty();
  }

  @Test
  void tellsWhereTheParentDoesNotComeDownAfterAll() {
    Held held = held(null);
    held.parents = List.of(new MonitorRef(AlertWorld.ORGANIZATION, PARENT));
    held.fails = true;
    world.raise(ref);
    world.awaitThat(() -> held.looks.get() == 1);
    world.forward(MINUTE.plusSeconds(2));
    world.awaitArrived(FIRST, 1);
  }

  @Test
  void tellsAllTheSameWhereTheLookAtTheParentNeverEnds() {
    Held held = held(null);
    held.parents = List.of(new MonitorRef(AlertWorld.ORGANIZATION, PARENT));
    held.answer = new CompletableFuture<>();
    world.raise(ref);
    world.awaitThat(() -> held.looks.get() == 1);
    assertThat(world.arrived).isEmpty();
    world.forward(LOOK.plusSeconds(1));
    world.awaitArrived(FIRST, 1);
  }

  @Test
  void givesAChildTimeToRecoverAfterItsParent() {
    Held held = held(new Hold.ForParent(PARENT));
    held.recovery = MINUTE;
    world.raise(ref);
    awaitHeld();
    held.hold = null;
    world.forward(Duration.ofSeconds(6));
    world.awaitThat(() -> count(AlertEvent.Released.class) == 1);
    world.forward(Duration.ofSeconds(50));
    assertThat(world.arrived).isEmpty();
    world.forward(Duration.ofSeconds(11));
    world.awaitArrived(FIRST, 1);
  }

  @Test
  void isHeldFromMemoryWhileTheStoreIsAway() {
    Held held = held(new Hold.ForParent(PARENT));
    world.storeAway(true);
    world.raise(ref);
    awaitHeld();
    world.forward(MINUTE);
    assertThat(world.arrived).isEmpty();
    held.hold = null;
    world.forward(Duration.ofSeconds(6));
    world.awaitArrived(FIRST, 1);
    world.storeAway(false);
    world.awaitThat(() -> world.views.find(ref).isPresent());
  }
}
