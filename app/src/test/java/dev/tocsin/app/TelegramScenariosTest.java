package dev.tocsin.app;

import static dev.tocsin.app.testing.AlertStage.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.AlertStage;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.notify.testing.FakeTelegram;
import dev.tocsin.notify.testing.FakeTelegram.Sent;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How an alert is answered in Telegram, in a responder's words. */
class TelegramScenariosTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TOKEN = "123456:AAs3cret-x_y";

  @TempDir static Path folder;

  private static final FakeTelegram TELEGRAM = new FakeTelegram();
  private static RunningNode node;
  private static ApiClient owner;

  private final AlertStage stage = new AlertStage(node, owner);
  private final String chat = "-100" + AlertStage.number();

  @BeforeAll
  static void start() {
    node =
        RunningNode.start(
            folder,
            Map.of(
                "TOCSIN_CHECKS_PRIVATE_TARGETS",
                "allow",
                "TOCSIN_PUBLIC_URL",
                "https://tocsin.example"));
    owner = node.owner();
  }

  @AfterAll
  static void stop() {
    node.close();
    TELEGRAM.close();
  }

  @AfterEach
  void end() {
    stage.close();
  }

  @Test
  void anAlertIsAcknowledgedAndResolvedWithoutLeavingTheChat() {
    String alert = stage.raise(stage.policy(0, step("0s", channel(chat, TOKEN))));
    Sent message = message(chat, 1);
    assertThat(message.buttons()).containsExactly("Acknowledge", "Resolve", "Open the alert");

    String press = TELEGRAM.update(message, "Acknowledge", "Ada");
    assertThat(tells(message, press).shown()).isEqualTo("Acknowledged: Smoke in room 4");
    assertThat(stage.state(alert)).isEqualTo("acknowledged");
    await()
        .atMost(SOON)
        .until(() -> message.buttons().equals(List.of("Resolve", "Open the alert")));
    assertThat(message(chat, 2).text())
        .contains("Acknowledged: Smoke in room 4", "Acknowledged by: Ada (Telegram)");

    String resolve = TELEGRAM.update(message, "Resolve", "Bo");
    assertThat(tells(message, resolve).shown()).startsWith("Resolved");
    await().atMost(SOON).until(() -> message.buttons().equals(List.of("Open the alert")));
    JsonNode timeline = owner.get("/alerts/" + alert).expect(200).json().path("timeline");
    assertThat(timeline.findValuesAsText("called")).contains("Ada (Telegram)", "Bo (Telegram)");
  }

  @Test
  void aPressThatIsToldTwiceIsOne() {
    String alert = stage.raise(stage.policy(0, step("0s", channel(chat, TOKEN))));
    Sent message = message(chat, 1);
    String press = TELEGRAM.update(message, "Acknowledge", "Ada");
    for (int time = 0; time < 2; time++) {
      assertThat(tells(message, press).shown()).isEqualTo("Acknowledged: Smoke in room 4");
    }
    JsonNode timeline = owner.get("/alerts/" + alert).expect(200).json().path("timeline");
    assertThat(timeline.findValuesAsText("type")).containsOnlyOnce("acknowledged");
    String again = TELEGRAM.update(message, "Resolve", "Ada");
    owner.post("/alerts/" + alert + "/resolve").expect(200);
    assertThat(tells(message, again).shown()).contains("The alert is resolved.");
    await().atMost(SOON).until(() -> message.buttons().equals(List.of("Open the alert")));
  }

  @Test
  void onlyTheChatThatWasToldAnswersByTheBotThatToldIt() {
    String alert = stage.raise(stage.policy(0, step("0s", channel(chat, TOKEN))));
    String elsewhere = chat + "9";
    String other = stage.raise(stage.policy(0, step("0s", channel(elsewhere, "654321:other"))));
    Sent message = message(chat, 1);
    Sent foreign = message(elsewhere, 1);

    String press = TELEGRAM.update(message, "Acknowledge", "Eve");
    URI door = node.uri("/callbacks/telegram");
    assertThat(TELEGRAM.tells(press, door, "guessed").status()).isEqualTo(403);
    assertThat(TELEGRAM.tells(press, door, "").status()).isEqualTo(403);
    // another bot of this installation, and the same alert's button in another chat
    assertThat(tells(foreign, press).shown()).startsWith("This chat is not told");
    String moved = press.replace("\"id\":" + chat, "\"id\":" + elsewhere);
    assertThat(tells(message, moved).shown()).startsWith("This chat is not told");
    assertThat(stage.state(alert)).isEqualTo("triggered");
    assertThat(stage.state(other)).isEqualTo("triggered");
    String unknown =
        press.replaceFirst("(\"data\":\"[^\"]{20})[^\"]{24}\"", "$1" + "A".repeat(24) + '"');
    assertThat(unknown).isNotEqualTo(press);
    assertThat(tells(message, unknown).shown()).startsWith("Tocsin knows this alert no more");
    assertThat(tells(message, "{\"update_id\":1,\"message\":{}}").status()).isEqualTo(200);
  }

  private static FakeTelegram.Pressed tells(Sent message, String update) {
    return TELEGRAM.tells(message, update, node.uri("/"));
  }

  private static Sent message(String chat, int count) {
    await().atMost(SOON).until(() -> TELEGRAM.sent(chat).size() == count);
    return TELEGRAM.sent(chat).getLast();
  }

  private static Map<String, Object> channel(String chat, String token) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("name", "Telegram " + AlertStage.number());
    settings.put("type", "telegram");
    settings.put("token", token);
    settings.put("chatId", chat);
    settings.put("baseUrl", TELEGRAM.url());
    String id = owner.post("/channels", settings).expect(201).text("id");
    return Map.of("type", "channel", "id", id);
  }
}
