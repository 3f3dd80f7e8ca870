package dev.tocsin.http.page;

import static dev.tocsin.http.page.PeopleServer.html;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.tenancy.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPagePagesTest {
  private static final String HERE = StatusPagePages.HERE;

  private static PeopleServer pages;
  private static PeopleServer.Reader admin;
  private static PeopleServer.Reader viewer;
  private static String labels;
  private static String rates;

  @TempDir static Path folder;

  @BeforeAll
  static void start() {
    pages = new PeopleServer(folder);
    admin = pages.in(Role.ADMIN);
    viewer = pages.in(Role.VIEWER);
    labels = monitor("labels-api");
    rates = monitor("rates-api");
  }

  @AfterAll
  static void stop() throws Exception {
    pages.close();
  }

  @AfterEach
  void empty() {
    for (JsonNode each : admin.api().get("/status-pages").expect(200).json().get("items")) {
      admin.api().delete("/status-pages/" + each.get("id").asText()).expect(204);
    }
  }

  private static String monitor(String name) {
    return admin
        .api()
        .post(
            "/monitors",
            Map.of("name", name, "type", "http", "http", Map.of("url", "https://example.com/")))
        .expect(201)
        .text("id");
  }

  private static JsonNode stored() {
    return admin.api().get("/status-pages").expect(200).json().at("/items/0");
  }

  private static String made(String... more) {
    String[] fields = new String[8 + more.length];
    String[] usual = {
      "name", "Harbourline", "slug", "harbourline", "visibility", "public", "monitorIds", ""
    };
    System.arraycopy(usual, 0, fields, 0, 8);
    System.arraycopy(more, 0, fields, 8, more.length);
    assertThat(admin.post(HERE + "/new", fields).statusCode()).isEqualTo(303);
    return HERE + "/" + stored().get("id").asText();
  }

  private static String component(String page, String... fields) {
    assertThat(admin.post(page + "/components/new", fields).statusCode()).isEqualTo(303);
    JsonNode all = stored().get("components");
    return page + "/components/" + all.get(all.size() - 1).get("id").asText();
  }

  private static List<String> names() {
    return stored().findValues("components").getFirst().findValuesAsText("name");
  }

  @Test
  void aPageIsMadeOfTheMonitorsThatThereAre() {
    Document blank = admin.page(HERE + "/new");
    StatusPageTest.assertStrict(blank);
    assertThat(blank.select("textarea").text()).contains("labels-api").contains("rates-api");

    HttpResponse<String> answer =
        admin.post(
            HERE + "/new",
            "id",
            blank.select("[name=id]").val(),
            "name",
            "Harbourline",
            "slug",
            "harbourline",
            "visibility",
            "public",
            "monitorIds",
            "Labels-API\n\nrates-api");

    assertThat(answer.statusCode()).isEqualTo(303);
    JsonNode page = stored();
    assertThat(page.get("id").asText()).isEqualTo(blank.select("[name=id]").val());
    assertThat(page.at("/components/0/name").asText()).isEqualTo("labels-api");
    assertThat(page.at("/components/0/monitorIds/0").asText()).isEqualTo(labels);
    assertThat(page.get("components")).hasSize(2);
    Document list = viewer.page(HERE);
    assertThat(list.select("h1").text()).isEqualTo("There is one status page.");
    assertThat(list.select(".people li").text()).contains("Two components, for everybody.");
    assertThat(list.select(".deeds")).isEmpty();
  }

  @Test
  void whatIsWrongIsSaidAndNothingIsLost() {
    made();

    HttpResponse<String> taken =
        admin.post(
            HERE + "/new",
            "name",
            "Another",
            "slug",
            "Not a slug!",
            "visibility",
            "private",
            "monitorIds",
            "nothing-like-it");

    Document again = html(taken, 422);
    assertThat(again.select("#e-monitorIds").text())
        .isEqualTo("There is no monitor called nothing-like-it.");
    assertThat(again.select("[name=name]").val()).isEqualTo("Another");
    assertThat(again.select("[value=private]").hasAttr("checked")).isTrue();
    assertThat(
            html(admin.post(HERE + "/new", "name", "A", "slug", "B c"), 422)
                .select("#e-slug")
                .text())
        .contains("lower-case letters");
    assertThat(admin.post(HERE + "/new", "name", "Another", "slug", "harbourline").statusCode())
        .isEqualTo(409);
  }

  @Test
  void componentsAreAddedGroupedMovedAndTakenAway() {
    String page = made();
    assertThat(admin.post(page + "/groups", "name", "API").statusCode()).isEqualTo(303);
    String group = stored().at("/groups/0/id").asText();
    String first =
        component(
            page,
            "name",
            "Creating labels",
            "follows",
            "worst",
            "groupId",
            group,
            "monitorIds",
            "labels-api\nrates-api",
            "state",
            "operational");
    String second = component(page, "name", "Rates", "groupId", group, "monitorIds", "rates-api");
    component(page, "name", "Support", "follows", "hand", "state", "partial_outage");

    JsonNode stored = stored();
    assertThat(stored.at("/components/0/follows").asText()).isEqualTo("worst");
    assertThat(stored.at("/components/0/monitorIds").toString()).contains(labels, rates);
    assertThat(stored.at("/components/2/state").asText()).isEqualTo("partial_outage");
    Document shown = admin.page(page);
    StatusPageTest.assertStrict(shown);
    assertThat(shown.select(".people li").eachText())
        .anySatisfy(row -> assertThat(row).contains("Support", "Partial outage", "Set by hand."))
        .anySatisfy(
            row ->
                assertThat(row).contains("Creating labels", "The worst of labels-api, rates-api."));
    assertThat(admin.page(first).select("[name=name]").val()).isEqualTo("Creating labels");

    String seen = admin.page(first).select("[name=seen]").val();
    assertThat(admin.post(first, "name", "Creating labels", "seen", "another").statusCode())
        .isEqualTo(409);
    assertThat(seen).isNotEmpty();

    assertThat(admin.post(second + "/move", "to", "up").statusCode()).isEqualTo(303);
    assertThat(names()).containsExactly("Rates", "Creating labels", "Support");
    assertThat(admin.post(second + "/move", "to", "up").statusCode()).isEqualTo(303);
    assertThat(admin.post(first + "/move", "to", "down").statusCode()).isEqualTo(303);
    assertThat(names()).containsExactly("Rates", "Creating labels", "Support");

    assertThat(admin.post(first, "name", "Labels", "follows", "share").statusCode()).isEqualTo(303);
    assertThat(names()).containsExactly("Rates", "Labels", "Support");
    assertThat(admin.post(second + "/remove").statusCode()).isEqualTo(303);
    assertThat(names()).containsExactly("Labels", "Support");

    assertThat(admin.post(page + "/groups/" + group + "/rename", "name", "Core").statusCode())
        .isEqualTo(303);
    assertThat(stored().at("/groups/0/name").asText()).isEqualTo("Core");
    assertThat(admin.post(page + "/groups/" + group + "/remove").statusCode()).isEqualTo(303);
    assertThat(stored().get("groups")).isEmpty();
    assertThat(admin.post(page + "/groups", "name", "").statusCode()).isEqualTo(422);
  }

  @Test
  void thePageIsDescribedAndWhoChangedItMeanwhileIsNotOverwritten() {
    String page = made();
    String revision = admin.page(page).select("[name=revision]").val();

    assertThat(
            admin
                .post(
                    page,
                    "name",
                    "Harbour",
                    "slug",
                    "harbour",
                    "visibility",
                    "private",
                    "revision",
                    revision)
                .statusCode())
        .isEqualTo(303);
    assertThat(stored().get("slug").asText()).isEqualTo("harbour");
    HttpResponse<String> late =
        admin.post(
            page,
            "name",
            "Harbourline",
            "slug",
            "harbourline",
            "visibility",
            "public",
            "revision",
            revision);
    assertThat(html(late, 409).select("[name=slug]").val()).isEqualTo("harbourline");

    assertThat(admin.post(page + "/remove").statusCode()).isEqualTo(303);
    assertThat(admin.api().get("/status-pages").json().get("items")).isEmpty();
  }

  @Test
  void whoMayOnlyReadChangesNothingAndOthersSeeNothing() {
    String page = made();

    assertThat(viewer.post(page, "name", "Mine").statusCode()).isEqualTo(403);
    assertThat(viewer.post(HERE + "/new", "name", "Mine").statusCode()).isEqualTo(403);
    assertThat(
            admin.post(page + "/components/" + page.replaceAll(".*/", "") + "/remove").statusCode())
        .isEqualTo(404);
  }
}
