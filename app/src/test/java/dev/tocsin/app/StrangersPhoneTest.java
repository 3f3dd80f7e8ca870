package dev.tocsin.app;

import static dev.tocsin.app.testing.AlertStage.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.AlertStage;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.notify.testing.FakeTwilio;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What strangers' organizations may do with the installation's telephone. */
class StrangersPhoneTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PHONE = "+4915100000001";

  @TempDir static Path folder;

  private static final FakeTwilio TWILIO = new FakeTwilio();
  private static RunningNode node;
  private static ApiClient owner;

  private final AlertStage stage = new AlertStage(node, owner);

  @BeforeAll
  static void start() {
    Map<String, String> settings = new HashMap<>(TWILIO.environment());
    settings.put("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow");
    settings.put("TOCSIN_TENANCY_SIGN_UP", "open");
    settings.put("TOCSIN_TWILIO_MESSAGES_PER_DAY", "2");
    node = RunningNode.start(folder, settings);
    owner = node.owner();
  }

  @AfterAll
  static void stop() {
    node.close();
    TWILIO.close();
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void nobodysNumberIsAChannels() {
    for (String type : new String[] {"sms", "voice"}) {
      assertThat(
              owner
                  .post("/channels", Map.of("name", type, "type", type, "number", PHONE))
                  .expect(422)
                  .json()
                  .toString())
          .contains("people alone");
    }
    assertThat(TWILIO.taken()).isEmpty();
  }

  @Test
  void aChannelOfAnEarlierTimeIsToldNothingAndTheAlertSaysSo(@TempDir Path other) {
    String policy;
    try (RunningNode closed = RunningNode.start(other, TWILIO.environment())) {
      ApiClient before = closed.owner();
      String id =
          before
              .post("/channels", Map.of("name", "Desk", "type", "sms", "number", "+4915100000002"))
              .expect(201)
              .text("id");
      policy =
          new AlertStage(closed, before).policy(0, step("0s", Map.of("type", "channel", "id", id)));
    }
    Map<String, String> open = new HashMap<>(TWILIO.environment());
    open.put("TOCSIN_TENANCY_SIGN_UP", "open");
    try (RunningNode now = RunningNode.start(other, open)) {
      ApiClient after = now.owner();
      String alert = new AlertStage(now, after).raise(policy);
      await()
          .atMost(SOON)
          .until(
              () ->
                  after
                      .get("/alerts/" + alert)
                      .expect(200)
                      .json()
                      .path("timeline")
                      .findValuesAsText("why")
                      .contains("no_contact"));
      assertThat(TWILIO.messages("+4915100000002")).isEmpty();
    }
  }

  @Test
  void whatIsBeyondTheDaysMessagesIsRefusedAndTheOwnersAreToldByAnotherWay() {
    Receiver desk = stage.receiver();
    stage.contact(new AlertStage.Person(self(owner), owner), desk);
    desk.forget();
    AlertStage.Person ann = stage.join();
    verify(ann); // the first of two
    String policy = stage.policy(0, step("0s", Map.of("type", "user", "id", ann.id())));
    stage.raise(policy);
    await().atMost(SOON).until(() -> TWILIO.messages(PHONE).size() == 2);

    String refused = stage.raise(policy);
    await().atMost(SOON).until(() -> failed(refused).path("reason").asText().contains("used up"));
    await()
        .atMost(SOON)
        .until(
            () ->
                desk.told().stream()
                    .map(it -> it.body().toString())
                    .anyMatch(it -> it.contains("is not delivering") && it.contains("used up")));
    assertThat(TWILIO.messages(PHONE)).hasSize(2);
  }

  private static JsonNode failed(String alert) {
    for (JsonNode each : owner.get("/alerts/" + alert).expect(200).json().path("notifications")) {
      if (each.path("progress").asText().equals("failed")) {
        return each;
      }
    }
    return owner.get("/alerts/" + alert).expect(200).json().path("none");
  }

  private static String self(ApiClient client) {
    for (JsonNode user : client.get("/users").expect(200).json().get("items")) {
      if (user.path("email").asText().equals(RunningNode.OWNER)) {
        return user.path("id").asText();
      }
    }
    throw new AssertionError("The owner is nobody");
  }

  private static void verify(AlertStage.Person person) {
    String methods = "/users/" + person.id() + "/contact-methods";
    String id =
        person
            .client()
            .post(methods, Map.of("name", "My SMS", "type", "sms", "number", PHONE))
            .expect(201)
            .text("id");
    person.client().post(methods + "/" + id + "/verify").expect(200);
    Matcher code = Pattern.compile("\\d{6}").matcher(TWILIO.messages(PHONE).getLast().body());
    assertThat(code.find()).isTrue();
    person.client().post(methods + "/" + id + "/confirm", Map.of("code", code.group())).expect(200);
  }
}
