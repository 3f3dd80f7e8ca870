package dev.tocsin.app;

import static dev.tocsin.app.testing.AlertStage.http;
import static dev.tocsin.app.testing.AlertStage.pause;
import static dev.tocsin.app.testing.AlertStage.quiet;
import static dev.tocsin.app.testing.AlertStage.step;
import static dev.tocsin.app.testing.AlertStage.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.AlertStage;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of an alert, and when, in a responder's words: one page too many is a fault too. */
class AlertScenariosTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @TempDir static Path folder;

  private static final FastForward CLOCK = new FastForward(WallClock.system());
  private static RunningNode node;
  private static ApiClient owner;

  private final AlertStage stage = new AlertStage(node, owner);

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, CLOCK, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
    owner = node.owner();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void theSecondIsToldWhenTheFirstDoesNotAnswerAndAnswersByTheLink() throws Exception {
    Receiver first = stage.receiver();
    Receiver second = stage.receiver();
    String alert =
        stage.raise(
            stage.policy(0, step("0s", stage.channel(first)), step("5m", stage.channel(second))));
    told(first, 1);
    CLOCK.by(FIVE_MINUTES.minusSeconds(60)); // less than what a busy machine takes until here
    quiet(second, 0);
    CLOCK.by(Duration.ofSeconds(61));
    told(second, 1);

    URI link = URI.create(stage.link(second.told().getLast().body()));
    for (int scanner = 0; scanner < 3; scanner++) {
      assertThat(http(HttpRequest.newBuilder(link).GET())).isEqualTo(200);
    }
    assertThat(stage.state(alert)).isEqualTo("triggered");
    assertThat(
            http(
                HttpRequest.newBuilder(link)
                    .header("Origin", node.uri("").toString())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.noBody())))
        .isLessThan(400);
    assertThat(stage.state(alert)).isEqualTo("acknowledged");
    told(first, 2);
    assertThat(first.told().getLast().body().path("type").asText()).isEqualTo("alert.acknowledged");
    told(second, 2);
    CLOCK.by(Duration.ofHours(2));
    quiet(first, 2);
    quiet(second, 2);
  }

  @Test
  void whereNobodyAnswersAllStepsAreRepeatedAsOftenAsThePolicySays() {
    Receiver first = stage.receiver();
    Receiver second = stage.receiver();
    stage.raise(
        stage.policy(2, step("0s", stage.channel(first)), step("5m", stage.channel(second))));
    for (int round = 1; round <= 3; round++) {
      told(first, round);
      CLOCK.by(FIVE_MINUTES.plusSeconds(1));
      told(second, round);
      CLOCK.by(FIVE_MINUTES.plusSeconds(1));
    }
    CLOCK.by(Duration.ofHours(3));
    quiet(first, 3);
    quiet(second, 3);
  }

  @Test
  void aHandOffBetweenTwoStepsAndAnOverrideAreMinded() {
    Receiver ann = stage.receiver();
    Receiver bob = stage.receiver();
    String annId = stage.person(ann);
    String bobId = stage.person(bob);
    LocalDateTime start = LocalDateTime.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
    // the turn of the second begins three minutes from now
    LocalDateTime handOff = start.plusMinutes(3).minusHours(1).truncatedTo(ChronoUnit.SECONDS);
    String schedule =
        owner
            .post(
                "/schedules",
                Map.of(
                    "name",
                    "Night " + AlertStage.number(),
                    "timeZone",
                    "UTC",
                    "layers",
                    List.of(
                        Map.of(
                            "name", "First",
                            "people", List.of(annId, bobId),
                            "rotation", Map.of("every", 1, "unit", "hours"),
                            "start", handOff.toString()))))
            .expect(201)
            .text("id");
    Map<String, Object> target = Map.of("type", "schedule", "id", schedule);
    String policy = stage.policy(0, step("0s", target), step("5m", target), step("5m", target));
    stage.raise(policy);
    told(ann, 1);
    CLOCK.by(FIVE_MINUTES.plusSeconds(1));
    told(bob, 1);
    quiet(ann, 1);
    Instant now = CLOCK.instant();
    owner
        .post(
            "/schedules/" + schedule + "/overrides",
            Map.of(
                "userId", annId,
                "from", now.minusSeconds(60).toString(),
                "until", now.plusSeconds(3600).toString()))
        .expect(201);
    CLOCK.by(FIVE_MINUTES.plusSeconds(1));
    told(ann, 2);
    quiet(bob, 1);
  }

  @Test
  void aProviderThatIsAwayForTenMinutesDelaysNoOtherAndGetsItAfterwards() {
    Receiver away = stage.receiver();
    Receiver there = stage.receiver();
    away.answer(number -> 503);
    stage.raise(
        stage.policy(
            0,
            step("0s", stage.channel(away), stage.channel(there)),
            step("5m", stage.channel(there))));
    told(there, 1);
    for (int minute = 0; minute < 10; minute++) {
      CLOCK.by(Duration.ofMinutes(1));
      pause(Duration.ofMillis(300));
    }
    told(there, 2);
    away.answer(number -> 204);
    int before = away.told().size();
    await()
        .atMost(SOON)
        .until(
            () -> {
              CLOCK.by(Duration.ofSeconds(30));
              pause(Duration.ofMillis(200));
              return away.told().size() > before;
            });
    int taken = away.told().size();
    CLOCK.by(Duration.ofHours(1));
    quiet(away, taken);
  }

  @Test
  void ownersAreToldByTheirOwnWayOfAChannelThatRefusesMessages() {
    Receiver own = stage.receiver();
    Receiver dead = stage.receiver();
    String ownerId = owner.get("/session").expect(200).json().at("/user/id").asText();
    String way = stage.contact(new AlertStage.Person(ownerId, owner), own);
    own.forget();
    dead.answer(number -> 404);
    Map<String, Object> channel = stage.channel(dead);
    String path = "/channels/" + channel.get("id");
    stage.raise(stage.policy(0, step("0s", channel)));
    told(dead, 1);
    quiet(own, 0);
    stage.raise(stage.policy(0, step("0s", channel)));
    told(own, 1);
    assertThat(own.told().getFirst().body().at("/alerts/0/title").asText())
        .endsWith(" is not delivering");
    assertThat(owner.get(path).expect(200).json().at("/health/state").asText())
        .isEqualTo("not-delivering");
    JsonNode log = owner.get(path + "/deliveries").expect(200).json().get("items");
    assertThat(log).hasSize(2);
    assertThat(log.get(0).get("state").asText()).isEqualTo("failed");

    dead.answer(number -> 204);
    assertThat(owner.post(path + "/test").expect(200).text("outcome")).isEqualTo("delivered");
    told(own, 2);
    assertThat(own.told().getLast().body().path("type").asText()).isEqualTo("alert.resolved");
    owner.delete("/users/" + ownerId + "/contact-methods/" + way).expect(204);
  }

  @Test
  void aMessageWhoseAnswerIsLostComesAgainAsTheSame() {
    Receiver receiver = stage.receiver();
    receiver.answer(number -> number == 1 ? 0 : 204);
    stage.raise(stage.policy(0, step("0s", stage.channel(receiver))));
    told(receiver, 1);
    await()
        .atMost(SOON)
        .until(
            () -> {
              CLOCK.by(Duration.ofSeconds(5));
              pause(Duration.ofMillis(200));
              return receiver.told().size() == 2;
            });
    assertThat(receiver.told().get(1).key()).isEqualTo(receiver.told().get(0).key());
    CLOCK.by(Duration.ofHours(1));
    quiet(receiver, 2);
  }

  @Test
  void aSnoozedAlertIsSilentAndComesBackFromTheFirstStep() {
    Receiver first = stage.receiver();
    Receiver second = stage.receiver();
    String alert =
        stage.raise(
            stage.policy(0, step("0s", stage.channel(first)), step("5m", stage.channel(second))));
    told(first, 1);
    owner.post("/alerts/" + alert + "/snooze", Map.of("for", "1h")).expect(200);
    CLOCK.by(Duration.ofMinutes(55));
    quiet(second, 0);
    CLOCK.by(Duration.ofMinutes(6));
    told(first, 2);
    CLOCK.by(FIVE_MINUTES.plusSeconds(1));
    told(second, 1);
  }

  @Test
  void whatIsOverBeforeTheSecondStepIsToldToThoseAloneWhoKnewOfIt() {
    Receiver first = stage.receiver();
    Receiver second = stage.receiver();
    String alert =
        stage.raise(
            stage.policy(0, step("0s", stage.channel(first)), step("5m", stage.channel(second))));
    told(first, 1);
    await()
        .atMost(SOON)
        .until(
            () ->
                owner
                    .get("/alerts/" + alert)
                    .json()
                    .at("/notifications/0/progress")
                    .asText()
                    .equals("delivered"));
    owner.post("/alerts/" + alert + "/resolve").expect(200);
    told(first, 2);
    assertThat(first.told().getLast().body().path("type").asText()).isEqualTo("alert.resolved");
    CLOCK.by(Duration.ofHours(1));
    quiet(second, 0);
  }

  @Test
  void aPersonsRulesSayByWhatAndWhen() {
    Receiver phone = stage.receiver();
    Receiver desk = stage.receiver();
    AlertStage.Person ann = stage.join();
    String atOnce = stage.contact(ann, desk);
    String later = stage.contact(ann, phone);
    ann.client()
        .put(
            "/users/" + ann.id() + "/notification-rules",
            Map.of(
                "rules",
                List.of(
                    Map.of("urgency", "high", "delay", "0s", "contactMethodId", atOnce),
                    Map.of("urgency", "high", "delay", "3m", "contactMethodId", later))))
        .expect(200);
    phone.forget();
    desk.forget();
    stage.raise(stage.policy(0, step("0s", Map.of("type", "user", "id", ann.id()))));
    told(desk, 1);
    CLOCK.by(Duration.ofMinutes(2));
    quiet(phone, 0);
    CLOCK.by(Duration.ofSeconds(61));
    told(phone, 1);
  }
}
