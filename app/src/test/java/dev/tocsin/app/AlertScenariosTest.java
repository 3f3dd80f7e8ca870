package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told of an alert, and when, in a responder's words: one page too many is a fault too. */
class AlertScenariosTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  /** In which a message too many would have come. */
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @TempDir static Path folder;

  private static final FastForward CLOCK = new FastForward(WallClock.system());
  private static RunningNode node;
  private static ApiClient owner;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final List<Receiver> receivers = new ArrayList<>();
  private final List<String> alerts = new ArrayList<>();

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
    alerts.forEach(alert -> owner.post("/alerts/" + alert + "/resolve"));
    receivers.forEach(Receiver::close);
  }

  // ---- what happens

  @Test
  void theSecondIsToldWhenTheFirstDoesNotAnswerAndAnswersByTheLink() throws Exception {
    Receiver first = receiver();
    Receiver second = receiver();
    String alert = raise(policy(0, step("0s", channel(first)), step("5m", channel(second))));
    told(first, 1);
    CLOCK.by(FIVE_MINUTES.minusSeconds(60)); // less than what a busy machine takes until here
    quiet(second, 0);
    CLOCK.by(Duration.ofSeconds(61));
    told(second, 1);

    URI link = URI.create(link(second.told().getLast().body()));
    for (int scanner = 0; scanner < 3; scanner++) {
      assertThat(http(HttpRequest.newBuilder(link).GET())).isEqualTo(200);
    }
    assertThat(state(alert)).isEqualTo("triggered");
    assertThat(
            http(
                HttpRequest.newBuilder(link)
                    .header("Origin", node.uri("").toString())
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.noBody())))
        .isLessThan(400);
    assertThat(state(alert)).isEqualTo("acknowledged");
    told(first, 2);
    assertThat(first.told().getLast().body().path("type").asText()).isEqualTo("alert.acknowledged");
    told(second, 2);
    CLOCK.by(Duration.ofHours(2));
    quiet(first, 2);
    quiet(second, 2);
  }

  @Test
  void whereNobodyAnswersAllStepsAreRepeatedAsOftenAsThePolicySays() {
    Receiver first = receiver();
    Receiver second = receiver();
    raise(policy(2, step("0s", channel(first)), step("5m", channel(second))));
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
    Receiver ann = receiver();
    Receiver bob = receiver();
    String annId = person(ann);
    String bobId = person(bob);
    LocalDateTime start = LocalDateTime.ofInstant(CLOCK.instant(), ZoneOffset.UTC);
    // the turn of the second begins three minutes from now
    LocalDateTime handOff = start.plusMinutes(3).minusHours(1).truncatedTo(ChronoUnit.SECONDS);
    String schedule =
        owner
            .post(
                "/schedules",
                Map.of(
                    "name",
                    "Night " + NUMBER.incrementAndGet(),
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
    String policy = policy(0, step("0s", target), step("5m", target), step("5m", target));
    raise(policy);
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
    Receiver away = receiver();
    Receiver there = receiver();
    away.answer(number -> 503);
    raise(policy(0, step("0s", channel(away), channel(there)), step("5m", channel(there))));
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
    Receiver own = receiver();
    Receiver dead = receiver();
    String ownerId = owner.get("/session").expect(200).json().at("/user/id").asText();
    String way = contact(new Person(ownerId, owner), own);
    own.forget();
    dead.answer(number -> 404);
    Map<String, Object> channel = channel(dead);
    String path = "/channels/" + channel.get("id");
    raise(policy(0, step("0s", channel)));
    told(dead, 1);
    quiet(own, 0);
    raise(policy(0, step("0s", channel)));
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
    Receiver receiver = receiver();
    receiver.answer(number -> number == 1 ? 0 : 204);
    raise(policy(0, step("0s", channel(receiver))));
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
    Receiver first = receiver();
    Receiver second = receiver();
    String alert = raise(policy(0, step("0s", channel(first)), step("5m", channel(second))));
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
    Receiver first = receiver();
    Receiver second = receiver();
    String alert = raise(policy(0, step("0s", channel(first)), step("5m", channel(second))));
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
    Receiver phone = receiver();
    Receiver desk = receiver();
    Person ann = join();
    String atOnce = contact(ann, desk);
    String later = contact(ann, phone);
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
    raise(policy(0, step("0s", Map.of("type", "user", "id", ann.id()))));
    told(desk, 1);
    CLOCK.by(Duration.ofMinutes(2));
    quiet(phone, 0);
    CLOCK.by(Duration.ofSeconds(61));
    told(phone, 1);
  }

  // ---- in the world

  private Receiver receiver() {
    Receiver receiver = new Receiver();
    receivers.add(receiver);
    return receiver;
  }

  private Map<String, Object> channel(Receiver receiver) {
    String id =
        owner
            .post(
                "/channels",
                Map.of(
                    "name",
                    "Channel " + NUMBER.incrementAndGet(),
                    "type",
                    "webhook",
                    "url",
                    receiver.url()))
            .expect(201)
            .text("id");
    return Map.of("type", "channel", "id", id);
  }

  private record Person(String id, ApiClient client) {}

  private Person join() {
    String email = "person" + NUMBER.incrementAndGet() + "@example.com";
    String url =
        owner
            .post("/invitations", Map.of("email", email, "role", "responder"))
            .expect(201)
            .text("url");
    node.nobody()
        .post(
            "/invitations/accept",
            Map.of("token", url.replaceAll(".*token=", ""), "password", RunningNode.PASSWORD))
        .expect(201);
    ApiClient client = node.nobody().signIn(email, RunningNode.PASSWORD);
    for (JsonNode user : owner.get("/users").expect(200).json().get("items")) {
      if (user.path("email").asText().equals(email)) {
        return new Person(user.path("id").asText(), client);
      }
    }
    throw new AssertionError(email + " is nobody");
  }

  /** Somebody whom a program of their own tells; a code has been sent there. */
  private String person(Receiver receiver) {
    Person person = join();
    contact(person, receiver);
    receiver.forget();
    return person.id();
  }

  private String contact(Person person, Receiver receiver) {
    String path = "/users/" + person.id() + "/contact-methods";
    String id =
        person
            .client()
            .post(
                path,
                Map.of(
                    "name",
                    "Way " + NUMBER.incrementAndGet(),
                    "type",
                    "webhook",
                    "url",
                    receiver.url()))
            .expect(201)
            .text("id");
    person.client().post(path + "/" + id + "/verify").expect(200);
    String code = receiver.told().getLast().body().path("code").asText();
    person.client().post(path + "/" + id + "/confirm", Map.of("code", code)).expect(200);
    return id;
  }

  @SafeVarargs
  private static Map<String, Object> step(String delay, Map<String, Object>... targets) {
    return Map.of("delay", delay, "targets", List.of(targets));
  }

  @SafeVarargs
  private static String policy(int repeat, Map<String, Object>... steps) {
    return owner
        .post(
            "/escalation-policies",
            Map.of(
                "name",
                "Policy " + NUMBER.incrementAndGet(),
                "repeat",
                repeat,
                "steps",
                List.of(steps)))
        .expect(201)
        .text("id");
  }

  private String raise(String policy) {
    String id =
        owner
            .post("/alerts", Map.of("title", "Smoke in room 4", "escalationPolicyId", policy))
            .expect(201)
            .text("id");
    alerts.add(id);
    return id;
  }

  private static String state(String alert) {
    return owner.get("/alerts/" + alert).expect(200).text("state");
  }

  private static String link(JsonNode body) {
    String shown = body.at("/alerts/0/acknowledgeUrl").asText();
    return node.uri(URI.create(shown).getRawPath()).toString();
  }

  private static int http(HttpRequest.Builder request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
  }

  private static void told(Receiver receiver, int count) {
    await().atMost(SOON).untilAsserted(() -> assertThat(receiver.told()).hasSize(count));
  }

  private static void quiet(Receiver receiver, int count) {
    await().during(A_WHILE).atMost(SOON).until(() -> receiver.told().size() == count);
  }

  private static void pause(Duration time) {
    await().pollDelay(time).until(() -> true);
  }
}
