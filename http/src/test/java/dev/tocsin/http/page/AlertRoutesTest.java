package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Intended;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertRoutesTest {
  private PeopleServer people;
  private PeopleServer.Reader responder;
  private PeopleServer.Reader viewer;

  @BeforeEach
  void start(@TempDir Path folder) {
    people = new PeopleServer(folder);
    responder = people.in(Role.RESPONDER);
    viewer = people.in(Role.VIEWER);
  }

  @AfterEach
  void stop() throws Exception {
    people.server.store.comeBack();
    people.close();
  }

  private String raise(String title) {
    return raise(Map.of("title", title));
  }

  private String raise(Map<String, String> body) {
    return responder.api().post("/alerts", body).expect(201).text("id");
  }

  private AlertRef ref(String id) {
    return new AlertRef(people.home, new AlertId(UUID.fromString(id)));
  }

  private static String location(java.net.http.HttpResponse<String> answer) {
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void theListSaysHowManyWaitAndSoDoesEveryPage() {
    Document empty = viewer.page("/alerts");
    assertThat(empty.selectFirst("h1").text()).isEqualTo("No alert is open.");
    assertThat(empty.selectFirst(".empty").text()).contains("When a monitor goes down");
    assertThat(empty.selectFirst(".side [data-count=alerts]").hasAttr("hidden")).isTrue();
    raise("It burns");
    raise("It floods");
    Document list = viewer.page("/alerts");
    assertThat(list.title()).isEqualTo("2 unanswered · Tocsin");
    assertThat(list.selectFirst("h1").text()).isEqualTo("Two alerts have no answer yet.");
    assertThat(list.select(".alerts .name a").eachText()).containsExactly("It floods", "It burns");
    assertThat(viewer.page("/").selectFirst(".side [data-count=alerts]").ownText()).isEqualTo("2");
    assertThat(
            viewer.page("/alerts/count").selectFirst("[data-unanswered]").attr("data-unanswered"))
        .isEqualTo("2");
  }

  @Test
  void theListIsNarrowedByItsAddress() {
    raise(Map.of("title", "It burns", "severity", "warning"));
    String over = raise("It floods");
    responder.api().post("/alerts/" + over + "/resolve").expect(200);
    assertThat(viewer.page("/alerts").select(".alerts .name a").eachText())
        .containsExactly("It burns");
    assertThat(viewer.page("/alerts?state=resolved").select(".alerts .name a").eachText())
        .containsExactly("It floods");
    assertThat(viewer.page("/alerts?state=all&severity=warning&q=BURN").select(".alerts .name a"))
        .hasSize(1);
    assertThat(viewer.page("/alerts?severity=info").selectFirst(".nothing").text())
        .startsWith("No alert matches.");
  }

  @Test
  void severalAreAcknowledgedAtOnce() {
    people
        .in(Role.ADMIN)
        .api()
        .post(
            "/escalation-policies",
            Map.of(
                "name",
                "Usual",
                "default",
                true,
                "steps",
                List.of(
                    Map.of(
                        "targets",
                        List.of(Map.of("type", "user", "id", person(Role.ADMIN).toString()))))))
        .expect(201);
    String first = raise("It burns");
    String second = raise("It floods");
    responder.api().post("/alerts/" + second + "/acknowledge").expect(200);
    assertThat(
            location(
                responder.post(
                    "/alerts/bulk",
                    "action",
                    "acknowledge",
                    "back",
                    "https://elsewhere.example/?state=all",
                    "id",
                    first,
                    "id",
                    second,
                    "id",
                    UUID.randomUUID().toString())))
        .isEqualTo("/alerts?state=all&did=1");
    Document list = responder.page("/alerts?state=all&did=1");
    assertThat(list.getElementById("done").text()).isEqualTo("Acknowledged one alert.");
    assertThat(list.selectFirst("h1").text()).isEqualTo("No alert waits for an answer.");
  }

  @Test
  void thePageSaysWhyOneCameAndWhatComesNext() {
    String id = raise(Map.of("title", "It <b>burns</b>.", "detail", "Smoke in room 4"));
    UserId admin = person(Role.ADMIN);
    Intended message =
        Intended.of(
            ref(id), Message.Kind.TRIGGERED, "1", UUID.randomUUID(), admin, Instant.now(), true);
    people.server.alerts.climbs(ref(id), List.of(message), Duration.ofMinutes(5));
    people.server.alerts.happens(
        ref(id),
        new AlertEvent.Tried(
            Instant.now(),
            message.id(),
            1,
            new Outcome.Permanent("No such mailbox."),
            null,
            List.of()));
    Document page = responder.page("/alerts/" + id);
    assertThat(page.selectFirst("h1").text())
        .isEqualTo("It <b>burns</b>, and nobody has answered yet.");
    assertThat(page.selectFirst("#p-head").text())
        .contains("Smoke in room 4", "The next step can reach nobody. It is due in")
        .contains("has no verified way to be reached.");
    assertThat(page.select("#p-head a").attr("href")).isEqualTo("/organization/escalation");
    assertThat(page.select("#p-esc .now b").text())
        .isEqualTo(Organizations.email(Role.ADMIN, "home"));
    assertThat(page.select("#p-esc .next time[data-until]")).hasSize(1);
    assertThat(page.selectFirst("#p-told").text())
        .contains(Organizations.email(Role.ADMIN, "home"), "Not delivered", "No such mailbox.")
        .contains("step 1", "0 of 1 arrived");
    assertThat(page.select(".events li")).hasSize(3);
    assertThat(page.select("[style], style, script:not([src])")).isEmpty();
    assertThat(responder.page("/alerts/" + id + "/part").getElementById("p-head")).isNotNull();
  }

  private String monitor(String name, List<String> dependsOn) {
    return people
        .in(Role.ADMIN)
        .api()
        .post("/monitors", Map.of("name", name, "type", "manual", "dependsOn", dependsOn))
        .expect(201)
        .text("id");
  }

  /** One that has told its first step, and whose second is due in five minutes. */
  private String outage(String monitor) {
    AlertRef alert = new AlertRef(people.home, AlertId.create());
    people.server.alerts.open(
        alert,
        new AlertSubject(
            new AlertSource.OfMonitor(new MonitorId(UUID.fromString(monitor))),
            "Shop is down",
            "No answer",
            Severity.CRITICAL,
            Urgency.HIGH,
            null),
        Author.system(people.home));
    people.server.alerts.climbs(alert, List.of(), Duration.ofMinutes(5));
    return alert.alert().toString();
  }

  private void assertNextIsHeld(String id, String until) {
    Document page = viewer.page("/alerts/" + id);
    assertThat(page.selectFirst("#p-head").text()).contains("held back until " + until);
    assertThat(page.select("#p-head time[data-until], #p-esc time[data-until]")).isEmpty();
    assertThat(page.select("#p-esc .next").first().text()).contains("held back", "Until " + until);
    assertThat(viewer.page("/alerts").getElementById("a-" + id).text())
        .contains("The next step is held back until " + until);
  }

  @Test
  void theNextStepIsSaidToBeHeldByWhatIsWorkedOnUntilItEnds() {
    String shop = monitor("Shop", List.of());
    String id = outage(shop);
    assertThat(viewer.page("/alerts/" + id).select("#p-head time[data-until]")).hasSize(1);
    Instant now = people.server.time.instant();
    responder
        .api()
        .post(
            "/maintenances",
            Map.of(
                "title", "New switches.",
                "startsAt", now.plusSeconds(120).toString(),
                "endsAt", now.plusSeconds(3_600).toString(),
                "monitorIds", List.of(shop)))
        .expect(201);
    assertNextIsHeld(
        id,
        new Times(now, ZoneId.of("UTC")).soon(now.plusSeconds(3_600)).replace('\u00a0', ' ')
            + " by New switches.");
  }

  @Test
  void theNextStepIsSaidToBeHeldByWhatItsMonitorDependsOn() {
    String router = monitor("Router", List.of());
    String id = outage(monitor("Shop", List.of(router)));
    responder.api().post("/monitors/" + router + "/state", Map.of("status", "down")).expect(200);
    assertNextIsHeld(id, "Router is up again, on which it depends.");
  }

  @Test
  void theNextStepIsSaidToBeHeldByTheAlertThatIsToldOfForItsGroup() {
    String first = raise(Map.of("title", "It burns", "source", "boiler"));
    String second = raise(Map.of("title", "It smokes", "source", "boiler"));
    people.server.alerts.climbs(ref(first), List.of(), Duration.ofMinutes(5));
    assertNextIsHeld(second, ref(first).alert().code() + " is over");
    assertThat(viewer.page("/alerts/" + first).select("#p-head time[data-until]")).hasSize(1);
  }

  private UserId person(Role role) {
    return people.server.configuration.people(people.home).stream()
        .filter(member -> member.role() == role)
        .findFirst()
        .orElseThrow()
        .user()
        .id();
  }

  @Test
  void whoMayAnswersAndWhoMayNotSeesNoButtons() {
    String id = raise("It burns");
    Document seen = viewer.page("/alerts/" + id);
    assertThat(seen.select("main form, main button")).isEmpty();
    assertThat(viewer.post("/alerts/" + id + "/acknowledge").statusCode()).isEqualTo(403);
    assertThat(viewer.post("/alerts/bulk", "action", "acknowledge", "id", id).statusCode())
        .isEqualTo(403);
    assertThat(responder.page("/alerts/" + id).select("form[action$=/acknowledge]")).hasSize(1);
    assertThat(location(responder.post("/alerts/" + id + "/acknowledge")))
        .isEqualTo("/alerts/" + id);
    Document page = responder.page("/alerts/" + id);
    assertThat(page.selectFirst("h1").text())
        .isEqualTo(
            "It burns, and " + Organizations.email(Role.RESPONDER, "home") + " looks after it.");
    assertThat(page.select("form[action$=/acknowledge]")).isEmpty();
    assertThat(location(responder.post("/alerts/" + id + "/acknowledge")))
        .isEqualTo("/alerts/" + id);
  }

  @Test
  void isSnoozedHandedOverNotedAndResolved() {
    String id = raise("It burns");
    location(responder.post("/alerts/" + id + "/snooze", "for", "1h"));
    assertThat(responder.page("/alerts/" + id).selectFirst("h1").text()).contains("silent until");
    Document refused =
        PeopleServer.html(responder.post("/alerts/" + id + "/snooze", "for", "1y"), 422);
    assertThat(refused.select(".problem").text()).startsWith("Nothing was done.");
    String own = LocalDateTime.now(ZoneOffset.UTC).plusDays(2).toString();
    location(responder.post("/alerts/" + id + "/snooze", "for", "1h", "until", own));
    assertThat(responder.api().get("/alerts/" + id).json().get("snoozedUntil").asText())
        .startsWith(own.substring(0, 10));
    String admin = person(Role.ADMIN).toString();
    location(responder.post("/alerts/" + id + "/reassign", "userId", admin));
    location(responder.post("/alerts/" + id + "/escalate"));
    String note = UUID.randomUUID().toString();
    location(responder.post("/alerts/" + id + "/notes", "id", note, "text", "Water <helps>"));
    location(responder.post("/alerts/" + id + "/notes", "id", note, "text", "Water <helps>"));
    location(responder.post("/alerts/" + id + "/resolve"));
    Document page = responder.page("/alerts/" + id);
    assertThat(page.selectFirst("h1").text()).startsWith("It burns: over after");
    assertThat(page.select(".events small").eachText()).containsOnlyOnce("Water <helps>");
    assertThat(page.selectFirst(".events").text())
        .contains("handed it to " + Organizations.email(Role.ADMIN, "home"));
  }

  @Test
  void oneIsRaisedByHandOnceHoweverOftenItsFormIsSent() {
    Document blank = responder.page("/alerts/new");
    String id = blank.select("[name=id]").val();
    StatusPageTest.assertStrict(blank);
    Document refused =
        PeopleServer.html(
            responder.post("/alerts/new", "id", id, "title", "", "detail", "Smoke"), 422);
    assertThat(refused.select("#e-title").text()).contains("It is missing");
    assertThat(refused.select("[name=detail]").text()).isEqualTo("Smoke");
    for (int each = 0; each < 2; each++) {
      assertThat(
              location(
                  responder.post(
                      "/alerts/new", "id", id, "title", "It burns", "severity", "error")))
          .isEqualTo("/alerts/" + id);
    }
    assertThat(responder.page("/alerts").select(".alerts .name a").eachText())
        .containsExactly("It burns");
    assertThat(viewer.get("/alerts/new").statusCode()).isEqualTo(403);
    assertThat(viewer.page("/alerts").select("a[href='/alerts/new']")).isEmpty();
  }

  @Test
  void whatIsNotStoredYetSaysSo() {
    String id = raise("It burns");
    assertThat(responder.page("/alerts/" + id).selectFirst("#p-head").text())
        .doesNotContain("stored");
    people.server.store.goAway();
    location(responder.post("/alerts/" + id + "/acknowledge"));
    assertThat(responder.page("/alerts/" + id).selectFirst("#p-head").text())
        .contains("as soon as the database answers");
    assertThat(responder.page("/alerts").select(".alerts .name a").eachText())
        .containsExactly("It burns");
    assertThat(responder.page("/alerts?state=all").selectFirst("#lists").text())
        .contains("The database does not answer");
  }

  @Test
  void anIdThatNeverWasIsNotFoundAndStartsNothing() {
    UUID never = UUID.randomUUID();
    assertThat(responder.get("/alerts/" + never).statusCode()).isEqualTo(404);
    assertThat(responder.get("/alerts/x").statusCode()).isEqualTo(404);
    assertThat(responder.post("/alerts/" + never + "/acknowledge").statusCode()).isEqualTo(404);
    assertThat(people.server.alerts.started).isEmpty();
    assertThat(people.nobody().get("/alerts").statusCode()).isEqualTo(303);
    assertThat(people.nobody().get("/alerts/count").statusCode()).isEqualTo(401);
  }

  @Test
  void aMonitorsPageAndItsAlertLeadToEachOther() {
    String monitor =
        people
            .in(Role.ADMIN)
            .api()
            .post("/monitors", Map.of("name", "Shop", "type", "manual"))
            .expect(201)
            .text("id");
    AlertRef alert = new AlertRef(people.home, AlertId.create());
    people.server.alerts.open(
        alert,
        new AlertSubject(
            new AlertSource.OfMonitor(new MonitorId(UUID.fromString(monitor))),
            "Shop is down",
            "",
            Severity.CRITICAL,
            Urgency.HIGH,
            null),
        Author.system(people.home));
    assertThat(viewer.page("/monitors/" + monitor).selectFirst("#m-head").text())
        .contains("Alert " + alert.alert().code() + ": nobody has answered yet.");
    assertThat(viewer.page("/alerts/" + alert.alert()).select("#p-src .name a").attr("href"))
        .isEqualTo("/monitors/" + monitor);
    assertThat(viewer.page("/alerts?monitor=" + monitor).select(".alerts .name a")).hasSize(1);
  }
}
