package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Teams, policies and channels. */
class EscalationApiTest {
  private static TestServer server;
  private static ApiClient admin;
  private static ApiClient stranger;
  private static String person;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Organizations organizations = new Organizations(server);
    admin = ApiClient.of(server).as(organizations.token(organizations.found("home"), Role.ADMIN));
    stranger =
        ApiClient.of(server).as(organizations.token(organizations.found("away"), Role.ADMIN));
    person = admin.get("/users").expect(200).json().at("/items/0/id").asText();
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String team(ApiClient client) {
    return client.post("/teams", Map.of("name", "Night")).expect(201).text("id");
  }

  private static String channel() {
    return admin
        .post("/channels", Map.of("name", "Room", "type", "email", "address", "ops@example.com"))
        .expect(201)
        .text("id");
  }

  private static Map<String, Object> policy(String name, Object... targets) {
    return Map.of("name", name, "steps", List.of(Map.of("targets", List.of(targets))));
  }

  private static Map<String, String> target(String type, String id) {
    return Map.of("type", type, "id", id);
  }

  @Test
  void aTeamHasPeopleOfItsOrganizationInTheirOrder() {
    String theirs = stranger.get("/users").json().at("/items/0/id").asText();
    String second = admin.get("/users").json().at("/items/1/id").asText();
    assertThat(
            admin
                .post("/teams", Map.of("name", "Day", "memberIds", List.of(person, theirs)))
                .expect(422)
                .fault("memberIds[1]"))
        .contains("of this organization");
    JsonNode team =
        admin
            .post("/teams", Map.of("name", "Day", "memberIds", List.of(second, person, second)))
            .expect(201)
            .json();
    assertThat(team.get("memberIds")).hasToString("[\"" + second + "\",\"" + person + "\"]");
    String path = "/teams/" + team.get("id").asText();
    assertThat(admin.get(path).json()).isEqualTo(team);
    JsonNode renamed = admin.patch(path, Map.of("name", "Night")).expect(200).json();
    assertThat(renamed.get("memberIds")).isEqualTo(team.get("memberIds"));
    assertThat(admin.put(path, renamed).expect(200).json()).isEqualTo(renamed);
    assertThat(admin.get("/teams").json().get("items")).contains(renamed);
    admin.delete(path).expect(204);
    admin.get(path).expect(404);
  }

  @Test
  void aPolicyIsGivenBackWithWhatWasLeftOut() {
    JsonNode policy =
        admin.post("/escalation-policies", policy("Usual", target("user", person))).json();
    assertThat(policy.get("repeat").asInt()).isZero();
    assertThat(policy.get("repeatDelay").asText()).isEqualTo("5m");
    assertThat(policy.get("default").asBoolean()).isFalse();
    assertThat(policy.get("reminder").isNull()).isTrue();
    assertThat(policy.at("/steps/0/targets/0/pick").asText()).isEqualTo("all");
    String path = "/escalation-policies/" + policy.get("id").asText();
    assertThat(admin.put(path, policy).expect(200).json()).isEqualTo(policy);
    JsonNode changed = admin.patch(path, Map.of("repeat", 3, "reminder", "1h")).expect(200).json();
    assertThat(changed.get("repeat").asInt()).isEqualTo(3);
    assertThat(changed.get("steps")).isEqualTo(policy.get("steps"));
  }

  @Test
  void aPolicysFaultsAreToldAtTheirPlaces() {
    String team = team(stranger);
    Map<String, Object> wrong =
        Map.of(
            "name",
            "Wrong",
            "repeat",
            11,
            "teamId",
            team,
            "steps",
            List.of(
                Map.of("targets", List.of(target("team", team), Map.of("type", "robot"))),
                Map.of("targets", List.of()),
                Map.of(
                    "delay",
                    "25h",
                    "targets",
                    List.of(Map.of("type", "user", "id", person, "pick", "round_robin")))));
    Answer answer = admin.post("/escalation-policies", wrong).expect(422);
    for (String field :
        List.of(
            "repeat",
            "teamId",
            "steps[0].targets[0].id",
            "steps[0].targets[1].type",
            "steps[0].targets[1].id",
            "steps[1].delay",
            "steps[1].targets",
            "steps[2].delay",
            "steps[2].targets[0].pick")) {
      assertThat(answer.fault(field)).isNotEmpty();
    }
    assertThat(
            admin
                .post("/escalation-policies", Map.of("name", "None", "steps", List.of()))
                .expect(422)
                .fault("steps"))
        .contains("1 to 20");
  }

  @Test
  void aPolicyThatBecomesTheDefaultEndsTheOneBefore() {
    Map<String, Object> first = new HashMap<>(policy("First", target("user", person)));
    first.put("default", true);
    Map<String, Object> second = new HashMap<>(policy("Second", target("user", person)));
    String one = admin.post("/escalation-policies", first).expect(201).text("id");
    String two = admin.post("/escalation-policies", second).expect(201).text("id");
    admin.patch("/escalation-policies/" + two, Map.of("default", true)).expect(200);
    assertThat(admin.get("/escalation-policies/" + one).json().get("default").asBoolean())
        .isFalse();
    assertThat(admin.get("/escalation-policies/" + two).json().get("default").asBoolean()).isTrue();
  }

  @Test
  void whatIsNamedIsNotDeleted() {
    String team = team(admin);
    String room = channel();
    String policy =
        admin
            .post(
                "/escalation-policies",
                policy("Names", target("team", team), target("channel", room)))
            .expect(201)
            .text("id");
    assertThat(admin.delete("/teams/" + team).expect(409).text("detail")).contains("\"Names\"");
    admin.delete("/channels/" + room).expect(409);
    String monitor =
        admin
            .post(
                "/monitors", Map.of("name", "API", "type", "manual", "escalationPolicyId", policy))
            .expect(201)
            .text("id");
    assertThat(admin.delete("/escalation-policies/" + policy).expect(409).text("detail"))
        .contains("API");
    admin.delete("/monitors/" + monitor).expect(204);
    admin.delete("/escalation-policies/" + policy).expect(204);
    admin.delete("/teams/" + team).expect(204);
  }

  @Test
  void whoHasLeftStaysNamedUntilSomebodyTakesThemOut() {
    ApiClient owner =
        ApiClient.of(server)
            .signIn(Organizations.email(Role.OWNER, "home"), Organizations.PASSWORD);
    var invited =
        owner.post("/invitations", Map.of("email", "leaver@example.com", "role", "viewer"));
    ApiClient.of(server)
        .post(
            "/invitations/accept",
            Map.of(
                "token",
                invited.text("url").replaceAll(".*token=", ""),
                "password",
                Organizations.PASSWORD))
        .expect(201);
    String leaver = null;
    for (JsonNode user : admin.get("/users").json().get("items")) {
      leaver = user.get("email").asText().startsWith("leaver") ? user.get("id").asText() : leaver;
    }
    String path =
        "/teams/"
            + admin
                .post("/teams", Map.of("name", "A", "memberIds", List.of(leaver)))
                .expect(201)
                .text("id");
    owner.delete("/members/" + leaver).expect(204);
    admin.get("/users/" + leaver).expect(404);
    assertThat(admin.patch(path, Map.of("name", "B")).expect(200).json().get("memberIds"))
        .hasSize(1);
    admin.post("/teams", Map.of("name", "C", "memberIds", List.of(leaver))).expect(422);
  }

  @Test
  void aChannelsSecretIsTakenAndNeverGivenBack() {
    JsonNode made =
        admin
            .post(
                "/channels",
                Map.of(
                    "name",
                    "Hook",
                    "type",
                    "webhook",
                    "url",
                    "https://x.test/",
                    "token",
                    "hunter2"))
            .expect(201)
            .json();
    assertThat(made.toString()).doesNotContain("hunter2");
    assertThat(made.get("url").asText()).isEqualTo("https://x.test/");
    assertThat(made.get("place").asText()).isEqualTo("paper of https://x.test/");
    String path = "/channels/" + made.get("id").asText();
    assertThat(kept(path)).isEqualTo("hunter2");
    admin.patch(path, Map.of("name", "Hook 2")).expect(200);
    assertThat(kept(path)).isEqualTo("hunter2");
    admin.put(path, admin.get(path).json()).expect(200);
    assertThat(kept(path)).isEqualTo("hunter2");
    admin.patch(path, Map.of("token", "swordfish")).expect(200);
    assertThat(kept(path)).isEqualTo("swordfish");
    admin.patch(path, Map.of("url", "https://thief.test/")).expect(200);
    assertThat(kept(path)).as("it was meant for the other address").isNull();
    admin.patch(path, Map.of("token", "again")).expect(200);
    Map<String, Object> without = new HashMap<>();
    without.put("token", null);
    admin.patch(path, without).expect(200);
    assertThat(kept(path)).isNull();
  }

  private static String kept(String path) {
    admin.post(path + "/test").expect(200);
    return server.channels.sent.getLast().endpoint().settings().get("token");
  }

  @Test
  void aTestSaysWhatCameOfIt() {
    String path = "/channels/" + channel() + "/test";
    assertThat(admin.post(path).expect(200).text("outcome")).isEqualTo("delivered");
    assertThat(server.channels.sent.getLast().message().kind()).isEqualTo(Message.Kind.TEST);
    server.channels.outcome = new Outcome.Retry("It is busy.", Duration.ofSeconds(30));
    try {
      JsonNode answer = admin.post(path).expect(200).json();
      assertThat(answer.get("reason").asText()).isEqualTo("It is busy.");
      assertThat(answer.get("retryAfter").asText()).isEqualTo("30s");
    } finally {
      server.channels.outcome = new Outcome.Delivered(null);
    }
  }

  @Test
  void aKindThatThereIsNotIsToldAtTheType() {
    assertThat(
            admin
                .post("/channels", Map.of("name", "X", "type", "pigeon", "loft", "3"))
                .expect(422)
                .json()
                .get("errors"))
        .hasSize(1);
    admin.post("/channels", Map.of("name", "X", "type", "email")).expect(422).fault("address");
    admin
        .post("/channels", Map.of("name", "X", "type", "email", "address", "a@b", "colour", "x"))
        .expect(422)
        .fault("colour");
  }

  @Test
  void aRepeatedRequestMakesOneTeam() {
    ApiClient named = admin.with("Idempotency-Key", "one");
    String first = named.post("/teams", Map.of("name", "One")).expect(201).text("id");
    assertThat(named.post("/teams", Map.of("name", "Two")).expect(201).text("id")).isEqualTo(first);
  }

  @Test
  void aMonitorIsLookedAfterByWhoIsThere() {
    String team = team(admin);
    String path =
        "/monitors/"
            + admin
                .post("/monitors", Map.of("name", "Cared", "type", "manual", "teamId", team))
                .expect(201)
                .text("id");
    JsonNode changed = admin.patch(path, Map.of("tags", List.of("x"))).expect(200).json();
    assertThat(changed.get("teamId").asText()).isEqualTo(team);
    assertThat(changed.get("escalationPolicyId").isNull()).isTrue();
    assertThat(admin.get("/monitors?team=" + team).json().get("items")).hasSize(1);
    assertThat(admin.get("/monitors?team=" + UUID.randomUUID()).json().get("items")).isEmpty();
    admin.get("/monitors?team=none").expect(422);
    admin.patch(path, Map.of("teamId", team(stranger))).expect(422).fault("teamId");
    admin
        .patch(path, Map.of("escalationPolicyId", UUID.randomUUID().toString()))
        .expect(422)
        .fault("escalationPolicyId");
    Map<String, Object> none = new HashMap<>();
    none.put("teamId", null);
    assertThat(admin.patch(path, none).expect(200).json().get("teamId").isNull()).isTrue();
  }
}
