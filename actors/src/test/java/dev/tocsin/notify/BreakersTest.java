package dev.tocsin.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.testing.MutableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private static final OrganizationId ORGANIZATION = OrganizationId.create();
  private static final Account SLACK = new Account("slack", ORGANIZATION, "hooks.slack.com");
  private static final Endpoint ENDPOINT =
      new Endpoint("slack", Map.of("url", "https://hooks.slack.com/services/T/B/x"));

  private final MutableClock clock = MutableClock.running();
  private final List<UUID> sent = new ArrayList<>();
  private Outcome answer = Outcome.Retry.wide("No answer", null);
  private final Breakers breakers =
      new Breakers(
          (endpoint, message) -> {
            sent.add(message.id());
            return CompletableFuture.completedStage(answer);
          },
          clock);

  private Outcome send(Account account) {
    return breakers
        .send(
            account,
            "Slack",
            new Origin(OrganizationId.create(), UUID.randomUUID()),
            ENDPOINT,
            Messages.of(Message.Kind.TEST))
        .toCompletableFuture()
        .join();
  }

  @Test
  void aDeadServiceIsNotAskedWhileItIsLeftAlone() {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      assertThat(send(SLACK)).isEqualTo(answer);
    }
    assertThat(breakers.open()).isEqualTo(1);
    Outcome.Retry held = (Outcome.Retry) send(SLACK);
    assertThat(held.reason()).isEqualTo("Slack does not answer, and is left alone for a while");
    assertThat(held.wide()).isTrue();
    assertThat(held.after()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(20));
    assertThat(sent).hasSize(Breaker.FAILURES);
  }

  @Test
  void otherAccountsAreNotDelayed() {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      send(SLACK);
    }
    Outcome delivered = new Outcome.Delivered(null);
    answer = delivered;
    assertThat(send(new Account("slack", OrganizationId.create(), "hooks.slack.com")))
        .isEqualTo(delivered);
    assertThat(send(new Account("telegram", ORGANIZATION, "1:token"))).isEqualTo(delivered);
  }

  @Test
  void oneThatArrivesEndsIt() {
    for (int i = 0; i < Breaker.FAILURES; i++) {
      send(SLACK);
    }
    clock.advance(Duration.ofSeconds(20));
    answer = new Outcome.Delivered("x");
    assertThat(send(SLACK)).isEqualTo(answer);
    assertThat(send(SLACK)).isEqualTo(answer);
    assertThat(breakers.open()).isZero();
  }

  @Test
  void refusalsAndWhatConcernsOnePlaceDoNotOpenIt() {
    answer = new Outcome.Permanent("Slack answered 404");
    for (int i = 0; i < 20; i++) {
      assertThat(send(SLACK)).isEqualTo(answer);
    }
    answer = new Outcome.Retry("451 greylisted", null);
    for (int i = 0; i < 20; i++) {
      assertThat(send(SLACK)).isEqualTo(answer);
    }
    assertThat(breakers.open()).isZero();
  }
}
