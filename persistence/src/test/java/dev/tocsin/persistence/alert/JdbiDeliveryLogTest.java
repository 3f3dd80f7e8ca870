package dev.tocsin.persistence.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.AlertView;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.alert.Climb;
import dev.tocsin.alert.DeliveryLog;
import dev.tocsin.alert.Intended;
import dev.tocsin.alert.Notification.Progress;
import dev.tocsin.alert.Via;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Severity;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiDeliveryLogTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.5Z");

  private final AlertViews views;
  private final DeliveryLog log;
  private final OrganizationId organization = OrganizationId.create();
  private final UUID room = UUID.randomUUID();
  private final UUID phone = UUID.randomUUID();

  JdbiDeliveryLogTest(TestDatabase test) {
    this.views = new JdbiAlertViews(test.database());
    this.log = new JdbiDeliveryLog(test.database());
  }

  private AlertRecord told(int second, UUID... places) {
    Instant at = NOON.plusSeconds(second);
    AlertSubject subject =
        new AlertSubject(
            new AlertSource.ByHand(), "printer", "", Severity.ERROR, Urgency.HIGH, null);
    AlertRecord raised =
        AlertRecord.empty(new AlertRef(organization, AlertId.create()))
            .apply(new AlertEvent.Raised(at, null, subject, at));
    List<Intended> messages = new ArrayList<>();
    for (UUID place : places) {
      messages.add(Intended.of(raised.ref(), Message.Kind.TRIGGERED, "1", place, null, at, true));
    }
    return raised.apply(
        new AlertEvent.Climbed(
            at,
            null,
            new AlertEvent.Rung(1, 0, 0, null),
            messages,
            List.of(),
            new Climb(1, 0, 0, null, null)));
  }

  private static AlertRecord tried(AlertRecord alert, UUID place, Outcome outcome, int second) {
    var notification =
        alert.notifications().stream()
            .filter(each -> each.intended().endpoint().equals(place))
            .findFirst()
            .orElseThrow();
    return alert.apply(
        new AlertEvent.Tried(
            NOON.plusSeconds(second),
            notification.intended().id(),
            notification.attempts() + 1,
            outcome,
            null,
            List.of()));
  }

  private void store(AlertRecord... alerts) {
    views.store(List.of(alerts).stream().map(AlertView::new).toList());
  }

  private List<DeliveryLog.Delivery> at(UUID place, Progress... states) {
    return log.list(organization, place, new DeliveryLog.Question(List.of(states), null, 50));
  }

  @Test
  void tellsWhatBecameOfAMessageFromFirstToLast() {
    AlertRecord alert = told(0, room, phone);
    store(alert);
    assertThat(at(room))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.of()).isEqualTo(new DeliveryLog.Of(alert.ref().alert(), "printer"));
              assertThat(each.due()).isEqualTo(NOON);
              assertThat(each.result().state()).isEqualTo(Progress.WAITING);
            });
    AlertRecord failing = tried(alert, room, new Outcome.Retry("503", null), 5);
    store(failing);
    assertThat(at(room).getFirst().result())
        .isEqualTo(new DeliveryLog.Result(Progress.WAITING, 1, NOON.plusSeconds(5), "503", null));
    AlertRecord delivered = tried(failing, room, new Outcome.Delivered("m-1"), 9);
    store(delivered);
    assertThat(at(room).getFirst().result())
        .isEqualTo(new DeliveryLog.Result(Progress.DELIVERED, 2, NOON.plusSeconds(9), null, "m-1"));
    assertThat(at(phone).getFirst().result().state()).isEqualTo(Progress.WAITING);

    store(
        delivered.apply(
            new AlertEvent.Acknowledged(NOON.plusSeconds(20), null, Via.LINK, List.of())));
    assertThat(at(phone).getFirst().result().state()).isEqualTo(Progress.DROPPED);
    store(failing, alert);
    assertThat(at(room).getFirst().result().state()).isEqualTo(Progress.DELIVERED);
  }

  @Test
  void listsAPlaceThePageAndTheStateThatAreAskedForTheNewestFirst() {
    for (int i = 0; i < 5; i++) {
      store(tried(told(i, room), room, new Outcome.Delivered(null), 9));
    }
    store(tried(told(9, room), room, new Outcome.Permanent("404"), 10));
    assertThat(at(room)).hasSize(6);
    assertThat(at(room, Progress.FAILED)).hasSize(1);
    List<DeliveryLog.Delivery> first =
        log.list(organization, room, new DeliveryLog.Question(List.of(), null, 4));
    assertThat(first).extracting(DeliveryLog.Delivery::due).startsWith(NOON.plusSeconds(9));
    DeliveryLog.Delivery last = first.getLast();
    assertThat(
            log.list(
                organization,
                room,
                new DeliveryLog.Question(
                    List.of(), new DeliveryLog.Cursor(last.due(), last.id()), 4)))
        .extracting(DeliveryLog.Delivery::due)
        .containsExactly(NOON.plusSeconds(1), NOON);
    assertThat(
            log.list(OrganizationId.create(), room, new DeliveryLog.Question(List.of(), null, 4)))
        .isEmpty();
  }

  @Test
  void keepsWhatNoAlertSentBesideTheRest() {
    store(tried(told(0, room), room, new Outcome.Delivered(null), 1));
    DeliveryLog.Delivery test =
        new DeliveryLog.Delivery(
            UUID.randomUUID(),
            null,
            Message.Kind.TEST,
            NOON.plusSeconds(5),
            new DeliveryLog.Result(Progress.FAILED, 1, NOON.plusSeconds(6), "503", null));
    log.add(organization, room, test);
    log.add(organization, room, test);
    assertThat(at(room)).hasSize(2).startsWith(test);
    assertThat(at(room, Progress.FAILED)).containsExactly(test);
    assertThat(at(phone)).isEmpty();
  }

  @Test
  void forgetsWhatIsOld() {
    store(tried(told(0, room), room, new Outcome.Delivered(null), 1));
    store(tried(told(50, room), room, new Outcome.Delivered(null), 60));
    log.forget(NOON.plusSeconds(30));
    assertThat(at(room))
        .extracting(DeliveryLog.Delivery::due)
        .containsExactly(NOON.plusSeconds(50));
  }

  @Test
  void saysNothingOfPlacesThatDoNotExist() {
    store(tried(told(0, room), room, new Outcome.Delivered(null), 1));
    assertThat(log.last()).extracting(DeliveryLog.Last::place).doesNotContain(room);
  }
}
