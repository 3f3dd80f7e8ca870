package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.TocsinProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who starts the demo to show it to a colleague. */
class DemoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  @Test
  void isASampleThatReallyRunsWithNinetyDaysThatAreMadeUpAndStaysWhenItIsStartedAgain()
      throws Exception {
    String password;
    try (var process = start()) {
      password = Files.readString(folder.resolve("demo-password")).strip();
      assertThat(process.output())
          .contains("Sign in as demo@example.com with the password " + password);
      assertThat(process.output()).doesNotContain("WARN", "ERROR", "Exception");
      var owner = owner(process, password);

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses(owner)).isEqualTo(RUNNING));
      for (JsonNode monitor : monitors(owner)) {
        assertThat(monitor.path("tags").path(0).asText()).startsWith("sample history before ");
        if (monitor.path("name").asText().equals("Sign-in page")) {
          String path = "/monitors/" + monitor.path("id").asText();
          JsonNode outages = owner.get(path + "/outages?from=" + longAgo(monitor)).ok();
          assertThat(outages.path("items")).hasSize(2);
          JsonNode days = owner.get(path + "/rollups?days=91").ok().path("items");
          assertThat(days.size()).isGreaterThanOrEqualTo(90);
          assertThat(days.path(30).path("latency").path("p95").asDouble()).isPositive();
          assertThat(days.path(30).path("coverage").asDouble()).isEqualTo(1.0);
        }
      }
      var page = process.get("/status/demo");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Meant to be down", "sample history before ");
      assertThat(process.terminate(PATIENCE)).isZero();
    }
    try (var process = start()) {
      assertThat(statuses(owner(process, password))).isEqualTo(RUNNING);
      assertThat(process.output()).doesNotContain("WARN", "ERROR", "Exception");
    }
  }

  @Test
  void refusesAFolderOfSomethingElse() throws Exception {
    Files.writeString(folder.resolve("tocsin.mv.db"), "");
    try (var process = TocsinProcess.start(Map.of("TOCSIN_DATA_DIR", folder.toString()), "demo")) {
      await().atMost(PATIENCE).until(() -> !process.isAlive());
      assertThat(process.output()).contains("holds something else than a demo");
    }
  }

  private static final Map<String, String> RUNNING =
      new TreeMap<>(
          Map.of(
              "Tocsin itself", "up",
              "Sign-in page", "up",
              "Public status page", "up",
              "Tocsin's port", "up",
              "Nightly backup", "up",
              "Meant to be down", "down"));

  private TocsinProcess start() {
    return TocsinProcess.start(
            Map.of(
                "TOCSIN_PORT", "0",
                "TOCSIN_BIND", "127.0.0.1",
                "TOCSIN_DATA_DIR", folder.toString()),
            "demo")
        .awaitReady(PATIENCE);
  }

  private static String longAgo(JsonNode monitor) {
    return monitor.path("createdAt").asText();
  }

  private static ApiClient owner(TocsinProcess process, String password) {
    return ApiClient.signIn(process.url(), "demo@example.com", password);
  }

  private static JsonNode monitors(ApiClient owner) {
    return owner.get("/monitors").ok().path("items");
  }

  private static Map<String, String> statuses(ApiClient owner) {
    Map<String, String> statuses = new TreeMap<>();
    for (JsonNode monitor : monitors(owner)) {
      statuses.put(monitor.path("name").asText(), monitor.path("status").asText());
    }
    return statuses;
  }
}
