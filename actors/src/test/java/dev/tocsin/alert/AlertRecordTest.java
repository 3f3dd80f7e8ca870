package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.escalation.Urgency;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
