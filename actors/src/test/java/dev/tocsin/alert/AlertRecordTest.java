package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.escalation.Urgency;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
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
}
