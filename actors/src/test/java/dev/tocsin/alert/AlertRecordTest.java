package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.escalation.Urgency;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertRecordTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void aNoteThatIsSentAgainLaterIsNoNews() {
    UUID id = UUID.randomUUID();
    AlertRecord noted =
        AlertRecord.empty(new AlertRef(OrganizationId.create(), AlertId.create()))
            .apply(
                new AlertEvent.Raised(
                    NOW,
                    null,
                    new AlertSubject(
                        new AlertSource.ByHand(),
                        "It burns",
                        "",
                        Severity.CRITICAL,
                        Urgency.HIGH,
                        null),
                    NOW))
            .apply(new AlertEvent.Noted(NOW, null, id, "Water helps"));
    assertThat(noted.isNews(new AlertEvent.Noted(NOW.plusSeconds(9), null, id, "Water helps")))
        .isFalse();
    assertThat(noted.isNews(new AlertEvent.Noted(NOW, null, UUID.randomUUID(), "Water helps")))
        .isTrue();
  }

  /** Nobody knows of a batch whose answer was lost whether it was stored: it is proposed again. */
  @Test
  void whatIsProposedAgainIsNoNewsWhateverCameOfItMeanwhile() {
    AlertRef ref = new AlertRef(OrganizationId.create(), AlertId.create());
    AlertSubject subject =
        new AlertSubject(
            new AlertSource.ByHand(), "It burns", "", Severity.CRITICAL, Urgency.HIGH, null);
    Author ann = Author.user(UserId.create());
    Hold hold = new Hold.ForParent(MonitorId.create());
    List<AlertEvent> events =
        List.of(
            new AlertEvent.Raised(NOW, null, subject, NOW),
            new AlertEvent.Held(NOW, hold, 0),
            new AlertEvent.Released(NOW.plusSeconds(1), NOW.plusSeconds(1), 0),
            climbed(1, null),
            new AlertEvent.Snoozed(NOW.plusSeconds(3), ann, NOW.plusSeconds(60)),
            new AlertEvent.Returned(NOW.plusSeconds(60), null, NOW.plusSeconds(60)),
            climbed(2, null),
            new AlertEvent.Acknowledged(NOW.plusSeconds(70), ann, Via.API, List.of()),
            new AlertEvent.Reassigned(NOW.plusSeconds(75), ann, UserId.create()),
            climbed(3, ann),
            new AlertEvent.Resolved(NOW.plusSeconds(90), ann, Via.API, null, List.of()));
    AlertRecord record = AlertRecord.empty(ref);
    for (AlertEvent event : events) {
      assertThat(record.isNews(event)).describedAs("%s", event).isTrue();
      record = record.apply(event);
      for (AlertEvent again : record.history()) {
        assertThat(record.isNews(again)).describedAs("%s again", again).isFalse();
      }
    }
  }

  private static AlertEvent.Climbed climbed(int number, @Nullable Author by) {
    return new AlertEvent.Climbed(
        NOW.plusSeconds(2L * number),
        by,
        new AlertEvent.Rung(number, 0, 0, null),
        List.of(),
        List.of(),
        new Climb(number, 0, 1, NOW.plusSeconds(300), null));
  }

  /** Another node that could not read the journal held it too, at another step. */
  @Test
  void isNotHeldForAStepThatWasRun() {
    AlertRef ref = new AlertRef(OrganizationId.create(), AlertId.create());
    AlertSubject subject =
        new AlertSubject(
            new AlertSource.ByHand(), "It burns", "", Severity.CRITICAL, Urgency.HIGH, null);
    AlertRecord climbed =
        AlertRecord.empty(ref)
            .apply(new AlertEvent.Raised(NOW, null, subject, NOW))
            .apply(climbed(1, null));
    Hold hold = new Hold.ForParent(MonitorId.create());
    assertThat(climbed.isNews(new AlertEvent.Held(NOW, hold, 0))).isFalse();
    assertThat(climbed.isNews(new AlertEvent.Held(NOW, hold, 1))).isTrue();
  }

  @Test
  void howFarAMessageCameOnlyGoesOn() {
    AlertRef ref = new AlertRef(OrganizationId.create(), AlertId.create());
    Intended told =
        Intended.of(ref, Message.Kind.TRIGGERED, "1", UUID.randomUUID(), null, NOW, false);
    AlertRecord alert =
        AlertRecord.empty(ref)
            .apply(
                new AlertEvent.Raised(
                    NOW,
                    null,
                    new AlertSubject(
                        new AlertSource.ByHand(),
                        "It burns",
                        "",
                        Severity.CRITICAL,
                        Urgency.HIGH,
                        null),
                    NOW))
            .apply(
                new AlertEvent.Climbed(
                    NOW,
                    null,
                    new AlertEvent.Rung(1, 0, 0, null),
                    List.of(told),
                    List.of(),
                    Climb.NONE));
    AlertEvent sent = new AlertEvent.Reported(NOW, told.id(), Arrival.SENT, null);
    AlertEvent delivered = new AlertEvent.Reported(NOW, told.id(), Arrival.DELIVERED, null);
    AlertEvent lost = new AlertEvent.Reported(NOW, told.id(), Arrival.UNDELIVERED, "off");
    assertThat(alert.isNews(new AlertEvent.Reported(NOW, UUID.randomUUID(), Arrival.SENT, null)))
        .isFalse();
    AlertRecord onItsWay = alert.apply(sent);
    assertThat(onItsWay.notifications().getFirst().isWaiting()).isFalse();
    assertThat(onItsWay.isNews(sent)).isFalse();
    assertThat(onItsWay.isNews(lost)).isTrue();
    assertThat(onItsWay.apply(lost).notifications().getFirst().progress())
        .isEqualTo(Notification.Progress.FAILED);
    AlertRecord arrived = onItsWay.apply(delivered);
    assertThat(arrived.isNews(sent)).isFalse();
    assertThat(arrived.isNews(delivered)).isFalse();
    assertThat(arrived.isNews(lost)).isFalse();
  }
}
