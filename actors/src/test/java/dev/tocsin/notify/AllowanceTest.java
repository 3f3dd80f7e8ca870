package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final OrganizationId OURS = OrganizationId.create();

  private Instant now = Instant.parse("2026-11-20T10:31:05Z");
  private final Allowance allowance =
      new Allowance(
          Map.of("sms", new Allowance.Bound(2, "tocsin.twilio.messages-per-day")), () -> now);
  private int number;

  @Test
  void refusesWhatIsBeyondUntilADayIsOver() {
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Delivered.class);
    now = now.plus(Duration.ofHours(20));
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Delivered.class);
    assertThat(send(OURS, "sms"))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class,
            it -> {
              assertThat(it.wide()).isTrue();
              assertThat(it.reason()).contains("24 hours: 2", "tocsin.twilio.messages-per-day");
            });
    now = now.plus(Duration.ofHours(5));
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Delivered.class);
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Permanent.class);
  }

  @Test
  void eachOrganizationHasItsOwnAndOtherKindsHaveNoBound() {
    for (int count = 0; count < 3; count++) {
      send(OURS, "sms");
      assertThat(send(OURS, "email")).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(send(OrganizationId.create(), "sms")).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void whatWasNotTakenUsesNone() {
    for (int count = 0; count < 5; count++) {
      assertThat(sent(OURS, "sms", new Outcome.Retry("503", null)))
          .isInstanceOf(Outcome.Retry.class);
    }
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Delivered.class);
  }

  @Test
  void whatIsOnItsWayCountsToo() {
    CompletableFuture<Outcome> slow = new CompletableFuture<>();
    allowance.within(OURS, "sms", () -> slow);
    allowance.within(OURS, "sms", () -> slow);
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Permanent.class);
  }

  @Test
  void halfOfAllStaysForAlertsWhateverIsTriedOut() {
    assertThat(tried()).isInstanceOf(Outcome.Delivered.class);
    assertThatThrownBy(this::tried).hasCauseInstanceOf(ThrottledException.class);
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Delivered.class);
  }

  private Outcome tried() {
    return allowance
        .withinHalf(
            OURS,
            "sms",
            () -> CompletableFuture.completedStage(new Outcome.Delivered("SM" + ++number)))
        .toCompletableFuture()
        .join();
  }

  @Test
  void allOrganizationsTogetherHaveAsMuchAsTen() {
    for (int count = 0; count < Allowance.ORGANIZATIONS * 2; count++) {
      assertThat(send(OrganizationId.create(), "sms")).isInstanceOf(Outcome.Delivered.class);
    }
    assertThat(send(OrganizationId.create(), "sms"))
        .isInstanceOfSatisfying(
            Outcome.Permanent.class, it -> assertThat(it.reason()).contains("24 hours: 20"));
  }

  @Test
  void whatAnotherNodeHasSentCountsOnce() {
    for (int count = 0; count < 3; count++) {
      allowance.used(OURS, "sms", "SM9", now);
    }
    allowance.used(OURS, "sms", "SM8", now.minus(Duration.ofHours(25)));
    assertThat(send(OURS, "sms")).isEqualTo(new Outcome.Delivered("SM1"));
    allowance.used(OURS, "sms", "SM1", now);
    assertThat(send(OURS, "sms")).isInstanceOf(Outcome.Permanent.class);
  }

  private Outcome send(OrganizationId organization, String type) {
    return sent(organization, type, new Outcome.Delivered("SM" + ++number));
  }

  private Outcome sent(OrganizationId organization, String type, Outcome outcome) {
    return allowance
        .within(organization, type, () -> CompletableFuture.completedStage(outcome))
        .toCompletableFuture()
        .join();
  }
}
