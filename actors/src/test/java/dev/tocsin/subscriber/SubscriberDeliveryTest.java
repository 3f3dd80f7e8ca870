package dev.tocsin.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.subscriber.SubscriberDelivery.Result;
import dev.tocsin.subscriber.SubscriberLinks.Purpose;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SubscriberDeliveryTest {
  static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final SubscriberLinks LINKS =
      new SubscriberLinks(new DerivedKeys(new byte[32]), URI.create("https://tocsin.example"));

  static Outgoing letter(Destination to, Outgoing.Matter matter) {
    return new Outgoing(
        UUID.randomUUID(),
        UUID.randomUUID(),
        1,
        NOON,
        new Subscriber(
            OrganizationId.create(),
            StatusPageId.create(),
            SubscriberId.create(),
            to,
            List.of(),
            NOON,
            NOON),
        new Outgoing.Page("Acme", "acme"),
        matter);
  }

  @Test
  void whatAServerSaysIsKeptWithoutWhomItWasFor() {
    Outgoing letter =
        letter(
            new Destination(Destination.Kind.EMAIL, "Ann.Lee@example.com"),
            new Outgoing.Matter.Confirm());
    String token = LINKS.link(Purpose.CONFIRM, letter.to().id()).toString();
    assertThat(
            SubscriberDelivery.nameless(
                "550 <ann.lee@EXAMPLE.com>: ann.lee unknown; spam: " + token, letter))
        .isEqualTo("550 <...>: ... unknown; spam: https://tocsin.example/subscribe/...");
  }

  @Test
  void itWaitsTwiceAsLongEachTimeOrAsLongAsItIsAskedTo() {
    assertThat(SubscriberDelivery.pause(1, null)).isEqualTo(Duration.ofSeconds(10));
    assertThat(SubscriberDelivery.pause(3, null)).isEqualTo(Duration.ofSeconds(40));
    assertThat(SubscriberDelivery.pause(1, Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(2));
    assertThat(SubscriberDelivery.pause(60, Duration.ofDays(2))).isEqualTo(Duration.ofMinutes(30));
  }

  @Test
  void aLinkIsGoodForOneSubscriberAndOnePurpose() {
    SubscriberId id = SubscriberId.create();
    for (Purpose purpose : Purpose.values()) {
      String token = LINKS.token(purpose, id);
      for (Purpose other : Purpose.values()) {
        assertThat(LINKS.read(other, token).isPresent()).isEqualTo(other == purpose);
      }
      assertThat(LINKS.read(purpose, token)).contains(id);
      assertThat(LINKS.read(purpose, "_" + token.substring(1))).isNotEqualTo(Optional.of(id));
      assertThat(LINKS.read(purpose, "")).isEmpty();
      assertThat(LINKS.read(purpose, "." + token)).isEmpty();
    }
  }

  @Test
  void oneLetterBoxIsOneWhateverStandsBehindThePlus() {
    assertThat(new Destination(Destination.Kind.EMAIL, "Ann+shop@Example.com").box())
        .isEqualTo(new Destination(Destination.Kind.EMAIL, "ann@example.com").box());
    assertThat(new Destination(Destination.Kind.EMAIL, "ann@a+b.example.com").box())
        .isEqualTo(new Destination(Destination.Kind.EMAIL, "ann@a+b.example.com").key());
    assertThat(new Destination(Destination.Kind.WEBHOOK, "https://e.com:8443/A+b@c").box())
        .isEqualTo(new Destination(Destination.Kind.WEBHOOK, "https://E.com./other").box())
        .isNotEqualTo(new Destination(Destination.Kind.WEBHOOK, "https://f.com/A+b@c").box());
    assertThat(new Destination(Destination.Kind.WEBHOOK, "https://8.8.8.8/a").box())
        .isEqualTo(new Destination(Destination.Kind.WEBHOOK, "https://134744072/b").box());
    assertThat(new Destination(Destination.Kind.EMAIL, "ann@example.com").toString())
        .doesNotContain("ann");
  }

  private static String outcome(
      Destination.Kind kind, int attempt, Instant now, SubscriberDelivery.Sending sending) {
    SubscriberRunTest.Box box = new SubscriberRunTest.Box();
    Outgoing first =
        letter(
            new Destination(
                kind, kind == Destination.Kind.EMAIL ? "ann@example.com" : "https://e.com/"),
            new Outgoing.Matter.Confirm());
    Outgoing letter =
        new Outgoing(
            first.id(), first.claim(), attempt, NOON, first.to(), first.page(), first.matter());
    new SubscriberDelivery(box, sending, result -> {}, InstantSource.fixed(now), Runnable::run)
        .deliver(letter)
        .toCompletableFuture()
        .join();
    return String.join(",", box.written);
  }

  @Test
  void aQuestionToAProgramIsAskedThreeTimesAndAMailForADay() {
    SubscriberDelivery.Sending away =
        letter -> CompletableFuture.completedStage(new Result.Away("503", null, false));
    assertThat(outcome(Destination.Kind.WEBHOOK, 2, NOON, away)).isEqualTo("later");
    assertThat(outcome(Destination.Kind.WEBHOOK, 3, NOON, away)).isEqualTo("failed");
    assertThat(outcome(Destination.Kind.SLACK, 3, NOON, away)).isEqualTo("failed");
    assertThat(outcome(Destination.Kind.EMAIL, 3, NOON, away)).isEqualTo("later");
  }

  @Test
  void aLetterThatCannotBeMadeIsTriedAgainForADay() {
    SubscriberDelivery.Sending broken =
        letter -> {
          throw new IllegalStateException("no such words");
        };
    assertThat(outcome(Destination.Kind.EMAIL, 1, NOON, broken)).isEqualTo("later");
    assertThat(outcome(Destination.Kind.EMAIL, 9, NOON.plus(Duration.ofHours(25)), broken))
        .isEqualTo("failed");
  }

  @Test
  void aBulletinSpeaksAsPagesDo() {
    Bulletin.Part part = new Bulletin.Part("API", PageState.DEGRADED_PERFORMANCE);
    assertThat(part.word()).isEqualTo("Degraded performance");
  }
}
