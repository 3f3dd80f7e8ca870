package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.Targets;
import dev.tocsin.app.testing.TestCluster;
import dev.tocsin.app.testing.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of two real processes on one PostgreSQL one is killed while its monitors are up, down, recovered
 * and just about to fail.
 */
class TakeoverTest {
  private static final Duration PATIENCE = TestCluster.PATIENCE;

  /** From the death of a node until another has checked each of its monitors. */
  private static final Duration TAKEOVER = Duration.ofSeconds(30);

  private static final String INTERVAL = "5s";

  /** A result that is lost with a process came within a second, one interval after the last. */
  private static final Duration UNWRITTEN = Duration.ofSeconds(5 + 2);

  private static final int UP = 0;
  private static final int DOWN = 15;
  private static final int RECOVERED = 30;
  private static final int FAILING = 45;
  private static final int ALL = 65;

  /** From the first failure about the death to the last; the death is in the middle. */
  private static final Duration ABOUT = Duration.ofSeconds(8);

  @TempDir Path folder;

  private TestCluster cluster;
  private Targets targets;
  private final List<String> monitors = new ArrayList<>();

  @BeforeEach
  void create() {
    cluster = new TestCluster(folder, ApiClient.OWNER);
    targets = new Targets(ALL);
  }

  @AfterEach
  void close() {
    cluster.close();
    targets.close();
  }

  @Test
  void theOneWithTheHigherAddressTakesOverAllMonitorsOfTheOther() throws Exception {
    takesOver(2, 1);
  }

  @Test
  void theOneWithTheLowerAddressTakesOverAllMonitorsOfTheOther() throws Exception {
    takesOver(1, 2);
  }

  private void takesOver(int survivor, int victim) throws Exception {
    cluster.startBoth();
    var incarnation = cluster.incarnation(survivor);
    var api = ApiClient.signIn(cluster.url(survivor));
    watchAll(api);
    var settled = settle(api);
    assertThat(cluster.node(victim).metric("tocsin_monitors_running").orElse(0.0)).isPositive();

    Instant killedAt;
    try (var visitor = new Visitor(cluster.url(survivor).resolve("/status/shop"))) {
      var seen = new HashMap<String, JsonNode>();
      var begin = Instant.now();
      failOneByOne(api, FAILING, FAILING + (ALL - FAILING) / 2, seen);
      killedAt = Instant.now();
      cluster.node(victim).kill();
      var killed = System.nanoTime();
      failOneByOne(api, FAILING + (ALL - FAILING) / 2, ALL, seen);

      await().atMost(TAKEOVER).until(() -> targets.allAskedSince(killed));
      cluster.awaitMembers(1, TAKEOVER, survivor);
      awaitStatus(api, FAILING, ALL, "down");
      var healed = Instant.now();
      IntStream.range(FAILING, ALL).forEach(number -> targets.answer(number, 200));
      awaitStatus(api, FAILING, ALL, "up");

      assertThat(outages(api)).containsAllEntriesOf(settled);
      for (int number = FAILING; number < ALL; number++) {
        var outage = onlyOutage(api, number);
        assertThat(time(outage, "startedAt")).isBetween(begin, healed);
        assertThat(time(outage, "endedAt")).isAfterOrEqualTo(healed.minusSeconds(1));
        var shown = seen.get(monitors.get(number));
        if (shown != null) {
          assertThat(outage.path("id")).isEqualTo(shown.path("outage"));
          assertThat(outage.path("startedAt")).isEqualTo(shown.path("since"));
        }
      }
      assertThat(visitor.complaints()).isEmpty();
      assertThat(visitor.reads()).isGreaterThan(100);
      assertThat(targets.longestWaitSince(killed)).isLessThan(TAKEOVER);
    }
    assertThat(cluster.node(survivor).metric("tocsin_cluster_lives")).contains(1.0);

    comesBack(victim, survivor, incarnation, settled, killedAt);
  }

  /** The killed one starts again as a member of the same cluster, and knows the same. */
  private void comesBack(
      int victim,
      int survivor,
      String incarnation,
      Map<String, JsonNode> settled,
      Instant killedAt) {
    cluster.start(victim).awaitReady(PATIENCE);
    cluster.awaitMembers(2, PATIENCE, survivor, victim);
    assertThat(cluster.incarnation(victim)).isEqualTo(incarnation);
    var there = ApiClient.signIn(cluster.url(victim));
    assertThat(outages(there)).containsAllEntriesOf(settled);
    assertThat(cluster.node(survivor).metric("tocsin_cluster_lives")).contains(1.0);
    var here = ApiClient.signIn(cluster.url(survivor));
    for (int number = UP; number < ALL; number += DOWN / 2) {
      pastIsWhole(here, there, monitors.get(number), killedAt);
    }
  }

  /**
   * Both nodes read the logs of both, as soon as each has heard of the other's, which is a moment
   * after they are members: what the killed one recorded is there again, each result once. Nothing
   * is missing of the time before the kill but what may not have been written yet, and after it no
   * more than the time that a takeover may take.
   */
  private static void pastIsWhole(
      ApiClient here, ApiClient there, String monitor, Instant killedAt) {
    var end = Instant.now().toString();
    var results = "/monitors/" + monitor + "/results?to=" + end;
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              var times = times(here, results);
              assertThat(times).anyMatch(at -> at.isBefore(killedAt));
              assertThat(times(there, results)).isEqualTo(times);
            });
    assertThat(times(here, results))
        .isSortedAccordingTo(Comparator.reverseOrder())
        .doesNotHaveDuplicates();
    var missing = Duration.ZERO;
    for (var stretch : here.get(results + "&limit=1000").ok().path("missing")) {
      var from = time(stretch, "from");
      assertThat(from).isAfter(killedAt.minus(UNWRITTEN));
      var begin = from.isBefore(killedAt) ? killedAt : from;
      missing = missing.plus(Duration.between(begin, time(stretch, "to")));
    }
    assertThat(missing).as("time after the kill without results").isLessThan(TAKEOVER);
    if (!here.get("/monitors/" + monitor).ok().path("status").asText().equals("down")) {
      Days.tellTheOutages(here, monitor);
      Days.tellTheOutages(there, monitor);
    }
  }

  private static List<Instant> times(ApiClient api, String results) {
    return api.all(results).stream().map(each -> time(each, "at")).toList();
  }

  private void watchAll(ApiClient api) {
    for (int number = 0; number < ALL; number++) {
      monitors.add(api.watch("m" + number, targets.url(number), INTERVAL));
    }
    api.page("shop", Map.of("Everything", monitors));
    awaitStatus(api, UP, ALL, "up");
  }

  /** Some have been down and some are, and all that is stored. Answers their outages. */
  private Map<String, JsonNode> settle(ApiClient api) {
    IntStream.range(DOWN, FAILING).forEach(number -> targets.answer(number, 503));
    awaitStatus(api, DOWN, FAILING, "down");
    IntStream.range(RECOVERED, FAILING).forEach(number -> targets.answer(number, 200));
    awaitStatus(api, RECOVERED, FAILING, "up");
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                IntStream.range(RECOVERED, FAILING)
                    .noneMatch(number -> onlyOutage(api, number).path("endedAt").isNull()));
    var outages = outages(api);
    assertThat(outages).hasSize(FAILING - DOWN);
    return outages;
  }

  /** Lets these fail at even distances, and remembers which outage was shown for each. */
  private void failOneByOne(ApiClient api, int from, int to, Map<String, JsonNode> seen) {
    var step = ABOUT.dividedBy(ALL - FAILING);
    for (int number = from; number < to; number++) {
      targets.answer(number, 503);
      await().pollDelay(step).until(() -> true);
      for (var monitor : api.all("/monitors?status=down")) {
        seen.putIfAbsent(monitor.path("id").textValue(), monitor);
      }
    }
  }

  private void awaitStatus(ApiClient api, int from, int to, String status) {
    var expected = monitors.subList(from, to);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                api.all("/monitors?status=" + status).stream()
                    .filter(monitor -> monitor.path("stored").asBoolean())
                    .map(monitor -> monitor.path("id").textValue())
                    .toList()
                    .containsAll(expected));
  }

  /** All outages of all monitors that were settled, by their id. */
  private Map<String, JsonNode> outages(ApiClient api) {
    var outages = new HashMap<String, JsonNode>();
    for (var monitor : monitors.subList(UP, FAILING)) {
      for (var outage : api.all("/monitors/" + monitor + "/outages")) {
        outages.put(outage.path("id").textValue(), outage);
      }
    }
    return outages;
  }

  private JsonNode onlyOutage(ApiClient api, int number) {
    var outages = api.all("/monitors/" + monitors.get(number) + "/outages");
    assertThat(outages).as("outages of m" + number).hasSize(1);
    return outages.getFirst();
  }

  private static Instant time(JsonNode outage, String field) {
    return Instant.parse(outage.path(field).textValue());
  }
}
