package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.AlertStage;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.notify.testing.FakeTwilio;
import dev.tocsin.notify.testing.FakeTwilio.Fault;
import dev.tocsin.notify.testing.FakeTwilio.Speech;
import dev.tocsin.notify.testing.FakeTwilio.Taken;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is woken by telephone, and how that is answered, in a responder's words. */
class PhoneScenariosTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** In which a message too many would have come. */
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  private static final Pattern NUMBER = Pattern.compile("ACK (\\d+)");

  @TempDir static Path folder;

  private static final FastForward CLOCK = new FastForward(WallClock.system());
  private static final FakeTwilio TWILIO = new FakeTwilio();
  private static RunningNode node;
  private static ApiClient owner;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final List<String> alerts = new ArrayList<>();
  private final List<Receiver> receivers = new ArrayList<>();
  private String phone;

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(TWILIO.environment());
    settings.put("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow");
    node = RunningNode.start(folder, CLOCK, settings);
    owner = node.owner();
    TWILIO.webhook("http://localhost:" + node.node().port() + "/callbacks/twilio/sms");
  }

  @AfterAll
  static void stop() {
    node.close();
    TWILIO.close();
  }

  @BeforeEach
  void aTelephoneOfItsOwn() {
    phone = "+4915100%06d".formatted(COUNT.incrementAndGet());
  }

  @AfterEach
  void end() {
    TWILIO.fails(fields -> null);
    alerts.forEach(alert -> owner.post("/alerts/" + alert + "/resolve"));
    receivers.forEach(Receiver::close);
  }

  // ---- what happens

  @Test
  void aReplyBySmsAcknowledgesForThePersonWhoseTelephoneItIs() {
    Person ann = join();
    contact(ann, "sms");
    String alert = raise(policy(step("0s", ann.target()), step("5m", ann.target())));
    String number = number(message(1));
    assertThat(TWILIO.sends(phone, " ack  " + number)).isEqualTo("Acknowledged: Smoke in room 4.");
    JsonNode shown = owner.get("/alerts/" + alert).expect(200).json();
    assertThat(shown.path("state").asText()).isEqualTo("acknowledged");
    assertThat(shown.at("/acknowledgedBy/id").asText()).isEqualTo(ann.id());
    assertThat(shown.path("timeline").findValuesAsText("via")).contains("sms");
    assertThat(TWILIO.sends(phone, "ACK " + number)).contains("acknowledged already");
    CLOCK.by(Duration.ofHours(1));
    quietMessages(1);
    assertThat(TWILIO.sends(phone, "Close")).isEqualTo("Resolved: Smoke in room 4.");
    assertThat(state(alert)).isEqualTo("resolved");
  }

  @Test
  void aBareWordAsksWhichWhereSeveralAreOpenAndAllMeansAll() {
    Map<String, Object> channel = channel("sms");
    String policy = policy(step("0s", channel), step("5m", channel));
    String first = raise(policy);
    message(1);
    String second = raise(policy);
    message(2);
    assertThat(TWILIO.sends(phone, "ack")).contains("2 alerts", "ACK ALL", "Smoke in room 4");
    assertThat(state(first)).isEqualTo("triggered");
    assertThat(TWILIO.sends(phone, "what is it?")).contains("Not understood", "ACK ALL");
    assertThat(TWILIO.sends(phone, "ESC " + number(TWILIO.messages(phone).getFirst())))
        .startsWith("Escalated");
    assertThat(TWILIO.sends(phone, "Ack all")).isEqualTo("2 alerts acknowledged.");
    assertThat(state(first)).isEqualTo("acknowledged");
    assertThat(state(second)).isEqualTo("acknowledged");
    assertThat(TWILIO.sends(phone, "ack")).isEqualTo("Everything is acknowledged already.");
    assertThat(TWILIO.sends(phone, "STOP")).isEmpty();
    assertThat(TWILIO.sends("+14155559999", "ack")).isEqualTo("No alert is open for this number.");
    assertThat(TWILIO.sends("+14155559999", "hello")).isEmpty();
  }

  @Test
  void whoOnlyLooksOnAnswersNothing() {
    Person ann = join();
    contact(ann, "sms");
    String alert = raise(policy(step("0s", ann.target())));
    String number = number(message(1));
    owner.patch("/members/" + ann.id(), Map.of("role", "viewer")).expect(200);
    assertThat(TWILIO.sends(phone, "ack " + number)).startsWith("You may not answer");
    assertThat(state(alert)).isEqualTo("triggered");
  }

  @Test
  void aCallIsAcknowledgedByFourAfterItWasRepeated() {
    Person ann = join();
    contact(ann, "voice");
    String alert = raise(policy(step("0s", ann.target()), step("5m", ann.target())));
    Taken call = call(1);
    assertThat(call.speech().said()).contains("Critical alert: Smoke in room 4.", "Press 4");
    Speech again = TWILIO.presses(call, call.speech(), "9");
    assertThat(again.said()).startsWith("Once more").contains("Smoke in room 4", "Press 4");
    assertThat(TWILIO.presses(call, again, "4").said()).startsWith("Acknowledged");
    JsonNode shown = owner.get("/alerts/" + alert).expect(200).json();
    assertThat(shown.path("state").asText()).isEqualTo("acknowledged");
    assertThat(shown.at("/acknowledgedBy/id").asText()).isEqualTo(ann.id());
    assertThat(shown.path("timeline").findValuesAsText("via")).contains("call");
    assertThat(TWILIO.presses(call, again, "4").said()).startsWith("Acknowledged");
    assertThat(TWILIO.presses(call, again, "6").said()).startsWith("Resolved");
    CLOCK.by(Duration.ofHours(1));
    quietCalls(1);
  }

  @Test
  void sixResolvesAndNoTelephoneRingsForThat() {
    String alert = raise(policy(step("0s", channel("voice"))));
    Taken call = call(1);
    assertThat(TWILIO.presses(call, call.speech(), "6").said()).startsWith("Resolved");
    assertThat(state(alert)).isEqualTo("resolved");
    CLOCK.by(Duration.ofHours(1));
    quietCalls(1);
  }

  @Test
  void fiveEscalatesToTheNextStepAtOnce() {
    Map<String, Object> channel = channel("voice");
    String first = phone;
    aTelephoneOfItsOwn();
    String alert = raise(policy(step("0s", channel), step("30m", channel("sms"))));
    await().atMost(SOON).until(() -> TWILIO.calls(first).size() == 1);
    Taken call = TWILIO.calls(first).getFirst();
    assertThat(TWILIO.presses(call, call.speech(), "5").said()).startsWith("Escalated");
    message(1);
    assertThat(state(alert)).isEqualTo("triggered");
  }

  @Test
  void aStormIsOneCallThatAcknowledgesAllOfIt() {
    String policy = policy(step("0s", channel("voice")));
    List<String> all = new ArrayList<>(List.of(raise(policy)));
    call(1);
    for (int more = 0; more < 25; more++) {
      all.add(raise(policy));
    }
    quietCalls(1);
    for (int quarter = 0; quarter < 4; quarter++) { // alerts hand over again meanwhile
      CLOCK.by(Duration.ofSeconds(15));
      await().pollDelay(Duration.ofMillis(500)).until(() -> true);
    }
    CLOCK.by(Duration.ofSeconds(2));
    Taken call = call(2);
    assertThat(call.speech().said()).contains("There are 25 alerts");
    reported(all.getLast(), call, "completed", 0);
    assertThat(TWILIO.presses(call, call.speech(), "6").said()).contains("only be acknowledged");
    assertThat(TWILIO.presses(call, call.speech(), "4").said()).contains("25 alerts");
    assertThat(all.subList(1, all.size())).allMatch(it -> state(it).equals("acknowledged"));
    assertThat(state(all.getFirst())).isEqualTo("triggered");
  }

  @Test
  void whatTwilioHasNotSignedDoesNothing() {
    String alert = raise(policy(step("0s", channel("voice"))));
    Taken call = call(1);
    assertThat(TWILIO.pressesUnsigned(call, "4")).isEqualTo(403);
    String forged =
        call.speech().action().replaceFirst("#.*", "").replaceFirst("/keys/.", "/keys/_");
    assertThat(TWILIO.calls(forged, Map.of("Digits", "4"), FakeTwilio.TOKEN).statusCode())
        .isEqualTo(404);
    assertThat(state(alert)).isEqualTo("triggered");
  }

  @Test
  void howFarAnSmsCameIsShown() {
    String alert = raise(policy(step("0s", channel("sms"))));
    Taken sms = message(1);
    reported(alert, sms, "delivered", 0);
    assertThat(notification(alert).path("arrival").asText()).isEqualTo("delivered");
    assertThat(TWILIO.tells(sms, "sent", 0)).isEqualTo(204); // late
    assertThat(notification(alert).path("arrival").asText()).isEqualTo("delivered");
    assertThat(notification(alert).path("progress").asText()).isEqualTo("delivered");
  }

  @Test
  void anUndeliveredSmsAndAnUnansweredCallHaveFailed() {
    Map<String, Object> call = channel("voice");
    String other = raise(policy(step("0s", call)));
    reported(other, call(1), "no-answer", 0);
    assertThat(notification(other).path("reason").asText()).isEqualTo("nobody answered the call");
    String alert = raise(policy(step("0s", channel("sms"))));
    reported(alert, message(1), "undelivered", 30003);
    assertThat(notification(alert).path("progress").asText()).isEqualTo("failed");
    assertThat(notification(alert).path("reason").asText()).contains("switched off", "30003");
    JsonNode shown = owner.get("/alerts/" + alert).expect(200).json();
    assertThat(shown.path("timeline").findValuesAsText("type")).contains("arrival");
  }

  @Test
  void aTelephoneThatTheNetworkDoesNotReachIsToldToTheOwnersByAnotherWay() {
    Receiver desk = new Receiver();
    receivers.add(desk);
    Person self =
        new Person(owner.get("/users").expect(200).json().at("/items/0/id").asText(), owner);
    String way = webhook(self, desk);
    desk.forget();
    String policy = policy(step("0s", channel("sms")));
    for (int count = 1; count <= 2; count++) {
      reported(raise(policy), message(count), "undelivered", 30003);
    }
    await().atMost(SOON).until(() -> said(desk, "is not delivering", "switched off"));
    reported(raise(policy), message(3), "delivered", 0);
    await().atMost(SOON).until(() -> said(desk, "alert.resolved", "is not delivering"));
    owner.delete(self.contacts() + "/" + way);
  }

  private static boolean said(Receiver receiver, String... words) {
    return receiver.told().stream()
        .map(it -> it.body().toString())
        .anyMatch(it -> List.of(words).stream().allMatch(it::contains));
  }

  @Test
  void anSmsWhoseAnswerWasLostDoesNotComeAgainWhereItIsToldThatItWentOut() {
    TWILIO.fails(fields -> phone.equals(fields.get("To")) ? Fault.of(0, 0, "") : null);
    String alert = raise(policy(step("0s", channel("sms"))));
    Taken sms = message(1);
    reported(alert, sms, "sent", 0);
    TWILIO.fails(fields -> null);
    CLOCK.by(Duration.ofHours(1));
    quietMessages(1);
    assertThat(notification(alert).path("progress").asText()).isEqualTo("delivered");
  }

  @Test
  void rulesSayFirstTheDeskThenSmsThenACall() {
    Person ann = join();
    Receiver desk = new Receiver();
    receivers.add(desk);
    String atOnce = webhook(ann, desk);
    String sms = contact(ann, "sms");
    String call = contact(ann, "voice");
    int messages = TWILIO.messages(phone).size();
    int calls = TWILIO.calls(phone).size();
    rules(ann, Map.of(atOnce, "0s", sms, "1m", call, "3m"));
    desk.forget();
    raise(policy(step("0s", ann.target())));
    await().atMost(SOON).until(() -> desk.told().size() == 1);
    quietMessages(messages);
    CLOCK.by(Duration.ofSeconds(61));
    message(messages + 1);
    CLOCK.by(Duration.ofSeconds(60));
    quietCalls(calls);
    CLOCK.by(Duration.ofSeconds(61));
    call(calls + 1);
    CLOCK.by(Duration.ofMinutes(30));
    quietMessages(messages + 1);
    quietCalls(calls + 1);
  }

  // ---- in the world

  private Taken message(int count) {
    await().atMost(SOON).until(() -> TWILIO.messages(phone).size() == count);
    return TWILIO.messages(phone).getLast();
  }

  private Taken call(int count) {
    await().atMost(SOON).until(() -> TWILIO.calls(phone).size() == count);
    return TWILIO.calls(phone).getLast();
  }

  private void quietMessages(int count) {
    await().during(A_WHILE).atMost(SOON).until(() -> TWILIO.messages(phone).size() == count);
  }

  private void quietCalls(int count) {
    await().during(A_WHILE).atMost(SOON).until(() -> TWILIO.calls(phone).size() == count);
  }

  private static String number(Taken sms) {
    Matcher number = NUMBER.matcher(sms.body());
    assertThat(number.find()).describedAs(sms.body()).isTrue();
    return number.group(1);
  }

  /** As often as the service would; the first time may be too early. */
  private static void reported(String alert, Taken about, String status, int code) {
    await().atMost(SOON).until(() -> TWILIO.tells(about, status, code) == 204);
    await().atMost(SOON).until(() -> !notification(alert).path("arrival").isNull());
  }

  private static JsonNode notification(String alert) {
    return owner.get("/alerts/" + alert).expect(200).json().at("/notifications/0");
  }

  private Map<String, Object> channel(String type) {
    String id =
        owner
            .post(
                "/channels",
                Map.of("name", "Channel " + COUNT.incrementAndGet(), "type", type, "number", phone))
            .expect(201)
            .text("id");
    return Map.of("type", "channel", "id", id);
  }

  private record Person(String id, ApiClient client) {
    Map<String, Object> target() {
      return Map.of("type", "user", "id", id);
    }

    String contacts() {
      return "/users/" + id + "/contact-methods";
    }
  }

  private static Person join() {
    AlertStage.Person joined = new AlertStage(node, owner).join();
    return new Person(joined.id(), joined.client());
  }

  /** A way by telephone, verified by the code that comes there; what came is forgotten. */
  private String contact(Person person, String type) {
    String own = phone;
    String id =
        person
            .client()
            .post(person.contacts(), Map.of("name", "My " + type, "type", type, "number", own))
            .expect(201)
            .text("id");
    person.client().post(person.contacts() + "/" + id + "/verify").expect(200);
    Taken told = TWILIO.taken().stream().filter(it -> it.to().equals(own)).toList().getLast();
    String said = told.isCall() ? told.speech().said() : told.body();
    Matcher code = Pattern.compile("(?:\\d(?:, )?){6}").matcher(said);
    assertThat(code.find()).describedAs(said).isTrue();
    person
        .client()
        .post(
            person.contacts() + "/" + id + "/confirm",
            Map.of("code", code.group().replaceAll("\\D", "")))
        .expect(200);
    TWILIO.forget();
    return id;
  }

  private static String webhook(Person person, Receiver receiver) {
    return new AlertStage(node, owner)
        .contact(new AlertStage.Person(person.id(), person.client()), receiver);
  }

  private static void rules(Person person, Map<String, String> delays) {
    List<Map<String, Object>> rules = new ArrayList<>();
    delays.forEach(
        (contact, delay) ->
            rules.add(Map.of("urgency", "high", "delay", delay, "contactMethodId", contact)));
    person
        .client()
        .put("/users/" + person.id() + "/notification-rules", Map.of("rules", rules))
        .expect(200);
  }

  @SafeVarargs
  private static Map<String, Object> step(String delay, Map<String, Object>... targets) {
    return Map.of("delay", delay, "targets", List.of(targets));
  }

  @SafeVarargs
  private static String policy(Map<String, Object>... steps) {
    return owner
        .post(
            "/escalation-policies",
            Map.of("name", "Policy " + COUNT.incrementAndGet(), "steps", List.of(steps)))
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
}
