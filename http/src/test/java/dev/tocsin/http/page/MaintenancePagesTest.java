package dev.tocsin.http.page;

import static dev.tocsin.http.page.PeopleServer.html;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.tenancy.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenancePagesTest {
  private static final String HERE = MaintenancePages.HERE;

  private static PeopleServer pages;
  private static PeopleServer.Reader responder;
  private static PeopleServer.Reader viewer;
  private static PeopleServer.Reader admin;

  @TempDir static Path folder;

  @BeforeAll
  static void start() {
    pages = new PeopleServer(folder);
    responder = pages.in(Role.RESPONDER);
    viewer = pages.in(Role.VIEWER);
    admin = pages.in(Role.ADMIN);
  }

  @AfterAll
  static void stop() throws Exception {
    pages.close();
  }

  @AfterEach
  void empty() {
    for (JsonNode each : admin.api().get("/maintenances").expect(200).json().get("items")) {
      admin.api().delete("/maintenances/" + each.get("id").asText()).expect(204);
    }
  }

  private static HttpResponse<String> send(String path, String... more) {
    List<String> fields =
        new ArrayList<>(
            List.of(
                "title", "New switches",
                "startsAt", "2126-01-07T22:00",
                "endsAt", "2126-01-08T01:30",
                "timeZone", "Europe/Berlin"));
    for (int i = 0; i < more.length; i += 2) {
      int at = fields.indexOf(more[i]);
      if (at >= 0 && at % 2 == 0) {
        fields.set(at + 1, more[i + 1]);
      } else {
        fields.addAll(List.of(more[i], more[i + 1]));
      }
    }
    return responder.post(path, fields.toArray(String[]::new));
  }

  private static JsonNode stored() {
    return admin.api().get("/maintenances").expect(200).json().at("/items/0");
  }

  @Test
  void saysWhatAnEmptyListIsForAndTakesThePlan() {
    assertThat(viewer.page(HERE).select("h1").text()).isEqualTo("No maintenance is planned.");
    assertThat(viewer.page(HERE).select(".btn.main")).isEmpty();
    String monitor =
        admin
            .api()
            .post("/monitors", Map.of("name", "labels-api", "type", "manual"))
            .expect(201)
            .text("id");
    Document form = responder.page(HERE + "/new");
    assertThat(form.select("[name=holdAlerts]").hasAttr("checked")).isTrue();
    StatusPageTest.assertStrict(form);
    assertThat(
            send(
                    HERE + "/new",
                    "id",
                    form.select("[name=id]").val(),
                    "repeats",
                    "FREQ=WEEKLY",
                    "monitorIds",
                    "Labels-API\n\n",
                    "tags",
                    "dc1, dc2",
                    "holdAlerts",
                    "yes")
                .statusCode())
        .isEqualTo(303);
    JsonNode stored = stored();
    assertThat(stored.get("monitorIds")).hasToString("[\"" + monitor + "\"]");
    assertThat(stored.get("tags")).hasSize(2);
    assertThat(stored.get("startsAt").asText()).startsWith("2126-01-07T21:00");
    Document page = viewer.page(HERE);
    assertThat(page.select("h1").text()).isEqualTo("One maintenance is planned.");
    assertThat(page.select(".people li").text())
        .contains("New switches", "Every week", "labels-api", "the tag dc1", "Planned");
    assertThat(page.select(".deeds")).isEmpty();
    Document again = responder.page(HERE + "/" + stored.get("id").asText());
    assertThat(again.select("[name=monitorIds]").val()).isEqualTo("labels-api");
    assertThat(again.select("[name=startsAt]").val()).isEqualTo("2126-01-07T22:00");
    assertThat(again.select("[name=repeats] option[selected]").val()).isEqualTo("FREQ=WEEKLY");
  }

  @Test
  void faultsStandAtTheirFieldsAndWhatWasTypedStays() {
    Document page =
        html(
            send(
                HERE + "/new",
                "title",
                "",
                "endsAt",
                "2126-01-07T22:00",
                "repeats",
                "rule",
                "rrule",
                "FREQ=SOMETIMES",
                "monitorIds",
                "nobody"),
            422);
    assertThat(page.select("#e-title").text()).isNotEmpty();
    assertThat(page.select("#e-endsAt").text()).contains("after the time at which it begins");
    assertThat(page.select("#e-rrule").text()).contains("FREQ=WEEKLY");
    assertThat(page.select("#e-monitorIds").text()).isEqualTo("There is no monitor called nobody.");
    assertThat(page.select("[name=rrule]").val()).isEqualTo("FREQ=SOMETIMES");
    assertThat(page.select("[name=monitorIds]").val()).isEqualTo("nobody");
    assertThat(page.select(".problem")).isEmpty();
  }

  @Test
  void endsWhatIsUnderWayAndKeepsItInTheList() {
    Instant now = Instant.now();
    String id =
        admin
            .api()
            .post(
                "/maintenances",
                Map.of(
                    "title",
                    "Disks",
                    "startsAt",
                    now.minusSeconds(600).toString(),
                    "endsAt",
                    now.plusSeconds(600).toString(),
                    "everything",
                    true))
            .expect(201)
            .text("id");
    Document page = responder.page(HERE);
    assertThat(page.select("h1").text()).isEqualTo("A maintenance is under way.");
    assertThat(page.select(".people .badge").text()).isEqualTo("Under way");
    String monitor =
        admin.api().post("/monitors", Map.of("name", "Door", "type", "manual")).text("id");
    assertThat(viewer.page("/monitors/" + monitor).select("#m-head").text())
        .contains("In maintenance", "Disks, until");
    assertThat(responder.post(HERE + "/" + id + "/remove").statusCode()).isEqualTo(303);
    assertThat(responder.page(HERE).select(".people .badge").text()).isEqualTo("Over");
    assertThat(stored().get("state").asText()).isEqualTo("over");
    assertThat(responder.post(HERE + "/" + id + "/remove").statusCode()).isEqualTo(303);
    assertThat(responder.page(HERE).select(".people li")).isEmpty();
  }

  @Test
  void doesNotReplaceWhatSomebodyChangedMeanwhile() {
    assertThat(send(HERE + "/new", "everything", "yes").statusCode()).isEqualTo(303);
    String path = HERE + "/" + stored().get("id").asText();
    String revision = responder.page(path).select("[name=revision]").val();
    assertThat(send(path, "everything", "yes", "revision", revision, "title", "A").statusCode())
        .isEqualTo(303);
    Document refused =
        html(send(path, "everything", "yes", "revision", revision, "title", "B"), 409);
    assertThat(refused.select(".problem").text()).contains("Somebody changed it");
    assertThat(refused.select("[name=title]").val()).isEqualTo("B");
    assertThat(stored().get("title").asText()).isEqualTo("A");
  }
}
