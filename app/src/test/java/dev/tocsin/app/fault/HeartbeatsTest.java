package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.TocsinProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats of a real process that is killed in between. */
class HeartbeatsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration PERIOD = Duration.ofSeconds(4);
  private static final Duration GRACE = Duration.ofSeconds(3);

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<URI> base = new AtomicReference<>();

  /** Calls as a cron job would: it gives up at once where nobody listens. */
  private Optional<Instant> ping(String path) {
    Instant before = Instant.now();
    try {
      var request =
          HttpRequest.newBuilder(base.get().resolve(path)).timeout(Duration.ofSeconds(2)).build();
      return http.send(request, BodyHandlers.ofString()).statusCode() == 200
          ? Optional.of(before)
          : Optional.empty();
    } catch (IOException lost) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static ObjectNode heartbeat(String name, Duration period, Duration grace) {
    ObjectNode monitor = ApiClient.object().put("name", name).put("type", "heartbeat");
    monitor
        .putObject("heartbeat")
        .put("period", period.toSeconds() + "s")
        .put("grace", grace.toSeconds() + "s");
    return monitor;
  }

  private static String pathOf(JsonNode monitor) {
    return URI.create(monitor.path("pingUrl").textValue()).getPath();
  }

  private static JsonNode read(ApiClient api, JsonNode monitor) {
    return api.get("/monitors/" + monitor.path("id").textValue()).ok();
  }

  @Test
  void areNotLateForTheTimeInWhichTocsinWasDead() throws Exception {
    JsonNode regular;
    JsonNode stopped;
    JsonNode rare;
    JsonNode failed;
    Instant rarePing;
    ScheduledExecutorService caller = Executors.newSingleThreadScheduledExecutor();
    try {
      try (var process = start()) {
        base.set(process.url());
        var api = ApiClient.signIn(process.url());
        regular = api.post("/monitors", heartbeat("regular", PERIOD, GRACE)).ok();
        stopped = api.post("/monitors", heartbeat("stopped", PERIOD, GRACE)).ok();
        rare = api.post("/monitors", heartbeat("rare", Duration.ofHours(1), GRACE)).ok();
        failed = api.post("/monitors", heartbeat("failed", Duration.ofHours(1), GRACE)).ok();
        String regularPath = pathOf(regular);
        caller.scheduleAtFixedRate(() -> ping(regularPath), 0, 1, TimeUnit.SECONDS);
        assertThat(ping(pathOf(stopped))).isPresent();
        rarePing = ping(pathOf(rare)).orElseThrow();
        await().until(() -> read(api, regular).path("status").textValue().equals("up"));
        // answered, and dead before it can be told to anybody
        assertThat(ping(pathOf(failed) + "/fail")).isPresent();
        process.kill();
      }
      // longer than period and grace together
      await().pollDelay(PERIOD.plus(GRACE).plusSeconds(1)).atMost(PATIENCE).until(() -> true);
      try (var process = start()) {
        Instant begun = Instant.now();
        base.set(process.url());
        var api = ApiClient.signIn(process.url());
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> read(api, failed).path("status").textValue().equals("down"));
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> read(api, rare).at("/lastPing/at").isTextual());
        assertThat(Instant.parse(read(api, rare).at("/lastPing/at").textValue()))
            .as("what was answered is known")
            .isAfterOrEqualTo(rarePing.minusMillis(1));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> read(api, stopped).path("status").textValue().equals("down"));
        assertThat(Instant.parse(read(api, stopped).path("since").textValue()))
            .as("it was given the time to call after the start")
            .isAfter(begun.plus(PERIOD).plus(GRACE).minusSeconds(4));
        assertThat(read(api, regular).path("status").textValue()).isEqualTo("up");
        for (JsonNode healthy : new JsonNode[] {regular, rare}) {
          assertThat(outages(api, healthy)).as("%s", healthy.path("name")).isEmpty();
        }
        for (JsonNode silent : new JsonNode[] {stopped, failed}) {
          // the status is told by the actor, the list of outages read from where they are kept
          await()
              .atMost(Duration.ofSeconds(10))
              .untilAsserted(() -> assertThat(outages(api, silent)).hasSize(1));
        }
        assertThat(process.output()).doesNotContain("WARN", "ERROR", "Exception");
      }
    } finally {
      caller.shutdownNow();
    }
  }

  private static List<JsonNode> outages(ApiClient api, JsonNode monitor) {
    return api.all("/monitors/" + monitor.path("id").textValue() + "/outages");
  }

  private TocsinProcess start() {
    Map<String, String> environment = new HashMap<>(ApiClient.OWNER);
    environment.put("TOCSIN_PORT", "0");
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.toString());
    return TocsinProcess.start(environment).awaitReady(PATIENCE);
  }
}
