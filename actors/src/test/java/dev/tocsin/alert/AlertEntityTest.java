package dev.tocsin.alert;

import static dev.tocsin.alert.AlertWorld.ANN;
import static dev.tocsin.alert.AlertWorld.FIRST;
import static dev.tocsin.alert.AlertWorld.ROOM;
import static dev.tocsin.alert.AlertWorld.SECOND;
import static dev.tocsin.alert.AlertWorld.policy;
import static dev.tocsin.alert.AlertWorld.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.monitor.OutageTaken;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An alert's runtime, its journal and the postboxes together, in a responder's words. */
class AlertEntityTest {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final AlertWorld world = new AlertWorld();
  private final AlertRef ref = world.ref();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void tellsTheFirstPersonAtOnceAndTheSecondWhenNobodyAnswers() {
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    assertThat(world.at(SECOND)).isEmpty();

    world.forward(FIVE_MINUTES.minusSeconds(2));
    world.forward(Duration.ofSeconds(1));
    assertThat(world.at(SECOND)).isEmpty();
    world.forward(Duration.ofSeconds(2));
    world.awaitArrived(SECOND, 1);
    world.forward(Duration.ofHours(2));
    world.awaitThat(() -> world.record(ref).climb().next() == null);
    assertThat(world.at(FIRST)).hasSize(1);
    assertThat(world.at(SECOND)).hasSize(1);
  }

  @Test
  void isRaisedOnceHoweverOftenItIsTold() {
    var taken = world.kit.<OutageTaken>createTestProbe();
    for (int i = 0; i < 5; i++) {
      world.raise(ref, taken);
    }
    assertThat(taken.receiveMessage()).isEqualTo(new OutageTaken(7));
    world.awaitArrived(FIRST, 1);
    assertThat(world.views.find(ref)).isPresent();
    assertThat(world.record(ref).history().stream().filter(AlertEvent.Raised.class::isInstance))
        .hasSize(1);
  }

  @Test
  void wakesNobodyWhereItWasOverBeforeAnybodyTookIt() {
    var taken = world.kit.<OutageTaken>createTestProbe();
    world.raise(ref, taken, world.clock.instant().plusSeconds(1));
    assertThat(taken.receiveMessage()).isEqualTo(new OutageTaken(7));
    world.forward(Duration.ofHours(1));
    world.awaitThat(() -> world.views.find(ref).map(row -> !row.isOpen()).orElse(false));
    assertThat(world.record(ref).history())
        .hasExactlyElementsOfTypes(AlertEvent.Raised.class, AlertEvent.Resolved.class);
    assertThat(world.at(FIRST)).isEmpty();
  }

  @Test
  void isTakenOnlyWhenTheTableWakesItAfterACrash() {
    world.views.setAway(true);
    var taken = world.kit.<OutageTaken>createTestProbe();
    world.raise(ref, taken);
    world.awaitArrived(FIRST, 1);
    taken.expectNoMessage();
    world.views.setAway(false);
    assertThat(taken.receiveMessage()).isEqualTo(new OutageTaken(7));
  }

  @Test
  void whoRaisedItByHandGoesWhenTheTableWakesItAfterACrash() {
    world.views.setAway(true);
    var replies = world.open(ref);
    world.awaitArrived(FIRST, 1);
    replies.expectNoMessage(Duration.ofMillis(100));
    world.views.setAway(false);
    assertThat(replies.receiveMessage()).isInstanceOf(AlertEntity.Done.class);
    assertThat(world.views.find(ref)).isPresent();
  }

  @Test
  void whoRaisedItByHandDoesNotWaitForATableThatIsAway() {
    world.views.setAway(true);
    assertThat(world.open(ref).receiveMessage()).isInstanceOf(AlertEntity.Done.class);
    world.storeAway(true);
    assertThat(world.open(world.ref()).receiveMessage()).isInstanceOf(AlertEntity.Done.class);
  }

  @Test
  void stopsClimbingWhenSomebodyAcknowledges() {
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    assertThat(world.respond(ref, new Response.Acknowledge(ANN, Via.API)))
        .isInstanceOf(AlertEntity.Done.class);
    world.forward(Duration.ofHours(5));
    world.awaitThat(() -> world.record(ref).state() == AlertState.ACKNOWLEDGED);
    assertThat(world.at(SECOND)).isEmpty();
    assertThat(world.respond(ref, new Response.Acknowledge(ANN, Via.API)))
        .isEqualTo(new AlertEntity.Refused("The alert is acknowledged already."));
  }

  @Test
  void anAnswerThatIsToldAgainIsDoneOnceAlsoAfterACrash() {
    world.policy =
        policy(
            0,
            step(Duration.ZERO, FIRST),
            step(Duration.ofHours(1), SECOND),
            step(Duration.ofHours(1), AlertWorld.OWNERS));
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    Response escalate = new Response.Escalate(null, Answer.of(Via.SMS, "SM1", null));
    for (int time = 0; time < 2; time++) {
      assertThat(world.respond(ref, escalate)).isInstanceOf(AlertEntity.Done.class);
    }
    world.awaitArrived(SECOND, 1);
    world.crash();
    assertThat(world.respond(ref, escalate)).isInstanceOf(AlertEntity.Done.class);
    assertThat(world.record(ref).climb().number()).isEqualTo(2);
    Response another = new Response.Escalate(null, Answer.of(Via.SMS, "SM2", null));
    assertThat(world.respond(ref, another)).isInstanceOf(AlertEntity.Done.class);
    assertThat(world.record(ref).climb().number()).isEqualTo(3);
  }

  @Test
  void anAcknowledgementThatIsToldAgainDoesNotSilenceWhatWasEscalatedMeanwhile() {
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    Response pressed =
        new Response.Acknowledge(null, Via.CHAT, Answer.of(Via.CHAT, "1", "Ada (Slack)"));
    assertThat(world.respond(ref, pressed)).isInstanceOf(AlertEntity.Done.class);
    assertThat(world.respond(ref, new Response.Escalate(ANN))).isInstanceOf(AlertEntity.Done.class);
    assertThat(world.respond(ref, pressed)).isInstanceOf(AlertEntity.Done.class);
    assertThat(world.record(ref).state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void tellsWhoWasToldThatItIsOver() {
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.awaitThat(() -> isDelivered(FIRST));
    world.over(ref);
    world.awaitArrived(FIRST, 2);
    assertThat(world.at(FIRST).getLast().message().kind()).isEqualTo(Message.Kind.RESOLVED);
    world.forward(Duration.ofHours(5));
    world.awaitThat(() -> world.views.find(ref).map(row -> !row.isOpen()).orElse(false));
    assertThat(world.at(SECOND)).isEmpty();
  }

  private boolean isDelivered(UUID place) {
    return world.record(ref).notifications().stream()
        .anyMatch(
            each ->
                each.intended().endpoint().equals(place)
                    && each.progress() == Notification.Progress.DELIVERED);
  }

  @Test
  void goesThroughAllStepsAgainAsOftenAsThePolicySays() {
    world.policy = policy(2, step(Duration.ZERO, FIRST), step(FIVE_MINUTES, SECOND));
    world.raise(ref);
    for (int round = 1; round <= 3; round++) {
      world.awaitArrived(FIRST, round);
      world.forward(FIVE_MINUTES.plusSeconds(1));
      world.awaitArrived(SECOND, round);
      world.forward(FIVE_MINUTES.plusSeconds(1));
    }
    world.forward(Duration.ofHours(5));
    world.awaitThat(() -> world.record(ref).climb().next() == null);
    assertThat(world.at(FIRST)).hasSize(3);
    assertThat(world.at(SECOND)).hasSize(3);
  }

  @Test
  void goesOnAtOnceFromAStepThatReachesNobody() {
    UUID schedule = UUID.randomUUID();
    world.policy =
        policy(
            0,
            new Step(Duration.ZERO, List.of(new Target(Target.Type.SCHEDULE, schedule))),
            step(FIVE_MINUTES, SECOND));
    world.raise(ref);
    world.awaitArrived(SECOND, 1);
    AlertEvent.Climbed first =
        (AlertEvent.Climbed)
            world.record(ref).history().stream()
                .filter(AlertEvent.Climbed.class::isInstance)
                .findFirst()
                .orElseThrow();
    assertThat(first.missed())
        .containsExactly(new Missed(Target.Type.SCHEDULE, schedule, Missed.Why.NOBODY));
  }

  @Test
  void climbsAtOnceWhenSomebodyWantsIt() {
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.respond(ref, new Response.Escalate(ANN));
    world.awaitArrived(SECOND, 1);
    world.forward(FIVE_MINUTES.plusSeconds(1));
    world.awaitThat(() -> world.record(ref).climb().next() == null);
    assertThat(world.at(SECOND)).as("the step is not run twice").hasSize(1);
  }

  @Test
  void nobodyInParticularEscalatesWhatSomebodyHasAnswered() {
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.respond(ref, new Response.Acknowledge(ANN, Via.API));
    assertThat(world.respond(ref, new Response.Escalate(null)))
        .isInstanceOf(AlertEntity.Refused.class);
    assertThat(world.respond(ref, new Response.Escalate(ANN))).isInstanceOf(AlertEntity.Done.class);
    world.awaitArrived(SECOND, 1);
  }

  @Test
  void isSilentWhileItIsSnoozedAndBeginsAgain() {
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    Instant until = world.clock.instant().plus(Duration.ofHours(1));
    world.respond(ref, new Response.Snooze(ANN, until));
    world.forward(Duration.ofMinutes(50));
    world.awaitThat(() -> world.record(ref).standing().snoozedUntil() != null);
    assertThat(world.at(SECOND)).isEmpty();
    world.forward(Duration.ofMinutes(11));
    world.awaitArrived(FIRST, 2);
    world.forward(FIVE_MINUTES.plusSeconds(1));
    world.awaitArrived(SECOND, 1);
  }

  @Test
  void comesBackAsAReminderWhereItsMonitorIsDownStill() {
    world.policy = reminding();
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.awaitThat(() -> isDelivered(FIRST));
    world.respond(ref, new Response.Resolve(ANN, Via.API));
    world.awaitArrived(FIRST, 2); // that it is resolved
    world.raise(ref); // the monitor says it again, after a restart
    world.forward(Duration.ofMinutes(59));
    world.awaitThat(() -> world.record(ref).state() == AlertState.RESOLVED);
    assertThat(world.at(FIRST)).hasSize(2);
    world.forward(Duration.ofMinutes(2));
    world.awaitArrived(FIRST, 3);
    assertThat(world.record(ref).state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void comesBackAlsoWhereSomebodyUnknownResolvedItInAChat() {
    world.policy = reminding();
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.awaitThat(() -> isDelivered(FIRST));
    world.respond(ref, new Response.Resolve(null, Via.CHAT));
    world.awaitArrived(FIRST, 2); // that it is resolved
    assertThat(world.record(ref).standing().over()).isFalse();
    world.forward(Duration.ofMinutes(61));
    world.awaitArrived(FIRST, 3);
    assertThat(world.record(ref).state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void doesNotComeBackWhereItsMonitorIsUp() {
    world.policy = reminding();
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.awaitThat(() -> isDelivered(FIRST));
    world.respond(ref, new Response.Resolve(ANN, Via.API));
    world.awaitArrived(FIRST, 2);
    world.over(ref);
    world.awaitThat(() -> world.record(ref).standing().over());
    world.forward(Duration.ofHours(3));
    world.awaitThat(() -> world.views.find(ref).map(row -> !row.isOpen()).orElse(false));
    assertThat(world.at(FIRST)).hasSize(2);
  }

  @Test
  void whatComesWhileItIsLeavingIsDoneByTheNextOne() {
    AtomicReference<ActorRef<AlertEntity.Command>> leaving = new AtomicReference<>();
    world.leave = leaving::set;
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.over(ref);
    world.awaitThat(() -> leaving.get() != null);
    world.views.setAway(true);
    assertThat(world.respond(ref, new Response.Note(ANN, UUID.randomUUID(), "It was the fuse.")))
        .isInstanceOf(AlertEntity.Done.class);
    leaving.get().tell(new AlertEntity.Stop());
    world.kit.createTestProbe().expectTerminated(leaving.get());
    assertThat(world.again).containsExactly(ref);
    world.leave = world::letGo;
    world.begin(ref);
    world.views.setAway(false);
    world.awaitThat(
        () ->
            world.views.find(ref).stream()
                .flatMap(row -> row.history().stream())
                .anyMatch(AlertEvent.Noted.class::isInstance));
  }

  /** Its page had been dropped, and went out all the same: who got it is told of the end too. */
  @Test
  void thatIsOpenAgainBeforeItHasLeftGoesOn() {
    AtomicReference<ActorRef<AlertEntity.Command>> leaving = new AtomicReference<>();
    CompletableFuture<Outcome> page = new CompletableFuture<>();
    CompletableFuture<Outcome> end = new CompletableFuture<>();
    var outcomes = List.of(page, end).iterator();
    world.leave = leaving::set;
    world.provider = message -> outcomes.next();
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.over(ref);
    world.awaitThat(() -> leaving.get() != null);
    page.complete(new Outcome.Delivered(null));
    world.awaitThat(() -> world.record(ref).isOpen());
    leaving.get().tell(new AlertEntity.Stop());
    world.kit.createTestProbe().expectTerminated(leaving.get());
    assertThat(world.again).containsExactly(ref);
    world.leave = world::letGo;
    world.begin(ref);
    world.awaitArrived(FIRST, 2);
    end.complete(new Outcome.Delivered(null));
    world.awaitThat(() -> world.views.find(ref).map(row -> !row.isOpen()).orElse(false));
  }

  @Test
  void triesAgainUntilTheProviderTakesIt() {
    AtomicInteger tries = new AtomicInteger();
    world.provider =
        message ->
            CompletableFuture.completedStage(
                tries.incrementAndGet() < 3
                    ? new Outcome.Retry("503", null)
                    : new Outcome.Delivered("m-1"));
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    for (int tried = 2; tried <= 3; tried++) {
      int now = tried;
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                world.clock.advance(Duration.ofSeconds(5));
                world.local.clockJumped();
                return world.at(FIRST).size() >= now;
              });
    }
    world.awaitThat(() -> isDelivered(FIRST));
    Notification told = world.record(ref).notifications().getFirst();
    assertThat(told.attempts()).isEqualTo(3);
    assertThat(told.reference()).isEqualTo("m-1");
  }

  @Test
  void goesOnAfterACrashWithoutLosingOrRepeatingWhatWasStored() {
    world.raise(ref);
    world.awaitThat(() -> isDelivered(FIRST));
    world.awaitThat(
        () -> world.views.find(ref).map(row -> row.notifications().size() == 1).orElse(false));
    world.crash();
    world.clock.advance(FIVE_MINUTES.plusSeconds(1));
    world.alert(ref).tell(new AlertEntity.Wake());
    world.awaitArrived(SECOND, 1);
    assertThat(world.at(FIRST)).hasSize(1);
  }

  @Test
  void sendsAgainAfterACrashWhatHasNoOutcome() {
    world.provider = message -> new CompletableFuture<>(); // never answers
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.crash();
    world.provider = message -> CompletableFuture.completedStage(new Outcome.Delivered(null));
    world.alert(ref).tell(new AlertEntity.Wake());
    world.awaitArrived(FIRST, 2);
    assertThat(world.at(FIRST).getFirst().message().id())
        .as("services that know ids take it for the same")
        .isEqualTo(world.at(FIRST).getLast().message().id());
  }

  @Test
  void tellsAPersonAfterTwoSecondsWhileTheStoreIsAway() {
    world.storeAway(true);
    long before = System.nanoTime();
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isBetween(Duration.ofMillis(1_500), Duration.ofSeconds(5));
    assertThat(world.at(FIRST).getFirst().message().mayRepeat()).isTrue();
    assertThat(world.board.find(ref).orElseThrow().isAllStored()).isFalse();

    world.forward(FIVE_MINUTES.plusSeconds(1));
    world.awaitArrived(SECOND, 1);
    assertThat(world.respond(ref, new Response.Acknowledge(ANN, Via.LINK)))
        .isInstanceOf(AlertEntity.Done.class);

    world.storeAway(false);
    world.awaitThat(() -> world.views.find(ref).isPresent());
    world.awaitThat(() -> world.board.find(ref).orElseThrow().isAllStored());
    AlertRecord stored = world.views.find(ref).orElseThrow();
    assertThat(stored.state()).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(stored.history().getFirst()).isInstanceOf(AlertEvent.Raised.class);
    assertThat(world.at(FIRST).stream().map(each -> each.message().kind()))
        .containsOnlyOnce(Message.Kind.TRIGGERED);
  }

  @Test
  void aNewOwnerStoresWhatTheOldOneCouldNot() {
    world.storeAway(true);
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.respond(ref, new Response.Acknowledge(ANN, Via.LINK));
    world.crash();
    world.alert(ref).tell(new AlertEntity.Wake());
    world.storeAway(false);
    world.awaitThat(() -> world.views.find(ref).isPresent());
    world.awaitThat(() -> world.views.find(ref).orElseThrow().state() == AlertState.ACKNOWLEDGED);
    world.raise(ref); // its monitor stores the outage as well
    world.forward(Duration.ofHours(1));
    assertThat(world.record(ref).state()).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(world.at(SECOND)).isEmpty();
  }

  @Test
  void keepsNoMoreOfWhatIsHandedOverAgainAndAgain() {
    world.views.setAway(true);
    var taken = world.kit.<OutageTaken>createTestProbe();
    for (int i = 0; i < 50; i++) {
      world.raise(ref, taken);
    }
    world.awaitArrived(FIRST, 1);
    world.views.setAway(false);
    assertThat(taken.receiveMessage()).isEqualTo(new OutageTaken(7));
    taken.expectNoMessage();
  }

  @Test
  void tellsThatItIsOverWhereTheMessageArrivedAfterTheEnd() {
    CompletableFuture<Outcome> slow = new CompletableFuture<>();
    world.provider = message -> slow;
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.over(ref);
    world.awaitThat(() -> world.record(ref).state() == AlertState.RESOLVED);
    world.provider = message -> CompletableFuture.completedStage(new Outcome.Delivered(null));
    slow.complete(new Outcome.Delivered(null));
    world.awaitArrived(FIRST, 2);
    assertThat(world.at(FIRST).getLast().message().kind()).isEqualTo(Message.Kind.RESOLVED);
  }

  @Test
  void doesNotTryAgainWhatWasAnsweredWhileItFailed() throws Exception {
    CompletableFuture<Outcome> slow = new CompletableFuture<>();
    world.provider = message -> slow;
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.respond(ref, new Response.Acknowledge(ANN, Via.API));
    slow.complete(new Outcome.Retry("503", null));
    world.awaitThat(
        () ->
            world.record(ref).notifications().getFirst().attempts() == 1
                || world.record(ref).state() == AlertState.ACKNOWLEDGED);
    for (int i = 0; i < 10; i++) {
      world.forward(Duration.ofSeconds(5));
    }
    await()
        .during(Duration.ofSeconds(7))
        .atMost(Duration.ofSeconds(9))
        .until(() -> world.at(FIRST).size() == 1);
  }

  @Test
  void tellsTheOwnersWhereNoStepReachesAnybody() {
    Target nobody = new Target(Target.Type.SCHEDULE, UUID.randomUUID());
    world.policy =
        policy(
            0, new Step(Duration.ZERO, List.of(nobody)), new Step(FIVE_MINUTES, List.of(nobody)));
    world.raise(ref);
    world.awaitArrived(AlertWorld.OWNERS, 1);
  }

  @Test
  void tellsNobodyWhileTheStoreIsAwayAndItDoesNotSeeTheWholeCluster() throws Exception {
    world.whole.set(false);
    world.storeAway(true);
    world.raise(ref);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(6))
        .until(world.arrived::isEmpty);
    world.whole.set(true);
    world.awaitArrived(FIRST, 1);
  }

  @Test
  void bundlesWhatIsMoreThanAPersonTakes() {
    world.pace = new Pace(5, true);
    world.policy = policy(0, step(Duration.ZERO, ROOM));
    int many = 300;
    for (int i = 0; i < many; i++) {
      world.raise(world.ref());
    }
    world.awaitThat(() -> told() >= 3);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              world.clock.advance(Duration.ofSeconds(5));
              world.local.clockJumped();
              return told() == many;
            });
    List<AlertWorld.Arrived> all = world.at(ROOM);
    for (AlertWorld.Arrived first : all) {
      Instant minute = first.at().plus(Duration.ofMinutes(1));
      assertThat(all)
          .filteredOn(each -> !each.at().isBefore(first.at()) && each.at().isBefore(minute))
          .hasSizeLessThanOrEqualTo(5);
    }
    assertThat(all).hasSizeLessThan(many / 10);
    assertThat(all).anyMatch(each -> each.message().kind() == Message.Kind.BUNDLE);
  }

  @Test
  void aProgramIsToldOfAStormWithManyMessagesAtOnceAndOfEachAlertInOrder() {
    world.pace = Pace.PROGRAM;
    world.policy = policy(0, step(Duration.ZERO, ROOM));
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    world.provider =
        message -> {
          most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
          return CompletableFuture.supplyAsync(
              () -> {
                underWay.decrementAndGet();
                return new Outcome.Delivered(null);
              },
              CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
        };
    List<AlertRef> refs = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      refs.add(world.ref());
    }
    long began = System.nanoTime();
    refs.forEach(world::raise);
    await().atMost(Duration.ofSeconds(15)).until(() -> world.at(ROOM).size() >= 1_000);
    refs.forEach(world::over);
    await().atMost(Duration.ofSeconds(30)).until(() -> world.at(ROOM).size() >= 2_000);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    assertThat(most.get()).isLessThanOrEqualTo(Pace.PROGRAM.atOnce());
    Map<UUID, List<Message.Kind>> told =
        world.at(ROOM).stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.message().notices().getFirst().alert(),
                    Collectors.mapping(each -> each.message().kind(), Collectors.toList())));
    assertThat(told).hasSize(1_000);
    assertThat(told.values())
        .allMatch(kinds -> kinds.equals(List.of(Message.Kind.TRIGGERED, Message.Kind.RESOLVED)));
  }

  @Test
  void aProgramHearsOfAnAlertAgainOnlyWhenTheLastMessageOfItIsStored() {
    world.pace = Pace.PROGRAM;
    world.policy = policy(1, step(Duration.ZERO, ROOM));
    CompletableFuture<Outcome> slow = new CompletableFuture<>();
    world.provider =
        message ->
            isOf(ref, message) ? slow : CompletableFuture.completedStage(new Outcome.Delivered(""));
    world.raise(ref);
    world.awaitArrived(ROOM, 1);
    world.forward(FIVE_MINUTES.plusSeconds(1));
    for (int i = 0; i < 40; i++) {
      world.raise(world.ref());
    }
    world.awaitThat(() -> world.at(ROOM).size() > 10);
    assertThat(world.at(ROOM)).filteredOn(each -> isOf(ref, each)).hasSize(1);
    slow.complete(new Outcome.Delivered(null));
    world.awaitArrived(ROOM, 42);
    assertThat(world.at(ROOM)).filteredOn(each -> isOf(ref, each)).hasSize(2);
  }

  private static boolean isOf(AlertRef alert, AlertWorld.Arrived arrived) {
    return arrived.message().notices().getFirst().alert().equals(alert.alert().value());
  }

  private int told() {
    return world.at(ROOM).stream()
        .mapToInt(each -> each.message().notices().size() + each.message().more())
        .sum();
  }

  /** Comes back after an hour, where the monitor is still down. */
  private static EscalationPolicy reminding() {
    return new EscalationPolicy(
        "Platform",
        null,
        0,
        FIVE_MINUTES,
        true,
        Duration.ofHours(1),
        List.of(step(Duration.ZERO, FIRST)));
  }
}
