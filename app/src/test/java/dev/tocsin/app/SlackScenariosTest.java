package dev.tocsin.app;

import static dev.tocsin.app.testing.AlertStage.http;
import static dev.tocsin.app.testing.AlertStage.step;
import static dev.tocsin.app.testing.AlertStage.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.app.testing.AlertStage;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an alert is answered in Slack, in a responder's words. */
class SlackScenariosTest {
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static RunningNode node;
  private static ApiClient owner;

  private final AlertStage stage = new AlertStage(node, owner);

  @BeforeAll
  static void start() {
    node = RunningNode.start(folder, Map.of("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow"));
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
  void anAlertIsAcknowledgedWithoutLeavingTheChat() throws Exception {
    Receiver slack = stage.receiver();
    String alert = stage.raise(stage.policy(0, step("0s", channel(slack))));
    told(slack, 1);
    JsonNode message = slack.told().getLast().body();
    JsonNode button =
        message.findValues("elements").stream()
            .map(elements -> elements.path(0))
            .filter(it -> it.path("action_id").asText().equals("acknowledge"))
            .findFirst()
            .orElseThrow();
    String body = pressed(button, slack.url());

    assertThat(posted(body, "another secret of 32 characters!")).isEqualTo(403);
    assertThat(stage.state(alert)).isEqualTo("triggered");
    assertThat(posted(body, SECRET)).isEqualTo(200);
    assertThat(stage.state(alert)).isEqualTo("acknowledged");
    JsonNode shown = owner.get("/alerts/" + alert).expect(200).json();
    assertThat(shown.path("timeline").findValuesAsText("via")).contains("chat");
    assertThat(shown.path("timeline").findValuesAsText("called")).contains("ada (Slack)");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(texts(slack))
                    .contains("Acknowledged by ada: Smoke in room 4.")
                    .anyMatch(it -> it.contains("Acknowledged: Smoke in room 4")));
  }

  private static List<String> texts(Receiver slack) {
    return slack.told().stream().map(it -> it.body().path("text").asText()).toList();
  }

  private static Map<String, Object> channel(Receiver slack) {
    String id =
        owner
            .post(
                "/channels",
                Map.of(
                    "name",
                    "Slack " + AlertStage.number(),
                    "type",
                    "slack",
                    "url",
                    slack.url(),
                    "signingSecret",
                    SECRET))
            .expect(201)
            .text("id");
    assertThat(owner.get("/channels/" + id).expect(200).json().toString()).doesNotContain(SECRET);
    return Map.of("type", "channel", "id", id);
  }

  private static String pressed(JsonNode button, String replies) {
    var payload =
        new ObjectMapper()
            .createObjectNode()
            .put("type", "block_actions")
            .put("response_url", replies);
    payload.putObject("user").put("id", "U012AB3CD").put("name", "ada");
    payload.putArray("actions").add(button);
    return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
  }

  private static int posted(String body, String secret) throws Exception {
    String at = String.valueOf(Instant.now().getEpochSecond());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    byte[] code = mac.doFinal(("v0:" + at + ":" + body).getBytes(StandardCharsets.UTF_8));
    return http(
        HttpRequest.newBuilder(node.uri("/callbacks/slack"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("X-Slack-Request-Timestamp", at)
            .header("X-Slack-Signature", "v0=" + HexFormat.of().formatHex(code))
            .POST(BodyPublishers.ofString(body)));
  }
}
