package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of two real processes on one PostgreSQL one is killed while a rule is about to open an incident,
 * or has just done it: it is opened once, and resolved by the other.
 */
class RulesTakeoverTest {
  private static final Duration PATIENCE = TestCluster.PATIENCE;

  @TempDir Path folder;

  private TestCluster cluster;

  @BeforeEach
  void create() {
    cluster = new TestCluster(folder, ApiClient.OWNER);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void oneIsKilledBeforeItsRuleHasOpenedAnything() {
    isOpenedOnce(2, 1, true);
  }

  @Test
  void oneIsKilledAsSoonAsItsRuleHasOpenedSomething() {
    isOpenedOnce(1, 2, false);
  }

  private void isOpenedOnce(int survivor, int victim, boolean before) {
    cluster.startBoth();
    var api = ApiClient.signIn(cluster.url(survivor));
    List<String> monitors = List.of(api.manual("one"), api.manual("two"));
    monitors.forEach(monitor -> set(api, monitor, "up"));
    api.page("shop", Map.of("One", monitors.subList(0, 1), "Two", monitors.subList(1, 2)));
    api.post(
            "/incident-rules",
            ApiClient.object()
                .put("name", "Shop")
                .put("statusPageId", api.get("/status-pages").ok().at("/items/0/id").asText())
                .put("after", "5s")
                .put("quietFor", "5s"))
        .ok();
    monitors.forEach(monitor -> set(api, monitor, "down"));
    if (!before) {
      await().atMost(PATIENCE).until(() -> !incidents(api).isEmpty());
    }
    cluster.node(victim).kill();

    await().atMost(PATIENCE).until(() -> is(api, "investigating") && affects(api, 2));
    monitors.forEach(monitor -> await().atMost(PATIENCE).until(() -> isSet(api, monitor, "up")));
    await().atMost(PATIENCE).until(() -> is(api, "resolved"));
    JsonNode incident = api.get("/incidents/" + incidents(api).getFirst().path("id").asText()).ok();
    assertThat(incident.at("/updates/0/phase").asText()).isEqualTo("resolved");
    assertThat(incident.path("timeline"))
        .filteredOn(each -> each.path("type").asText().equals("opened"))
        .hasSize(1);
    assertThat(incident.path("timeline"))
        .filteredOn(each -> each.path("phase").asText().equals("resolved"))
        .hasSize(1);
    assertThat(incidents(api)).hasSize(1);
  }

  private static void set(ApiClient api, String monitor, String status) {
    await().atMost(PATIENCE).until(() -> isSet(api, monitor, status));
  }

  /** While shards move the answer is that it should be tried again. */
  private static boolean isSet(ApiClient api, String monitor, String status) {
    return api.post("/monitors/" + monitor + "/state", ApiClient.object().put("status", status))
            .status()
        == 200;
  }

  private static List<JsonNode> incidents(ApiClient api) {
    return api.all("/incidents");
  }

  private static boolean is(ApiClient api, String phase) {
    List<JsonNode> all = incidents(api);
    return all.size() == 1 && all.getFirst().path("phase").asText().equals(phase);
  }

  private static boolean affects(ApiClient api, int components) {
    return incidents(api).getFirst().path("components").size() == components;
  }
}
