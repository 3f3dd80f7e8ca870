package dev.tocsin.http.page;

import static dev.tocsin.http.page.PeopleServer.html;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.page.PeopleServer.Reader;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.tenancy.InvitationMail;
import dev.tocsin.tenancy.Role;
import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.UUID;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeoplePagesTest {
  private static final String MEMBERS = "/organization/members";
  private static final String TOKENS = "/organization/tokens";
  private static final String AUDIT = "/organization/audit";
  private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x>";

  private PeopleServer people;
  private Reader owner;

  @BeforeEach
  void start(@TempDir Path folder) {
    people = new PeopleServer(folder);
    owner = people.in(Role.OWNER);
  }

  @AfterEach
  void stop() throws Exception {
    people.close();
  }

  @Test
  void whoIsNotSignedInComesBackToTheSameAddress() {
    HttpResponse<String> answer = people.nobody().get(AUDIT + "?q=shop%20a&kind=monitor");

    assertThat(answer.statusCode()).isEqualTo(303);
    String door = answer.headers().firstValue("Location").orElseThrow();
    assertThat(door).startsWith("/login?next=");
    String next = URLDecoder.decode(door.substring(12), StandardCharsets.UTF_8);
    assertThat(next).isEqualTo(AUDIT + "?q=shop%20a&kind=monitor");
    assertThat(DoorRoutes.next(next)).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "/organization/members/invite, /organization/members",
    "/profile/password, /profile",
    "/profile/sessions/end-others, /profile",
  })
  void whereAFormIsSentToLeadsWhoeverLoadsItAgainToItsPage(String form, String page) {
    assertSeeOther(owner.get(form), page);
  }

  @Test
  void anOwnerChangesTheSettings() {
    assertSeeOther(
        owner.post("/organization", "name", HOSTILE, "timeZone", "Europe/Berlin"), "/organization");

    Document page = owner.page("/organization");
    assertThat(page.select("h1").text()).isEqualTo(HOSTILE + " counts its days in Europe/Berlin.");
    assertThat(page.select(".side .org").text()).isEqualTo(HOSTILE);
    StatusPageTest.assertStrict(page);
    assertThat(owner.api().get("/organization").text("timeZone")).isEqualTo("Europe/Berlin");
  }

  @Test
  void oneWhoChangesTheNameKeepsTheZoneThatAnotherHasJustSet() {
    Document opened = owner.page("/organization");
    owner.api().patch("/organization", Map.of("timeZone", "Asia/Tokyo")).expect(200);
    assertSeeOther(
        owner.post(
            "/organization",
            "was.name",
            opened.select("[name='was.name']").val(),
            "was.timeZone",
            opened.select("[name='was.timeZone']").val(),
            "name",
            "Renamed",
            "timeZone",
            "UTC"),
        "/organization");
    assertThat(owner.api().get("/organization").text("name")).isEqualTo("Renamed");
    assertThat(owner.api().get("/organization").text("timeZone")).isEqualTo("Asia/Tokyo");
  }

  @Test
  void keepsWhatWasTypedWhereASettingIsWrong() {
    Document page = html(owner.post("/organization", "name", "New", "timeZone", "Berlin"), 422);

    assertThat(page.select("#f-name").val()).isEqualTo("New");
    assertThat(page.select("#f-timeZone").val()).isEqualTo("Berlin");
    assertThat(page.select("#e-timeZone").text()).contains("Europe/Berlin");
    assertThat(owner.api().get("/organization").text("name")).isEqualTo("home");
  }

  @Test
  void keepsWhatWasTypedWhileTheStoreIsAway() {
    owner.page("/organization");
    var form = owner; // its session is known here
    people.server.store.goAway();
    Document page = html(form.post("/organization", "name", "New", "timeZone", ""), 503);

    assertThat(page.select("#f-name").val()).isEqualTo("New");
    assertThat(page.select("[role=alert]").text()).contains("The database cannot be reached");
    assertThat(html(owner.get(MEMBERS), 503).select("#h-members").first().parent().parent().text())
        .contains("The database does not answer");
    assertThat(owner.page("/profile").text()).contains("The database does not answer");
  }

  @Test
  void thePingKeyIsShownToWhoMaySetHeartbeatsUpAndChanges() {
    String before = owner.page("/organization").select("#ping-key").text();
    assertThat(before).isEqualTo(owner.api().get("/organization").text("pingKey"));
    assertThat(people.in(Role.RESPONDER).page("/organization").select("#ping-key")).isEmpty();

    assertSeeOther(people.in(Role.ADMIN).post("/organization/ping-key"), "/organization");

    assertThat(owner.page("/organization").select("#ping-key").text()).isNotEqualTo(before);
  }

  @Test
  void theLastOwnerStaysAndIsTold() {
    Element row = row(owner.page(MEMBERS), "owner@home.test");
    assertThat(row.select("form, button")).isEmpty();
    assertThat(row.text()).contains("The last owner");

    String id = owner.api().get("/profile").text("id");
    for (String deed : new String[] {"role", "remove"}) {
      Document page = html(owner.post(MEMBERS + "/" + id + "/" + deed, "role", "viewer"), 409);
      assertThat(row(page, "owner@home.test").select("[role=alert]").text()).contains("last owner");
    }
  }

  @Test
  void rolesChangeAndMembersLeave() {
    String viewer = people.in(Role.VIEWER).api().get("/profile").text("id");

    assertSeeOther(owner.post(MEMBERS + "/" + viewer + "/role", "role", "admin"), MEMBERS);
    assertThat(people.in(Role.VIEWER).get(TOKENS).statusCode()).isEqualTo(200);
    Document wrong = html(owner.post(MEMBERS + "/" + viewer + "/role", "role", "king"), 422);
    assertThat(row(wrong, "viewer@home.test").select("[role=alert]").text())
        .startsWith("It must be one of");

    assertSeeOther(owner.post(MEMBERS + "/" + viewer + "/remove"), MEMBERS);
    assertThat(owner.page(MEMBERS).text()).doesNotContain("viewer@home.test");
    html(owner.post(MEMBERS + "/" + viewer + "/remove"), 404);
    html(owner.post(MEMBERS + "/nobody/remove"), 404);
  }

  @Test
  void anInvitationsLinkIsShownOnceAndCanBeRevoked() {
    String id = UUID.randomUUID().toString();
    HttpResponse<String> sent = invited(id, "new@home.test");
    assertSeeOther(sent, MEMBERS);
    assertThat(sent.headers().map().toString()).doesNotContain("tci_", "new@home");
    assertThat(sent.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("HttpOnly", "SameSite=Strict", "Path=" + MEMBERS, "Max-Age=60");
    HttpResponse<String> page = owner.followed(sent);
    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
    Document made = html(page, 200);
    String link = made.select("#invitation").text();
    assertThat(link).startsWith("http://tocsin.test/invite?token=tci_");
    assertThat(made.select("[data-copy=invitation]")).hasSize(1);
    assertThat(row(made, "new@home.test").text()).contains("as responder, until");

    Document again = html(owner.followed(invited(id, "new@home.test")), 200);
    assertThat(again.select("#invitation")).isEmpty();
    assertThat(again.text()).contains("sent twice").doesNotContain("tci_");
    assertThat(owner.page(MEMBERS).text()).doesNotContain("tci_");

    String action = row(owner.page(MEMBERS), "new@home.test").select("form").attr("action");
    assertSeeOther(owner.post(action), MEMBERS);
    assertThat(owner.page(MEMBERS).text()).doesNotContain("new@home.test");
  }

  @Test
  void theLinkOfAnInvitationIsForWhoInvited() {
    HttpResponse<String> sent = invited(UUID.randomUUID().toString(), "new@home.test");
    assertThat(people.in(Role.OWNER).followed(sent).body())
        .contains("new@home.test")
        .doesNotContain("tci_");
  }

  @Test
  void aFormThatInvitedSomebodyInvitesNobodyElse() {
    String id = UUID.randomUUID().toString();
    assertSeeOther(invited(id, "new@home.test"), MEMBERS);

    Document other = html(invited(id, "other@home.test"), 409);

    assertThat(other.select("#e-email").text()).contains("has invited new@home.test", "once more");
    assertThat(other.select("#f-email").val()).isEqualTo("other@home.test");
    assertThat(owner.api().get("/invitations").json().get("items")).hasSize(1);
    String fresh = other.select("form[action$=/invite] [name=id]").val();
    assertThat(html(owner.followed(invited(fresh, "other@home.test")), 200).text())
        .contains("other@home.test is invited");
  }

  private HttpResponse<String> invited(String id, String email) {
    return owner.post(MEMBERS + "/invite", "id", id, "email", email, "role", "responder");
  }

  @Test
  void withoutAMailServerNobodyReadsOfMails() {
    owner.post(MEMBERS + "/invite", "email", "new@home.test", "role", "viewer");
    people.server.tenancy.fares("new@home.test", new InvitationMail.Sent(Instant.EPOCH));

    Document page = owner.page(MEMBERS);
    assertThat(page.text()).contains("Tocsin sends nothing itself").doesNotContain("Mail:");
    assertThat(row(page, "new@home.test").select("form")).hasSize(1);
    String id = row(page, "new@home.test").select("form").attr("action").split("/")[3];
    Document refused = html(owner.post("/organization/invitations/" + id + "/mail"), 409);
    assertThat(row(refused, "new@home.test").text()).doesNotContain("Mail:");
  }

  @Test
  void everyInvitationSaysHowItsMailFaresAndWhatToDo() {
    people.server.tenancy.mails(true);
    assertThat(owner.page(MEMBERS).text()).contains("get the link by mail");
    Document made =
        html(
            owner.followed(
                owner.post(MEMBERS + "/invite", "email", "new@home.test", "role", "viewer")),
            200);
    assertThat(made.select("#made").text()).contains("A mail with this link is on its way");
    assertThat(made.select("#invitation").text()).contains("/invite?token=tci_");
    StatusPageTest.assertStrict(made);
    assertThat(mailOf("new@home.test")).isEqualTo("Mail: is being sent");
    assertThat(deedOf("new@home.test")).isEqualTo("Try now");

    Instant now = people.server.time.instant();
    fares(new InvitationMail.Sent(now));
    assertThat(mailOf("new@home.test")).isEqualTo("Mail: sent " + time(now));
    assertThat(deedOf("new@home.test")).isEqualTo("Mail a new link");

    fares(new InvitationMail.Waiting(now.plusSeconds(600), "connection refused"));
    assertThat(mailOf("new@home.test"))
        .isEqualTo(
            "Mail: not delivered yet, tries again at "
                + time(now.plusSeconds(600))
                + ". The mail server: connection refused. Whoever runs this installation sets it"
                + " by TOCSIN_SMTP_URL");
    fares(new InvitationMail.Waiting(now.plusSeconds(600), "451 4.7.1 come back"));
    assertThat(mailOf("new@home.test")).endsWith(". The mail server answered: 451 4.7.1 come back");
    assertThat(deedOf("new@home.test")).isEqualTo("Try now");

    fares(new InvitationMail.Refused(now, "550 " + HOSTILE));
    assertThat(mailOf("new@home.test"))
        .isEqualTo("Mail: refused by the mail server: 550 " + HOSTILE);
    assertThat(deedOf("new@home.test")).isEqualTo("Send again");
    StatusPageTest.assertStrict(owner.page(MEMBERS));

    Element form = row(owner.page(MEMBERS), "new@home.test").select("form").first();
    assertSeeOther(owner.post(form.attr("action")), MEMBERS);
    assertThat(mailOf("new@home.test")).isEqualTo("Mail: is being sent");
    assertThat(people.in(Role.ADMIN).post(form.attr("action")).statusCode()).isEqualTo(403);
    html(owner.post("/organization/invitations/" + UUID.randomUUID() + "/mail"), 404);
    html(owner.post("/organization/invitations/none/mail"), 404);
  }

  private static String time(Instant at) {
    return new Times(at, ZoneId.of("UTC")).time(at).replace('\u00a0', ' ');
  }

  private void fares(InvitationMail mail) {
    people.server.tenancy.fares("new@home.test", mail);
  }

  private String mailOf(String email) {
    return row(owner.page(MEMBERS), email).select(".mail").text().replace('\u00a0', ' ');
  }

  private String deedOf(String email) {
    return row(owner.page(MEMBERS), email).select("form[action$=/mail] button").text();
  }

  @Test
  void whatIsWrongWithAnInvitationStandsAtItsField() {
    Document page = html(owner.post(MEMBERS + "/invite", "email", "nobody", "role", "admin"), 422);
    assertThat(page.select("#e-email").text()).startsWith("It must be an e-mail address");
    assertThat(page.select("#f-email").val()).isEqualTo("nobody");
    assertThat(page.select("#f-role option[selected]").val()).isEqualTo("admin");

    Document member =
        html(owner.post(MEMBERS + "/invite", "email", "viewer@home.test", "role", "admin"), 409);
    assertThat(member.select("#e-email").text()).contains("a member already");
  }

  @Test
  void aTokenIsShownOnceAndWorksUntilItIsDeleted() {
    Reader admin = people.in(Role.ADMIN);
    assertThat(admin.page(TOKENS).select("h1").text()).isEqualTo("No program has a token yet.");
    assertThat(admin.page(TOKENS).select("#f-role option").eachAttr("value"))
        .containsExactly("viewer", "responder", "admin");

    String id = UUID.randomUUID().toString();
    HttpResponse<String> sent = admin.post(TOKENS, "id", id, "name", HOSTILE, "role", "viewer");
    assertThat(sent.headers().map().toString()).doesNotContain("tcs_");
    Document made = html(admin.followed(sent), 200);
    String token = made.select("#token").text();
    StatusPageTest.assertStrict(made);
    people.api().as(token).get("/monitors").expect(200);
    assertThat(admin.page(TOKENS).text()).doesNotContain(token).contains("admin@home.test");
    Document twice =
        html(admin.followed(admin.post(TOKENS, "id", id, "name", HOSTILE, "role", "viewer")), 200);
    assertThat(twice.select("#token")).isEmpty();
    assertThat(twice.select("#h-made").text()).contains(HOSTILE);
    assertThat(twice.text()).contains("sent twice");
    Document other = html(admin.post(TOKENS, "id", id, "name", "ci", "role", "viewer"), 409);
    assertThat(other.select("[role=alert]").text()).contains("nothing was done");
    Document tooMuch = html(admin.post(TOKENS, "name", "ci", "role", "owner"), 422);
    assertThat(tooMuch.select("#e-role").text()).contains("higher than your own");

    String action = admin.page(TOKENS).select("form[action$=/delete]").attr("action");
    assertSeeOther(admin.post(action), TOKENS);
    people.api().as(token).get("/monitors").expect(401);
  }

  @Test
  void theAuditLogSaysWhoDidWhatInWords() {
    owner.post("/organization", "name", "home", "timeZone", "");
    String viewer = people.in(Role.VIEWER).api().get("/profile").text("id");
    owner.post(MEMBERS + "/" + viewer + "/role", "role", "responder");
    owner.post(TOKENS, "name", "ci", "role", "viewer");

    Document page = owner.page(AUDIT);
    assertThat(page.select(".log p").eachText())
        .satisfies(
            lines -> assertThat(lines.get(0)).startsWith("owner@home.test made the token ci"))
        .satisfies(
            lines ->
                assertThat(lines.get(1))
                    .startsWith("owner@home.test changed the role of viewer@home.test"))
        .satisfies(
            lines ->
                assertThat(lines.get(2)).startsWith("owner@home.test changed the organization"));
    StatusPageTest.assertStrict(page);
  }

  @Test
  void aSearchIsInItsAddress() {
    owner.post(TOKENS, "name", "ci", "role", "viewer");
    people.in(Role.ADMIN).post(TOKENS, "name", "deploys", "role", "viewer");
    String admin = people.in(Role.ADMIN).api().get("/profile").text("id");

    assertThat(lines(AUDIT + "?kind=organization")).isEqualTo(1);
    assertThat(lines(AUDIT + "?kind=token&author=" + admin)).isEqualTo(1);
    assertThat(lines(AUDIT + "?q=deploys")).isEqualTo(1);
    assertThat(lines(AUDIT + "?q=ADMIN%40home")).isEqualTo(1);
    assertThat(lines(AUDIT + "?from=2026-01-01&to=2026-01-01")).isEqualTo(3);
    assertThat(lines(AUDIT + "?to=2025-12-31")).isZero();
    Document page = owner.page(AUDIT + "?q=deploys&kind=token&author=" + admin);
    assertThat(page.select("#f-q").val()).isEqualTo("deploys");
    assertThat(page.select("#f-kind option[selected]").val()).isEqualTo("token");
    assertThat(page.select("#f-author option[selected]").text()).isEqualTo("admin@home.test");
  }

  @Test
  void daysOfASearchAreThoseOfTheReadersZone() {
    // the entries are of 2026-01-01T00:00Z, which is the evening before in New York
    owner.post("/profile", "name", "", "timeZone", "America/New_York");
    assertThat(lines(AUDIT + "?from=2025-12-31&to=2025-12-31")).isEqualTo(1);
    assertThat(owner.page(AUDIT).select(".log time").text().replace('\u00a0', ' '))
        .isEqualTo("31 Dec 2025, 19:00 EST");
  }

  @Test
  void aPageOfTheAuditLogLeadsToTheNext() {
    for (int each = 0; each < 60; each++) {
      owner.post("/organization", "name", "home " + each, "timeZone", "");
    }
    Document first = owner.page(AUDIT + "?kind=organization");
    assertThat(first.select(".log li")).hasSize(50);
    Document second = owner.page(first.select("a[rel=next]").attr("href"));
    assertThat(second.select(".log li")).hasSize(11);
    assertThat(second.select("a[rel=next]")).isEmpty();
    assertThat(second.select(".pager a").attr("href")).isEqualTo(AUDIT + "?kind=organization");
  }

  @Test
  void whatCannotBeSearchedForIsSaidAtItsField() {
    Document page = html(owner.get(AUDIT + "?from=yesterday&author=me&q=" + "x".repeat(201)), 422);

    assertThat(page.select("#e-from").text()).startsWith("It must be a day");
    assertThat(page.select("#e-author").text()).isNotEmpty();
    assertThat(page.select("#e-q").text()).contains("200");
    assertThat(page.select(".log")).isEmpty();
  }

  @Test
  void aPersonChangesTheirNameAndZone() {
    assertSeeOther(
        owner.post("/profile", "name", "Mara Lind", "timeZone", "Asia/Tokyo"), "/profile");

    Document page = owner.page("/profile");
    assertThat(page.select("h1").text()).isEqualTo("You are Mara Lind.");
    assertThat(page.select(".lead").text()).contains("owner@home.test");
    assertThat(page.select(".side .who").text()).isEqualTo("Mara Lind");
    assertThat(page.select("#h-sessions").first().parent().parent().text()).contains("JST");
    assertThat(owner.page(MEMBERS).text()).contains("Mara Lind");
    Document wrong = html(owner.post("/profile", "name", "Mara", "timeZone", "Tokyo"), 422);
    assertThat(wrong.select("#f-name").val()).isEqualTo("Mara");
    assertThat(wrong.select("#e-timeZone").text()).contains("Europe/Berlin");
  }

  @Test
  void aNewPasswordNeedsThePresentOneAndEndsOtherSessions() {
    Reader elsewhere = people.in(Role.OWNER);
    Document wrong = html(password("not this one", "a much better one"), 422);
    assertThat(wrong.select("#e-present").text()).isEqualTo("This is not your present password.");
    assertThat(wrong.select("input[type=password]").eachAttr("value")).containsOnly("");
    Document tooShort = html(password(Organizations.PASSWORD, "short"), 422);
    assertThat(tooShort.select("#e-password").text()).contains("12 characters");

    assertSeeOther(password(Organizations.PASSWORD, "a much better one"), "/profile?done=password");

    assertThat(owner.page("/profile?done=password").select("[role=status]").text())
        .contains("Your password is changed");
    assertThat(elsewhere.get("/profile").statusCode()).isEqualTo(303);
    people.in("owner@home.test", "a much better one").page("/profile");
  }

  @Test
  void guessingThePresentPasswordIsSlowedDown() {
    HttpResponse<String> answer = password("guess", "a much better one");
    for (int guess = 0; guess < 10 && answer.statusCode() != 429; guess++) {
      answer = password("guess", "a much better one");
    }
    assertThat(html(answer, 429).select("#e-present").text()).startsWith("Too many attempts.");
    assertThat(answer.headers().firstValueAsLong("Retry-After").orElseThrow()).isPositive();
  }

  @Test
  void sessionsAreSeenAndEnded() {
    Reader elsewhere = people.in(Role.OWNER);
    Reader third = people.in(Role.OWNER);
    Document page = owner.page("/profile");
    assertThat(page.select("[aria-labelledby=h-sessions] li")).hasSize(3);
    assertThat(page.select("[aria-labelledby=h-sessions] .tag").text()).isEqualTo("this one");
    assertThat(page.select("[aria-labelledby=h-sessions] li").text())
        .contains("UTC, from 127.0.0.1");

    String id = "";
    for (var each : elsewhere.api().get("/sessions").json().get("items")) {
      id = each.get("current").asBoolean() ? each.get("id").asText() : id;
    }
    assertSeeOther(owner.post("/profile/sessions/" + id + "/end"), "/profile");
    assertThat(elsewhere.get("/profile").statusCode()).isEqualTo(303);
    third.page("/profile");

    assertSeeOther(owner.post("/profile/sessions/end-others"), "/profile?done=others");
    assertThat(third.get("/profile").statusCode()).isEqualTo(303);
    assertThat(owner.page("/profile").select("form[action^=/profile/sessions]")).isEmpty();
  }

  @Test
  void goesOnInAnotherOrganization() {
    Document page = owner.page("/organization");
    assertThat(page.select("#organizations button").eachText()).containsExactly("away");
    String away = page.select("#organizations input[name=organization]").val();

    assertSeeOther(owner.post("/organization/choose", "organization", away), "/");

    assertThat(owner.page("/organization").select("h1").text())
        .isEqualTo("away counts its days in UTC.");
    assertThat(owner.page("/organization").select("main form")).isEmpty();
    html(owner.post("/organization/choose", "organization", UUID.randomUUID().toString()), 404);
  }

  @Test
  void devicesAreNamedByWhatPeopleCallThem() {
    Map<String, String> words =
        Map.of(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on an iPhone",
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
            "curl/8.5.0",
            "curl",
            "",
            "A program that does not say its name");
    words.forEach((client, said) -> assertThat(Devices.words(client)).isEqualTo(said));
  }

  @Test
  void timesAreWrittenInTheReadersZone() {
    Times times = new Times(Instant.parse("2026-11-20T02:24:00Z"), ZoneId.of("Europe/Berlin"));

    assertThat(times.time(Instant.parse("2026-07-01T10:00:00Z")))
        .isEqualTo("1\u00a0Jul, 12:00\u00a0CEST");
    assertThat(times.time(Instant.parse("2025-12-31T23:59:00Z")))
        .isEqualTo("1\u00a0Jan, 00:59\u00a0CET");
    assertThat(times.day(Instant.parse("2026-11-19T23:30:00Z"))).isEqualTo("20\u00a0Nov\u00a02026");
  }

  private HttpResponse<String> password(String present, String wanted) {
    return owner.post("/profile/password", "present", present, "password", wanted);
  }

  private int lines(String address) {
    return owner.page(address).select(".log li").size();
  }

  private static Element row(Document page, String name) {
    return page.select(".people li").stream()
        .filter(row -> row.text().contains(name))
        .findFirst()
        .orElseThrow();
  }

  private static void assertSeeOther(HttpResponse<String> answer, String path) {
    assertThat(answer.statusCode()).describedAs(answer.body()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(path);
  }
}
