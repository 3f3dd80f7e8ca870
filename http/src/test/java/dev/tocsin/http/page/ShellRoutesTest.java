package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellRoutesTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'><img src=x>";

  private House house;
  private PageServer server;
  private MonitorRef shop;

  @BeforeEach
  void serve(@TempDir Path folder) {
    house = new House(folder);
    shop = house.monitor("shop");
    house.monitor("Workshop");
    house.tagged("ledger", "Berlin, DE");
    house.page("harbour", "Harbour status").save();
    server = new PageServer(house.start());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "shop, 'shop, Workshop'",
    "SHOP, 'shop, Workshop'",
    "work, Workshop",
    "ledger.harbour, ledger",
    "berlin, ledger",
    "'de berlin', ledger",
    "'shop berlin', ''"
  })
  void findsByNameAddressAndTagTheLikeliestFirst(String typed, String names) {
    assertThat(String.join(", ", find(typed).select("[role=option] span").eachText()))
        .isEqualTo(names);
  }

  @Test
  void findsStatusPagesToo() {
    Document found = find("harbour status");

    assertThat(found.select("h3").eachText()).containsExactly("Status pages");
    assertThat(found.select("[role=option]").attr("href")).isEqualTo("/status/harbour");
  }

  @Test
  void answersTenAtMost() {
    for (int each = 0; each < 12; each++) {
      house.monitor("harbour-" + each);
    }

    Document found = find("harbour");

    assertThat(found.select("[role=option]")).hasSize(10);
    assertThat(found.select("a[href^=/status/]")).hasSize(1);
  }

  @Test
  void knowsAMonitorAsSoonAsItIsThere() {
    assertThat(find("newest").select("[role=option]")).isEmpty();
    house.monitor("newest");
    assertThat(find("newest").select("[role=option]")).hasSize(1);
  }

  @Test
  void whoHasTypedNothingSeesWhatNeedsAttention() {
    assertThat(find("").select("[role=option]")).isEmpty();
    house.is(shop, Status.DOWN, Duration.ofSeconds(389), "refused");

    Document found = find("");

    assertThat(found.select("h3").text()).isEqualTo("Needs attention");
    assertThat(found.select("[role=option]").text().replace('\u00a0', ' '))
        .isEqualTo("shop down for 6 min 29 s");
    assertThat(found.select("[role=option] svg").attr("aria-label")).isEqualTo("Down");
  }

  @Test
  void whatIsTypedDoesNoHarm() {
    assertThat(find(HOSTILE).select("[role=option]")).isEmpty();
    assertThat(find("x".repeat(1_000)).select("[role=option]")).isEmpty();
  }

  @Test
  void saysWhatHappenedToAMonitor() {
    house.is(shop, Status.UP, Duration.ofHours(2), null);
    house.is(shop, Status.DOWN, Duration.ofMinutes(20), "503 " + HOSTILE);

    Document down = toast(shop);
    assertThat(down.select("a").text()).isEqualTo("shop is down");
    assertThat(down.select("a").attr("href")).isEqualTo("/monitors/" + shop.monitor());
    assertThat(down.select("small").text()).isEqualTo("503 " + HOSTILE);
    assertThat(down.select("script")).isEmpty();

    house.is(shop, Status.UP, Duration.ofMinutes(8), null);
    Document up = toast(shop);
    assertThat(up.select("a").text()).isEqualTo("shop is up again");
    assertThat(up.select("small").text().replace('\u00a0', ' ')).isEqualTo("after 12 min");
  }

  @Test
  void aPausedOrUnknownMonitorIsNoNews() {
    house.is(shop, Status.PAUSED);
    assertThat(get(toastOf(shop)).statusCode()).isEqualTo(404);
    assertThat(
            get(toastOf(new MonitorRef(house.organization.id(), MonitorId.create()))).statusCode())
        .isEqualTo(404);
    assertThat(get("/monitors/not-an-id/toast").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VIEWER", "OWNER"})
  void everybodyMaySetTheirBrowser(String role) {
    Document page = html(server.get("/this-browser", in(role)));

    assertThat(page.select("h1").text()).isEqualTo("When shall this browser speak up?");
    assertThat(page.select("#this-browser input").eachAttr("name"))
        .contains("severity", "from", "to", "keys");
    assertThat(page.select("#may-add").isEmpty()).isEqualTo(role.equals("VIEWER"));
    StatusPageTest.assertStrict(page);
  }

  @Test
  void componentsAreNotThereUnlessAskedFor() {
    assertThat(get("/_components").statusCode()).isEqualTo(404);
  }

  @Test
  void whoIsNotSignedInLearnsNothing() {
    assertThat(server.get("/monitors/find?q=shop").statusCode()).isEqualTo(401);
    assertThat(server.get(toastOf(shop)).statusCode()).isEqualTo(401);
    assertThat(server.get("/this-browser").headers().firstValue("Location"))
        .contains("/login?next=%2Fthis-browser");
  }

  private Document find(String typed) {
    HttpResponse<byte[]> answer =
        get("/monitors/find?q=" + URLEncoder.encode(typed, StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).isEqualTo(200);
    return html(answer);
  }

  private Document toast(MonitorRef monitor) {
    return html(get(toastOf(monitor)));
  }

  private static String toastOf(MonitorRef monitor) {
    return "/monitors/" + monitor.monitor() + "/toast";
  }

  private HttpResponse<byte[]> get(String path) {
    return server.get(path, in("VIEWER"));
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
