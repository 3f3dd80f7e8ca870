package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.Outcome;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadgesTest {
  private House house;
  private PageServer server;
  private StatusPageConfig page;

  @BeforeAll
  void serve(@TempDir Path folder) {
    house = new House(folder).start();
    MonitorRef shop = house.monitor("shop");
    MonitorRef api = house.monitor("api");
    MonitorRef fresh = house.monitor("fresh");
    house.is(shop, Status.UP, Duration.ofDays(200), null);
    house.is(api, Status.UP, Duration.ofDays(200), null);
    house.is(api, Status.DOWN, Duration.ofHours(12), "503");
    page =
        house
            .page("acme", "Acme <&> \"Sons\"")
            .component("Shop", "", shop)
            .component("API", "", api)
            .component("Fresh", "", fresh)
            .save();
    house.page("staff", "Staff").visible(Visibility.PRIVATE).component("Shop", "", shop).save();
    server = new PageServer(house);
    server.monitors.points.clear();
    server.monitors.points.add(new MonitorDetails.Point(House.NOW, Outcome.UP, 9_000));
    server.monitors.points.add(new MonitorDetails.Point(House.NOW, Outcome.DEGRADED, 12_000));
    server.monitors.points.add(new MonitorDetails.Point(House.NOW, Outcome.DOWN, 90_000));
  }

  @AfterAll
  void close() {
    server.close();
  }

  private String component(int index) {
    return "component=" + page.components().get(index).id();
  }

  private static Document svg(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("image/svg+xml");
    return Jsoup.parse(PageServer.text(answer), "", Parser.xmlParser());
  }

  private String title(String query) {
    return svg(server.get("/status/acme/badge.svg?" + query)).select("title").text();
  }

  @Test
  void showsHowThePageStands() {
    assertThat(title("")).isEqualTo("Acme <&> \"Sons\": major outage");
  }

  @Test
  void showsHowAComponentStands() {
    assertThat(title(component(0))).isEqualTo("Shop: operational");
    assertThat(title(component(1) + "&label=The%20API")).isEqualTo("The API: major outage");
    assertThat(title(component(2))).isEqualTo("Fresh: no data");
  }

  @ParameterizedTest
  @CsvSource({"day, 50% in 24 h", "week, 92.857% in 7 d", "quarter, 99.444% in 90 d"})
  void showsUptimeOverATime(String period, String words) {
    assertThat(title("show=uptime&period=" + period + "&" + component(1)))
        .isEqualTo("API: " + words);
  }

  @Test
  void showsAMonthAndTheWholePageUnlessAskedOtherwise() {
    assertThat(title("show=uptime")).isEqualTo("Acme <&> \"Sons\": 98.333% in 30 d");
    assertThat(title("show=uptime&" + component(2))).isEqualTo("Fresh: no data");
  }

  @Test
  void showsHowLongItTakesToAnswer() {
    assertThat(title("show=response&" + component(0))).isEqualTo("Shop: 11 ms");
  }

  @ParameterizedTest
  @CsvSource({"show=colour, show", "period=century, period", "component=7, component"})
  void namesTheParameterAtFault(String query, String parameter) {
    HttpResponse<byte[]> answer = server.get("/status/acme/badge.svg?" + query);
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(PageServer.text(answer)).contains("\"field\":\"" + parameter + "\"");
  }

  @Test
  void isNotThereWhereThereIsNoPublicPageOrNoSuchComponent() {
    assertThat(server.get("/status/staff/badge.svg").statusCode()).isEqualTo(404);
    assertThat(server.get("/status/nobody/badge.svg").statusCode()).isEqualTo(404);
    assertThat(
            server
                .get("/status/acme/badge.svg?component=00000000-0000-4000-8000-000000000000")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void isKeptByBrowsersForAMinuteAndAskedForByItsTag() {
    HttpResponse<byte[]> first = server.get("/status/acme/badge.svg");
    assertThat(first.headers().firstValue("Cache-Control")).contains("public, max-age=60");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(server.get("/status/acme/badge.svg", "If-None-Match", tag).statusCode())
        .isEqualTo(304);
  }
}
