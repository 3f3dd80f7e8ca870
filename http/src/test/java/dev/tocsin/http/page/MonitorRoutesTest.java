package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.probe.tcp.TcpSpec;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorRoutesTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x>";
  private static final String CSRF = "csrf=" + FakeEntrance.CSRF;

  private House house;
  private PageServer server;
  private MonitorRef shop;
  private String page;

  @BeforeEach
  void serve(@TempDir Path folder) {
    house = new House(folder);
    shop = house.monitor("shop");
    house.is(shop, Status.DOWN, Duration.ofSeconds(389), "503 " + HOSTILE);
    server = new PageServer(house.start());
    page = "/monitors/" + shop.monitor();
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void saysHowTheMonitorIsAndWhy() {
    HttpResponse<byte[]> answer = server.get(page, in("OWNER"));
    Document shown = html(answer);

    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(shown.title()).isEqualTo("Down: shop · Tocsin");
    assertThat(text(shown, "h1")).isEqualTo("Down since 20 Nov, 02:17 UTC, for 6 min 29 s.");
    assertThat(text(shown, ".lead")).isEqualTo("503 " + HOSTILE);
    assertThat(text(shown, "#m-check")).contains("Why it is down", "503 from 192.0.2.1:80");
    assertThat(text(shown, "#m-check .legend"))
        .isEqualTo("DNS 1.2 ms Connect 2 ms First byte 3 ms Body 4 ms");
    assertThat(shown.select("#m-lat svg[role=img]").eachAttr("aria-label"))
        .containsExactly("Last 1 results: 1 down", "Response time: nothing has answered.");
    assertThat(text(shown, "#m-out")).contains("goes on");
    assertThat(shown.select("#m-up dt").eachText())
        .extracting(span -> span.replace('\u00a0', ' '))
        .containsExactly("24 hours", "7 days", "30 days", "90 days", "Since 20 Nov 2026");
    StatusPageTest.assertStrict(shown);
  }

  @Test
  void timesAreThoseOfTheReaderElseOfTheirOrganization() {
    String[] tokyo = {"Cookie", FakeEntrance.COOKIE + "; zone=Asia/Tokyo"};
    Document shown = html(server.get(page, tokyo));
    assertThat(text(shown, "h1")).isEqualTo("Down since 20 Nov, 11:17 JST, for 6 min 29 s.");
    assertThat(text(shown, "#m-out time")).endsWith(" JST");
    assertThat(text(shown, "#m-check")).contains("JST");
    assertThat(text(shown, "#m-lat .x")).contains("JST");
    assertThat(shown.select("[data-shifts]").attr("data-shifts"))
        .matches("\\[\\[\\d+,32400,\"JST\"]]");
    assertThat(text(shown, "main")).doesNotContainPattern("\\d UTC");
    assertThat(html(server.get("/", tokyo)).select("#m-" + shop.monitor() + " .since time"))
        .first()
        .extracting(time -> time.attr("title").replace('\u00a0', ' '))
        .isEqualTo("since 20 Nov 2026, 11:17 JST");

    house.store.change(
        house.organization.id(), it -> it.changed("Harbourline", ZoneId.of("Europe/Berlin")));
    house.refresh();
    Document ours = html(server.get(page, in("OWNER")));
    assertThat(text(ours, "h1")).isEqualTo("Down since 20 Nov, 03:17 CET, for 6 min 29 s.");
    assertThat(text(ours, "#m-year")).contains("Days in Europe/Berlin");
    assertThat(ours.select("[data-shifts]").attr("data-shifts")).contains("3600,\"CET\"", "CEST");
    assertThat(html(server.get(page + "/results", in("OWNER"))).text())
        .contains("times in Europe/Berlin", "Times in files are in UTC");
  }

  @Test
  void whatChangesCanBeAskedForAlone() {
    Document whole = html(server.get(page, in("OWNER")));
    Document part =
        Jsoup.parseBodyFragment(PageServer.text(server.get(page + "/part", in("OWNER"))));

    assertThat(part.select("[data-part]").eachAttr("id"))
        .containsExactly(
            "m-head", "m-actions", "m-lat", "m-check", "m-year", "m-up", "m-out", "m-set", "m-who");
    assertThat(part.getElementById("m-check").outerHtml())
        .isEqualTo(whole.getElementById("m-check").outerHtml());
  }

  @ParameterizedTest
  @CsvSource({"OWNER, 3", "ADMIN, 3", "RESPONDER, 2", "VIEWER, 0"})
  void nobodySeesAButtonThatWouldFail(String role, int buttons) {
    Document shown = html(server.get(page, in(role)));
    Document list = html(server.get("/", in(role)));

    assertThat(shown.select("#m-actions button")).hasSize(buttons);
    assertThat(shown.select("#delete").isEmpty()).isEqualTo(buttons < 3);
    assertThat(list.select("a[href=/monitors/new]").isEmpty()).isEqualTo(buttons < 3);
  }

  @ParameterizedTest
  @CsvSource({
    "VIEWER, check",
    "VIEWER, pause",
    "VIEWER, resume",
    "VIEWER, delete",
    "RESPONDER, delete",
  })
  void aRoleThatMayNotIsToldSo(String role, String action) {
    HttpResponse<byte[]> answer = server.post(page + "/" + action, CSRF, in(role));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(text(html(answer), "h1")).isEqualTo("Your role does not allow that.");
    assertThat(house.board.status(shop).orElseThrow().status()).isEqualTo(Status.DOWN);
  }

  @Test
  void onlyAnOwnerOrAdminAdds() {
    assertThat(server.get("/monitors/new", in("RESPONDER")).statusCode()).isEqualTo(403);
    assertThat(server.post("/monitors", CSRF + "&address=a.example", in("VIEWER")).statusCode())
        .isEqualTo(403);
    assertThat(house.configuration.monitors(house.organization.id(), null)).hasSize(1);
  }

  @Test
  void pausesAndResumes() {
    shop = house.monitor("other");
    house.refresh();
    page = "/monitors/" + shop.monitor();
    assertLeadsTo(page, server.post(page + "/pause", CSRF, in("RESPONDER")));
    assertThat(house.board.status(shop).orElseThrow().status()).isEqualTo(Status.PAUSED);
    Document paused = html(server.get(page, in("RESPONDER")));
    assertThat(paused.select("#m-actions button").eachText()).containsExactly("Resume");
    assertThat(text(paused, "h1")).startsWith("Paused since ");

    assertLeadsTo(page, server.post(page + "/resume", CSRF, in("RESPONDER")));
    assertThat(house.board.status(shop).orElseThrow().status()).isEqualTo(Status.PENDING);
    assertThat(text(html(server.get(page, in("RESPONDER"))), "h1"))
        .isEqualTo("I have not seen a result yet.");
  }

  @Test
  void checksNowAndDeletes() {
    assertLeadsTo(page, server.post(page + "/check", CSRF, in("RESPONDER")));
    assertLeadsTo("/", server.post(page + "/delete", CSRF, in("ADMIN")));
    assertThat(server.get(page, in("ADMIN")).statusCode()).isEqualTo(404);
    assertThat(server.post(page + "/pause", CSRF, in("ADMIN")).statusCode()).isEqualTo(404);
  }

  @Test
  void watchesWhatIsTyped() {
    HttpResponse<byte[]> made =
        server.post("/monitors", CSRF + "&address=shop.example.com%2Fhealth", in("ADMIN"));

    assertThat(made.statusCode()).isEqualTo(303);
    MonitorConfig monitor = added(made);
    assertThat(monitor.name()).isEqualTo("shop.example.com");
    assertThat(((HttpSpec) monitor.spec()).request().uri())
        .hasToString("https://shop.example.com/health");
    assertThat(monitor.timing().interval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(
            added(server.post("/monitors", CSRF + "&address=db.example.com:5432", in("OWNER")))
                .spec())
        .isInstanceOf(TcpSpec.class);
  }

  private MonitorConfig added(HttpResponse<byte[]> made) {
    String location = made.headers().firstValue("Location").orElseThrow();
    assertThat(location).startsWith("/monitors/");
    UUID id = UUID.fromString(location.substring("/monitors/".length()));
    house.refresh();
    return ((Lookup.Found<MonitorConfig>)
            house.configuration.monitor(
                new MonitorRef(house.organization.id(), new dev.tocsin.monitor.MonitorId(id))))
        .value();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "   ", "ftp://a.example", "a b", "http://", "a.example:99999", HOSTILE})
  void whatCannotBeWatchedIsSaidAtTheFieldAndKept(String typed) {
    HttpResponse<byte[]> answer =
        server.post(
            "/monitors",
            CSRF + "&address=" + URLEncoder.encode(typed, StandardCharsets.UTF_8),
            in("ADMIN"));
    Document shown = html(answer);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(shown.select("#f-address").val()).isEqualTo(typed);
    assertThat(shown.select("#f-address").attr("aria-invalid")).isEqualTo("true");
    assertThat(shown.select("#e-address").text()).isNotBlank();
    assertThat(shown.select("[role=alert]")).isEmpty();
    assertThat(house.configuration.monitors(house.organization.id(), null)).hasSize(1);
    StatusPageTest.assertStrict(shown);
  }

  @Test
  void changesWhatTheFormShowsAndLeavesTheRest() {
    Document form = html(server.get(page + "/edit", in("ADMIN")));
    assertThat(form.select("#f-name").val()).isEqualTo("shop");
    assertThat(form.getElementById("f-http.url").val()).startsWith("https://");
    StatusPageTest.assertStrict(form);
    MonitorConfig before = known();

    HttpResponse<byte[]> saved =
        server.post(
            page + "/edit",
            CSRF
                + "&revision="
                + form.select("[name=revision]").val()
                + "&name=Shop+front&http.url=https%3A%2F%2Fnew.example%2F&interval=30s&timeout=5s"
                + "&confirmations=3&recoveryConfirmations=2&tags=eu%0D%0A+front%0D%0A",
            in("ADMIN"));

    assertLeadsTo(page, saved);
    MonitorConfig after = known();
    assertThat(after.name()).isEqualTo("Shop front");
    assertThat(((HttpSpec) after.spec()).request().uri()).hasToString("https://new.example/");
    assertThat(((HttpSpec) after.spec()).expectedStatus())
        .isEqualTo(((HttpSpec) before.spec()).expectedStatus());
    assertThat(after.timing().interval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(after.timing().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(after.timing().confirmations()).isEqualTo(3);
    assertThat(after.timing().recoveryConfirmations()).isEqualTo(2);
    assertThat(after.tags()).containsExactly("eu", "front");
    assertThat(after.createdAt()).isEqualTo(before.createdAt());
  }

  @Test
  void whatIsWrongIsSaidAtItsFieldAndNothingIsSaved() {
    MonitorConfig before = known();
    HttpResponse<byte[]> answer =
        server.post(
            page + "/edit",
            CSRF
                + revision()
                + "&name=&interval=1s&timeout=soon&confirmations=many&http.url=nowhere",
            in("ADMIN"));
    Document form = html(answer);

    assertThat(answer.statusCode()).isEqualTo(422);
    for (String field : List.of("name", "interval", "timeout", "confirmations", "http.url")) {
      assertThat(form.getElementById("e-" + field)).as(field).isNotNull();
    }
    assertThat(form.select("#f-timeout").val()).isEqualTo("soon");
    assertThat(form.select("[role=alert]")).isEmpty();
    assertThat(known()).isEqualTo(before);
    StatusPageTest.assertStrict(form);
  }

  @Test
  void aFormThatWasLoadedBeforeAnothersChangeOverwritesNothing() {
    MonitorConfig before = known();
    HttpResponse<byte[]> answer =
        server.post(
            page + "/edit", CSRF + "&name=Mine&revision=" + (before.revision() + 7), in("ADMIN"));

    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(text(html(answer), "[role=alert]")).contains("nothing was saved");
    assertThat(html(answer).select("#f-name").val()).isEqualTo("Mine");
    assertThat(known()).isEqualTo(before);
  }

  @Test
  void canBeTriedBeforeItIsSaved() {
    MonitorConfig before = known();
    HttpResponse<byte[]> answer =
        server.post(
            page + "/edit", CSRF + revision() + "&name=Tried&interval=30s&test=yes", in("ADMIN"));

    assertThat(answer.statusCode()).isEqualTo(200);
    Document form = html(answer);
    assertThat(text(form, "#tried"))
        .contains("What the test saw", "503 from 192.0.2.1:80", "The server answered 503.");
    assertThat(form.select("#f-name").val()).isEqualTo("Tried");
    assertThat(known()).isEqualTo(before);
    StatusPageTest.assertStrict(form);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESPONDER", "VIEWER"})
  void onlyAnOwnerOrAdminEdits(String role) {
    assertThat(server.get(page + "/edit", in(role)).statusCode()).isEqualTo(403);
    assertThat(server.post(page + "/edit", CSRF + "&name=x", in(role)).statusCode()).isEqualTo(403);
    assertThat(html(server.get(page, in(role))).select("a[href$=/edit]")).isEmpty();
    assertThat(known().name()).isEqualTo("shop");
  }

  @Test
  void aTagWithACommaIsOneTag() {
    MonitorRef tagged = house.tagged("tagged", "Berlin, DE");
    house.refresh();
    shop = tagged;
    page = "/monitors/" + shop.monitor();
    assertLeadsTo(
        page,
        server.post(
            page + "/edit", CSRF + revision() + "&name=Renamed&tags=Berlin%2C+DE", in("ADMIN")));
    assertThat(known().tags()).containsExactly("Berlin, DE");
  }

  @Test
  void aFormSentTwiceMakesOneMonitor() {
    String form = CSRF + "&address=a.example&id=" + dev.tocsin.monitor.MonitorId.create();
    HttpResponse<byte[]> first = server.post("/monitors", form, in("ADMIN"));
    HttpResponse<byte[]> second = server.post("/monitors", form, in("ADMIN"));

    assertThat(second.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    house.refresh();
    assertThat(house.configuration.monitors(house.organization.id(), null)).hasSize(2);
  }

  private String revision() {
    return "&revision=" + known().revision();
  }

  private MonitorConfig known() {
    house.refresh();
    return ((Lookup.Found<MonitorConfig>) house.configuration.monitor(shop)).value();
  }

  @Test
  void aFormOfAnotherSiteOrSessionDoesNothing() {
    for (String action : List.of("/pause", "/check", "/delete", "/edit")) {
      assertThat(server.post(page + action, "csrf=another", in("OWNER")).statusCode())
          .isEqualTo(403);
      assertThat(server.post(page + action, "", in("OWNER")).statusCode()).isEqualTo(403);
    }
    assertThat(
            server
                .post(
                    page + "/pause",
                    CSRF,
                    "Cookie",
                    FakeEntrance.COOKIE,
                    "Origin",
                    "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(server.post("/monitors", "address=a.example", in("OWNER")).statusCode())
        .isEqualTo(403);
    assertThat(house.board.status(shop).orElseThrow().status()).isEqualTo(Status.DOWN);
  }

  @Test
  void whoIsNotSignedInIsSentToTheDoor() {
    for (String address : List.of(page, page + "/edit", "/monitors/new")) {
      assertLeadsTo("/login?next=" + address.replace("/", "%2F"), server.get(address));
    }
    assertLeadsTo("/login", server.post(page + "/pause", CSRF));
    assertThat(server.get(page + "/part").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not-an-id", "00000000-0000-7000-8000-000000000000"})
  void whatIsNotThereIsSaid(String id) {
    assertThat(server.get("/monitors/" + id, in("OWNER")).statusCode()).isEqualTo(404);
    assertThat(server.get("/monitors/" + id + "/part", in("OWNER")).statusCode()).isEqualTo(404);
    assertThat(server.post("/monitors/" + id + "/pause", CSRF, in("OWNER")).statusCode())
        .isEqualTo(404);
  }

  private static void assertLeadsTo(String path, HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains(path);
  }

  private static String[] in(String role) {
    return new String[] {
      "Cookie", FakeEntrance.COOKIE + "; role=" + role, "Origin", "http://localhost:8080"
    };
  }

  private static String text(Document page, String selector) {
    return page.select(selector).text().replace('\u00a0', ' ');
  }

  private static Document html(HttpResponse<byte[]> answer) {
    return Jsoup.parse(PageServer.text(answer));
  }
}
