package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.DayResults;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupApiTest {
  private static TestServer server;
  private static Organizations organizations;
  private static int count;
  private ApiClient viewer;
  private MonitorRef monitor;
  private String path;
  private LocalDate today;

  @BeforeAll
  static void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  @BeforeEach
  void makeAMonitor() {
    OrganizationId organization = organizations.found("rollups" + ++count);
    ApiClient admin = ApiClient.of(server).as(organizations.token(organization, Role.ADMIN));
    String id =
        admin.post("/monitors", Map.of("name", "Shop", "type", "manual")).expect(201).text("id");
    monitor = new MonitorRef(organization, new MonitorId(UUID.fromString(id)));
    viewer = ApiClient.of(server).as(organizations.token(organization, Role.VIEWER));
    path = "/monitors/" + id + "/rollups";
    today = LocalDate.ofInstant(server.time.instant(), ZoneOffset.UTC);
    // so long before midnight that the test is over by then
    if (server.time.instant().isAfter(Day.of(today, ZoneOffset.UTC).end().minusSeconds(300))) {
      server.time.pass(Duration.ofSeconds(600));
      today = today.plusDays(1);
    }
  }

  @AfterEach
  void bringTheStoreBack() {
    server.store.comeBack();
  }

  /** Of so many days up to yesterday. */
  private void rollUp(int days) {
    for (int i = days; i >= 1; i--) {
      Day day = Day.of(today.minusDays(i), ZoneOffset.UTC);
      Rollup rollup =
          new Rollup(
              day.date(),
              "eu",
              new Uptime(Duration.ofHours(20), Duration.ofHours(5)),
              new DayResults(
                  1_440,
                  i == 1 ? null : new Latency(1_234.567, 1_000, 2_000, 3_000),
                  Duration.ofHours(20).minusMillis(1)));
      server.rollups.store(
          monitor.organization(),
          new RolledDay(day, day.end(), day.end(), true),
          List.of(new MonitorRollup(monitor, rollup)));
    }
  }

  private void upToday() {
    server.timelines.put(
        monitor,
        Timeline.of(
            List.of(
                new Timeline.Entry(Day.of(today, ZoneOffset.UTC).begin(), Status.UP),
                new Timeline.Entry(server.time.instant().minusMillis(1), Status.DOWN))));
    LatencySketch latency = new LatencySketch();
    latency.add(7_000);
    server.results.put(monitor, Map.of("default", new ResultSummary(3, latency, Duration.ZERO)));
  }

  private JsonNode items(String query) {
    return viewer.get(path + query).expect(200).json().get("items");
  }

  private List<LocalDate> days(String query) {
    List<LocalDate> days = new ArrayList<>();
    items(query).forEach(item -> days.add(LocalDate.parse(item.get("day").asText())));
    return days;
  }

  @Test
  void tellADayWithItsShares() {
    rollUp(2);
    JsonNode items = items("");
    assertThat(items).hasSize(2);
    JsonNode day = items.get(1);
    assertThat(day.get("day").asText()).isEqualTo(today.minusDays(2).toString());
    assertThat(day.get("region").asText()).isEqualTo("eu");
    assertThat(day.get("uptime").asDouble()).isEqualTo(75);
    assertThat(day.get("downtimeSeconds").asDouble()).isEqualTo(18_000);
    assertThat(day.get("observedSeconds").asDouble()).isEqualTo(72_000);
    assertThat(day.get("checks").asInt()).isEqualTo(1_440);
    assertThat(day.at("/latency/avg").asDouble()).isEqualTo(1.235);
    assertThat(day.at("/latency/p99").asDouble()).isEqualTo(3);
    assertThat(day.get("coverage").asDouble()).as("not all of it").isEqualTo(0.9999);
    assertThat(items.at("/0/latency/p50").isNull()).isTrue();
  }

  @Test
  void beginWithTodayAsItIsNow() {
    rollUp(3);
    upToday();
    assertThat(days(""))
        .containsExactly(today, today.minusDays(1), today.minusDays(2), today.minusDays(3));
    JsonNode now = items("").get(0);
    assertThat(now.get("checks").asInt()).isEqualTo(3);
    assertThat(now.get("uptime").asDouble()).isBetween(0.0, 100.0);
    assertThat(now.at("/latency/p50").asDouble()).isBetween(6.9, 7.1);
  }

  @Test
  void areThoseThatWereAskedFor() {
    rollUp(100);
    assertThat(days("")).hasSize(89);
    assertThat(days("?days=3")).containsExactly(today.minusDays(1), today.minusDays(2));
    LocalDate from = today.minusDays(10);
    assertThat(days("?from=" + from + "&to=" + from.plusDays(1)))
        .containsExactly(from.plusDays(1), from);
    assertThat(days("?days=2&to=" + from)).containsExactly(from, from.minusDays(1));
  }

  @ParameterizedTest
  @CsvSource({
    "days=0,                         days",
    "days=731,                       days",
    "days=many,                      days",
    "from=yesterday,                 from",
    "to=2026-02-30,                  to",
    "from=2026-02-02&to=2026-02-01,  from",
    "from=2024-01-01&to=2026-02-01,  from",
    "from=2026-02-01&days=3,         days",
    "format=xml,                     format"
  })
  void namesTheFieldThatIsWrong(String query, String field) {
    assertThat(viewer.get(path + "?" + query).expect(422).fault(field)).isNotEmpty();
  }

  @Test
  void areExported() {
    rollUp(3);
    Answer csv = viewer.get(path + "?format=csv&days=3").expect(200);
    assertThat(csv.body().lines())
        .containsExactly(
            "day,region,uptime,downtimeSeconds,observedSeconds,checks,latency.avg,latency.p50,"
                + "latency.p95,latency.p99,coverage",
            today.minusDays(1) + ",eu,75.0,18000.0,72000.0,1440,,,,,0.9999",
            today.minusDays(2) + ",eu,75.0,18000.0,72000.0,1440,1.235,1.0,2.0,3.0,0.9999");
    assertThat(csv.header("Content-Disposition"))
        .contains(
            "attachment; filename=\"shop-rollups-" + today.minusDays(2) + "-" + today + ".csv\"");
    assertThat(viewer.get(path + "?format=ndjson").expect(200).lines()).hasSize(3);
  }

  @Test
  void areNotToldWhileTheStoreIsAway() {
    server.store.goAway();
    viewer.get(path).expect(503);
    viewer.get(path + "?format=csv").expect(503);
  }
}
