package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Heartbeats as monitors: what people configure, and who may see their keys. */
class HeartbeatApiTest {
  private static TestServer server;
  private static Organizations organizations;
  private static int count;
  private OrganizationId organization;
  private ApiClient admin;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void foundAnOrganization() {
    organization = organizations.found("org" + ++count);
    admin = as(Role.ADMIN);
  }

  private ApiClient as(Role role) {
    return ApiClient.of(server).as(organizations.token(organization, role));
  }

  private static Map<String, Object> heartbeat(Map<String, Object> fields) {
    return new HashMap<>(
        Map.of("name", "Nightly backup", "type", "heartbeat", "heartbeat", fields));
  }

  private JsonNode created(Map<String, Object> fields) {
    return admin.post("/monitors", heartbeat(fields)).expect(201).json();
  }

  @Test
  void answersAWholeHeartbeat() {
    JsonNode monitor = created(Map.of("period", "1h"));
    assertThat(monitor.get("pingUrl").asText())
        .matches("http://tocsin\\.test/ping/[0-9a-f]{8}-[0-9a-f-]{27}");
    assertThat(monitor.get("pushUrl").asText())
        .matches("http://tocsin\\.test/api/push/[0-9a-z]{32}");
    assertThat(monitor.get("serviceId")).isEqualTo(monitor.get("id"));
    assertThat(monitor.get("apiKey").asText()).matches("hb_[A-Za-z0-9_-]{43}");
    assertThat(monitor.at("/heartbeat/grace").asText()).isEqualTo("12m");
    assertThat(monitor.at("/heartbeat/cron").isNull()).isTrue();
    assertThat(monitor.get("status").asText()).isEqualTo("pending");
    assertThat(monitor.get("expectedBy").isNull()).isTrue();
  }

  @Test
  void takesACronExpressionWithItsTimeZone() {
    JsonNode monitor =
        created(
            Map.of(
                "cron",
                "30 3 * * 1-5",
                "timeZone",
                "Europe/Berlin",
                "grace",
                "20m",
                "maxRunTime",
                "2h",
                "slug",
                "backup"));
    assertThat(monitor.at("/heartbeat/cron").asText()).isEqualTo("30 3 * * 1-5");
    assertThat(monitor.at("/heartbeat/timeZone").asText()).isEqualTo("Europe/Berlin");
    assertThat(monitor.at("/heartbeat/maxRunTime").asText()).isEqualTo("2h");
    assertThat(monitor.at("/heartbeat/slug").asText()).isEqualTo("backup");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | heartbeat.period | It is missing",
        "{\"period\":\"0s\"} | heartbeat.period | from 1s to 366d",
        "{\"period\":\"1h\",\"cron\":\"* * * * *\"} | heartbeat.cron | excludes",
        "{\"cron\":\"* * * *\"} | heartbeat.cron | five fields",
        "{\"cron\":\"0 0 31 2 *\"} | heartbeat.cron | no day",
        "{\"cron\":\"99 0 * * *\"} | heartbeat.cron | cannot be read",
        "{\"cron\":\"0 0 * * *\",\"timeZone\":\"Mars/Olympus\"} | heartbeat.timeZone | Europe/Berlin",
        "{\"period\":\"1h\",\"timeZone\":\"UTC\"} | heartbeat.timeZone | belongs to",
        "{\"period\":\"1h\",\"slug\":\"Böse Sachen\"} | heartbeat.slug | small letters",
        "{\"period\":\"1h\",\"url\":\"x\"} | heartbeat.url | no such field"
      })
  void namesTheFieldThatIsWrong(String fields, String field, String why) throws Exception {
    JsonNode body =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree("{\"name\":\"x\",\"type\":\"heartbeat\",\"heartbeat\":" + fields + "}");
    JsonNode error = admin.post("/monitors", body).expect(422).json().get("errors").get(0);
    assertThat(error.get("field").asText()).isEqualTo(field);
    assertThat(error.get("message").asText()).contains(why);
  }

  @Test
  void asksForItsFields() {
    JsonNode error =
        admin
            .post("/monitors", Map.of("name", "x", "type", "heartbeat"))
            .expect(422)
            .json()
            .get("errors")
            .get(0);
    assertThat(error.get("field").asText()).isEqualTo("heartbeat");
  }

  @Test
  void keepsItsKeysWhenItIsChanged() {
    JsonNode before = created(Map.of("period", "1h"));
    String path = "/monitors/" + before.get("id").asText();
    JsonNode after =
        admin.patch(path, Map.of("heartbeat", Map.of("period", "2h"))).expect(200).json();
    for (String key : new String[] {"pingUrl", "pushUrl", "apiKey", "serviceId"}) {
      assertThat(after.get(key)).as(key).isEqualTo(before.get(key));
    }
    assertThat(
            admin.put(path, admin.get(path).expect(200).json()).expect(200).json().get("pingUrl"))
        .as("sent back as it was shown")
        .isEqualTo(before.get("pingUrl"));
    Map<String, Object> cron = new HashMap<>(Map.of("cron", "0 3 * * *"));
    cron.put("period", null);
    assertThat(
            admin
                .patch(path, Map.of("heartbeat", cron))
                .expect(200)
                .json()
                .at("/heartbeat/timeZone")
                .asText())
        .isEqualTo("UTC");
  }

  @Test
  void showsKeysToThoseWhoMaySetItUpAlone() {
    String path = "/monitors/" + created(Map.of("period", "1h")).get("id").asText();
    for (Role role : new Role[] {Role.VIEWER, Role.RESPONDER}) {
      JsonNode seen = as(role).get(path).expect(200).json();
      assertThat(seen.get("pingUrl").isNull()).isTrue();
      assertThat(seen.get("pushUrl").isNull()).isTrue();
      assertThat(seen.get("apiKey").isNull()).isTrue();
      assertThat(as(role).get("/organization").expect(200).json().get("pingKey").isNull()).isTrue();
    }
    assertThat(as(Role.OWNER).get(path).expect(200).json().get("apiKey").isNull()).isFalse();
    assertThat(admin.get("/monitors").expect(200).body()).doesNotContain("hb_", "/ping/");
  }

  @Test
  void hasNothingToCheckAndNoStateToSet() {
    String path = "/monitors/" + created(Map.of("period", "1h")).get("id").asText();
    admin.post(path + "/check").expect(409);
    admin.post(path + "/state", Map.of("status", "up")).expect(409);
    admin.post("/monitors/test", heartbeat(Map.of("period", "1h"))).expect(422);
  }
}
