package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.escalation.Team;
import dev.tocsin.http.Json;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.input.Input;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails.Point;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.Outcome;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListRoutesTest {
  private static final String CSRF = "csrf=" + FakeEntrance.CSRF;

  private House house;
  private PageServer server;
  private MonitorRef shop;
  private MonitorRef ledger;
  private MonitorRef mail;

  @BeforeEach
  void serve(@TempDir Path folder) {
    house = new House(folder);
    shop = house.tagged("shop", "eu");
    ledger = house.tagged("Ledger", "us");
    mail = house.monitor("mail", tcp());
    house.is(shop, Status.DOWN, Duration.ofMinutes(3), "503");
    house.is(ledger, Status.UP, Duration.ofDays(3), null);
    house.is(mail, Status.DEGRADED, Duration.ofMinutes(9), "slow");
    server = new PageServer(house.start());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "'',                 shop mail Ledger",
    "q=LEDGER,           Ledger",
    "q=harbourline+eu,   shop",
    "q=nothing-like-it,  ''",
    "status=down,        shop",
    "status=other,       ''",
    "type=tcp,           mail",
    "tag=us,             Ledger",
    "tag=us&status=down, ''",
    "region=default,     shop mail Ledger",
    "region=mars,        ''",
    "sort=name,          Ledger mail shop",
    "sort=changed,       shop mail Ledger",
    "group=tag,          shop Ledger mail",
    "page=7,             shop mail Ledger",
    "status=%3Cx%3E&sort=no&page=-1, shop mail Ledger",
  })
  void showsWhatItsAddressAsksFor(String query, String names) {
    Document list = list(query);

    assertThat(String.join(" ", list.select("#lists .name a").eachText())).isEqualTo(names);
    assertThat(list.select("h1").text()).isEqualTo("One monitor is down.");
    assertThat(list.select(".nothing").isEmpty()).isEqualTo(!names.isEmpty());
    StatusPageTest.assertStrict(list);
  }

  @Test
  void aSharedAddressIsComeBackToAfterTheSignIn() {
    assertThat(server.get("/?status=down&q=a%26b").headers().firstValue("Location"))
        .contains("/login?next=%2F%3Fstatus%3Ddown%26q%3Da%2526b");
  }

  @Test
  void saysInItsFilterHowManyAreOfEachStatus() {
    Document list = list("type=tcp&status=up");

    assertThat(list.select("#shows a").eachText())
        .containsExactly("All 1", "Down 0", "Degraded 1", "Up 0", "Other 0");
    assertThat(list.select("#shows a").first().attr("href")).isEqualTo("/?type=tcp");
    assertThat(list.select("#shows [aria-current]").text()).isEqualTo("Up 0");
    assertThat(list.select("select[name=type] option[selected]").text()).isEqualTo("tcp");
    assertThat(list.select("select[name=tag] option").eachText())
        .containsExactly("Any tag", "eu", "us");
  }

  @Test
  void showsTheMonitorsOfATeam() {
    assertThat(list("").select("[name=team]")).isEmpty();
    UUID team = UUID.randomUUID();
    house.store.createItem(
        new Item<>(house.organization.id(), team, new Team("Night", List.of()), House.NOW, 0),
        House.SOMEBODY);
    MonitorConfig mail =
        house.configuration.monitors(house.organization.id(), null).stream()
            .filter(it -> it.name().equals("mail"))
            .findFirst()
            .orElseThrow();
    house.store.updateMonitor(
        new MonitorConfig(
            mail.ref(),
            mail.name(),
            mail.spec(),
            mail.timing(),
            mail.tags(),
            new Care(null, team),
            mail.createdAt(),
            0),
        mail.revision(),
        House.SOMEBODY);
    house.refresh();

    Document ours = list("team=" + team);
    assertThat(ours.select("#lists .name a").eachText()).containsExactly("mail");
    assertThat(ours.select("[name=team] option[selected]").text()).isEqualTo("Night");
    assertThat(ours.select("#shows a").first().attr("href")).isEqualTo("/?team=" + team);
    Document gone = list("team=" + UUID.randomUUID());
    assertThat(gone.select("#lists .name a")).isEmpty();
    assertThat(gone.select("[name=team] option[selected]").text()).isEqualTo("A team that is gone");
  }

  @Test
  void groupsByTheFirstTag() {
    assertThat(list("group=tag").select("#lists h2").eachText())
        .containsExactly("eu", "us", "Without a tag");
  }

  @Test
  void keepsASearchWithStrangeSignsAsItIs() {
    String text = "\"><img src=x> ü&page=2";
    Document list = list("q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));

    assertThat(list.select("#f-q").val()).isEqualTo(text);
    assertThat(list.select("img")).isEmpty();
    assertThat(list.select("#shows a").get(1).attr("href"))
        .isEqualTo("/?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&status=down");
  }

  @Test
  void drawsTheLastResultsOfEach() {
    server.monitors.points.clear();
    for (int each = 0; each < 60; each++) {
      boolean down = each < 3;
      server.monitors.points.add(
          new Point(
              House.NOW.minusSeconds(each * 60L),
              down ? Outcome.DOWN : Outcome.UP,
              10_000L + each * 1_000L));
    }

    Document list = list("");
    assertThat(list.select("#lists .strip").first().attr("aria-label"))
        .isEqualTo("Last 60 results: 57 up, 3 down");
    assertThat(list.select("#lists .lat").first().ownText().replace('\u00a0', ' '))
        .isEqualTo("67 ms");
    assertThat(list.select("#lists .spark path").first().attr("d")).startsWith("M0 ");
  }

  @Test
  void isThereWithoutDrawingsWhereTheMonitorsDoNotAnswer() {
    server.store.goAway();

    Document list = list("");
    assertThat(list.select("#lists .name a")).hasSize(3);
    assertThat(list.select("#lists .strip")).isEmpty();
  }

  @Test
  void isSmallOnItsWayAndNeverTwiceOfOneLength() throws Exception {
    String[] asked = {"Cookie", FakeEntrance.COOKIE, "Accept-Encoding", "gzip"};
    Set<Integer> lengths = new HashSet<>();
    for (int each = 0; each < 20; each++) {
      HttpResponse<byte[]> answer = server.get("/", asked);
      assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
      lengths.add(answer.body().length);
      try (var page = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8)).contains("shop");
      }
    }
    assertThat(lengths).hasSizeGreaterThan(3);
    assertThat(server.get("/", in("OWNER")).headers().firstValue("Content-Encoding")).isEmpty();
  }

  @Test
  void aRowSaysWhetherTheListShowsIt() {
    assertThat(row(shop, "?status=down").select("li").attr("data-place")).isEqualTo("attention");
    assertThat(row(shop, "?status=up").select("li").attr("data-place")).isEqualTo("out");
    assertThat(row(shop, "?group=tag").select("li").attr("data-place")).isEqualTo("tag:eu");
  }

  @Test
  void pausesAndResumesWhatWasSelected() {
    assertThat(change("RESPONDER", "pause", "", shop, ledger))
        .isEqualTo("/?status=down&did=pause&n=2&not=0");
    assertThat(status(shop)).isEqualTo(Status.PAUSED);
    assertThat(status(mail)).isNotEqualTo(Status.PAUSED);
    assertThat(list("did=pause&n=2&not=0").select("#done").text()).isEqualTo("Paused 2 monitors.");

    change("RESPONDER", "resume", "", shop);
    assertThat(status(shop)).isNotEqualTo(Status.PAUSED);
    assertThat(status(ledger)).isEqualTo(Status.PAUSED);
  }

  @Test
  void tagsUntagsAndDeletes() {
    change("ADMIN", "tag", "night", shop, mail);
    change("ADMIN", "tag", "night", mail);
    assertThat(monitor(shop).tags()).containsExactly("eu", "night");
    assertThat(monitor(mail).tags()).containsExactly("night");

    change("ADMIN", "untag", "eu", shop, mail);
    assertThat(monitor(shop).tags()).containsExactly("night");

    assertThat(change("ADMIN", "tag", " ", shop)).endsWith("did=nothing");
    assertThat(list("did=nothing").select("#done").text()).contains("1 to 50 characters");

    change("OWNER", "delete", "", shop, mail);
    assertThat(list("").select("#lists .name a").eachText()).containsExactly("Ledger");
  }

  @Test
  void saysHowManyCouldNotBeChanged() {
    server.store.goAway();

    assertThat(change("OWNER", "pause", "", shop)).endsWith("did=pause&n=0&not=1");
    assertThat(list("did=pause&n=0&not=1").select("#done").text())
        .startsWith("Nothing was done: one monitor could not be changed");
  }

  @Test
  void changesAllThatMatchAlsoThoseThatAreNotShown() {
    Document list = list("type=http");
    assertThat(list.select("#lists").attr("data-of")).isEqualTo("2");
    assertThat(list.select("#count").val()).isEqualTo("2");

    assertThat(all("pause", "type=http", "")).isEqualTo("/?type=http&did=pause&n=2&not=0");
    assertThat(status(shop)).isEqualTo(Status.PAUSED);
    assertThat(status(ledger)).isEqualTo(Status.PAUSED);
    assertThat(status(mail)).isNotEqualTo(Status.PAUSED);
  }

  @Test
  void deletesAllThatMatchOnlyWhereAPersonWasToldHowManyThatAre() {
    assertThat(all("delete", "type=http", "&count=3")).endsWith("did=changed&n=2");
    assertThat(all("delete", "type=http", "")).endsWith("did=changed&n=2");
    assertThat(list("did=changed&n=2").select("#done").text())
        .startsWith("Nothing was deleted: by now 2 match");
    assertThat(list("").select("#lists .name a")).hasSize(3);

    assertThat(all("delete", "type=http", "&count=2")).endsWith("did=delete&n=2&not=0");
    assertThat(list("").select("#lists .name a").eachText()).containsExactly("mail");
  }

  @Test
  void saysWhichCouldNotBeChangedAndWhy() {
    for (int each = 0; each < 20; each++) {
      change("ADMIN", "tag", "t" + each, mail);
    }
    String told = change("ADMIN", "tag", "one more", mail, shop);

    assertThat(told).endsWith("did=tag&n=1&not=1");
    Document list = list(told.substring(2));
    assertThat(list.select("#h-run").text())
        .isEqualTo("Tagged one monitor. One could not be changed.");
    assertThat(list.select("#run li").text()).isEqualTo("mail: It has 20 tags already.");
    assertThat(list.select("#done").text()).isEmpty();
    StatusPageTest.assertStrict(list);
    String run = list.select("#run").attr("data-run");
    assertThat(
            html(server.get("/monitors/bulk/" + run, in("VIEWER")))
                .select("#run li a")
                .attr("href"))
        .isEqualTo("/monitors/" + mail.monitor());
    assertThat(server.get("/monitors/bulk/" + UUID.randomUUID(), in("VIEWER")).statusCode())
        .isEqualTo(404);
    assertThat(list("run=" + UUID.randomUUID()).select("#done").text())
        .startsWith("Nothing is known any more");
  }

  @Test
  void aFilterByRegionCanBeTakenBack() {
    assertThat(list("").select("[name=region]")).isEmpty();
    assertThat(list("region=mars").select("[name=region] option").eachText())
        .containsExactly("Any region", "default", "mars");
    assertThat(list("region=mars").select("#shows a").first().attr("href"))
        .isEqualTo("/?region=mars");
  }

  /** To whatever the list of this query has. */
  private String all(String action, String query, String more) {
    HttpResponse<byte[]> answer =
        server.post(
            "/monitors/bulk",
            CSRF
                + "&all=yes&action="
                + action
                + "&back="
                + URLEncoder.encode("/?" + query, StandardCharsets.UTF_8)
                + more,
            in("OWNER"));
    assertThat(answer.statusCode()).isEqualTo(303);
    house.refresh();
    return answer.headers().firstValue("Location").orElseThrow();
  }

  @Test
  void changesNothingForWhoMayNot() {
    assertThat(post("VIEWER", "pause", "", shop).statusCode()).isEqualTo(403);
    assertThat(post("RESPONDER", "delete", "", shop).statusCode()).isEqualTo(403);
    assertThat(post("RESPONDER", "tag", "x", shop).statusCode()).isEqualTo(403);
    assertThat(
            server
                .post("/monitors/bulk", "action=pause&id=" + shop.monitor(), in("OWNER"))
                .statusCode())
        .isEqualTo(403);
    assertThat(list("").select("#lists .name a")).hasSize(3);

    assertThat(html(server.get("/", in("VIEWER"))).select(".pick, .bulk, #choose")).isEmpty();
    assertThat(html(server.get("/", in("RESPONDER"))).select(".bulk button[value=pause]"))
        .isNotEmpty();
    assertThat(html(server.get("/", in("RESPONDER"))).select(".bulk button[value=tag], .grave"))
        .isEmpty();
  }

  @Test
  void leadsBackToAListOnly() {
    assertThat(
            server
                .post(
                    "/monitors/bulk",
                    CSRF + "&action=none&back=https%3A%2F%2Fevil.example%2F%3Fq%3Dx%26z%3D1",
                    in("OWNER"))
                .headers()
                .firstValue("Location"))
        .contains("/?q=x");
  }

  private static CheckSpec tcp() {
    return TestServer.kinds().stream()
        .filter(kind -> kind.type().equals("tcp"))
        .findFirst()
        .orElseThrow()
        .read(Input.of(Json.object().put("host", "mail.harbourline.example").put("port", 25)));
  }

  private String change(String role, String action, String tag, MonitorRef... chosen) {
    HttpResponse<byte[]> answer = post(role, action, tag, chosen);
    assertThat(answer.statusCode()).isEqualTo(303);
    house.refresh();
    return answer.headers().firstValue("Location").orElseThrow();
  }

  private HttpResponse<byte[]> post(String role, String action, String tag, MonitorRef... chosen) {
    StringBuilder form = new StringBuilder(CSRF);
    form.append("&back=%2F%3Fstatus%3Ddown&action=").append(action);
    form.append("&tag=").append(URLEncoder.encode(tag, StandardCharsets.UTF_8));
    for (MonitorRef one : chosen) {
      form.append("&id=").append(one.monitor());
    }
    return server.post("/monitors/bulk", form.toString(), in(role));
  }

  private Status status(MonitorRef ref) {
    return server.monitors.details(ref).toCompletableFuture().join().status().status();
  }

  private MonitorConfig monitor(MonitorRef ref) {
    return ((Lookup.Found<MonitorConfig>) house.configuration.monitor(ref)).value();
  }

  private Document row(MonitorRef monitor, String query) {
    return Jsoup.parseBodyFragment(
        PageServer.text(
            server.get("/monitors/" + monitor.monitor() + "/row" + query, in("OWNER"))));
  }

  private Document list(String query) {
    return html(server.get(query.isEmpty() ? "/" : "/?" + query, in("OWNER")));
  }

  private static String[] in(String role) {
    return new String[] {
      "Cookie", FakeEntrance.COOKIE + "; role=" + role, "Origin", "http://localhost:8080"
    };
  }

  private static Document html(HttpResponse<byte[]> answer) {
    return Jsoup.parse(PageServer.text(answer));
  }
}
