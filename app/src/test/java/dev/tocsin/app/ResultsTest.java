package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.app.testing.Targets;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was seen before a restart is known after it, and that nobody looked meanwhile. */
class ResultsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration AWAY = Duration.ofMinutes(10);

  @TempDir Path folder;

  @Test
  void resultsOutliveTheirProcessAndItsAbsenceIsMissing() {
    var clock = new FastForward(WallClock.system());
    try (var targets = new Targets(1)) {
      String path;
      int seen;
      try (var node = RunningNode.start(folder, clock, Map.of())) {
        ApiClient owner = node.owner();
        var monitor =
            Map.of(
                "name",
                "shop",
                "type",
                "http",
                "interval",
                "5s",
                "timeout",
                "2s",
                "http",
                Map.of("url", targets.url(0).toString()));
        path = created(owner, monitor);
        owner.post(path + "/check").expect(200);
        owner.post(path + "/check").expect(200);
        JsonNode results = owner.get(path + "/results").expect(200).json();
        seen = results.get("items").size();
        assertThat(seen).isGreaterThanOrEqualTo(3);
        assertThat(results.get("missing")).isEmpty();
      }
      clock.by(AWAY);
      Instant restarted = clock.instant();
      try (var node = RunningNode.start(folder, clock, Map.of())) {
        ApiClient owner = node.owner();
        owner.post(path + "/check").expect(200);
        JsonNode results = owner.get(path + "/results").expect(200).json();

        assertThat(results.get("items")).hasSizeGreaterThan(seen);
        assertThat(results.at("/items/0/phases/total").asDouble()).isPositive();
        assertThat(results.get("missing")).hasSize(1);
        Instant from = Instant.parse(results.at("/missing/0/from").asText());
        Instant to = Instant.parse(results.at("/missing/0/to").asText());
        assertThat(from).isBefore(restarted.minus(AWAY));
        assertThat(to).isAfter(restarted.minusSeconds(1));
        assertThat(results.at("/missing/0/why").asText()).startsWith("Nothing was recorded");
        assertThat(owner.get(path + "/results?limit=1").json().get("missing")).isEmpty();
      }
    }
  }

  /** Waits until it is up, and that is stored. */
  private static String created(ApiClient owner, Map<String, ?> monitor) {
    String path = "/monitors/" + owner.post("/monitors", monitor).expect(201).text("id");
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              JsonNode now = owner.get(path).json();
              return now.get("status").asText().equals("up") && now.get("stored").asBoolean();
            });
    return path;
  }
}
