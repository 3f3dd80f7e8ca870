package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Incidents without a hand, from the outage to what customers read of its end. */
class IncidentRuleScenariosTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private static final FastForward CLOCK = new FastForward(WallClock.system());
  private static RunningNode node;
  private static ApiClient owner;
  private static int number;

  private final List<String> rules = new ArrayList<>();

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
    rules.forEach(rule -> owner.delete("/incident-rules/" + rule).expect(204));
    items("/incidents")
        .forEach(each -> owner.delete("/incidents/" + each.get("id").asText()).expect(204));
  }

  private static List<JsonNode> items(String path) {
    return StreamSupport.stream(
            owner.get(path).expect(200).json().get("items").spliterator(), false)
        .toList();
  }

  private static String monitor() {
    String id =
        owner
            .post("/monitors", Map.of("name", "Monitor " + ++number, "type", "manual"))
            .expect(201)
            .text("id");
    set(id, "up");
    return id;
  }

  private static void set(String monitor, String status) {
    owner.post("/monitors/" + monitor + "/state", Map.of("status", status)).expect(200);
  }

  /** A page by its slug, each component of which follows a monitor of its own. */
  private record Page(String id, String slug, List<String> monitors) {}

  private static Page page(int components) {
    String slug = "page-" + ++number;
    String id =
        owner.post("/status-pages", Map.of("slug", slug, "name", slug)).expect(201).text("id");
    List<String> monitors = new ArrayList<>();
    for (int i = 1; i <= components; i++) {
      monitors.add(monitor());
      owner
          .post(
              "/status-pages/" + id + "/components",
              Map.of("name", "Part " + i, "monitorIds", List.of(monitors.getLast())))
          .expect(201);
    }
    return new Page(id, slug, monitors);
  }

  private void rule(Page page, String opens) {
    Map<String, Object> rule = new HashMap<>();
    rule.put("name", "Watch");
    rule.put("statusPageId", page.id());
    rule.put("opens", opens);
    rule.put("title", "{{components}} fail.");
    rule.put("resolutionMessage", "It took {{duration}}.");
    rules.add(owner.post("/incident-rules", rule).expect(201).text("id"));
  }

  private static JsonNode awaitIncident(String phase) {
    return await()
        .atMost(SOON)
        .until(
            () -> items("/incidents"),
            all -> all.size() == 1 && all.getFirst().get("phase").asText().equals(phase))
        .getFirst();
  }

  private static String read(Page page) {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(node.uri("/status/" + page.slug())).build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static void awaitRead(Page page, String text) {
    await().atMost(SOON).untilAsserted(() -> assertThat(read(page)).contains(text));
  }

  @Test
  void anOutageIsToldOfAndItsEndTooWithoutAHand() {
    Page page = page(1);
    rule(page, "public");
    set(page.monitors().getFirst(), "down");
    CLOCK.by(Duration.ofMinutes(3));
    JsonNode opened = awaitIncident("investigating");
    assertThat(opened.get("title").asText()).isEqualTo("Part 1 fail.");
    assertThat(opened.get("visibility").asText()).isEqualTo("public");
    awaitRead(page, "Part 1 fail.");
    String alert =
        items("/alerts?monitorId=" + page.monitors().getFirst()).getFirst().get("id").asText();
    await()
        .atMost(SOON)
        .until(() -> awaitIncident("investigating").at("/alertIds/0").asText().equals(alert));

    // what becomes of the alert is told to nobody
    owner.post("/alerts/" + alert + "/acknowledge").expect(200);
    CLOCK.by(Duration.ofMinutes(44));
    set(page.monitors().getFirst(), "up");
    CLOCK.by(Duration.ofMinutes(3));
    JsonNode resolved = awaitIncident("resolved");
    JsonNode whole = owner.get("/incidents/" + resolved.get("id").asText()).expect(200).json();
    assertThat(whole.get("updates")).hasSize(2);
    assertThat(whole.at("/updates/0/message").asText()).matches("It took 4[78] min\\.");
    assertThat(whole.at("/timeline/0/by/name").asText()).isEqualTo("Watch");
    awaitRead(page, whole.at("/updates/0/message").asText());
  }

  @Test
  void aDraftIsReviewedAndPublished() {
    Page page = page(1);
    rule(page, "draft");
    set(page.monitors().getFirst(), "down");
    CLOCK.by(Duration.ofMinutes(3));
    String id = awaitIncident("investigating").get("id").asText();
    assertThat(read(page)).doesNotContain("Part 1 fail.");
    owner.patch("/incidents/" + id, Map.of("title", "Parts are late.")).expect(200);
    owner.post("/incidents/" + id + "/publish").expect(200);
    awaitRead(page, "Parts are late.");
    set(page.monitors().getFirst(), "up");
    CLOCK.by(Duration.ofMinutes(3));
    awaitIncident("resolved");
  }

  @Test
  void tenComponentsAreOneIncident() {
    Page page = page(10);
    rule(page, "public");
    page.monitors().subList(0, 6).forEach(monitor -> set(monitor, "down"));
    CLOCK.by(Duration.ofMinutes(3));
    awaitIncident("investigating");
    page.monitors().subList(6, 10).forEach(monitor -> set(monitor, "down"));
    CLOCK.by(Duration.ofMinutes(3));
    await().atMost(SOON).until(() -> awaitIncident("investigating").get("components").size() == 10);
    page.monitors().forEach(monitor -> set(monitor, "up"));
    CLOCK.by(Duration.ofMinutes(3));
    awaitIncident("resolved");
  }
}
