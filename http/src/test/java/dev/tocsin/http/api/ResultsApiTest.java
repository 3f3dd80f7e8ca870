package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Results as programs read them. */
class ResultsApiTest {
  private static final Duration NEXT_WITHIN = Duration.ofSeconds(130);

  private static TestServer server;
  private static Organizations organizations;
  private static int count;

  private ApiClient viewer;
  private MonitorRef monitor;
  private String path;
  private Instant begin;

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
  void createAMonitor() {
    OrganizationId organization = organizations.found("seen" + ++count);
    ApiClient admin = ApiClient.of(server).as(organizations.token(organization, Role.ADMIN));
    String id =
        admin
            .post(
                "/monitors",
                Map.of("name", "Shop", "type", "http", "http", Map.of("url", "http://a.test/")))
            .expect(201)
            .text("id");
    monitor = new MonitorRef(organization, new MonitorId(UUID.fromString(id)));
    viewer = ApiClient.of(server).as(organizations.token(organization, Role.VIEWER));
    path = "/monitors/" + id + "/results";
    begin = server.time.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** One a minute from the monitor's creation on; now is after the last of them. */
  private List<String> record(int results) {
    List<String> times = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      times.add(record(i * 60_000L, "eu", null));
    }
    server.time.pass(Duration.between(server.time.instant(), begin.plusSeconds(results * 60L)));
    return times.reversed();
  }

  private String record(long millis, String region, String error) {
    Instant at = begin.plusMillis(millis);
    server.recorded.add(
        new RecordedResult(
            monitor,
            at,
            error == null ? Outcome.UP : Outcome.DOWN,
            error,
            new Phases(1_234L, 2_000L, null, 3_000L, 400L, 6_634L),
            region,
            NEXT_WITHIN));
    return at.toString().length() == 20 ? at.toString().replace("Z", ".000Z") : at.toString();
  }

  private Answer read(String query) {
    return viewer.get(path + "?from=" + begin + query).expect(200);
  }

  private static List<String> times(Answer answer) {
    List<String> times = new ArrayList<>();
    answer.json().get("items").forEach(item -> times.add(item.get("at").asText()));
    return times;
  }

  @Test
  void tellsEachResultWithItsPhases() {
    record(1);
    JsonNode item = read("").json().at("/items/0");
    assertThat(item.get("region").asText()).isEqualTo("eu");
    assertThat(item.get("outcome").asText()).isEqualTo("up");
    assertThat(item.get("error").isNull()).isTrue();
    assertThat(item.get("total").asDouble()).isEqualTo(6.634);
    assertThat(item.at("/phases/dns").asDouble()).isEqualTo(1.234);
    assertThat(item.at("/phases/tls").isNull()).isTrue();
  }

  @Test
  void pagesStayWhatTheyAreWhileResultsCome() {
    List<String> times = record(250);
    Answer first = read("");
    assertThat(times(first)).isEqualTo(times.subList(0, 100));
    record(250 * 60_000L, "eu", null);
    server.time.pass(Duration.ofMinutes(2));

    Answer second = read("&cursor=" + first.text("nextCursor"));
    Answer third = read("&limit=50&cursor=" + second.text("nextCursor"));

    assertThat(times(second)).isEqualTo(times.subList(100, 200));
    assertThat(times(third)).isEqualTo(times.subList(200, 250));
    assertThat(third.json().get("nextCursor").isNull()).isTrue();
    assertThat(first.json().get("missing")).isEmpty();
    assertThat(third.json().get("missing")).isEmpty();
  }

  @Test
  void severalRegionsOfOneMomentAreAllThereOnce() {
    for (int i = 0; i < 10; i++) {
      record(i * 60_000L, "eu", null);
      record(i * 60_000L, "asia", null);
      record(i * 60_000L, "us", null);
    }
    server.time.pass(Duration.ofMinutes(10));
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = read("&limit=4" + cursor);
      page.json().get("items").forEach(it -> seen.add(it.get("at") + " " + it.get("region")));
      cursor = "&cursor=" + page.text("nextCursor");
    } while (!cursor.endsWith("null"));

    assertThat(seen).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void whatIsMissingIsToldOnceAndWithItsPage() {
    record(0, "eu", null);
    String before = record(60_000, "eu", null);
    String after = record(600_000, "eu", null);
    record(660_000, "eu", null);
    server.time.pass(Duration.ofMinutes(11));

    JsonNode whole = read("").json().get("missing");
    assertThat(whole).hasSize(1);
    assertThat(whole.at("/0/from").asText()).isEqualTo(before);
    assertThat(whole.at("/0/to").asText()).isEqualTo(after);
    assertThat(whole.at("/0/why").asText()).startsWith("Nothing was recorded");

    Answer first = read("&limit=2");
    Answer second = read("&limit=2&cursor=" + first.text("nextCursor"));
    assertThat(first.json().get("missing")).isEmpty();
    assertThat(second.json().get("missing")).isEqualTo(whole);
  }

  @Test
  void refusesWhatItCannotRead() {
    viewer.get(path + "?limit=1001").expect(422);
    viewer.get(path + "?cursor=wrong").expect(422);
    viewer.get(path + "?from=yesterday").expect(422);
    viewer.get(path + "?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z").expect(422);
    assertThat(viewer.get(path + "?format=xml").expect(422).fault("format")).contains("ndjson");
  }

  @Test
  void aWholeRangeIsAFile() {
    List<String> times = record(2_500);
    String down = record(90_500, "eu", "=cmd|' /C calc'!A0, \"quoted\"");

    Answer csv = raw("&format=csv");
    List<String> lines = csv.body().lines().toList();
    assertThat(csv.status()).isEqualTo(200);
    assertThat(csv.header("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(csv.header("Content-Disposition").orElse("")).contains("shop-results-", ".csv");
    assertThat(lines.getFirst())
        .isEqualTo(
            "at,region,outcome,error,total,phases.dns,phases.connect,phases.tls,"
                + "phases.firstByte,phases.body");
    assertThat(lines).hasSize(2_502);
    assertThat(lines.get(1)).isEqualTo(times.getFirst() + ",eu,up,,6.634,1.234,2.0,,3.0,0.4");
    assertThat(lines)
        .anyMatch(line -> line.contains(",down,\"'=cmd|' /C calc'!A0, \"\"quoted\"\"\","));

    Answer ndjson = raw("&format=ndjson&to=" + begin.plusSeconds(120));
    assertThat(ndjson.body().lines()).hasSize(3);
    assertThat(ndjson.json().get("at").asText()).isEqualTo(down);
  }

  @Test
  void aFileDoesNotEndWellWhereResultsCannotBeRead() {
    record(2_500);
    server.recorded.breakBefore(begin.plusSeconds(1_600 * 60L));
    try {
      assertThatThrownBy(() -> raw("&format=ndjson")).describedAs("in the middle").isNotNull();
      Answer answer = raw("&format=ndjson&to=" + begin.plusSeconds(600));
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text("detail")).contains("cannot be read");
      JsonNode missing = read("&to=" + begin.plusSeconds(600)).json().get("missing");
      assertThat(missing).hasSize(1);
      assertThat(missing.at("/0").properties()).hasSize(3);
    } finally {
      server.recorded.breakBefore(Instant.MIN);
    }
    assertThat(raw("&format=ndjson").body().lines()).hasSize(2_500);
  }

  private Answer raw(String query) {
    return viewer.sendRaw("GET", path + "?from=" + begin + query, null, null);
  }
}
