package dev.tocsin.app;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.TocsinProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody sees who starts the demo to show it to a colleague. */
class DemoTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir Path folder;

  @Test
  void isASampleThatReallyRunsWithNinetyDaysThatAreMadeUpAndStaysWhenItIsStartedAgain()
      throws Exception {
    String password;
    int port;
    try (var process = start()) {
      port = process.url().getPort();
      password = Files.readString(folder.resolve("demo-password")).strip();
      assertThat(process.output())
          .contains("Sign in as demo@example.com with the password " + password);
      assertThat(process.output()).doesNotContain("WARN", "ERROR", "Exception");
      var owner = owner(process, password);

      await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses(owner)).isEqualTo(RUNNING));
      for (JsonNode monitor : monitors(owner)) {
        assertThat(monitor.path("tags").path(0).asText()).startsWith("sample history before ");
        if (monitor.path("name").asText().equals("Sign-in page")) {
          String path = "/monitors/" + monitor.path("id").asText();
          JsonNode outages = owner.get(path + "/outages?from=" + longAgo(monitor)).ok();
          assertThat(outages.path("items")).hasSize(2);
          JsonNode days = owner.get(path + "/rollups?days=91").ok().path("items");
          assertThat(days.size()).isGreaterThanOrEqualTo(90);
          assertThat(days.path(30).path("latency").path("p95").asDouble()).isPositive();
          assertThat(days.path(30).path("coverage").asDouble()).isEqualTo(1.0);
        }
      }
      var page = process.get("/status/demo");
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("Meant to be down", "sample history before ");
      someoneIsTold(owner);
      assertThat(process.terminate(PATIENCE)).isZero();
    }
    try (var process = start(port)) { // which its monitors look at
      assertThat(statuses(owner(process, password))).isEqualTo(RUNNING);
      assertThat(process.output()).doesNotContain("WARN", "ERROR", "Exception");
    }
  }

  /** What is meant to be down has told whoever has the week, on this machine alone. */
  private static void someoneIsTold(ApiClient owner) {
    JsonNode schedule = owner.get("/schedules").ok().at("/items/0");
    assertThat(schedule.path("name").asText()).isEqualTo("Sample schedule");
    String onCall =
        owner
            .get("/schedules/" + schedule.path("id").asText() + "/on-call")
            .ok()
            .at("/person/name")
            .asText();
    assertThat(onCall).endsWith(" (sample)");
    JsonNode policy = owner.get("/escalation-policies").ok().at("/items/0");
    assertThat(policy.path("name").asText()).isEqualTo("Sample policy");
    assertThat(policy.path("default").asBoolean()).isTrue();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode alert = owner.get("/alerts?state=triggered").ok().at("/items/0");
              assertThat(alert.path("title").asText()).startsWith("Meant to be down");
              JsonNode told =
                  owner.get("/alerts/" + alert.path("id").asText()).ok().path("notifications");
              assertThat(told.findValuesAsText("progress")).contains("delivered");
            });
  }

  @Test
  void chartsListsAndFilesOfAWeekAgreeFromTheFirstMinute() throws Exception {
    try (var process = start()) {
      String password = Files.readString(folder.resolve("demo-password")).strip();
      var owner = owner(process, password);
      var pages = new Reader(process, password);
      for (JsonNode monitor : monitors(owner)) {
        assertThat(monitor.path("uptime").path("quarter").asDouble()).isPositive();
        assertThat(monitor.path("uptime").path("quarter").asDouble() == 100)
            .isEqualTo(monitor.path("name").asText().equals("Tocsin's port"));
        String id = monitor.path("id").asText();
        isWhole(pages.json("/monitors/" + id + "/series?range=24h"), Duration.ofDays(1));
        isWhole(pages.json("/monitors/" + id + "/series?range=7d"), Duration.ofDays(7));
        if (!monitor.path("type").asText().equals("heartbeat")) {
          agree(owner, pages, monitor);
        }
      }
      isQuiet(process);
    }
  }

  /** But for what a machine that has no time for it says of that. */
  private static void isQuiet(TocsinProcess process) {
    List<String> said =
        process.output().lines().filter(it -> !it.contains("WARN  ClusterHeartbeat")).toList();
    assertThat(said)
        .noneMatch(line -> line.contains("WARN"))
        .noneMatch(line -> line.contains("ERROR"))
        .noneMatch(line -> line.contains("Exception"));
  }

  /** From its beginning on, without a hole but where a slow machine took its time to start. */
  private static void isWhole(JsonNode chart, Duration span) {
    double from = chart.path("from").asDouble();
    assertThat(chart.path("to").asDouble() - from).isCloseTo(span.toSeconds(), within(2.0));
    assertThat(chart.path("at").size()).isBetween(475, 510);
    assertThat(chart.path("at").path(0).asDouble() - from).isLessThan(chart.path("step").asInt());
    for (JsonNode missing : chart.path("missing")) {
      assertThat(missing.path("to").asDouble() - missing.path("from").asDouble()).isLessThan(120);
      assertThat(chart.path("to").asDouble() - missing.path("to").asDouble()).isLessThan(120);
    }
  }

  /** Whole days and their results, and outages and what was seen in them. */
  private static void agree(ApiClient owner, Reader pages, JsonNode monitor) throws Exception {
    String path = "/monitors/" + monitor.path("id").asText();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    LocalDate first = today.minusDays(6);
    String rows =
        pages.text(
            "/api/v1"
                + path
                + "/results?format=csv&from=%sT00:00:00Z&to=%sT00:00:00Z".formatted(first, today));
    List<Row> results = rows.lines().skip(1).map(Row::of).toList();
    assertThat(results).hasSizeBetween(6 * 5_759, 6 * 5_761);

    Map<LocalDate, List<Row>> byDay = results.stream().collect(groupingBy(Row::day));
    JsonNode days = owner.get(path + "/rollups?from=" + first).ok().path("items");
    for (JsonNode day : days) {
      List<Row> seen = byDay.get(LocalDate.parse(day.path("day").asText()));
      if (seen != null) {
        assertThat(day.path("checks").asLong()).isEqualTo(seen.size());
        assertThat(day.path("latency").path("p95").asDouble()).isCloseTo(p95(seen), withinOf(seen));
      }
    }

    List<Outage> outages = new ArrayList<>();
    String wanted = "/outages?from=%sT00:00:00Z&to=%sT00:00:00Z".formatted(first, today);
    owner.get(path + wanted).ok().path("items").forEach(it -> outages.add(Outage.of(it)));
    assertThat(results)
        .allSatisfy(
            row ->
                assertThat(row.outcome().equals("down"))
                    .isEqualTo(outages.stream().anyMatch(outage -> outage.isIn(row.at()))));
  }

  private static Offset<Double> withinOf(List<Row> rows) {
    return within(p95(rows) * 0.02);
  }

  private static double p95(List<Row> rows) {
    double[] sorted =
        rows.stream().filter(row -> row.outcome().equals("up")).mapToDouble(Row::total).toArray();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(sorted.length * 0.95) - 1];
  }

  private record Row(Instant at, String outcome, double total) {
    static Row of(String line) {
      List<String> cells = List.of(line.split(",", -1));
      return new Row(
          Instant.parse(cells.get(0)),
          cells.get(2),
          Double.parseDouble(cells.get(cells.size() - 6)));
    }

    LocalDate day() {
      return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
  }

  private record Outage(Instant from, Instant to) {
    static Outage of(JsonNode json) {
      return new Outage(
          Instant.parse(json.path("startedAt").asText()),
          json.path("endedAt").isNull()
              ? Instant.MAX
              : Instant.parse(json.path("endedAt").asText()));
    }

    boolean isIn(Instant moment) {
      return !moment.isBefore(from) && moment.isBefore(to);
    }
  }

  @Test
  void isMadeAnewWhereItsFirstStartWasKilledInTheMiddle() throws Exception {
    String password;
    try (var process = TocsinProcess.start(environment(0), "demo")) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(10))
          .until(() -> Files.isDirectory(folder.resolve("archive/results")));
      process.kill();
      assertThat(process.output()).doesNotContain("Sign in as");
    }
    assertThat(folder.resolve("demo-unfinished")).exists();
    password = Files.readString(folder.resolve("demo-password")).strip();

    try (var process = start()) {
      assertThat(process.output())
          .contains("The last start of this demo was cut short", "the password " + password);
      isQuiet(process);
      assertThat(folder.resolve("demo-unfinished")).doesNotExist();
      var owner = owner(process, password);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(statuses(owner)).isEqualTo(RUNNING));
      var pages = new Reader(process, password);
      for (JsonNode monitor : monitors(owner)) {
        String path = "/monitors/" + monitor.path("id").asText() + "/series?range=7d";
        isWhole(pages.json(path), Duration.ofDays(7));
      }
      assertThat(process.get("/status/demo").body()).contains(RUNNING.keySet());
    }
  }

  @Test
  void refusesAnArchiveThatIsNotItsOwn() {
    var environment = new TreeMap<>(environment(0));
    environment.put("TOCSIN_RESULTS_ARCHIVE_TO", folder.resolve("elsewhere").toString());
    try (var process = TocsinProcess.start(environment, "demo")) {
      await().atMost(PATIENCE).until(() -> !process.isAlive());
      assertThat(process.output()).contains("A demo archives its results in its own folder");
    }
  }

  @Test
  void refusesAFolderOfSomethingElse() throws Exception {
    Files.writeString(folder.resolve("tocsin.mv.db"), "");
    try (var process = TocsinProcess.start(Map.of("TOCSIN_DATA_DIR", folder.toString()), "demo")) {
      await().atMost(PATIENCE).until(() -> !process.isAlive());
      assertThat(process.output()).contains("holds something else than a demo");
    }
  }

  private static final Map<String, String> RUNNING =
      new TreeMap<>(
          Map.of(
              "Tocsin itself", "up",
              "Sign-in page", "up",
              "Public status page", "up",
              "Tocsin's port", "up",
              "Nightly backup", "up",
              "Meant to be down", "down"));

  private TocsinProcess start() {
    return start(0);
  }

  private TocsinProcess start(int port) {
    return TocsinProcess.start(environment(port), "demo").awaitReady(PATIENCE);
  }

  private Map<String, String> environment(int port) {
    return Map.of(
        "TOCSIN_PORT", String.valueOf(port),
        "TOCSIN_BIND", "127.0.0.1",
        "TOCSIN_DATA_DIR", folder.toString());
  }

  /** Reads what pages and files say, as somebody who is signed in. */
  private static final class Reader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String token;

    Reader(TocsinProcess process, String password) throws Exception {
      base = process.url();
      String account =
          JSON.writeValueAsString(Map.of("email", "demo@example.com", "password", password));
      var request =
          HttpRequest.newBuilder(base.resolve("/api/v1/session"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(account));
      token = JSON.readTree(send(request)).path("token").asText();
    }

    String text(String path) throws Exception {
      return send(
          HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token));
    }

    JsonNode json(String path) throws Exception {
      return JSON.readTree(text(path));
    }

    private String send(HttpRequest.Builder request) throws Exception {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isLessThan(300);
      return answer.body();
    }
  }

  private static String longAgo(JsonNode monitor) {
    return monitor.path("createdAt").asText();
  }

  private static ApiClient owner(TocsinProcess process, String password) {
    return ApiClient.signIn(process.url(), "demo@example.com", password);
  }

  private static JsonNode monitors(ApiClient owner) {
    return owner.get("/monitors").ok().path("items");
  }

  private static Map<String, String> statuses(ApiClient owner) {
    Map<String, String> statuses = new TreeMap<>();
    for (JsonNode monitor : monitors(owner)) {
      statuses.put(monitor.path("name").asText(), monitor.path("status").asText());
    }
    return statuses;
  }
}
