package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.Receiver.Told;
import dev.tocsin.app.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of two real processes on one PostgreSQL the one that owns open alerts is killed in the middle of
 * a wait: each step still comes once, and not before its time.
 */
class AlertTakeoverTest {
  /**
   * From the death of a node until another goes on with each of its alerts, on a busy machine; no
   * longer than what is left of the wait then.
   */
  private static final Duration TAKEOVER = Duration.ofSeconds(45);

  private static final Duration SECOND_STEP = Duration.ofSeconds(75);
  private static final Duration THIRD_STEP = Duration.ofSeconds(15);

  /** What a message takes on a busy machine. */
  private static final Duration SENDING = Duration.ofSeconds(5);

  @TempDir Path folder;

  private TestCluster cluster;
  private final List<Receiver> steps = new ArrayList<>();

  @BeforeEach
  void start() {
    cluster = new TestCluster(folder, settings());
    for (int step = 0; step < 3; step++) {
      steps.add(new Receiver());
    }
    cluster.startBoth();
    var delays = new LinkedHashMap<String, Receiver>();
    delays.put("0s", steps.get(0));
    delays.put(SECOND_STEP.toSeconds() + "s", steps.get(1));
    delays.put(THIRD_STEP.toSeconds() + "s", steps.get(2));
    ApiClient.signIn(cluster.url(1)).escalate(0, delays);
  }

  private static Map<String, String> settings() {
    var settings = new HashMap<>(ApiClient.OWNER);
    settings.put("TOCSIN_CHECKS_PRIVATE_TARGETS", "allow");
    return settings;
  }

  @AfterEach
  void stop() {
    cluster.close();
    steps.forEach(Receiver::close);
  }

  @Test
  void theNextStepComesAtItsTimeAndOnceWhenTheOwnerDies() throws Exception {
    var climbing = raise();
    int victim = climbing.owner;
    int survivor = other(victim);
    var answeredLater = raiseAt(victim);
    var answeredThere = raise();
    acknowledge(answeredThere.alert, other(answeredThere.owner));
    awaitState(answeredThere.alert, answeredThere.owner, "acknowledged");
    cluster.node(victim).kill();

    // the answer to the first attempt may be lost with the node that it was sent to
    await()
        .atMost(TAKEOVER)
        .ignoreExceptions()
        .until(
            () -> {
              acknowledge(answeredLater.alert, survivor);
              return state(answeredLater.alert, survivor);
            },
            "acknowledged"::equals);

    var late = TAKEOVER.plus(SENDING);
    var second = awaitTold(1, climbing.alert, SECOND_STEP.plus(late));
    assertThat(since(climbing, second)).isBetween(SECOND_STEP, SECOND_STEP.plus(late));
    var third = awaitTold(2, climbing.alert, THIRD_STEP.plus(SENDING));
    assertThat(since(climbing, third))
        .isBetween(SECOND_STEP.plus(THIRD_STEP), SECOND_STEP.plus(THIRD_STEP).plus(late));

    await() // in which a message too many would come
        .during(Duration.ofSeconds(10))
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              for (var step : steps) {
                assertThat(step.triggered()).containsEntry(climbing.alert, 1L);
              }
            });
    for (var answered : List.of(answeredThere, answeredLater)) {
      assertThat(steps.get(0).triggered()).containsEntry(answered.alert, 1L);
      assertThat(steps.get(1).triggered()).doesNotContainKey(answered.alert);
      assertThat(steps.get(2).triggered()).doesNotContainKey(answered.alert);
      awaitState(answered.alert, survivor, "acknowledged");
    }
    assertThat(cluster.node(survivor).output()).doesNotContain("ERROR");
  }

  /**
   * @param nanos when it was asked for
   * @param owner the number of the node on which it runs
   */
  private record Raised(String alert, long nanos, int owner) {}

  /** Answers when its first step has been told. */
  private Raised raise() {
    double before = running(1);
    double all = before + running(2);
    var api = ApiClient.signIn(cluster.url(1));
    long asked = System.nanoTime();
    var alert =
        api.post("/alerts", ApiClient.object().put("title", "Nobody knows why"))
            .ok()
            .path("id")
            .textValue();
    awaitTold(0, alert, TestCluster.PATIENCE);
    await().atMost(TestCluster.PATIENCE).until(() -> running(1) + running(2) == all + 1);
    return new Raised(alert, asked, running(1) > before ? 1 : 2);
  }

  private Raised raiseAt(int owner) {
    for (int attempt = 0; attempt < 20; attempt++) {
      var raised = raise();
      if (raised.owner == owner) {
        return raised;
      }
    }
    throw new AssertionError("None of 20 alerts runs on node " + owner);
  }

  private double running(int node) {
    return cluster.node(node).metric("tocsin_alerts_running").orElse(0.0);
  }

  private static int other(int node) {
    return 3 - node;
  }

  private void acknowledge(String alert, int node) {
    ApiClient.signIn(cluster.url(node)).post("/alerts/" + alert + "/acknowledge");
  }

  private String state(String alert, int node) {
    return ApiClient.signIn(cluster.url(node))
        .get("/alerts/" + alert)
        .body()
        .path("state")
        .asText();
  }

  private void awaitState(String alert, int node, String state) {
    await().atMost(TestCluster.PATIENCE).until(() -> state(alert, node), state::equals);
  }

  private Told awaitTold(int step, String alert, Duration patience) {
    await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> steps.get(step).triggered().containsKey(alert));
    return told(step, alert);
  }

  private Told told(int step, String alert) {
    return steps.get(step).told().stream()
        .filter(each -> each.isTriggered() && each.alerts().contains(alert))
        .findFirst()
        .orElseThrow();
  }

  private static Duration since(Raised raised, Told told) {
    return Duration.ofNanos(told.nanos() - raised.nanos);
  }
}
