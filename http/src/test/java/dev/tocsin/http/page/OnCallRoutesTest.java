package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.testing.Organizations;
import dev.tocsin.tenancy.Role;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnCallRoutesTest {
  private static PeopleServer pages;
  private static PeopleServer.Reader admin;
  private static PeopleServer.Reader responder;
  private static PeopleServer.Reader viewer;
  private static String adminId;
  private static String responderId;

  @TempDir static Path folder;

  @BeforeAll
  static void start() {
    pages = new PeopleServer(folder);
    admin = pages.in(Role.ADMIN);
    responder = pages.in(Role.RESPONDER);
    viewer = pages.in(Role.VIEWER);
    adminId = id(admin);
    responderId = id(responder);
  }

  @AfterAll
  static void stop() throws Exception {
    pages.close();
  }

  private static String id(PeopleServer.Reader reader) {
    return reader.api().get("/session").expect(200).json().at("/user/id").asText();
  }

  private static String schedule(String name, String... people) {
    return admin
        .api()
        .post(
            "/schedules",
            Map.of(
                "name",
                name,
                "timeZone",
                "Europe/Berlin",
                "layers",
                List.of(
                    Map.of(
                        "name",
                        "Primary",
                        "people",
                        List.of(people),
                        "rotation",
                        Map.of("unit", "weeks"),
                        "start",
                        "2026-01-05T09:00"))))
        .expect(201)
        .text("id");
  }

  @Test
  void saysUntilWhenOneIsOnCallHereAndInTheSideBar() {
    String id = schedule("Alone", responderId);
    Document page = responder.page("/on-call/" + id);
    assertThat(page.select("h1").text()).startsWith("You are on call until");
    assertThat(page.select(".me .who").text()).contains("on call until");
    assertThat(page.select("table.week tr.counts .shift.you.now")).hasSize(1);
    assertThat(page.select("ol.agenda li[aria-current]").text()).contains("now");
    assertThat(page.select(".oncall-now").text()).contains("Alone");
    assertThat(viewer.page("/on-call/" + id).select(".me .who").text()).doesNotContain("on call");
    admin.api().delete("/schedules/" + id).expect(204);
  }

  @Test
  void everyDayOfTheCalendarHasItsHours() {
    String id = schedule("Days", adminId, responderId);
    for (String view : List.of("week", "weeks", "month")) {
      Document page = admin.page("/on-call/" + id + "?view=" + view + "&day=2026-10-25");
      int hours = Integer.parseInt(page.select("colgroup col[span]").attr("span"));
      for (var row : page.select("table.week tr")) {
        int sum =
            row.select("[colspan]").stream()
                .mapToInt(cell -> Integer.parseInt(cell.attr("colspan")))
                .sum();
        assertThat(sum).describedAs(view).isEqualTo(hours);
      }
    }
    admin.api().delete("/schedules/" + id).expect(204);
  }

  @Test
  void aViewerSeesNothingThatFails() {
    String id = schedule("Looked at", adminId, responderId);
    Document page = viewer.page("/on-call/" + id);
    assertThat(page.select("main form, main [popovertarget], main a.shift, main a[href$=edit]"))
        .isEmpty();
    assertThat(viewer.get("/on-call/" + id + "/override").statusCode()).isEqualTo(403);
    assertThat(viewer.get("/on-call/new").statusCode()).isEqualTo(403);
    admin.api().delete("/schedules/" + id).expect(204);
  }

  @Test
  void aResponderTakesAShiftAndGivesItBack() {
    String id = schedule("Taken", adminId);
    String year = pages.server.time.instant().toString().substring(0, 4);
    String next = Integer.toString(Integer.parseInt(year) + 1);
    HttpResponse<String> refused =
        responder.post(
            "/on-call/" + id + "/override",
            "userId",
            responderId,
            "from",
            next + "-01-05T10:00",
            "until",
            next + "-01-05T09:00");
    Document form = PeopleServer.html(refused, 422);
    assertThat(form.select("#e-until").text()).contains("after");
    assertThat(form.select("#f-from").val()).isEqualTo(next + "-01-05T10:00");
    HttpResponse<String> sent =
        responder.post(
            "/on-call/" + id + "/override",
            "userId",
            responderId,
            "from",
            next + "-01-05T10:00",
            "until",
            next + "-01-06T09:00",
            "insteadOfUserId",
            adminId);
    Document page = PeopleServer.html(responder.followed(sent), 200);
    assertThat(page.select("table.week .shift.you.over")).hasSize(1);
    String remove = page.select("form[action$=/remove]").attr("action");
    assertThat(responder.post(remove).statusCode()).isEqualTo(303);
    assertThat(responder.page("/on-call/" + id).select("form[action$=/remove]")).isEmpty();
    admin.api().delete("/schedules/" + id).expect(204);
  }

  @Test
  void aResponderSwapsAShiftOfTheirOwnOnly() {
    String id = schedule("Swapped", adminId, responderId);
    String path = "/on-call/" + id + "/swap";
    Document form = responder.page(path);
    String mine = form.select("#f-first option").first().val();
    String other =
        form.select("#f-second option").stream()
            .filter(option -> option.text().startsWith("admin@home.test"))
            .findFirst()
            .orElseThrow()
            .val();
    assertThat(form.select("#f-first option").eachText())
        .allMatch(text -> text.startsWith("responder@home.test"));
    Document refused = PeopleServer.html(responder.post(path, "first", mine, "second", mine), 422);
    assertThat(refused.select("#e-second").text()).contains("of the same person");
    assertThat(responder.post(path, "first", mine, "second", other).statusCode()).isEqualTo(303);
    assertThat(admin.api().get("/schedules/" + id + "/overrides").json().get("items")).hasSize(2);
    assertThat(viewer.get(path).statusCode()).isEqualTo(403);
    admin.api().delete("/schedules/" + id).expect(204);
  }

  @Test
  void aCalendarOfAnotherProgramBecomesALayer() {
    String id = schedule("Imported", adminId, responderId);
    String path = "/on-call/" + id + "/import";
    String day = LocalDate.now(ZoneOffset.UTC).plusDays(2).toString().replace("-", "");
    String event =
        String.join(
            "\r\n",
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART:" + day + "T090000Z",
            "DTEND:" + day + "T170000Z",
            "SUMMARY:%s",
            "END:VEVENT",
            "END:VCALENDAR");
    Document refused =
        PeopleServer.html(admin.post(path, "calendar", event.formatted("Somebody")), 422);
    assertThat(refused.select("#e-calendar").text()).contains("It names Somebody.");
    assertThat(refused.select("#f-calendar").text()).contains("SUMMARY:Somebody");
    assertThat(responder.get(path).statusCode()).isEqualTo(403);
    admin.api().delete("/schedules/" + id).expect(204);
  }

  @Test
  void theEditorShowsTheNextTwoWeeksBeforeAnythingIsSaved() {
    Document fresh = admin.page("/on-call/new");
    assertThat(fresh.select("#preview table.week")).hasSize(1);
    String[] typed = {
      "name",
      "",
      "timeZone",
      "Europe/Berlin",
      "layers",
      "1",
      "l0-name",
      "Primary",
      "l0-p0",
      adminId,
      "l0-p1",
      responderId,
      "l0-every",
      "1",
      "l0-unit",
      "days",
      "l0-start",
      "2026-01-05T09:00",
      "l0-times",
      "Mon-Fri 09:00-17:00",
      "action",
      "preview"
    };
    Document preview = PeopleServer.html(admin.post("/on-call/new", typed), 200);
    assertThat(preview.select("#preview .shift.gap")).isNotEmpty();
    assertThat(preview.select("select[name=l0-p1] option[selected]").val()).isEqualTo(responderId);
    assertThat(preview.select(".err")).isEmpty();
    typed[typed.length - 1] = "save";
    Document refused = PeopleServer.html(admin.post("/on-call/new", typed), 422);
    assertThat(refused.select("#e-name").text()).contains("missing");
  }

  @Test
  void aScheduleIsMadeChangedAndDeletedByItsForm() {
    HttpResponse<String> made =
        admin.post(
            "/on-call/new",
            "name",
            "By hand",
            "timeZone",
            "Europe/Berlin",
            "layers",
            "1",
            "l0-name",
            "Primary",
            "l0-p0",
            adminId,
            "l0-every",
            "1",
            "l0-unit",
            "weeks",
            "l0-start",
            "2026-01-05T09:00",
            "l0-times",
            "Fri 17:00 - Mon 09:00",
            "action",
            "save");
    Document page = PeopleServer.html(admin.followed(made), 200);
    String edit = page.select("a[href$=/edit]").attr("href");
    Document form = admin.page(edit);
    assertThat(form.select("#f-l0-times").val()).isEqualTo("Fri 17:00 - Mon 09:00");
    HttpResponse<String> wrong =
        admin.post(
            edit,
            "name",
            "By hand",
            "timeZone",
            "Europe/Berlin",
            "layers",
            "2",
            "l0-remove",
            "on",
            "l1-name",
            "Second",
            "l1-every",
            "0",
            "l1-unit",
            "weeks",
            "l1-start",
            "",
            "l1-times",
            "always",
            "action",
            "save");
    Document refused = PeopleServer.html(wrong, 422);
    for (String field : List.of("people", "every", "start", "times")) {
      assertThat(refused.select("#e-l1-" + field).text()).describedAs(field).isNotEmpty();
    }
    twoEditorsMeet(edit);
    String delete = edit.replace("/edit", "/delete");
    assertThat(admin.post(delete).statusCode()).isEqualTo(303);
    assertThat(admin.get(edit).statusCode()).isEqualTo(404);
  }

  @Test
  void thePageSaysHowItsReaderIsReached() {
    Document before = viewer.page("/on-call");
    assertThat(before.select("#reach .err").text()).isEqualTo("No alert can reach you.");
    assertThat(before.select("#reach a.main").attr("href")).isEqualTo("/profile/contacts");
    assertThat(before.select("#reach").text()).contains("verify E-mail by the code");

    String viewerId = id(viewer);
    String own = "/users/" + viewerId;
    String mail =
        admin.api().get(own + "/contact-methods").expect(200).json().at("/items/0/id").asText();
    String phone = verified(viewerId, "Phone");
    String desk = verified(viewerId, "Desk");
    assertThat(reach("Urgent alerts")).isEqualTo("Desk and Phone at once");
    viewer
        .api()
        .put(
            own + "/notification-rules",
            Map.of(
                "rules",
                List.of(
                    rule("high", "0s", desk),
                    rule("high", "0s", mail),
                    rule("high", "1m", phone),
                    rule("low", "5m", desk))))
        .expect(200);
    assertThat(reach("Urgent alerts")).isEqualTo("Desk at once, Phone after 1 min");
    assertThat(reach("Alerts that can wait")).isEqualTo("Desk after 5 min");
    assertThat(viewer.page("/on-call").select("#reach").text())
        .contains("Not verified, so nothing goes there yet: E-mail.");
  }

  private static Map<String, String> rule(String urgency, String delay, String method) {
    return Map.of("urgency", urgency, "delay", delay, "contactMethodId", method);
  }

  /** The answer to a question of the panel. */
  private static String reach(String question) {
    return viewer
        .page("/on-call")
        .select("#reach dt:contains(" + question + ") + dd")
        .text()
        .replace('\u00a0', ' ');
  }

  private static String code() {
    return pages.server.channels.sent.getLast().message().code();
  }

  private static String verified(String user, String name) {
    String methods = "/users/" + user + "/contact-methods";
    String id =
        viewer
            .api()
            .post(methods, Map.of("name", name, "type", "ntfy", "topic", name))
            .expect(201)
            .text("id");
    viewer.api().post(methods + "/" + id + "/verify").expect(200);
    viewer.api().post(methods + "/" + id + "/confirm", Map.of("code", code())).expect(200);
    return id;
  }

  /** Somebody who takes a shift is in nobody's way; another editor is. */
  private static void twoEditorsMeet(String edit) {
    String opened = admin.page(edit).select("[name=revision]").val();
    responder.post(
        edit.replace("/edit", "/override"),
        "userId",
        responderId,
        "from",
        "2027-03-01T09:00",
        "until",
        "2027-03-02T09:00");
    assertThat(admin.page(edit.replace("/edit", "")).select("#h-overrides")).isNotEmpty();
    assertThat(changed(edit, opened, "Renamed").statusCode()).isEqualTo(303);
    assertThat(changed(edit, opened, "Renamed").statusCode()).isEqualTo(303);
    assertThat(admin.page(edit.replace("/edit", "")).select("#h-overrides")).isNotEmpty();
    Document refused = PeopleServer.html(changed(edit, opened, "Also renamed"), 409);
    assertThat(refused.select("[role=alert]").text()).contains("Somebody changed this schedule");
    assertThat(refused.select("[name=name]").val()).isEqualTo("Also renamed");
    assertThat(refused.select("[name=revision]").val()).isEqualTo(opened);
  }

  private static HttpResponse<String> changed(String edit, String revision, String name) {
    return admin.post(
        edit,
        "revision",
        revision,
        "name",
        name,
        "timeZone",
        "Europe/Berlin",
        "layers",
        "1",
        "l0-name",
        "Primary",
        "l0-p0",
        adminId,
        "l0-every",
        "1",
        "l0-unit",
        "weeks",
        "l0-start",
        "2026-01-05T09:00",
        "action",
        "save");
  }

  @Test
  void aPhoneSubscribesWithoutSigningInUntilTheAddressIsRenewed() {
    String id = schedule("Subscribed", responderId);
    Document page = responder.page("/calendars");
    String own = page.select("#calendar-own").text().replace("http://tocsin.test", "");
    String whole = page.select("#calendar-" + id).text().replace("http://tocsin.test", "");
    HttpResponse<String> calendar = pages.nobody().get(own);
    assertThat(calendar.statusCode()).isEqualTo(200);
    assertThat(calendar.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/calendar");
    assertThat(calendar.body()).contains("On call: Subscribed");
    assertThat(pages.nobody().get(whole).body()).contains("(Subscribed)");
    assertThat(pages.nobody().get(own.replace("/calendar/", "/calendar/A")).statusCode())
        .isEqualTo(404);
    assertThat(responder.post("/calendars").statusCode()).isEqualTo(303);
    assertThat(pages.nobody().get(own).statusCode()).isEqualTo(404);
    assertThat(pages.nobody().get(whole).statusCode()).isEqualTo(404);
    String fresh =
        responder
            .page("/calendars")
            .select("#calendar-own")
            .text()
            .replace("http://tocsin.test", "");
    assertThat(pages.nobody().get(fresh).statusCode()).isEqualTo(200);
    admin.api().delete("/schedules/" + id).expect(204);
  }

  @Test
  void whereThereIsNoScheduleThePageSaysWhatOneIsFor() {
    PeopleServer.Reader stranger =
        pages.in(Organizations.email(Role.ADMIN, "away"), Organizations.PASSWORD);
    Document page = stranger.page("/on-call");
    assertThat(page.select("main a[href=/on-call/new]")).hasSize(1);
    Document reader =
        pages.in(Organizations.email(Role.VIEWER, "away"), Organizations.PASSWORD).page("/on-call");
    assertThat(reader.select("main a[href=/on-call/new]")).isEmpty();
    assertThat(reader.select(".empty").text()).contains("An owner or an admin");
  }
}
