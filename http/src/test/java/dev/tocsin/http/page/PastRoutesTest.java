package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.http.Json;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.DayResults;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.TokenId;
import dev.tocsin.uptime.Uptime;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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

class PastRoutesTest {
  private static final String HOSTILE = "<script>alert(1)</script>";
  private static final LocalDate TODAY = LocalDate.parse("2026-11-20");

  private House house;
  private PageServer server;
  private MonitorRef shop;
  private String page;

  @BeforeEach
  void serve(@TempDir Path folder) {
    house = new House(folder);
    shop = house.monitor("shop");
    house.is(shop, Status.UP, Duration.ofDays(20), null);
    house.is(shop, Status.DOWN, Duration.ofMinutes(5), "503 " + HOSTILE);
    server = new PageServer(house.start());
    page = "/monitors/" + shop.monitor();
  }

  @AfterEach
  void close() {
    server.close();
  }

  // ---- the chart

  @Test
  void aDayIsDrawnFromResultsInFewPoints() {
    for (int minute = 1; minute < 24 * 60; minute++) {
      add(minute, minute <= 5 ? Outcome.DOWN : Outcome.UP, minute == 700 ? 1_900_000 : 100_000);
    }
    JsonNode chart = series("24h");

    assertThat(chart.path("kind").asText()).isEqualTo("results");
    assertThat(chart.path("at").size()).isBetween(470, 490);
    for (String column : List.of("checks", "failures", "avg", "p50", "p95", "p99", "max")) {
      assertThat(chart.path(column).size()).as(column).isEqualTo(chart.path("at").size());
    }
    assertThat(chart.path("phases").path("first_byte").size()).isEqualTo(chart.path("at").size());
    assertThat(chart.path("p50").get(5).asLong()).isEqualTo(100_000);
    int last = chart.path("at").size() - 1;
    assertThat(chart.path("avg").get(last).isNull()).as("no line through zero").isTrue();
    assertThat(chart.path("outages")).hasSize(1);
    assertThat(chart.path("outages").get(0).get(0).asLong())
        .isEqualTo(House.NOW.minusSeconds(300).getEpochSecond());
    assertThat(text(chart.path("finding")))
        .isEqualTo("p95 100 ms over 24 hours, at most 1900 ms on {at}. Down once, for 5 min.");
    Instant slowest = House.NOW.minus(Duration.ofMinutes(700));
    assertThat(chart.path("found").asDouble())
        .isBetween(slowest.getEpochSecond() - 180.0, slowest.getEpochSecond() + 180.0);
    assertThat(chart.path("csv").asText()).contains("/results?format=csv&from=2026-11-19T02:24");
  }

  @Test
  void whatIsMissingIsSaid() {
    for (int minute = 1; minute < 24 * 60; minute++) {
      if (minute < 100 || minute > 160) {
        add(minute, Outcome.UP, 100_000);
      }
    }
    JsonNode chart = series("24h");

    assertThat(chart.path("missing")).hasSize(1);
    assertThat(chart.path("missing").get(0).path("why").asText()).contains("Nothing was recorded");
    assertThat(chart.path("missing").get(0).path("from").asLong())
        .isEqualTo(House.NOW.minusSeconds(161 * 60).getEpochSecond());
  }

  @Test
  void aLongerRangeIsDrawnFromDays() {
    rolled(TODAY.minusDays(3), Duration.ofMinutes(7), 900_000);
    rolled(TODAY.minusDays(2), Duration.ZERO, 300_000);
    JsonNode chart = series("30d");

    assertThat(chart.path("kind").asText()).isEqualTo("days");
    assertThat(chart.path("days").get(0).asText()).isEqualTo("2026-11-17");
    assertThat(chart.path("p95").get(0).asLong()).isEqualTo(900_000);
    assertThat(chart.path("down").get(0).asLong()).isEqualTo(420);
    assertThat(text(chart.path("finding")))
        .startsWith("Average 100 ms over 30 days, the highest p95 of a day 900 ms on 17 Nov.");
  }

  @Test
  void withoutTheStoreTheDayIsDrawnAllTheSame() {
    add(1, Outcome.UP, 100_000);
    server.past.goAway();

    assertThat(series("24h").path("at")).hasSize(1);
    assertThat(server.get(page + "/series?range=90d", in("VIEWER")).statusCode()).isEqualTo(503);
  }

  @Test
  void aChartIsForMembersAndOfARangeThatThereIs() {
    assertThat(server.get(page + "/series").statusCode()).isEqualTo(401);
    assertThat(server.get(page + "/series?range=1y", in("VIEWER")).statusCode()).isEqualTo(422);
    assertThat(
            server
                .get("/monitors/00000000-0000-7000-8000-000000000000/series", in("OWNER"))
                .statusCode())
        .isEqualTo(404);
  }

  // ---- results

  @Test
  void resultsAreShownNewestFirstWithWhatIsMissing() {
    add(1, Outcome.DOWN, 10_000, "503 " + HOSTILE);
    add(2, Outcome.UP, 200_000, null);
    add(90, Outcome.UP, 300_000, null);
    Document shown = html(server.get(page + "/results", in("VIEWER")));

    assertThat(text(shown, "h1")).isEqualTo("All results of shop.");
    assertThat(shown.select("tbody tr").eachAttr("data-state")).containsExactly("down", "up", "up");
    assertThat(shown.select("tbody tr")).hasSizeGreaterThan(3);
    assertThat(text(shown, "tbody tr:eq(0)")).contains("Down", "10 ms", HOSTILE);
    assertThat(text(shown, "tbody tr.gap")).contains("Missing from", "Nothing was recorded");
    assertThat(shown.select("tbody svg[role=img]").getFirst().attr("aria-label"))
        .contains("First byte");
    StatusPageTest.assertStrict(shown);
  }

  @Test
  void resultsAreFilteredByTheAddress() {
    add(1, Outcome.DOWN, 10_000, "no");
    add(2, Outcome.UP, 200_000, null);
    add(3, Outcome.UNKNOWN, 10_000, "why");
    add(4, Outcome.UP, 1_300_000, null);

    assertThat(states("/results?outcome=failed")).containsExactly("down", "pending");
    assertThat(states("/results?outcome=slow")).containsExactly("up");
    assertThat(states("/results?outcome=slow&slower=100")).containsExactly("up", "up");
    assertThat(states("/results?from=2026-11-20T02:21&to=2026-11-20T02:23")).hasSize(2);
    Document failed = html(server.get(page + "/results?outcome=failed", in("VIEWER")));
    assertThat(failed.select("[name=outcome][checked]").val()).isEqualTo("failed");
    assertThat(text(failed, "h1")).isEqualTo("Failed results of shop.");
  }

  @Test
  void timesOfResultsAreThoseOfTheReadersZone() {
    add(1, Outcome.DOWN, 10_000, "no");
    add(2, Outcome.UP, 200_000, null);
    add(4, Outcome.UP, 200_000, null);
    String path = page + "/results?outcome=all&from=2026-11-20T11:21&to=2026-11-20T11:22:30";
    Document shown = html(server.get(path, inZone("Asia/Tokyo")));

    assertThat(shown.select("tbody tr[data-state] time").eachText())
        .extracting(text -> text.replace('\u00a0', ' '))
        .singleElement()
        .asString()
        .startsWith("20 Nov, 11:2");
    assertThat(text(shown, "label[for=f-from]")).isEqualTo("From, Asia/Tokyo");
    assertThat(shown.select("#f-from").val()).isEqualTo("2026-11-20T11:21");
    assertThat(shown.select("#f-to").val()).isEqualTo("2026-11-20T11:22:30");
    assertThat(text(shown, "#h-results + small")).contains("times in Asia/Tokyo");
    assertThat(shown.select("a[href*=csv]").attr("href"))
        .contains("from=2026-11-20T02:21:00.000Z&to=2026-11-20T02:22:30.000Z");
    String shared = page + "/results?outcome=all&from=2026-11-20T02:21:00Z&to=2026-11-20T02:22:30Z";
    Document elsewhere = html(server.get(shared, inZone("America/New_York")));
    assertThat(elsewhere.select("#f-from").val()).isEqualTo("2026-11-19T21:21");
    assertThat(elsewhere.select("tbody tr[data-state]")).hasSize(1);
  }

  @Test
  void aPageOfOlderResultsIsOfTheSameTimeForEverybody() {
    for (int minute = 1; minute <= 150; minute++) {
      add(minute, Outcome.UP, 1_000L * minute);
    }
    String path = page + "/results?to=2026-11-20T11:20";
    String older = html(server.get(path, inZone("Asia/Tokyo"))).select("a[rel=next]").attr("href");
    assertThat(older).contains("to=2026-11-20T02:20:00Z&after=");
  }

  private static String[] inZone(String zone) {
    return new String[] {"Cookie", FakeEntrance.COOKIE + "; role=VIEWER; zone=" + zone};
  }

  @Test
  void whatIsWrongWithAFilterIsSaidAtItsField() {
    HttpResponse<byte[]> answer =
        server.get(page + "/results?from=yesterday&to=2026-02-30&slower=long", in("VIEWER"));
    Document shown = html(answer);

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(shown.select("#e-from, #e-to, #e-slower")).hasSize(3);
    assertThat(shown.select("#f-from").val()).isEqualTo("yesterday");
    assertThat(shown.select("[role=alert]")).isEmpty();
    StatusPageTest.assertStrict(shown);
  }

  @Test
  void olderResultsFollowOnFurtherPagesAndNoneIsLeftOut() {
    for (int minute = 1; minute <= 250; minute++) {
      add(minute, Outcome.UP, 1_000L * minute);
    }
    int seen = 0;
    String next = page + "/results";
    for (int pages = 1; pages <= 3; pages++) {
      Document shown = html(server.get(next, in("VIEWER")));
      seen += shown.select("tbody tr[data-state]").size();
      next = shown.select("a[rel=next]").attr("href");
      assertThat(next.isEmpty()).isEqualTo(pages == 3);
      assertThat(shown.select(".pager a").eachText().contains("Latest")).isEqualTo(pages > 1);
    }
    assertThat(seen).isEqualTo(250);
  }

  @Test
  void aSearchThatFindsLittleStopsAndSaysSo() {
    for (int second = 1; second <= 12_500; second++) {
      add(House.NOW.minusSeconds(second), second == 12_400 ? Outcome.DOWN : Outcome.UP, 5_000);
    }
    Document first = html(server.get(page + "/results?outcome=failed", in("VIEWER")));
    assertThat(first.select("tbody tr[data-state]")).isEmpty();
    assertThat(text(first, "main")).contains("I looked through 10000 results");

    Document second = html(server.get(first.select("a[rel=next]").attr("href"), in("VIEWER")));
    assertThat(second.select("tbody tr").eachAttr("data-state")).containsExactly("down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/results", "/export", "/changes"})
  void strangersAreSentToTheDoor(String path) {
    HttpResponse<byte[]> answer = server.get(page + path);
    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location"))
        .contains("/login?next=" + (page + path).replace("/", "%2F"));
  }

  // ---- files

  @ParameterizedTest
  @CsvSource({
    "results, from=2026-11-01T00:00:00Z&to=2026-11-04T00:00:00Z",
    "outages, from=2026-11-01T00:00:00Z&to=2026-11-03T23:59:59.999Z",
    "rollups, from=2026-11-01&to=2026-11-03"
  })
  void aFileIsOneOfTheApi(String what, String span) {
    HttpResponse<byte[]> answer =
        server.get(
            page + "/export?format=ndjson&first=2026-11-01&last=2026-11-03&what=" + what,
            in("VIEWER"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location"))
        .contains("/api/v1" + page + "/" + what + "?format=ndjson&" + span);
  }

  @Test
  void whatIsWrongWithAFileIsSaidAtItsField() {
    HttpResponse<byte[]> answer =
        server.get(page + "/export?first=2026-11-05&last=2026-11-03", in("VIEWER"));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(text(html(answer), "#e-first")).isEqualTo("It must not be after the last day.");
    assertThat(
            text(
                html(
                    server.get(
                        page + "/export?what=rollups&first=2020-01-01&last=2026-11-03",
                        in("VIEWER"))),
                "#e-first"))
        .contains("730 days");
    assertThat(text(html(server.get(page + "/export?first=x", in("VIEWER"))), "#e-first"))
        .contains("It must be a day");
  }

  // ---- the year

  /** The monitor asked for is one of two years and more. */
  private void isOld() {
    house.store.createMonitor(
        new dev.tocsin.monitor.MonitorConfig(
            shop = new MonitorRef(house.organization.id(), dev.tocsin.monitor.MonitorId.create()),
            "old",
            House.http("https://old.example/"),
            House.timing(),
            List.of(),
            House.NOW.minus(Duration.ofDays(800)),
            0),
        House.SOMEBODY);
    house.refresh();
  }

  @Test
  void theYearIsAddedUpFromDaysAndMemory() {
    isOld();
    house.is(shop, Status.UP, Duration.ofDays(90), null);
    rolled(TODAY.minusDays(200), Duration.ofMinutes(30), 1_000);
    rolled(TODAY.minusDays(150), Duration.ofMinutes(2), 1_000);
    Document shown = html(server.get("/monitors/" + shop.monitor(), in("VIEWER")));

    assertThat(text(shown, "#m-year small")).startsWith("Since 4 May 2026: 99.97");
    assertThat(text(shown, "#m-up dl")).contains("Since 4 May 2026", "32 min down");
    assertThat(shown.select("#m-year .baddays li").eachText())
        .extracting(it -> it.replace('\u00a0', ' '))
        .containsExactly("23 Jun 2026 2 min", "4 May 2026 30 min");
    assertThat(shown.select("#m-year .baddays a").getFirst().attr("href"))
        .endsWith("results?outcome=failed&from=2026-06-23T00:00:00Z&to=2026-06-24T00:00:00Z");
    assertThat(shown.select("#m-year .year svg").attr("aria-label").replace('\u00a0', ' '))
        .contains("2 days with downtime, the last of them: 23 Jun 2026 2 min, 4 May 2026 30 min");
    assertThat(shown.select("#m-year .year path").eachAttr("data-state"))
        .containsExactly("down", "pending", "up");
  }

  @Test
  void withoutTheStoreTheYearSaysWhatIsMissing() {
    isOld();
    server.past.goAway();
    Document shown = html(server.get("/monitors/" + shop.monitor(), in("OWNER")));

    assertThat(text(shown, "#m-year")).contains("The database does not answer.");
    assertThat(shown.select("#m-who")).isEmpty();
  }

  // ---- who changed it

  @Test
  void saysWhoDidWhat() {
    Author token = Author.token(new TokenId(UUID.randomUUID()));
    changed(Author.system(house.organization.id()), "monitor.create", "{\"name\":\"shop\"}");
    changed(
        token,
        "monitor.update",
        "{\"name\":\"shop\",\"changed\":[\"timing.interval\",\"spec.request.url\","
            + "\"spec.connection.followRedirects\"]}");
    changed(token, "monitor.state", "{\"status\":\"down\",\"cause\":\"" + "A <b>fire</b>.\"}");
    Document shown = html(server.get(page, in("ADMIN")));

    assertThat(shown.select("#m-who li p").eachText())
        .containsExactly(
            "A token that was deleted set it down: A <b>fire</b>.",
            "A token that was deleted changed its interval, address and follow redirects",
            "Tocsin added it");
    assertThat(shown.select("#m-who a").attr("href")).isEqualTo(page + "/changes");
    Document all = html(server.get(page + "/changes", in("ADMIN")));
    assertThat(all.select(".changes li")).hasSize(3);
    StatusPageTest.assertStrict(all);
  }

  @Test
  void changesComeInPages() {
    for (int each = 0; each < 60; each++) {
      changed(Author.system(house.organization.id()), "monitor.pause", "{}");
    }
    Document first = html(server.get(page + "/changes", in("OWNER")));
    Document second = html(server.get(first.select("a[rel=next]").attr("href"), in("OWNER")));

    assertThat(first.select(".changes li")).hasSize(50);
    assertThat(second.select(".changes li")).hasSize(10);
    assertThat(second.select("a[rel=next]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"VIEWER", "RESPONDER"})
  void onlyWhoMayReadTheAuditLogSeesWhoDidWhat(String role) {
    Document shown = html(server.get(page, in(role)));

    assertThat(shown.select("#m-who, a[href$=/changes]")).isEmpty();
    assertThat(html(server.get(page + "/results", in(role))).select("a[href$=/changes]")).isEmpty();
    assertThat(server.get(page + "/changes", in(role)).statusCode()).isEqualTo(403);
  }

  // ---- what is there

  private void changed(Author by, String action, String detail) {
    server.tenancy.add(
        house.organization.id(),
        new AuditEntry(
            UUID.randomUUID(),
            House.NOW,
            by,
            action,
            "monitor",
            shop.monitor().toString(),
            detail));
  }

  private void rolled(LocalDate date, Duration down, double p95) {
    server.rollups.store(
        house.organization.id(),
        new RolledDay(Day.of(date, ZoneOffset.UTC), House.NOW, House.NOW, true),
        List.of(
            new MonitorRollup(
                shop,
                new Rollup(
                    date,
                    "default",
                    new Uptime(Duration.ofDays(1), down),
                    new DayResults(
                        1_440, new Latency(100_000, 90_000, p95, 2 * p95), Duration.ofDays(1))))));
  }

  private void add(int minutesAgo, Outcome outcome, long total) {
    add(minutesAgo, outcome, total, null);
  }

  private void add(int minutesAgo, Outcome outcome, long total, String error) {
    add(House.NOW.minusSeconds(60L * minutesAgo), outcome, total, error);
  }

  private void add(Instant at, Outcome outcome, long total) {
    add(at, outcome, total, null);
  }

  private void add(Instant at, Outcome outcome, long total, String error) {
    server.results.add(
        new RecordedResult(
            shop,
            at,
            outcome,
            error,
            new Phases(1_000L, 2_000L, null, total / 2, 100L, total),
            "default",
            Duration.ofSeconds(90)));
  }

  private List<String> states(String path) {
    return html(server.get(page + path, in("VIEWER"))).select("tbody tr").eachAttr("data-state");
  }

  private JsonNode series(String range) {
    HttpResponse<byte[]> answer = server.get(page + "/series?range=" + range, in("VIEWER"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    return Json.read(answer.body());
  }

  private static String[] in(String role) {
    return new String[] {"Cookie", FakeEntrance.COOKIE + "; role=" + role};
  }

  private static String text(JsonNode text) {
    return text.asText().replace('\u00a0', ' ');
  }

  private static String text(Document page, String selector) {
    return page.select(selector).text().replace('\u00a0', ' ');
  }

  private static Document html(HttpResponse<byte[]> answer) {
    return Jsoup.parse(PageServer.text(answer));
  }
}
