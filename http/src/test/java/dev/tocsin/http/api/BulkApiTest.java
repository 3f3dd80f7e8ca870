package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done to many monitors by one request. */
class BulkApiTest {
  private static final String BULK = "/monitors/bulk";

  private TestServer server;
  private Organizations organizations;
  private OrganizationId home;
  private OrganizationId away;
  private ApiClient admin;

  @BeforeEach
  void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
    home = organizations.found("home");
    away = organizations.found("away");
    admin = in(Role.ADMIN, home);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void allThatMatchAreChangedInTheBackground() {
    for (int each = 0; each < 30; each++) {
      monitor("shop " + each, each % 3 == 0 ? "eu" : "us");
    }
    JsonNode begun = started(Map.of("action", "tag", "tag", "night", "matching", tagged("eu")));
    assertThat(begun.get("total").asInt()).isEqualTo(10);

    JsonNode end = end(begun);
    assertThat(end.get("done").asInt()).isEqualTo(10);
    assertThat(end.get("refused").asInt()).isZero();
    assertThat(admin.get("/monitors?tag=night").json().get("items")).hasSize(10);
    end(started(Map.of("action", "pause", "matching", Map.of("q", "SHOP 2"))));
    assertThat(admin.get("/monitors?status=paused").json().get("items")).hasSize(11);
    end(started(Map.of("action", "delete", "expected", 30, "matching", Map.of())));
    assertThat(admin.get("/monitors").json().get("items")).isEmpty();
  }

  @Test
  void whatCannotBeChangedIsToldWithItsReason() {
    String full = monitor("full", List.of("a b c d e f g h i j k l m n o p q r s t".split(" ")));
    String other = monitor("other", "a");
    JsonNode end =
        end(
            started(
                Map.of(
                    "action",
                    "tag",
                    "tag",
                    "z",
                    "monitorIds",
                    List.of(full, other, UUID.randomUUID().toString()))));

    assertThat(end.get("total").asInt()).isEqualTo(2);
    assertThat(end.get("done").asInt()).isEqualTo(1);
    assertThat(end.at("/refusals/0/monitorId").asText()).isEqualTo(full);
    assertThat(end.at("/refusals/0/reason").asText()).isEqualTo("It has 20 tags already.");
  }

  @Test
  void nothingIsTriedOverAndOverWhileTheStoreIsAway() {
    for (int each = 0; each < 20; each++) {
      monitor("shop " + each, "eu");
    }
    admin.get("/session").expect(200);
    server.store.goAway();
    JsonNode end = end(started(Map.of("action", "delete", "matching", Map.of())));

    assertThat(end.get("refused").asInt()).isEqualTo(20);
    assertThat(end.get("refusals")).hasSize(2);
    server.store.comeBack();
    assertThat(admin.get("/monitors").json().get("items")).hasSize(20);
  }

  @Test
  void whatIsAskedIsCheckedBeforeAnythingIsDone() {
    monitor("shop", "eu");
    Map<String, ?> all = Map.of();
    assertThat(admin.post(BULK, Map.of("action", "pause")).expect(422).fault("monitorIds"))
        .contains("matching");
    admin
        .post(BULK, Map.of("action", "pause", "monitorIds", List.of(), "matching", all))
        .expect(422);
    admin.post(BULK, Map.of("action", "tag", "matching", all)).expect(422);
    admin.post(BULK, Map.of("action", "pause", "tag", "x", "matching", all)).expect(422);
    admin.post(BULK, Map.of("action", "burn", "matching", all)).expect(422);
    assertThat(
            admin
                .post(BULK, Map.of("action", "pause", "matching", Map.of("colour", "red")))
                .expect(422)
                .fault("matching.colour"))
        .isNotEmpty();
    assertThat(
            admin
                .post(BULK, Map.of("action", "delete", "expected", 7, "matching", all))
                .expect(409)
                .text("detail"))
        .contains("1 such");
    ApiClient responder = in(Role.RESPONDER, home);
    responder.post(BULK, Map.of("action", "delete", "matching", all)).expect(403);
    responder.post(BULK, Map.of("action", "pause", "matching", all)).expect(202);
    assertThat(admin.get("/monitors").json().get("items")).hasSize(1);
  }

  @Test
  void aRepeatedRequestIsTheSameChangeAndNobodyElseSeesIt() {
    monitor("shop", "eu");
    ApiClient named = admin.with("Idempotency-Key", "night");
    Map<String, ?> body = Map.of("action", "pause", "matching", Map.of());
    String id = named.post(BULK, body).expect(202).text("id");
    assertThat(named.post(BULK, body).expect(202).text("id")).isEqualTo(id);
    in(Role.OWNER, away).get(BULK + "/" + id).expect(404);
    in(Role.VIEWER, home).get(BULK + "/" + id).expect(200);
    admin.get("/monitors?region=default").expect(200);
    assertThat(admin.get("/monitors?region=mars").expect(200).json().get("items")).isEmpty();
  }

  private ApiClient in(Role role, OrganizationId organization) {
    return ApiClient.of(server).as(organizations.token(organization, role));
  }

  private static Map<String, String> tagged(String tag) {
    return Map.of("tag", tag);
  }

  private JsonNode started(Map<String, ?> body) {
    return admin.post(BULK, body).expect(202).json();
  }

  private JsonNode end(JsonNode begun) {
    AtomicReference<JsonNode> last = new AtomicReference<>(begun);
    await()
        .until(
            () -> {
              last.set(admin.get(BULK + "/" + begun.get("id").asText()).expect(200).json());
              return last.get().get("state").asText().equals("over");
            });
    return last.get();
  }

  private String monitor(String name, String tag) {
    return monitor(name, List.of(tag));
  }

  private String monitor(String name, List<String> tags) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", name);
    body.put("type", "http");
    body.put("http", Map.of("url", "https://shop.example.com/"));
    body.put("tags", tags);
    return admin.post("/monitors", body).expect(201).text("id");
  }
}
