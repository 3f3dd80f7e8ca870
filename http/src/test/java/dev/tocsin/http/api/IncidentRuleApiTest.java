package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules by which incidents are opened, and templates that people begin with. */
class IncidentRuleApiTest {
  private static TestServer server;
  private static ApiClient admin;
  private static ApiClient stranger;
  private static String page;
  private static String labels;
  private static String strangersPage;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    Organizations organizations = new Organizations(server);
    OrganizationId home = organizations.found("home");
    admin = ApiClient.of(server).as(organizations.token(home, Role.ADMIN));
    stranger =
        ApiClient.of(server).as(organizations.token(organizations.found("away"), Role.ADMIN));
    page = page(admin, "acme");
    strangersPage = page(stranger, "other");
    labels =
        admin
            .post("/status-pages/" + page + "/components", Map.of("name", "Labels"))
            .expect(201)
            .text("id");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static String page(ApiClient client, String slug) {
    return client.post("/status-pages", Map.of("slug", slug, "name", slug)).expect(201).text("id");
  }

  private static Map<String, Object> rule(Object... more) {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "Labels");
    body.put("statusPageId", page);
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return body;
  }

  private static String fault(String field, Map<String, Object> body) {
    return admin.post("/incident-rules", body).expect(422).fault(field);
  }

  @Test
  void aRuleOfFewWordsSaysTheUsual() {
    JsonNode made = admin.post("/incident-rules", rule()).expect(201).json();
    assertThat(made.get("after").asText()).isEqualTo("2m");
    assertThat(made.get("from").asText()).isEqualTo("partial_outage");
    assertThat(made.get("opens").asText()).isEqualTo("public");
    assertThat(made.get("fold").asText()).isEqualTo("organization");
    assertThat(made.get("title").asText()).isEqualTo("{{components}}: {{state}}");
    assertThat(made.get("resolves").asBoolean()).isTrue();
    assertThat(made.get("quietFor").asText()).isEqualTo("2m");
    assertThat(made.get("resolutionMessage").asText()).contains("{{duration}}");
    assertThat(made.get("componentIds")).isEmpty();
    String one = "/incident-rules/" + made.get("id").asText();
    assertThat(admin.put(one, made).expect(200).json()).isEqualTo(made);
    JsonNode changed =
        admin
            .patch(one, Map.of("opens", "draft", "after", "30s", "resolves", false))
            .expect(200)
            .json();
    assertThat(changed.get("opens").asText()).isEqualTo("draft");
    assertThat(changed.get("statusPageId").asText()).isEqualTo(page);
    assertThat(admin.get(one).expect(200).json()).isEqualTo(changed);
    assertThat(stranger.get(one).status()).isEqualTo(404);
    admin.delete(one).expect(204);
    assertThat(admin.get(one).status()).isEqualTo(404);
  }

  @Test
  void aRuleOfComponentsIsReadAsItWasWritten() {
    Map<String, Object> body =
        rule("componentIds", List.of(labels, labels), "title", "Labels since {{ since }}");
    body.remove("statusPageId");
    JsonNode made = admin.post("/incident-rules", body).expect(201).json();
    assertThat(made.get("componentIds")).hasSize(1);
    assertThat(made.get("statusPageId").isNull()).isTrue();
    assertThat(made.get("title").asText()).isEqualTo("Labels since {{ since }}");
    admin.delete("/incident-rules/" + made.get("id").asText()).expect(204);
  }

  @ParameterizedTest
  @CsvSource({
    "title, {{compnent}} is down",
    "title, {{duration}}",
    "message, since {{when}}",
    "growthMessage, {{duration}}",
    "resolutionMessage, {{}}",
    "message, an end that is missing: {{page"
  })
  void whatNothingFillsIsRefusedAndItsFieldNamed(String field, String text) {
    assertThat(fault(field, rule(field, text)))
        .startsWith("Nothing is known of {{")
        .contains("{{component}}, {{components}}, {{page}}, {{state}}, {{since}}");
  }

  @Test
  void whatIsWrongIsSaidWithItsField() {
    assertThat(fault("after", rule("after", "25h"))).isEqualTo("It must be from 0ms to 1d.");
    assertThat(fault("quietFor", rule("quietFor", "-1s"))).contains("a duration such as");
    assertThat(fault("from", rule("from", "operational"))).contains("partial_outage");
    assertThat(fault("opens", rule("opens", "loudly"))).contains("draft");
    assertThat(fault("title", rule("title", "two\nlines"))).isEqualTo("It must be one line.");
    assertThat(fault("statusPageId", rule("statusPageId", strangersPage)))
        .contains("one of this organization's status pages");
    assertThat(fault("componentIds", rule("componentIds", List.of(labels)))).contains("not both");
    assertThat(fault("statusPageId", Map.of("name", "Nothing"))).contains("Say what it watches");
    assertThat(fault("name", rule("name", "two\nlines"))).isEqualTo("It must be one line.");
    assertThat(fault("loud", rule("loud", true))).isNotEmpty();
  }

  @Test
  void theRuleOfAPageThatIsGoneCanStillBeChanged() {
    String gone = page(admin, "gone");
    String id = admin.post("/incident-rules", rule("statusPageId", gone)).expect(201).text("id");
    admin.delete("/status-pages/" + gone).expect(204);
    admin.patch("/incident-rules/" + id, Map.of("name", "Changed")).expect(200);
    admin.delete("/incident-rules/" + id).expect(204);
  }

  @Test
  void aTemplateIsReadAsItWasWritten() {
    Map<String, Object> body =
        Map.of(
            "name", "Slow labels",
            "title", "Labels are slow.",
            "message", "We **look** into it.",
            "phase", "identified",
            "impact", "major");
    JsonNode made = admin.post("/incident-templates", body).expect(201).json();
    String one = "/incident-templates/" + made.get("id").asText();
    body.forEach(
        (field, value) -> assertThat(made.get(field).asText()).isEqualTo(value.toString()));
    JsonNode changed = admin.patch(one, Map.of("title", "")).expect(200).json();
    assertThat(changed.get("title").asText()).isEmpty();
    assertThat(admin.get("/incident-templates").expect(200).json().get("items")).hasSize(1);
    assertThat(stranger.get("/incident-templates").expect(200).json().get("items")).isEmpty();
    assertThat(
            admin
                .post("/incident-templates", Map.of("name", "Nothing"))
                .expect(422)
                .fault("message"))
        .contains("a title, a message, or both");
    admin.delete(one).expect(204);
  }
}
