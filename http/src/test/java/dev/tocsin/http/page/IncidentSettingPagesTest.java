package dev.tocsin.http.page;

import static dev.tocsin.http.page.PeopleServer.html;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.Ids;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of rules and of templates, and what incidents show of them. */
class IncidentSettingPagesTest {
  private static PeopleServer pages;
  private static PeopleServer.Reader admin;
  private static PeopleServer.Reader responder;
  private static PeopleServer.Reader viewer;
  private static String page;
  private static String labels;

  @TempDir static Path folder;

  @BeforeAll
  static void start() {
    pages = new PeopleServer(folder);
    admin = pages.in(Role.ADMIN);
    responder = pages.in(Role.RESPONDER);
    viewer = pages.in(Role.VIEWER);
    page =
        admin
            .api()
            .post("/status-pages", Map.of("slug", "acme", "name", "Acme"))
            .expect(201)
            .text("id");
    labels =
        admin
            .api()
            .post("/status-pages/" + page + "/components", Map.of("name", "Labels"))
            .expect(201)
            .text("id");
  }

  @AfterAll
  static void stop() throws Exception {
    pages.close();
  }

  @AfterEach
  void empty() {
    for (String kind : List.of("/incident-rules", "/incident-templates", "/incidents")) {
      for (JsonNode each : admin.api().get(kind).expect(200).json().get("items")) {
        admin.api().delete(kind + "/" + each.get("id").asText()).expect(204);
      }
    }
  }

  private static JsonNode stored(String kind) {
    return admin.api().get(kind).expect(200).json().at("/items/0");
  }

  /** What stands of the only thing in a list. */
  private static List<String> lines(Document list) {
    return list.select(".people li .name > *").eachText().stream()
        .map(text -> text.replace('\u00a0', ' '))
        .toList();
  }

  @Test
  void aRuleIsMadeChangedAndRemoved() {
    Document none = admin.page("/incidents/rules");
    assertThat(none.select("h1").text()).isEqualTo("No rule opens incidents.");
    StatusPageTest.assertStrict(none);
    assertThat(viewer.page("/incidents/rules").select(".btn.main")).isEmpty();
    assertThat(responder.get("/incidents/rules/new").statusCode()).isEqualTo(403);
    Document form = admin.page("/incidents/rules/new");
    StatusPageTest.assertStrict(form);
    assertThat(form.select("#f-title").val()).isEqualTo("{{components}}: {{state}}");
    String id = form.select("[name=id]").val();
    for (int twice = 0; twice < 2; twice++) {
      assertThat(
              admin
                  .post(
                      "/incidents/rules/new",
                      "id",
                      id,
                      "name",
                      "Labels are down",
                      "statusPageId",
                      page,
                      "after",
                      "5m",
                      "from",
                      "major_outage",
                      "opens",
                      "draft",
                      "fold",
                      "page",
                      "title",
                      "{{component}} fails",
                      "message",
                      "",
                      "resolves",
                      "yes",
                      "quietFor",
                      "")
                  .statusCode())
          .isEqualTo(303);
    }
    JsonNode rule = stored("/incident-rules");
    assertThat(rule.get("after").asText()).isEqualTo("5m");
    assertThat(rule.get("opens").asText()).isEqualTo("draft");
    assertThat(rule.get("fold").asText()).isEqualTo("page");
    assertThat(rule.get("message").asText()).isEmpty();
    assertThat(rule.get("quietFor").asText()).isEqualTo("2m");
    Document list = viewer.page("/incidents/rules");
    assertThat(lines(list))
        .containsExactly(
            "Labels are down",
            "All of Acme",
            "Opens a draft after 5 min, resolves it 2 min after all is well.");

    Document edit = admin.page("/incidents/rules/" + id);
    assertThat(edit.select("#f-statusPageId [selected]").text())
        .isEqualTo("All components of Acme");
    String revision = edit.select("[name=revision]").val();
    assertThat(
            admin
                .post(
                    "/incidents/rules/" + id,
                    "revision",
                    revision,
                    "name",
                    "Labels",
                    "statusPageId",
                    "",
                    "component-" + labels,
                    "yes")
                .statusCode())
        .isEqualTo(303);
    rule = stored("/incident-rules");
    assertThat(rule.at("/componentIds/0").asText()).isEqualTo(labels);
    assertThat(rule.get("resolves").asBoolean()).isFalse();
    assertThat(lines(admin.page("/incidents/rules")))
        .containsExactly("Labels", "Labels", "Opens an incident after 2 min; people resolve it.");
    Document late =
        html(
            admin.post(
                "/incidents/rules/" + id, "revision", revision, "name", "x", "statusPageId", page),
            409);
    assertThat(late.select(".problem").text()).contains("Somebody changed it");
    assertThat(admin.post("/incidents/rules/" + id + "/remove").statusCode()).isEqualTo(303);
    assertThat(admin.api().get("/incident-rules").json().get("items")).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() {
    Document refused =
        html(
            admin.post(
                "/incidents/rules/new",
                "name",
                "",
                "after",
                "soon",
                "title",
                "{{compnent}}",
                "message",
                "A {{word}}",
                "quietFor",
                "2m"),
            422);
    assertThat(refused.select("#e-name")).isNotEmpty();
    assertThat(refused.select("#e-after").text()).contains("a duration such as");
    assertThat(refused.select("#e-title").text()).contains("{{compnent}}");
    assertThat(refused.select("#e-message").text()).contains("{{word}}");
    assertThat(refused.select("#e-statusPageId").text()).contains("tick components");
    assertThat(refused.select(".problem")).isEmpty();
    assertThat(refused.select("#f-title").val()).isEqualTo("{{compnent}}");
    assertThat(refused.select("#f-message").text()).isEqualTo("A {{word}}");
  }

  @Test
  void aTemplateIsWhatTheFormsBeginWith() {
    assertThat(responder.page("/incidents/new").select("#f-template")).isEmpty();
    Document form = responder.page("/incidents/templates/new");
    StatusPageTest.assertStrict(form);
    String id = form.select("[name=id]").val();
    assertThat(
            responder
                .post(
                    "/incidents/templates/new",
                    "id",
                    id,
                    "name",
                    "Slow labels",
                    "title",
                    "Labels are slow.",
                    "message",
                    "We **look** into it.",
                    "phase",
                    "identified",
                    "impact",
                    "major")
                .statusCode())
        .isEqualTo(303);
    assertThat(lines(viewer.page("/incidents/templates")))
        .containsExactly("Slow labels", "Labels are slow.", "Identified: We look into it.");

    Document blank = responder.page("/incidents/new");
    assertThat(blank.select("form.begin [value=" + id + "]").text()).isEqualTo("Slow labels");
    assertThat(blank.select("#f-title").val()).isEmpty();
    Document begun = responder.page("/incidents/new?template=" + id);
    StatusPageTest.assertStrict(begun);
    assertThat(begun.select("#f-title").val()).isEqualTo("Labels are slow.");
    assertThat(begun.select("#f-message").text()).isEqualTo("We **look** into it.");
    assertThat(begun.select("#f-impact [selected]").val()).isEqualTo("major");
    assertThat(begun.select("[name=phase]").val()).isEqualTo("identified");
    assertThat(responder.page("/incidents/new?template=" + Ids.create()).select("#f-title").val())
        .isEmpty();

    String incident =
        responder.api().post("/incidents", Map.of("title", "Late")).expect(201).text("id");
    Document told = responder.page("/incidents/" + incident + "?template=" + id);
    StatusPageTest.assertStrict(told);
    assertThat(told.select("#f-phase [selected]").val()).isEqualTo("identified");
    assertThat(told.select("#f-message").text()).isEqualTo("We **look** into it.");
    assertThat(told.select("#f-title").val()).isEqualTo("Late");
  }

  private static IncidentRef openedBy(UUID rule, Visibility visibility) {
    Instant now = pages.server.time.instant();
    IncidentRef ref = new IncidentRef(pages.home, IncidentId.create());
    pages
        .server
        .incidents
        .change(
            ref,
            new IncidentChange.Open(
                new Heading("Labels: major outage", Impact.MAJOR),
                visibility,
                now,
                new Origin.ByRule(rule, "public-public", 0),
                new Post(
                    UUID.randomUUID(),
                    now,
                    Phase.INVESTIGATING,
                    "",
                    List.of(
                        new Affected(
                            new ComponentId(UUID.fromString(labels)), PageState.MAJOR_OUTAGE)),
                    null),
                List.of()),
            Author.rule(rule))
        .toCompletableFuture()
        .join();
    return ref;
  }

  @Test
  void anIncidentSaysWhichRuleOpenedItAndADraftWaitsForReview() {
    String rule =
        admin
            .api()
            .post("/incident-rules", Map.of("name", "Night watch", "statusPageId", page))
            .expect(201)
            .text("id");
    IncidentRef ref = openedBy(UUID.fromString(rule), Visibility.INTERNAL);
    String here = "/incidents/" + ref.incident();
    assertThat(viewer.page("/incidents").select(".rows li small").first().text())
        .contains("draft to review");
    Document draft = responder.page(here);
    StatusPageTest.assertStrict(draft);
    assertThat(draft.select("header.head").text())
        .contains("The rule Night watch opened it, and resolves it when all is well")
        .contains("It is a draft: read it over, then publish it.");
    assertThat(draft.select(".timeline").text())
        .contains("Opened as a draft, internal by the rule Night watch");
    JsonNode told = admin.api().get("/incidents/" + ref.incident()).expect(200).json();
    assertThat(told.get("ruleId").asText()).isEqualTo(rule);
    assertThat(told.at("/timeline/0/by/name").asText()).isEqualTo("Night watch");

    assertThat(responder.post(here + "/publish").statusCode()).isEqualTo(303);
    assertThat(responder.page(here).select("header.head").text()).doesNotContain("draft");
    assertThat(viewer.page("/incidents").select(".rows li small").first().text())
        .doesNotContain("review");
    responder
        .api()
        .post(
            "/incidents/" + ref.incident() + "/updates",
            Map.of("phase", "identified", "message", "A disk."))
        .expect(200);
    assertThat(responder.page(here).select("header.head").text())
        .contains("it is yours to resolve");
    admin.api().delete("/incident-rules/" + rule).expect(204);
    assertThat(responder.page(here).select("header.head").text()).contains("is gone");
    assertThat(responder.page(here).select(".timeline").text()).contains("a rule that is gone");
  }
}
