package dev.tocsin.app;

import static dev.tocsin.app.testing.AlertStage.quiet;
import static dev.tocsin.app.testing.AlertStage.step;
import static dev.tocsin.app.testing.AlertStage.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.AlertStage;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
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

/** What is held back, and told of when nothing holds it any more, in a responder's words. */
class HeldAlertScenariosTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir static Path folder;

  private static final FastForward CLOCK = new FastForward(WallClock.system());
  private static RunningNode node;
  private static ApiClient owner;

  private final AlertStage stage = new AlertStage(node, owner);

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
    stage.close();
  }

  private static String monitor(String policy, List<String> dependsOn) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "Monitor " + AlertStage.number());
    body.put("type", "manual");
    body.put("escalationPolicyId", policy);
    body.put("dependsOn", dependsOn);
    return owner.post("/monitors", body).expect(201).text("id");
  }

  private static void set(String monitor, String status) {
    owner.post("/monitors/" + monitor + "/state", Map.of("status", status)).expect(200);
  }

  private static JsonNode alert(String monitor) {
    return owner.get("/alerts?monitorId=" + monitor).expect(200).json().at("/items/0");
  }

  private static void awaitHeld(String monitor, String by) {
    await().atMost(SOON).until(() -> alert(monitor).at("/held/by").asText().equals(by));
  }

  private String policy(Receiver receiver) {
    return stage.policy(0, step("0s", stage.channel(receiver)));
  }

  private static String maintenance(String monitor, Duration lasts) {
    return owner
        .post(
            "/maintenances",
            Map.of(
                "title", "New switches",
                "monitorIds", List.of(monitor),
                "startsAt", CLOCK.instant().minusSeconds(60).toString(),
                "endsAt", CLOCK.instant().plus(lasts).toString()))
        .expect(201)
        .text("id");
  }

  @Test
  void whatGoesDownInAMaintenanceIsToldOfWhenItEndsIfItIsStillDown() {
    Receiver receiver = stage.receiver();
    String policy = policy(receiver);
    String stays = monitor(policy, List.of());
    String recovers = monitor(policy, List.of());
    maintenance(stays, HOUR);
    maintenance(recovers, HOUR);
    set(stays, "down");
    set(recovers, "down");
    awaitHeld(stays, "maintenance");
    awaitHeld(recovers, "maintenance");
    set(recovers, "up");
    CLOCK.by(Duration.ofMinutes(50));
    quiet(receiver, 0);
    CLOCK.by(Duration.ofMinutes(11));
    told(receiver, 1);
    quiet(receiver, 1);
    set(stays, "up");
  }

  @Test
  void aMaintenanceThatIsEndedEarlyReleasesWhatItHeld() {
    Receiver receiver = stage.receiver();
    String monitor = monitor(policy(receiver), List.of());
    String id = maintenance(monitor, HOUR);
    set(monitor, "down");
    awaitHeld(monitor, "maintenance");
    owner.delete("/maintenances/" + id).expect(204);
    CLOCK.by(Duration.ofSeconds(10));
    told(receiver, 1);
    set(monitor, "up");
  }

  @Test
  void aChildIsNotToldOfWhileItsParentIsDownAndIsWhereItDoesNotRecoverWithIt() {
    Receiver parents = stage.receiver();
    Receiver children = stage.receiver();
    String parent = monitor(policy(parents), List.of());
    String between = monitor(policy(children), List.of(parent));
    String child = monitor(policy(children), List.of(between));
    set(parent, "down");
    told(parents, 1);
    set(child, "down");
    set(between, "down");
    awaitHeld(child, "dependency");
    awaitHeld(between, "dependency");
    CLOCK.by(HOUR);
    quiet(children, 0);
    set(parent, "up");
    set(between, "up");
    told(parents, 2);
    CLOCK.by(Duration.ofSeconds(10));
    quiet(children, 0);
    CLOCK.by(Duration.ofMinutes(6));
    told(children, 1);
    assertThat(children.told().getFirst().body().at("/alerts/0/title").asText())
        .isEqualTo(owner.get("/monitors/" + child).text("name") + " is down");
    set(child, "up");
  }

  @Test
  void alertsOfOneSourceAreToldOfOnceAndTheNextOneWhenTheFirstIsResolved() {
    Receiver receiver = stage.receiver();
    String policy = policy(receiver);
    String first = raise(policy, "backup");
    told(receiver, 1);
    String second = raise(policy, "backup");
    String third = raise(policy, "backup");
    String other = raise(policy, "billing");
    told(receiver, 2);
    await()
        .atMost(SOON)
        .until(() -> owner.get("/alerts/" + first).json().get("groupedAlertIds").size() == 2);
    quiet(receiver, 2);
    owner.post("/alerts/" + other + "/resolve").expect(200);
    owner.post("/alerts/" + second + "/resolve").expect(200);
    told(receiver, 3);
    owner.post("/alerts/" + first + "/resolve").expect(200);
    CLOCK.by(Duration.ofSeconds(10));
    told(receiver, 5);
    assertThat(owner.get("/alerts/" + third).json().get("held").isNull()).isTrue();
    owner.post("/alerts/" + third + "/resolve").expect(200);
  }

  private static String raise(String policy, String source) {
    return owner
        .post("/alerts", Map.of("title", "Failed", "source", source, "escalationPolicyId", policy))
        .expect(201)
        .text("id");
  }

  @Test
  void whoeverEscalatesByHandIsHeldByNothing() {
    Receiver receiver = stage.receiver();
    String monitor = monitor(policy(receiver), List.of());
    maintenance(monitor, HOUR);
    set(monitor, "down");
    awaitHeld(monitor, "maintenance");
    String alert = alert(monitor).get("id").asText();
    owner.post("/alerts/" + alert + "/escalate").expect(200);
    told(receiver, 1);
    assertThat(owner.get("/alerts/" + alert).json().get("held").isNull()).isTrue();
    set(monitor, "up");
  }
}
