package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told about a problem, by phases, and who did what. */
class IncidentApiTest {
  private static final String PATH = "/incidents";

  private static TestServer server;
  private static Organizations organizations;
  private static int count;
  private ApiClient responder;
  private ApiClient admin;
  private String labels;
  private String rates;

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
  void found() {
    OrganizationId home = organizations.found("incidents" + ++count);
    responder = ApiClient.of(server).as(organizations.token(home, Role.RESPONDER));
    admin = ApiClient.of(server).as(organizations.token(home, Role.ADMIN));
    String page =
        admin
            .post("/status-pages", Map.of("slug", "incidents" + count, "name", "Harbourline"))
            .expect(201)
            .text("id");
    labels = component(page, "Labels");
    rates = component(page, "Rates");
  }

  @AfterEach
  void bringTheStoreBack() {
    server.store.comeBack();
  }

  private String component(String page, String name) {
    return admin
        .post("/status-pages/" + page + "/components", Map.of("name", name))
        .expect(201)
        .text("id");
  }

  private static Map<String, Object> incident(Object... more) {
    Map<String, Object> body = new HashMap<>(Map.of("title", "Labels fail"));
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return body;
  }

  private JsonNode opened(Object... more) {
    return responder.post(PATH, incident(more)).expect(201).json();
  }

  private static String one(JsonNode incident) {
    return PATH + "/" + incident.get("id").asText();
  }

  private JsonNode tells(JsonNode incident, Map<String, ?> update) {
    return responder.post(one(incident) + "/updates", update).expect(200).json();
  }

  private static String state(JsonNode incident, String component) {
    for (JsonNode each : incident.get("components")) {
      if (each.get("id").asText().equals(component)) {
        return each.get("state").asText();
      }
    }
    return "not named";
  }

  private static List<String> types(JsonNode incident) {
    List<String> types = new ArrayList<>();
    incident.get("timeline").forEach(event -> types.add(event.get("type").asText()));
    return types;
  }

  @Test
  void goesThroughItsPhasesAndIsOverWhenItIsResolved() {
    JsonNode incident =
        opened("impact", "major", "componentIds", List.of(labels), "message", "We **look**.");
    assertThat(incident.get("phase").asText()).isEqualTo("investigating");
    assertThat(incident.get("visibility").asText()).isEqualTo("internal");
    assertThat(incident.get("endedAt").isNull()).isTrue();
    assertThat(state(incident, labels)).isEqualTo("partial_outage");
    assertThat(incident.at("/components/0/name").asText()).isEqualTo("Labels");

    incident =
        tells(
            incident,
            Map.of(
                "phase",
                "identified",
                "message",
                "A disk.",
                "components",
                List.of(Map.of("id", rates, "state", "degraded_performance"))));
    assertThat(state(incident, labels)).isEqualTo("partial_outage");
    assertThat(state(incident, rates)).isEqualTo("degraded_performance");
    incident = tells(incident, Map.of("phase", "monitoring", "message", "A new disk."));
    assertThat(incident.get("endedAt").isNull()).isTrue();
    incident = tells(incident, Map.of("phase", "resolved", "message", "It works."));
    assertThat(incident.get("endedAt").isNull()).isFalse();
    assertThat(state(incident, labels)).isEqualTo("operational");
    incident = tells(incident, Map.of("phase", "postmortem", "message", "We count disks now."));
    assertThat(incident.at("/updates/0/message").asText()).isEqualTo("We count disks now.");
    assertThat(incident.at("/updates/4/message").asText()).isEqualTo("We **look**.");
    assertThat(types(incident)).containsExactly("opened", "told", "told", "told", "told");
    assertThat(responder.get(one(incident)).expect(200).json()).isEqualTo(incident);
  }

  @Test
  void aPostmortemFollowsAnEndAndNothingIsOfTheFuture() {
    JsonNode incident = opened();
    assertThat(
            responder
                .post(one(incident) + "/updates", Map.of("phase", "postmortem", "message", "So."))
                .expect(409)
                .text("detail"))
        .isEqualTo("A postmortem follows when the incident is resolved.");
    String tomorrow = Instant.now().plus(Duration.ofDays(1)).toString();
    responder
        .post(one(incident) + "/updates", Map.of("message", "So.", "at", tomorrow))
        .expect(409);
    responder.post(PATH, incident("startedAt", tomorrow)).expect(409);
  }

  @Test
  void isDatedBackWithItsEnd() {
    Instant began = Instant.now().minus(Duration.ofHours(3));
    JsonNode incident = opened("startedAt", began.toString());
    assertThat(Instant.parse(incident.get("startedAt").asText()))
        .isBetween(began.minusMillis(1), began);
    responder.patch(one(incident), Map.of("endedAt", began.plusSeconds(60).toString())).expect(409);
    tells(incident, Map.of("phase", "resolved", "message", "It works."));
    Instant ended = began.plus(Duration.ofHours(1));
    JsonNode dated =
        responder.patch(one(incident), Map.of("endedAt", ended.toString())).expect(200).json();
    assertThat(Instant.parse(dated.get("endedAt").asText())).isBetween(ended.minusMillis(1), ended);
    JsonNode again = tells(incident, Map.of("phase", "monitoring", "message", "Again."));
    assertThat(again.get("endedAt").isNull()).isTrue();
  }

  @Test
  void whatWasSaidIsCorrectedAndTakenBackAndTheTimelineKeepsIt() {
    JsonNode incident = opened("message", "We look.");
    JsonNode told = tells(incident, Map.of("message", "It is Ann's disk."));
    String update = one(incident) + "/updates/" + told.at("/updates/0/id").asText();
    JsonNode corrected = responder.patch(update, Map.of("message", "A disk.")).expect(200).json();
    assertThat(corrected.at("/updates/0/message").asText()).isEqualTo("A disk.");
    assertThat(corrected.at("/updates/0/correctedAt").isNull()).isFalse();
    JsonNode left = responder.delete(update).expect(200).json();
    assertThat(left.get("updates")).hasSize(1);
    assertThat(types(left)).containsExactly("opened", "told", "corrected", "retracted");
    assertThat(
            responder
                .delete(one(incident) + "/updates/" + left.at("/updates/0/id").asText())
                .expect(409)
                .text("detail"))
        .startsWith("It is the only update");
  }

  @Test
  void aNoteIsInTheTimelineAndInNoUpdate() {
    JsonNode incident = opened("message", "We look.");
    JsonNode noted =
        responder.post(one(incident) + "/notes", Map.of("text", "Disk 4.")).expect(200).json();
    assertThat(noted.get("updates")).isEqualTo(incident.get("updates"));
    assertThat(noted.at("/timeline/1/text").asText()).isEqualTo("Disk 4.");
    assertThat(noted.at("/timeline/1/by/kind").asText()).isEqualTo("token");
  }

  @Test
  void anAlertThatItIsAboutStaysAsItIs() {
    String alert = responder.post("/alerts", Map.of("title", "Labels")).expect(201).text("id");
    JsonNode incident = opened("alertIds", List.of(alert));
    assertThat(incident.at("/alertIds/0").asText()).isEqualTo(alert);
    tells(incident, Map.of("phase", "resolved", "message", "It works."));
    assertThat(responder.get("/alerts/" + alert).text("state")).isEqualTo("triggered");
    responder.post("/alerts/" + alert + "/resolve").expect(200);
    assertThat(responder.get(one(incident)).json().get("updates")).hasSize(2);
    JsonNode unlinked = responder.delete(one(incident) + "/alerts/" + alert).expect(200).json();
    assertThat(unlinked.get("alertIds")).isEmpty();
    JsonNode linked = responder.post(one(incident) + "/alerts/" + alert).expect(200).json();
    assertThat(linked.get("alertIds")).hasSize(1);
    responder.post(one(incident) + "/alerts/" + UUID.randomUUID()).expect(404);
  }

  @Test
  void isPublishedOnce() {
    JsonNode incident = opened();
    for (int i = 0; i < 2; i++) {
      JsonNode published = responder.post(one(incident) + "/publish").expect(200).json();
      assertThat(published.get("visibility").asText()).isEqualTo("public");
      assertThat(types(published)).containsExactly("opened", "published");
    }
  }

  @Test
  void isListedByPhaseVisibilityAndWordsPageByPage() {
    JsonNode first = opened("message", "The storage is full.");
    JsonNode second = opened("title", "Printers", "visibility", "public");
    JsonNode third = opened("title", "Rates");
    tells(third, Map.of("phase", "resolved", "message", "Done."));
    assertThat(ids("")).containsExactly(id(third), id(second), id(first));
    assertThat(ids("?phase=investigating,identified")).containsExactly(id(second), id(first));
    assertThat(ids("?visibility=public")).containsExactly(id(second));
    assertThat(ids("?q=STORAGE")).containsExactly(id(first));
    JsonNode page = responder.get(PATH + "?limit=2").expect(200).json();
    assertThat(page.get("items")).hasSize(2);
    assertThat(ids("?limit=2&cursor=" + page.get("nextCursor").asText()))
        .containsExactly(id(first));
    responder.get(PATH + "?phase=triggered").expect(422);
    responder.get(PATH + "?cursor=1").expect(422);
  }

  private static String id(JsonNode incident) {
    return incident.get("id").asText();
  }

  private List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    responder
        .get(PATH + query)
        .expect(200)
        .json()
        .get("items")
        .forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }

  @Test
  void whatIsSentTwiceIsOpenedAndToldOnce() {
    String key = UUID.randomUUID().toString();
    JsonNode first = responder.with("Idempotency-Key", key).post(PATH, incident()).json();
    JsonNode again = responder.with("Idempotency-Key", key).post(PATH, incident()).json();
    assertThat(again).isEqualTo(first);
    Map<String, String> update = Map.of("message", "A disk.");
    for (int i = 0; i < 2; i++) {
      JsonNode told =
          responder.with("Idempotency-Key", key).post(one(first) + "/updates", update).json();
      assertThat(told.get("updates")).hasSize(2);
    }
  }

  @Test
  void isNowhereWhenItIsRemoved() {
    JsonNode incident = opened();
    responder.delete(one(incident)).expect(204);
    responder.get(one(incident)).expect(404);
    assertThat(ids("")).isEmpty();
    responder.post(one(incident) + "/publish").expect(404);
  }

  @Test
  void isAnotherOrganizationsToNobody() {
    JsonNode incident = opened();
    ApiClient stranger =
        ApiClient.of(server)
            .as(organizations.token(organizations.found("away" + count), Role.OWNER));
    stranger.get(one(incident)).expect(404);
    stranger.post(one(incident) + "/publish").expect(404);
    assertThat(
            stranger
                .post(PATH, incident("componentIds", List.of(labels)))
                .expect(422)
                .fault("componentIds[0]"))
        .isEqualTo("It must be the id of a component of one of this organization's status pages.");
  }

  @Test
  void saysWhatIsWrongWithWhatIsTyped() {
    assertThat(responder.post(PATH, Map.of("title", " ")).expect(422).fault("title")).isNotEmpty();
    assertThat(responder.post(PATH, incident("title", "a\nb")).expect(422).fault("title"))
        .isEqualTo("It must be one line.");
    assertThat(responder.post(PATH, incident("phase", "down")).expect(422).fault("phase"))
        .contains("investigating");
    assertThat(responder.post(PATH, incident("startedAt", "noon")).expect(422).fault("startedAt"))
        .isEqualTo("It must be a time such as 2026-01-31T12:00:00Z.");
  }

  @Test
  void withTheStoreAwayItIsReadAndNothingIsPromised() {
    JsonNode incident = opened();
    server.store.goAway();
    responder.get(one(incident)).expect(200);
    responder.post(one(incident) + "/updates", Map.of("message", "A disk.")).expect(503);
    server.store.comeBack();
    assertThat(responder.get(one(incident)).json().get("updates")).hasSize(1);
  }
}
