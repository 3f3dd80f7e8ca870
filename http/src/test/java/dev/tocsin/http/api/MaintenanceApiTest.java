package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.MemoryTimelines;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.maintenance.CountedDays;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When what is worked on, and what depends on what. */
class MaintenanceApiTest {
  private static TestServer server;
  private static OrganizationId home;
  private static ApiClient responder;
  private static ApiClient admin;
  private static ApiClient stranger;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Organizations organizations = new Organizations(server);
    home = organizations.found("home");
    responder = ApiClient.of(server).as(organizations.token(home, Role.RESPONDER));
    admin = ApiClient.of(server).as(organizations.token(home, Role.ADMIN));
    stranger =
        ApiClient.of(server).as(organizations.token(organizations.found("away"), Role.ADMIN));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static Map<String, Object> maintenance(Object... more) {
    Map<String, Object> body = new HashMap<>();
    body.put("title", "New switches");
    body.put("startsAt", "2126-01-06T22:00:00Z");
    body.put("endsAt", "2126-01-06T23:00:00Z");
    body.put("everything", true);
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return body;
  }

  private static String monitor(ApiClient client, Object... more) {
    Map<String, Object> body = new HashMap<>(Map.of("name", "Door", "type", "manual"));
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return client.post("/monitors", body).expect(201).text("id");
  }

  private static String fault(String field, Map<String, Object> body) {
    return responder.post("/maintenances", body).expect(422).fault(field);
  }

  @Test
  void whatIsPlannedIsReadAsItWasWritten() {
    String monitor = monitor(admin);
    JsonNode planned =
        responder
            .post(
                "/maintenances",
                maintenance(
                    "message",
                    "Racks 1 to 4.",
                    "everything",
                    false,
                    "monitorIds",
                    List.of(monitor, monitor),
                    "tags",
                    List.of("dc1"),
                    "timeZone",
                    "Europe/Berlin",
                    "rrule",
                    "RRULE:FREQ=WEEKLY;BYDAY=MO"))
            .expect(422)
            .json();
    assertThat(planned.at("/errors/0/field").asText()).isEqualTo("startsAt");
    JsonNode weekly =
        responder
            .post(
                "/maintenances",
                maintenance(
                    "everything",
                    false,
                    "monitorIds",
                    List.of(monitor, monitor),
                    "tags",
                    List.of("dc1"),
                    "timeZone",
                    "Europe/Berlin",
                    "rrule",
                    "RRULE:FREQ=WEEKLY;BYDAY=SU"))
            .expect(201)
            .json();
    assertThat(weekly.get("monitorIds")).hasSize(1);
    assertThat(weekly.get("rrule").asText()).isEqualTo("FREQ=WEEKLY;BYDAY=SU");
    assertThat(weekly.get("state").asText()).isEqualTo("planned");
    assertThat(weekly.get("next")).hasSize(5);
    String path = "/maintenances/" + weekly.get("id").asText();
    assertThat(admin.get(path).expect(200).json()).isEqualTo(weekly);
    assertThat(admin.put(path, weekly).expect(200).json().get("tags"))
        .isEqualTo(weekly.get("tags"));
    responder.delete(path).expect(204);
    admin.get(path).expect(404);
  }

  @Test
  void whoNamesComponentsTellsCustomersUnlessItIsSaidOtherwise() {
    JsonNode page =
        admin.post("/status-pages", Map.of("slug", "told", "name", "Told")).expect(201).json();
    String component =
        admin
            .post(
                "/status-pages/" + page.get("id").asText() + "/components",
                Map.of("name", "Labels"))
            .expect(201)
            .json()
            .get("id")
            .asText();
    Function<Map<String, Object>, String> visibility =
        body -> responder.post("/maintenances", body).expect(201).json().get("visibility").asText();

    assertThat(visibility.apply(maintenance())).isEqualTo("internal");
    assertThat(visibility.apply(maintenance("componentIds", List.of(component))))
        .isEqualTo("public");
    assertThat(
            visibility.apply(
                maintenance("componentIds", List.of(component), "visibility", "internal")))
        .isEqualTo("internal");
    assertThat(fault("visibility", maintenance("visibility", "everybody")))
        .contains("internal, public");
  }

  @Test
  void saysOfEachFieldWhatIsWrong() {
    assertThat(fault("title", maintenance("title", ""))).isNotEmpty();
    assertThat(fault("startsAt", maintenance("startsAt", "tomorrow"))).contains("2026-01-31");
    assertThat(fault("endsAt", maintenance("endsAt", "2126-01-06T22:00:00Z")))
        .contains("after startsAt");
    assertThat(fault("endsAt", maintenance("endsAt", "2126-03-06T22:00:00Z"))).contains("30 days");
    assertThat(fault("rrule", maintenance("rrule", "FREQ=MINUTELY"))).contains("FREQ=WEEKLY");
    assertThat(fault("rrule", maintenance("rrule", "FREQ=DAILY;COUNT=2147483647")))
        .contains("COUNT");
    assertThat(fault("rrule", maintenance("rrule", "FREQ=HOURLY;BYMINUTE=0,30")))
        .contains("each hour");
    assertThat(fault("startsAt", maintenance("startsAt", "0001-01-01T00:00:00Z")))
        .contains("two years ago");
    assertThat(fault("startsAt", maintenance("startsAt", "+1000000000-12-31T23:59:59Z")))
        .contains("2199");
    assertThat(fault("timeZone", maintenance("timeZone", "Mars"))).isNotEmpty();
    assertThat(fault("monitorIds", maintenance("everything", false))).contains("what is worked on");
    assertThat(fault("monitorIds[0]", maintenance("monitorIds", List.of(monitor(stranger)))))
        .contains("of this organization");
    assertThat(fault("componentIds[0]", maintenance("componentIds", List.of(UUID.randomUUID()))))
        .contains("component");
  }

  @Test
  void aMonitorSaysWhichMaintenanceItIsIn() {
    String monitor = monitor(admin, "tags", List.of("dc2"));
    String other = monitor(admin);
    Instant now = Instant.now();
    String id =
        responder
            .post(
                "/maintenances",
                maintenance(
                    "everything", false,
                    "tags", List.of("dc2"),
                    "startsAt", now.minusSeconds(60).toString(),
                    "endsAt", now.plusSeconds(3600).toString()))
            .expect(201)
            .text("id");
    assertThat(admin.get("/monitors/" + monitor).json().at("/maintenance/id").asText())
        .isEqualTo(id);
    assertThat(admin.get("/monitors/" + other).json().get("maintenance").isNull()).isTrue();
    assertThat(admin.get("/maintenances/" + id).json().get("state").asText()).isEqualTo("active");
    responder.delete("/maintenances/" + id).expect(204);
    assertThat(admin.get("/monitors/" + monitor).json().get("maintenance").isNull()).isTrue();
  }

  @Test
  void uptimeLeavesItOutUnlessItCounts() {
    String monitor = monitor(admin);
    admin.post("/monitors/" + monitor + "/state", Map.of("status", "down")).expect(200);
    Instant now = Instant.now();
    String id =
        responder
            .post(
                "/maintenances",
                maintenance(
                    "startsAt", now.minusSeconds(200_000).toString(),
                    "endsAt", now.plusSeconds(3600).toString()))
            .expect(201)
            .text("id");
    assertThat(admin.get("/monitors/" + monitor).json().at("/uptime/day").isNull()).isTrue();
    responder.patch("/maintenances/" + id, Map.of("countsInUptime", true)).expect(200);
    assertThat(admin.get("/monitors/" + monitor).json().at("/uptime/day").asDouble()).isZero();
    responder.delete("/maintenances/" + id).expect(204);
  }

  @Test
  void daysLeaveItOutUnlessItCounts() {
    var monitor =
        new MonitorRef(
            home, new MonitorId(UUID.fromString(monitor(admin, "tags", List.of("days")))));
    Instant midnight = Instant.parse("2025-03-04T00:00:00Z");
    var down = Timeline.of(List.of(new Timeline.Entry(midnight, Status.DOWN)));
    var days =
        new CountedDays(
            MemoryTimelines.telling(Map.of(monitor, down)), new Maintenances(server.configuration));
    Supplier<Uptime> day =
        () ->
            days.between(home, midnight, midnight.plus(Duration.ofDays(1)))
                .get(monitor)
                .uptime(midnight, midnight.plus(Duration.ofDays(1)));
    assertThat(day.get().down()).isEqualTo(Duration.ofHours(24));
    String id =
        responder
            .post(
                "/maintenances",
                maintenance(
                    "everything", false,
                    "tags", List.of("days"),
                    "startsAt", "2025-03-02T06:00:00Z",
                    "endsAt", "2025-03-02T09:00:00Z",
                    "rrule", "FREQ=DAILY;COUNT=5"))
            .expect(201)
            .text("id");
    assertThat(day.get()).isEqualTo(new Uptime(Duration.ofHours(21), Duration.ofHours(21)));
    responder.patch("/maintenances/" + id, Map.of("countsInUptime", true)).expect(200);
    assertThat(day.get().down()).isEqualTo(Duration.ofHours(24));
    responder.delete("/maintenances/" + id).expect(204);
  }

  @Test
  void aMonitorDependsOnOthersAndNeverOnItself() {
    String database = monitor(admin);
    String service = monitor(admin, "dependsOn", List.of(database, database));
    assertThat(admin.get("/monitors/" + service).json().get("dependsOn"))
        .hasToString("[\"" + database + "\"]");
    assertThat(
            admin
                .patch("/monitors/" + database, Map.of("dependsOn", List.of(service)))
                .expect(422)
                .fault("dependsOn"))
        .contains("cannot depend on itself");
    assertThat(
            admin
                .patch("/monitors/" + service, Map.of("dependsOn", List.of(monitor(stranger))))
                .expect(422)
                .fault("dependsOn"))
        .contains("in this organization");
    admin.delete("/monitors/" + database).expect(204);
    admin.patch("/monitors/" + service, Map.of("name", "Shop")).expect(200);
    admin.patch("/monitors/" + service, Map.of("dependsOn", List.of())).expect(200);
  }

  @Test
  void aPolicySaysWhichAlertsAreToldOfAsOne() {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "Usual");
    String person = admin.get("/users").expect(200).json().at("/items/0/id").asText();
    body.put("steps", List.of(Map.of("targets", List.of(Map.of("type", "user", "id", person)))));
    JsonNode usual = admin.post("/escalation-policies", body).expect(201).json();
    assertThat(usual.at("/grouping/by").asText()).isEqualTo("source");
    assertThat(usual.at("/grouping/window").asText()).isEqualTo("5m");
    body.put("grouping", Map.of("by", "policy", "window", "10m"));
    JsonNode all = admin.post("/escalation-policies", body).expect(201).json();
    assertThat(all.at("/grouping/window").asText()).isEqualTo("10m");
    body.put("grouping", Map.of("by", "policy", "window", "2d"));
    assertThat(admin.post("/escalation-policies", body).expect(422).fault("grouping.window"))
        .isNotEmpty();
  }
}
