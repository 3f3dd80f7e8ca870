package dev.tocsin.alert;

import static dev.tocsin.alert.AlertWorld.FIRST;
import static dev.tocsin.alert.AlertWorld.ORGANIZATION;
import static dev.tocsin.alert.AlertWorld.OWNERS;
import static dev.tocsin.alert.AlertWorld.policy;
import static dev.tocsin.alert.AlertWorld.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.escalation.Missed;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A place that messages do not reach becomes an alert of its own, in an owner's words. */
class NotDeliveringTest {
  private static final UUID OTHER = UUID.randomUUID();

  private final AlertWorld world = new AlertWorld();
  private final Set<UUID> dead = ConcurrentHashMap.newKeySet();
  private volatile Outcome failure = new Outcome.Retry("No answer", null);

  NotDeliveringTest() {
    world.policy = policy(0, step(Duration.ZERO, FIRST));
    world.provider =
        message ->
            CompletableFuture.completedStage(
                dead.contains(message.place()) ? failure : new Outcome.Delivered(null));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private List<AlertRecord> raised() {
    List<AlertRecord> raised = new ArrayList<>();
    world.board.each(
        sight -> {
          if (sight.record().subject() != null
              && sight.record().subject().source() instanceof AlertSource.OfPlace) {
            raised.add(sight.record());
          }
        });
    return raised;
  }

  private PlaceHealth.State health(UUID place) {
    return world.healths.of(ORGANIZATION, place).state();
  }

  private void fails(UUID place) {
    int[] before = {world.at(place).size()};
    for (int i = 0; i < 5 && raised().isEmpty(); i++) {
      int sent = before[0];
      world.forward(Duration.ofSeconds(45));
      world.awaitThat(() -> world.at(place).size() > sent);
      before[0] = world.at(place).size();
      // what comes of it takes no time by this clock, and some by the machine's
      await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }
    world.awaitThat(() -> !raised().isEmpty());
  }

  @Test
  void theOwnersAreToldByAnotherWayAndThatItIsOver() {
    dead.add(FIRST);
    AlertRef ref = world.ref();
    world.raise(ref);
    world.awaitArrived(FIRST, 1);
    world.awaitThat(() -> health(FIRST) == PlaceHealth.State.FAILING);
    fails(FIRST);

    world.awaitArrived(OWNERS, 1);
    Message.Notice notice = world.at(OWNERS).getFirst().message().notices().getFirst();
    assertThat(notice.title()).isEqualTo("Slack #ops is not delivering");
    assertThat(notice.detail()).isEqualTo("No answer");
    assertThat(raised()).hasSize(1);
    assertThat(health(FIRST)).isEqualTo(PlaceHealth.State.NOT_DELIVERING);

    dead.clear();
    world.forward(Duration.ofMinutes(10));
    world.awaitThat(() -> raised().getFirst().standing().over());
    world.awaitArrived(OWNERS, 2);
    assertThat(world.at(OWNERS).getLast().message().kind()).isEqualTo(Message.Kind.RESOLVED);
    world.awaitThat(() -> health(FIRST) == PlaceHealth.State.DELIVERING);
    assertThat(world.healths.of(ORGANIZATION, FIRST).lastDeliveredAt()).isNotNull();
  }

  @Test
  void twoRefusalsAreEnough() {
    dead.add(FIRST);
    failure = new Outcome.Permanent("404: no_service");
    world.raise(world.ref());
    world.awaitArrived(FIRST, 1);
    world.raise(world.ref());
    world.awaitArrived(OWNERS, 1);
    assertThat(raised()).hasSize(1);
  }

  @Test
  void oneRefusalOfAWholeAccountIsEnoughAndOneAlertForAllOfIt() {
    world.accounts = place -> place.equals(OWNERS) ? "another" : "one";
    dead.add(FIRST);
    dead.add(OTHER);
    failure = Outcome.Permanent.wide("All are used up");
    world.policy = policy(0, step(Duration.ZERO, FIRST));
    world.raise(world.ref());
    world.awaitArrived(OWNERS, 1);
    world.policy = policy(0, step(Duration.ZERO, OTHER));
    world.raise(world.ref());
    world.awaitArrived(OTHER, 1);
    world.awaitThat(() -> health(OTHER) == PlaceHealth.State.NOT_DELIVERING);
    assertThat(raised()).hasSize(1);
    dead.clear();
    world.raise(world.ref());
    world.awaitThat(() -> raised().getFirst().standing().over());
  }

  @Test
  void whatIsTakenAndDoesNotArriveIsEnoughTooUntilOneArrives() {
    reported(told(1), Arrival.UNDELIVERED);
    AlertRef second = told(2);
    reported(second, Arrival.UNDELIVERED);
    world.awaitArrived(OWNERS, 1);
    Message.Notice notice = world.at(OWNERS).getFirst().message().notices().getFirst();
    assertThat(notice.detail()).isEqualTo("switched off");

    AlertRef third = told(3);
    world.awaitThat(() -> world.record(third).notifications().getFirst().attempts() == 1);
    assertThat(raised()).hasSize(1).noneMatch(it -> it.standing().over());
    assertThat(health(FIRST)).isEqualTo(PlaceHealth.State.NOT_DELIVERING);

    reported(third, Arrival.DELIVERED);
    world.awaitThat(() -> raised().getFirst().standing().over());
    assertThat(raised()).hasSize(1);
  }

  @Test
  void aMessageThatIsReportedTwiceCountsOnceAndACallThatNobodyTakesNotAtAll() {
    AlertRef first = told(1);
    reported(first, Arrival.UNDELIVERED);
    reported(first, Arrival.UNDELIVERED);
    for (int count = 2; count < 5; count++) {
      reported(told(count), Arrival.UNANSWERED);
    }
    reported(told(5), Arrival.UNDELIVERED);
    assertThat(raised()).isEmpty();
    reported(told(6), Arrival.UNDELIVERED);
    world.awaitThat(() -> raised().size() == 1);
  }

  private AlertRef told(int count) {
    AlertRef ref = world.ref();
    world.raise(ref);
    world.awaitArrived(FIRST, count);
    return ref;
  }

  private void reported(AlertRef ref, Arrival arrival) {
    var asked = world.kit.<AlertEntity.Reply>createTestProbe();
    UUID message = world.record(ref).notifications().getFirst().intended().id();
    String reason = arrival == Arrival.UNDELIVERED ? "switched off" : null;
    world.alert(ref).tell(new AlertEntity.ReportArrival(message, arrival, reason, asked.getRef()));
    assertThat(asked.receiveMessage()).isInstanceOf(AlertEntity.Done.class);
  }

  @Test
  void thatItIsDeadIsNotToldToTheDeadPlace() {
    dead.add(OWNERS);
    failure = new Outcome.Permanent("550 no such mailbox");
    world.policy = policy(0, step(Duration.ZERO, OWNERS));
    world.raise(world.ref());
    world.raise(world.ref());
    world.awaitThat(() -> !raised().isEmpty());
    world.awaitThat(() -> raised().getFirst().climb().number() == 1);
    AlertRecord alert = raised().getFirst();
    assertThat(alert.notifications()).isEmpty();
    assertThat(missed(alert)).extracting(Missed::why).containsOnly(Missed.Why.NOT_DELIVERING);
    assertThat(world.at(OWNERS)).hasSize(2);
    assertThat(raised()).hasSize(1);
  }

  private static List<Missed> missed(AlertRecord alert) {
    return alert.history().stream()
        .filter(AlertEvent.Climbed.class::isInstance)
        .flatMap(event -> ((AlertEvent.Climbed) event).missed().stream())
        .toList();
  }

  @Test
  void oneAlertStandsForAllPlacesOfADeadAccount() {
    world.accounts = place -> place.equals(OWNERS) ? "another" : "one";
    dead.add(FIRST);
    dead.add(OTHER);
    failure = Outcome.Retry.wide("The mail server did not take it", null);
    world.policy = policy(0, step(Duration.ZERO, FIRST, OTHER));
    world.raise(world.ref());
    world.awaitArrived(FIRST, 1);
    world.awaitArrived(OTHER, 1);
    fails(FIRST);
    world.forward(Duration.ofMinutes(2));
    world.awaitThat(() -> health(OTHER) == PlaceHealth.State.NOT_DELIVERING);
    world.awaitThat(() -> health(FIRST) == PlaceHealth.State.NOT_DELIVERING);
    world.awaitArrived(OWNERS, 1);
    assertThat(raised()).hasSize(1);
  }

  @Test
  void isStillOneAfterACrash() {
    dead.add(FIRST);
    failure = new Outcome.Permanent("404: no_service");
    world.raise(world.ref());
    world.raise(world.ref());
    world.awaitThat(() -> !raised().isEmpty());
    world.crash();
    raised().forEach(alert -> world.alert(alert.ref()).tell(new AlertEntity.Wake()));
    world.raise(world.ref());
    world.raise(world.ref());
    world.awaitArrived(FIRST, 4);
    world.awaitArrived(OWNERS, 1);
    assertThat(raised()).hasSize(1);
    assertThat(health(FIRST)).isEqualTo(PlaceHealth.State.NOT_DELIVERING);
  }
}
