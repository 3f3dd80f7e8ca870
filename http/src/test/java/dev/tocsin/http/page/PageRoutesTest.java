package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.http.Authentication;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageRoutesTest {
  private static final String[] IN = {"Cookie", FakeEntrance.COOKIE};
  private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x>";

  private House house;
  private PageServer server;

  @BeforeAll
  void serve(@TempDir Path folder) {
    house = new House(folder);
    PageShowcase.fill(house);
    server = new PageServer(house.start());
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  void theListBeginsWithWhatNeedsAttention() {
    HttpResponse<byte[]> answer = server.get("/", IN);
    Document page = html(answer);

    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(page.title()).isEqualTo("2 down · Tocsin");
    assertThat(page.select("h1").text()).isEqualTo("Two monitors are down.");
    assertThat(page.select(".lead").text())
        .isEqualTo("2 are degraded, 14 are up, 1 waits for the first result, 1 is paused.");
    assertThat(page.select("[data-section] h2").eachText())
        .containsExactly("Needs attention", "On hold", "Up");
    assertThat(page.select("[data-section=attention] .name a").eachText())
        .containsExactly("labels-api", "nightly-ledger-export", "label-printing", "tracking-api");
    assertThat(page.select("[data-section=up] .name a").eachText())
        .isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER)
        .hasSize(14);
    assertThat(page.select("[data-section=up] .why")).isEmpty();
    assertThat(page.select("[data-section=attention] .why").first().text()).startsWith("503");
    assertThat(page.select("[data-section=attention] time").first().text().replace('\u00a0', ' '))
        .isEqualTo("6 min 29 s");
    StatusPageTest.assertStrict(page);
  }

  @Test
  void addressesShowNoSecrets() {
    String page = PageServer.text(server.get("/", IN));

    assertThat(page).contains("api.harbourline.example/v2/labels/health");
    assertThat(page).doesNotContain("key=secret");
  }

  @Test
  void aRowAndTheHeadCanBeAskedForAlone() {
    Document list = html(server.get("/", IN));
    String id = list.select("[data-section=attention] li").first().id().substring(2);

    HttpResponse<byte[]> row = server.get("/monitors/" + id + "/row", IN);
    assertThat(row.statusCode()).isEqualTo(200);
    assertThat(Jsoup.parseBodyFragment(PageServer.text(row)).select("li .name a").text())
        .isEqualTo("labels-api");
    assertThat(Jsoup.parseBodyFragment(PageServer.text(row)).select("li").outerHtml())
        .isEqualTo(list.getElementById("m-" + id).outerHtml());

    Document head = html(server.get("/monitors/head", IN));
    assertThat(head.select("#head").attr("data-title")).isEqualTo("2 down · Tocsin");
    assertThat(head.select("#head").attr("data-up")).isEqualTo("14");
  }

  @Test
  void aRowOfWhatIsNoIdIsNotThere() {
    assertThat(server.get("/monitors/not-an-id/row", IN).statusCode()).isEqualTo(404);
  }

  /** A list that is open asks for it, and the browser complains of each answer that is a fault. */
  @ParameterizedTest
  @ValueSource(
      strings = {"00000000-0000-7000-8000-000000000000", "5d0a5f4e-3a52-4a43-9a5f-6b5b0a1f2c3d"})
  void aRowOfAMonitorThatIsGoneIsEmptyAndNoFault(String id) {
    HttpResponse<byte[]> row = server.get("/monitors/" + id + "/row", IN);
    assertThat(row.statusCode()).isEqualTo(204);
    assertThat(row.body()).isEmpty();
  }

  @Test
  void whoIsNotSignedInIsSentToTheDoor() {
    HttpResponse<byte[]> list = server.get("/");
    assertThat(list.statusCode()).isEqualTo(303);
    assertThat(list.headers().firstValue("Location")).contains("/login");
    assertThat(server.get("/monitors/head").statusCode()).isEqualTo(401);
    assertThat(server.get("/monitors/" + UUID.randomUUID() + "/row").statusCode()).isEqualTo(401);
  }

  @Test
  void theDoorSaysThatASessionHasEndedToWhomeverHadOne() {
    Document door = html(server.get("/login?next=%2Fdocs", "Cookie", Authentication.COOKIE + "=x"));

    assertThat(door.select(".lead").text()).contains("Your session has ended");
    assertThat(door.select("[name=next]").val()).isEqualTo("/docs");
    assertThat(html(server.get("/login")).select(".lead")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/monitors/new?type=http, /login?next=%2Fmonitors%2Fnew%3Ftype%3Dhttp",
    "http://localhost, /login",
    "no address, /login",
  })
  void aFormOfASessionThatHasEndedLeadsBackToItsPage(String page, String door) {
    HttpResponse<byte[]> answer = server.post("/monitors", "csrf=x", "Referer", page);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(door);
  }

  @Test
  void whereAFormIsSentToLeadsWhoeverLoadsItAgainToItsPage() {
    HttpResponse<byte[]> answer = server.get("/monitors", IN);

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains("/monitors/new");
  }

  @Test
  void signingInSetsTheCookieAndLeadsOn() {
    HttpResponse<byte[]> answer =
        server.post("/login", "email=mara%40example.com&password=right&next=%2Fdocs");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains("/docs");
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith(FakeEntrance.COOKIE);
  }

  @ParameterizedTest
  @CsvSource({
    "wrong,  422, do not belong together",
    "fast,   429, Try again in 42",
    "away,   503, nothing was done",
  })
  void aFailedSignInSaysWhyAndKeepsTheAddress(String password, int status, String says) {
    HttpResponse<byte[]> answer =
        server.post("/login", "email=mara%40example.com&password=" + password);

    assertThat(answer.statusCode()).isEqualTo(status);
    Document page = html(answer);
    assertThat(page.select("[role=alert]").text().replace('\u00a0', ' ')).contains(says);
    assertThat(page.select("#f-email").val()).isEqualTo("mara@example.com");
    assertThat(page.select("#f-password").val()).isEmpty();
    assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(status != 422);
    StatusPageTest.assertStrict(page);
  }

  @Test
  void whatNobodyExpectedIsAPageWithoutItsCause() {
    HttpResponse<byte[]> answer = server.post("/login", "email=a%40b.c&password=broken");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(PageServer.text(answer))
        .contains("Something in Tocsin failed.")
        .doesNotContain("a secret cause");
  }

  @ParameterizedTest
  @CsvSource({
    "/docs, /docs",
    "/?page=2, /?page=2",
    "//evil.example, /",
    "/\\evil.example, /",
    "https://evil.example, /",
    "'', /",
    "'/a\tb', /",
  })
  void nobodyIsLedToAnotherSite(String wanted, String led) {
    assertThat(DoorRoutes.next(wanted)).isEqualTo(led);
  }

  @Test
  void settingUpNamesTheFieldAtFault() {
    HttpResponse<byte[]> answer =
        server.post("/setup", "token=good&organization=Acme&email=a%40b.c&password=short");
    Document page = html(answer);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(page.select("#f-password").attr("aria-invalid")).isEqualTo("true");
    assertThat(page.select("#f-password").attr("aria-describedby"))
        .isEqualTo("h-password e-password");
    assertThat(page.select("#e-password").text()).contains("at least 12 characters");
    assertThat(page.select("#f-organization").val()).isEqualTo("Acme");
    assertThat(page.select("[name=token]").val()).isEqualTo("good");
    assertThat(page.select("[role=alert]")).isEmpty();
    assertThat(
            server
                .post(
                    "/setup", "token=good&organization=Acme&email=a%40b.c&password=a+long+sentence")
                .statusCode())
        .isEqualTo(303);
  }

  @Test
  void anInvitationThatIsUsedSaysSo() {
    Document page = html(server.post("/invite", "token=used&name=&password=a+long+sentence"));

    assertThat(page.select("[role=alert]").text()).contains("This link was used");
    assertThat(server.get("/invite?token=good").statusCode()).isEqualTo(200);
  }

  @Test
  void whatWasTypedIsTextWhereItIsShownAgain() {
    String typed = java.net.URLEncoder.encode(HOSTILE, java.nio.charset.StandardCharsets.UTF_8);
    Document page = html(server.post("/login", "email=" + typed + "&password=x&next=" + typed));

    assertThat(page.select("script:not([src]), img")).isEmpty();
    assertThat(page.select("#f-email").val()).isEqualTo(HOSTILE);
    Document form = html(server.get("/setup?token=" + typed));
    assertThat(form.select("[name=token]").val()).isEqualTo(HOSTILE);
    assertThat(form.select("script:not([src]), img")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-Fetch-Site, cross-site",
    "Sec-Fetch-Site, same-site",
    "Origin, http://evil.example"
  })
  void aFormOfAnotherSiteIsRefused(String header, String value) {
    assertThat(server.post("/login", "email=a%40b.c&password=right", header, value).statusCode())
        .isEqualTo(403);
  }

  @Test
  void signingOutNeedsTheSessionsToken() {
    HttpResponse<byte[]> page = server.get("/", IN);
    String csrf = html(page).select("[name=csrf]").first().val();

    String[] here = {IN[0], IN[1], "Sec-Fetch-Site", "same-origin"};
    assertThat(server.post("/logout", "csrf=other", here).statusCode()).isEqualTo(403);
    assertThat(server.post("/logout", "", here).statusCode()).isEqualTo(403);
    // a browser that does not say which page the form is of
    assertThat(server.post("/logout", "csrf=" + csrf, IN).statusCode()).isEqualTo(403);
    HttpResponse<byte[]> out = server.post("/logout", "csrf=" + csrf, here);
    assertThat(out.statusCode()).isEqualTo(303);
    assertThat(out.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
  }

  @Test
  void thePagesOfTheOrganizationAreNamed() {
    Document page = html(server.get("/", IN));

    assertThat(page.select("[aria-labelledby=h-pages] a").eachAttr("href"))
        .contains("/status/calm", "/status/staff");
  }

  @Test
  void anEmptyListSaysWhatToDoNext(@TempDir Path other) {
    try (PageServer empty = new PageServer(new House(other).start())) {
      Document page = html(empty.get("/", IN));

      assertThat(page.select("h1").text()).isEqualTo("I watch nothing yet.");
      assertThat(page.select("pre").text())
          .contains("curl http://localhost:8080/api/v1/monitors")
          .contains("TOKEN=$(curl -s http://localhost:8080/api/v1/session");
      assertThat(page.select("main a[href=/docs]")).isNotEmpty();
    }
  }

  @Test
  void aLongListHasPages(@TempDir Path other) {
    House large = new House(other);
    for (int each = 0; each < 230; each++) {
      MonitorRef monitor = large.monitor("m%03d".formatted(each));
      large.is(monitor, each < 5 ? Status.DOWN : Status.UP, Duration.ofMinutes(each), HOSTILE);
    }
    try (PageServer many = new PageServer(large.start())) {
      Document first = html(many.get("/", IN));
      Document second = html(many.get("/?page=2", IN));
      Document last = html(many.get("/?page=99", IN));

      assertThat(first.select("[data-section=attention] li")).hasSize(5);
      assertThat(first.select("[data-section=up] li")).hasSize(45);
      assertThat(first.select("[data-count=up]").text()).isEqualTo("225");
      assertThat(second.select("[data-section] li")).hasSize(50);
      assertThat(last.select("[data-section] li")).hasSize(30);
      assertThat(last.select(".pager").text()).contains("201–230 of 230");
      assertThat(first.select("script:not([src]), img")).isEmpty();
      assertThat(first.select(".why").first().text()).isEqualTo(HOSTILE);
    }
  }

  @Test
  void whatIsNotThereIsSaidToABrowserByAPage() {
    HttpResponse<byte[]> answer = server.get("/nowhere", "Accept", "text/html,*/*");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(html(answer).select("h1").text()).isEqualTo("There is nothing here.");
    StatusPageTest.assertStrict(html(answer));
  }

  private static Document html(HttpResponse<byte[]> answer) {
    return Jsoup.parse(PageServer.text(answer));
  }
}
