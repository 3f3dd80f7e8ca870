package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusPageApiTest {
  private static TestServer server;
  private static ApiClient admin;
  private static ApiClient stranger;
  private static int count;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Organizations organizations = new Organizations(server);
    admin = ApiClient.of(server).as(organizations.token(organizations.found("home"), Role.ADMIN));
    stranger =
        ApiClient.of(server).as(organizations.token(organizations.found("away"), Role.ADMIN));
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String page() {
    return admin
        .post("/status-pages", Map.of("slug", "page-" + ++count, "name", "Page"))
        .expect(201)
        .text("id");
  }

  private static String monitor(ApiClient client) {
    return client
        .post("/monitors", Map.of("name", "By hand", "type", "manual"))
        .expect(201)
        .text("id");
  }

  @Test
  void answersThePageWithItsAddress() {
    JsonNode page =
        admin
            .post("/status-pages", Map.of("slug", "shop", "name", "Shop", "visibility", "private"))
            .expect(201)
            .json();
    assertThat(page.get("url").asText()).isEqualTo("http://tocsin.test/status/shop");
    assertThat(page.get("visibility").asText()).isEqualTo("private");
    assertThat(page.get("components")).isEmpty();
    assertThat(admin.get("/status-pages/" + page.get("id").asText()).json()).isEqualTo(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop", "-shop", "shop-", "a b", "ä", "a/b", ""})
  void refusesASlugThatIsNone(String slug) {
    assertThat(
            admin
                .post("/status-pages", Map.of("slug", slug, "name", "Page"))
                .expect(422)
                .fault("slug"))
        .isNotEmpty();
  }

  @Test
  void aSlugIsTakenInTheWholeInstallation() {
    stranger.post("/status-pages", Map.of("slug", "taken", "name", "Theirs")).expect(201);
    admin.post("/status-pages", Map.of("slug", "taken", "name", "Mine")).expect(409);
    String id = page();
    admin.patch("/status-pages/" + id, Map.of("slug", "taken")).expect(409);
  }

  @Test
  void patchKeepsTheParts() {
    String id = page();
    admin.post("/status-pages/" + id + "/groups", Map.of("name", "Europe")).expect(201);
    JsonNode changed =
        admin.patch("/status-pages/" + id, Map.of("name", "New", "visibility", "private")).json();
    assertThat(changed.get("name").asText()).isEqualTo("New");
    assertThat(changed.get("groups")).hasSize(1);
    JsonNode put = admin.put("/status-pages/" + id, changed).expect(200).json();
    assertThat(put).isEqualTo(changed);
  }

  @Test
  void aComponentFollowsMonitorsOfItsOwnOrganization() {
    String id = page();
    String mine = monitor(admin);
    String theirs = monitor(stranger);
    String components = "/status-pages/" + id + "/components";
    JsonNode component =
        admin
            .post(components, Map.of("name", "Shop", "monitorIds", List.of(mine, mine)))
            .expect(201)
            .json();
    assertThat(component.get("monitorIds")).hasSize(1);
    assertThat(
            admin
                .post(components, Map.of("name", "Shop", "monitorIds", List.of(mine, theirs)))
                .expect(422)
                .fault("monitorIds[1]"))
        .contains("of this organization");
    assertThat(admin.get(components).json().get("items")).hasSize(1);
  }

  @Test
  void aComponentForgetsAMonitorThatWasDeleted() {
    String page = page();
    String stays = monitor(admin);
    String goes = monitor(admin);
    String component =
        "/status-pages/"
            + page
            + "/components/"
            + admin
                .post(
                    "/status-pages/" + page + "/components",
                    Map.of("name", "Shop", "monitorIds", List.of(goes, stays)))
                .expect(201)
                .text("id");
    admin.delete("/monitors/" + goes).expect(204);

    assertThat(admin.get(component).json().get("monitorIds")).hasToString("[\"" + stays + "\"]");
    assertThat(admin.get("/status-pages/" + page).json().at("/components/0/monitorIds"))
        .hasToString("[\"" + stays + "\"]");
    JsonNode changed = admin.patch(component, Map.of("name", "Till")).expect(200).json();
    assertThat(changed.get("name").asText()).isEqualTo("Till");
    assertThat(changed.get("monitorIds")).hasToString("[\"" + stays + "\"]");
  }

  @Test
  void aComponentStandsInAGroupUntilTheGroupGoes() {
    String id = page();
    String base = "/status-pages/" + id;
    String group = admin.post(base + "/groups", Map.of("name", "Europe")).text("id");
    String component =
        admin
            .post(base + "/components", Map.of("name", "Shop", "groupId", group))
            .expect(201)
            .text("id");
    admin.post(base + "/components", Map.of("name", "X", "groupId", component)).expect(422);
    admin.patch(base + "/groups/" + group, Map.of("name", "Asia")).expect(200);
    assertThat(admin.get(base + "/components/" + component).text("groupId")).isEqualTo(group);
    admin.delete(base + "/groups/" + group).expect(204);
    assertThat(admin.get(base + "/components/" + component).json().get("groupId").isNull())
        .isTrue();
    admin.get(base + "/groups/" + group).expect(404);
  }

  @Test
  void patchOfAComponentTakesAwayWhatIsNull() {
    String base = "/status-pages/" + page();
    String group = admin.post(base + "/groups", Map.of("name", "Europe")).text("id");
    String component =
        admin
            .post(
                base + "/components",
                Map.of("name", "Shop", "groupId", group, "description", "Sells."))
            .text("id");
    Map<String, Object> patch = new HashMap<>();
    patch.put("groupId", null);
    JsonNode changed = admin.patch(base + "/components/" + component, patch).expect(200).json();
    assertThat(changed.get("groupId").isNull()).isTrue();
    assertThat(changed.get("description").asText()).isEqualTo("Sells.");
    admin.delete(base + "/components/" + component).expect(204);
    admin.delete(base + "/components/" + component).expect(404);
  }

  @Test
  void aRepeatedRequestAddsNothing() {
    ApiClient named = admin.with("Idempotency-Key", "one");
    String base = "/status-pages/" + page();
    for (String parts : List.of("/components", "/groups")) {
      String first = named.post(base + parts, Map.of("name", "One")).expect(201).text("id");
      assertThat(named.post(base + parts, Map.of("name", "Two")).expect(201).text("id"))
          .isEqualTo(first);
      assertThat(admin.get(base + parts).json().get("items")).hasSize(1);
    }
  }

  @Test
  void manyWhoAddAtOnceLoseNothing() throws Exception {
    String components = "/status-pages/" + page() + "/components";
    int writers = 4;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < writers; i++) {
        Map<String, String> body = Map.of("name", "Component " + i);
        answers.add(threads.submit(() -> admin.post(components, body).status()));
      }
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(201);
      }
    }
    assertThat(admin.get(components).json().get("items")).hasSize(writers);
  }

  @Test
  void deletesAndFreesTheSlug() {
    String id =
        admin.post("/status-pages", Map.of("slug", "short-lived", "name", "Page")).text("id");
    admin.delete("/status-pages/" + id).expect(204);
    admin.get("/status-pages/" + id).expect(404);
    admin.post("/status-pages", Map.of("slug", "short-lived", "name", "Page")).expect(201);
  }
}
