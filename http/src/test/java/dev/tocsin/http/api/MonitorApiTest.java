package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.http.testing.MemoryMonitors;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.probe.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorApiTest {
  private static TestServer server;
  private static Organizations organizations;
  private static int count;
  private OrganizationId organization;
  private ApiClient admin;

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
  void foundAnOrganization() {
    organization = organizations.found("org" + ++count);
    admin = ApiClient.of(server).as(organizations.token(organization, Role.ADMIN));
  }

  @AfterEach
  void bringTheStoreBack() {
    server.store.comeBack();
  }

  private static Map<String, Object> shop() {
    return new HashMap<>(
        Map.of(
            "name",
            "Shop",
            "type",
            "http",
            "http",
            Map.of("url", "https://shop.example.com/health")));
  }

  private String created(Map<String, ?> body) {
    return admin.post("/monitors", body).expect(201).text("id");
  }

  @Test
  void answersAWholeMonitorWithItsDefaults() {
    Answer answer = admin.post("/monitors", shop()).expect(201);
    JsonNode monitor = answer.json();
    assertThat(answer.header("Location"))
        .contains("/api/v1/monitors/" + monitor.get("id").asText());
    assertThat(monitor.get("interval").asText()).isEqualTo("1m");
    assertThat(monitor.get("timeout").asText()).isEqualTo("10s");
    assertThat(monitor.get("confirmations").asInt()).isEqualTo(2);
    assertThat(monitor.get("recoveryConfirmations").asInt()).isEqualTo(1);
    assertThat(monitor.get("regions")).hasToString("[\"default\"]");
    assertThat(monitor.get("status").asText()).isEqualTo("pending");
    assertThat(monitor.get("since")).isEqualTo(monitor.get("createdAt"));
    assertThat(monitor.get("lastCheck").isNull()).isTrue();
    assertThat(monitor.at("/http/expectedStatus/0").asText()).isEqualTo("200-299");
  }

  @Test
  void showsTheLastCheckWithItsPhasesInMilliseconds() {
    JsonNode last = admin.get("/monitors/" + created(shop())).expect(200).json().get("lastCheck");
    assertThat(last.get("at").asText()).isEqualTo("2026-01-31T12:00:00.123Z");
    assertThat(last.at("/phases/dns").asDouble()).isEqualTo(1.234);
    assertThat(last.at("/phases/tls").isNull()).isTrue();
    assertThat(last.at("/phases/total").asDouble()).isEqualTo(10.234);
    assertThat(last.at("/evidence/httpStatus").asInt()).isEqualTo(503);
  }

  @Test
  void saysEveryFaultAtOnce() {
    Answer answer =
        admin
            .post(
                "/monitors",
                Map.of(
                    "name", " ",
                    "type", "http",
                    "interval", "1s",
                    "confirmations", 11,
                    "colour", "red",
                    "http", Map.of("url", "ftp://example.com", "methods", "GET")))
            .expect(422);
    assertThat(answer.fault("name")).isEqualTo("It must have 1 to 100 characters.");
    assertThat(answer.fault("interval")).isEqualTo("It must be from 5s to 1d.");
    assertThat(answer.fault("confirmations")).isEqualTo("It must be from 1 to 10.");
    assertThat(answer.fault("colour")).contains("no such field");
    assertThat(answer.fault("http.url")).isNotEmpty();
    assertThat(answer.fault("http.methods")).contains("no such field");
  }

  @Test
  void aTextThatNotEveryStoreKeepsIsRefusedInEveryField() {
    Answer answer =
        admin
            .sendRaw(
                "POST",
                "/monitors",
                "{\"name\":\"\\u0000a\",\"type\":\"http\",\"tags\":[\"a\",\"\\ud800\"],"
                    + "\"x\\udc00\":1,\"http\":{\"url\":\"https://a.test\","
                    + "\"keyword\":{\"text\":\"\\u0000\"},\"headers\":{\"A\":\"\\u0000\"}}}",
                "application/json")
            .expect(422);
    assertThat(answer.fault("name")).isEqualTo("It must not have the character U+0000.");
    assertThat(answer.fault("tags[1]")).isEqualTo("It must be valid Unicode text.");
    assertThat(answer.fault("x\ufffd")).contains("name of a field");
    assertThat(answer.fault("http.keyword.text")).contains("U+0000");
    assertThat(answer.fault("http.headers.A")).contains("U+0000");
    assertThat(answer.json().get("errors")).hasSize(5);
  }

  @Test
  void aNumberOfAnySizeThatIsOutOfBoundsIsRefused() {
    for (String number : List.of("4294967298", "-1", "2.0", "100000000000000000000")) {
      for (String field : List.of("confirmations", "recoveryConfirmations")) {
        Answer answer =
            admin.sendRaw(
                "POST",
                "/monitors",
                "{\"name\":\"A\",\"type\":\"manual\",\"" + field + "\":" + number + "}",
                "application/json");
        assertThat(answer.expect(422).fault(field)).describedAs(number).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest",
        "http://[fd00:ec2::254]/",
        "http://0xa9fea9fe/",
        "http://127.0.0.1:5432/",
        "http://127.0.0.7:5432/"
      })
  void anAddressThatNoCheckMayReachIsRefusedWhenItIsConfigured(String url) {
    Map<String, Object> body = shop();
    String id = created(body);
    body.put("http", Map.of("url", url));
    for (Answer refused :
        List.of(
            admin.post("/monitors", body),
            admin.put("/monitors/" + id, body),
            admin.patch("/monitors/" + id, Map.of("http", Map.of("url", url))),
            admin.post("/monitors/test", body))) {
      assertThat(refused.expect(422).fault("http.url"))
          .contains("ever connect")
          .endsWith("Enter another address.");
    }
    assertThat(admin.get("/monitors").json().at("/items")).hasSize(1);
    assertThat(admin.get("/monitors/" + id).json().at("/http/url").asText())
        .isEqualTo("https://shop.example.com/health");
  }

  @ParameterizedTest
  @CsvSource({
    "interval,4s",
    "interval,25h",
    "interval,soon",
    "timeout,99ms",
    "timeout,61s",
    "timeout,1m",
    "type,gopher",
    "quorum,most",
    "name,''"
  })
  void refusesWhatIsOutOfBounds(String field, String value) {
    Map<String, Object> body = shop();
    body.put(field, value);
    assertThat(admin.post("/monitors", body).expect(422).fault(field)).isNotEmpty();
  }

  @Test
  void aTimeoutIsShorterThanItsInterval() {
    Map<String, Object> body = shop();
    body.put("interval", "5s");
    assertThat(admin.post("/monitors", body).expect(201).text("timeout")).isEqualTo("4s");
    body.put("timeout", "5s");
    assertThat(admin.post("/monitors", body).expect(422).fault("timeout"))
        .contains("shorter than the interval");
  }

  @Test
  void namesTheRegionThereIs() {
    Map<String, Object> body = shop();
    body.put("regions", List.of("mars"));
    body.put("quorum", 2);
    Answer answer = admin.post("/monitors", body).expect(422);
    assertThat(answer.fault("regions[0]")).contains("\"default\"");
    assertThat(answer.fault("quorum")).contains("which are 1 here");
    body.put("regions", List.of());
    assertThat(admin.post("/monitors", body).expect(422).fault("regions")).contains("\"default\"");
    body.put("regions", List.of("default"));
    body.put("quorum", 1);
    admin.post("/monitors", body).expect(201);
  }

  @Test
  void givesBackTheQuorumAsItWasSent() {
    for (Object quorum : List.of("any", "majority", "all", 1)) {
      Map<String, Object> body = shop();
      body.put("quorum", quorum);
      Answer created = admin.post("/monitors", body).expect(201);
      String id = created.text("id");
      assertThat(created.json().get("quorum")).hasToString(tree(quorum));
      assertThat(admin.patch("/monitors/" + id, Map.of("name", "New")).json().get("quorum"))
          .hasToString(tree(quorum));
      JsonNode read = admin.get("/monitors/" + id).expect(200).json();
      assertThat(read.get("quorum")).hasToString(tree(quorum));
      assertThat(admin.put("/monitors/" + id, read).expect(200).json().get("quorum"))
          .hasToString(tree(quorum));
      assertThat(admin.patch("/monitors/" + id, Map.of("quorum", "majority")).json().get("quorum"))
          .hasToString("\"majority\"");
    }
  }

  private static String tree(Object value) {
    return value instanceof String text ? "\"" + text + "\"" : value.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"4294967297", "0", "2", "1.0", "\"1\"", "true", "[]", "{}", "\"ANY\""})
  void aQuorumThatIsNoneIsRefused(String quorum) {
    Answer answer =
        admin.sendRaw(
            "POST",
            "/monitors",
            "{\"name\":\"A\",\"type\":\"manual\",\"quorum\":" + quorum + "}",
            "application/json");
    assertThat(answer.expect(422).fault("quorum")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"escalationPolicy", "intervall", "tag"})
  void aFieldThatWouldBeDroppedIsRefused(String field) {
    Map<String, Object> body = shop();
    String id = created(body);
    body.put(field, "x");
    for (Answer refused :
        List.of(
            admin.post("/monitors", body),
            admin.put("/monitors/" + id, body),
            admin.patch("/monitors/" + id, Map.of(field, "x")),
            admin.post("/monitors/test", body))) {
      assertThat(refused.expect(422).fault(field)).contains("no such field");
    }
  }

  @Test
  void takesTwentyTagsAndNoMore() {
    Map<String, Object> body = shop();
    body.put("tags", IntStream.range(0, 20).mapToObj(i -> "t" + i).toList());
    admin.post("/monitors", body).expect(201);
    body.put("tags", IntStream.range(0, 21).mapToObj(i -> "t" + i).toList());
    admin.post("/monitors", body).expect(422);
  }

  @Test
  void aRepeatedRequestCreatesNothing() {
    ApiClient named = admin.with("Idempotency-Key", "first shop");
    Answer first = named.post("/monitors", shop()).expect(201);
    Answer second = named.post("/monitors", shop()).expect(201);
    assertThat(second.text("id")).isEqualTo(first.text("id"));
    assertThat(admin.get("/monitors").json().get("items")).hasSize(1);
    assertThat(admin.with("Idempotency-Key", "second").post("/monitors", shop()).text("id"))
        .isNotEqualTo(first.text("id"));
    admin.with("Idempotency-Key", "x".repeat(201)).post("/monitors", shop()).expect(422);
  }

  @Test
  void anotherRequestUnderAUsedKeyIsRefused() {
    ApiClient named = admin.with("Idempotency-Key", "first shop");
    named.post("/monitors", shop()).expect(201);
    Map<String, Object> other = shop();
    other.put("name", "Another");
    assertThat(named.post("/monitors", other).expect(409).text("detail"))
        .contains("Idempotency-Key", "\"Shop\"");
    assertThat(admin.get("/monitors").json().get("items")).hasSize(1);
    Map<String, Object> heartbeat = new HashMap<>();
    heartbeat.put("name", "Backup");
    heartbeat.put("type", "heartbeat");
    heartbeat.put("heartbeat", Map.of("period", "1h", "grace", "5m"));
    named.post("/monitors", heartbeat).expect(409);
    ApiClient backup = admin.with("Idempotency-Key", "backup");
    String pingUrl = backup.post("/monitors", heartbeat).expect(201).text("pingUrl");
    assertThat(backup.post("/monitors", heartbeat).expect(201).text("pingUrl")).isEqualTo(pingUrl);
    heartbeat.put("heartbeat", Map.of("period", "2h", "grace", "5m"));
    backup.post("/monitors", heartbeat).expect(409);
  }

  @Test
  void theSameKeyInAnotherOrganizationIsAnotherMonitor() {
    String mine = admin.with("Idempotency-Key", "k").post("/monitors", shop()).text("id");
    foundAnOrganization();
    String theirs = admin.with("Idempotency-Key", "k").post("/monitors", shop()).text("id");
    assertThat(theirs).isNotEqualTo(mine);
  }

  @Test
  void patchChangesWhatItNamesAndNothingElse() {
    Map<String, Object> body = shop();
    body.put("tags", List.of("a"));
    body.put(
        "http",
        Map.of(
            "url", "https://shop.example.com/", "keyword", Map.of("text", "ok"), "method", "POST"));
    String id = created(body);
    Map<String, Object> keyword = new HashMap<>();
    keyword.put("keyword", null);
    JsonNode changed =
        admin
            .patch("/monitors/" + id, Map.of("name", "New", "interval", "5m", "http", keyword))
            .expect(200)
            .json();
    assertThat(changed.get("name").asText()).isEqualTo("New");
    assertThat(changed.get("interval").asText()).isEqualTo("5m");
    assertThat(changed.at("/http/keyword").isNull()).isTrue();
    assertThat(changed.at("/http/method").asText()).isEqualTo("POST");
    assertThat(changed.get("tags")).hasToString("[\"a\"]");
    assertThat(admin.get("/monitors").json().at("/items/0/name").asText()).isEqualTo("New");
  }

  @Test
  void patchCanMakeAnHttpMonitorAManualOne() {
    String id = created(shop());
    JsonNode changed = admin.patch("/monitors/" + id, Map.of("type", "manual")).json();
    assertThat(changed.has("http")).isFalse();
    assertThat(changed.get("manual")).isEmpty();
  }

  @Test
  void whatWasReadCanBePutBack() {
    String id = created(shop());
    JsonNode read = admin.get("/monitors/" + id).json();
    assertThat(admin.put("/monitors/" + id, read).expect(200).json().get("http"))
        .isEqualTo(read.get("http"));
  }

  @Test
  void aPatchThatIsNoObjectIsRefused() {
    String id = created(shop());
    admin.patch("/monitors/" + id, List.of(1)).expect(422);
  }

  @Test
  void aSecretGoesInAndNeverComesOut() {
    Map<String, Object> body = shop();
    body.put(
        "http",
        Map.of(
            "url",
            "https://shop.example.com/",
            "auth",
            Map.of("basic", Map.of("user", "ann", "password", "canary-7d1"))));
    String id = created(body);
    List<Answer> answers = new ArrayList<>();
    answers.add(admin.get("/monitors/" + id));
    answers.add(admin.get("/monitors"));
    answers.add(admin.patch("/monitors/" + id, Map.of("name", "Same secret")).expect(200));
    answers.add(admin.put("/monitors/" + id, answers.getFirst().json()).expect(200));
    assertThat(answers).allSatisfy(it -> assertThat(it.body()).doesNotContain("canary"));
    // to another server the stored secret does not go along
    assertThat(
            admin
                .patch(
                    "/monitors/" + id, Map.of("http", Map.of("url", "https://evil.example.com/")))
                .expect(422)
                .fault("http.auth.basic.password"))
        .contains("Enter the password");
  }

  @Test
  void listsPageByPage() {
    List<String> ids = IntStream.range(0, 7).mapToObj(i -> created(shop())).sorted().toList();
    List<String> seen = new ArrayList<>();
    String path = "/monitors?limit=3";
    int pages = 0;
    for (String cursor = ""; cursor != null; pages++) {
      JsonNode page = admin.get(path + cursor).expect(200).json();
      page.get("items").forEach(item -> seen.add(item.get("id").asText()));
      cursor =
          page.get("nextCursor").isNull() ? null : "&cursor=" + page.get("nextCursor").asText();
    }
    assertThat(pages).isEqualTo(3);
    assertThat(seen).containsExactlyElementsOf(ids);
    admin.get("/monitors?cursor=nonsense").expect(422);
    admin.get("/monitors?limit=0").expect(422);
    admin.get("/monitors?limit=201").expect(422);
  }

  @Test
  void findsByTextStatusTagAndType() {
    Map<String, Object> tagged = shop();
    tagged.put("name", "Tagged");
    tagged.put("tags", List.of("prod"));
    String http = created(tagged);
    String manual = created(Map.of("name", "Warehouse", "type", "manual"));
    admin.post("/monitors/" + manual + "/state", Map.of("status", "down")).expect(200);
    assertThat(found("q=ware")).containsExactly(manual);
    assertThat(found("q=SHOP.example")).containsExactly(http);
    assertThat(found("status=down")).containsExactly(manual);
    assertThat(found("tag=prod")).containsExactly(http);
    assertThat(found("type=manual")).containsExactly(manual);
    assertThat(found("type=manual&tag=prod")).isEmpty();
    admin.get("/monitors?status=broken").expect(422);
  }

  private List<String> found(String query) {
    List<String> ids = new ArrayList<>();
    admin
        .get("/monitors?" + query)
        .expect(200)
        .json()
        .get("items")
        .forEach(item -> ids.add(item.get("id").asText()));
    return ids;
  }

  @Test
  void pausesAndResumesAndSaysSoInTheNextList() {
    String id = created(shop());
    assertThat(admin.post("/monitors/" + id + "/pause").expect(200).text("status"))
        .isEqualTo("paused");
    assertThat(found("status=paused")).containsExactly(id);
    admin.post("/monitors/" + id + "/resume").expect(200);
    assertThat(found("status=paused")).isEmpty();
  }

  @Test
  void onlyAManualMonitorsStateCanBeSet() {
    String http = created(shop());
    String manual = created(Map.of("name", "By hand", "type", "manual"));
    admin.post("/monitors/" + http + "/state", Map.of("status", "down")).expect(409);
    Answer down =
        admin
            .post("/monitors/" + manual + "/state", Map.of("status", "down", "message", "Fire."))
            .expect(200);
    assertThat(down.text("cause")).isEqualTo("Fire.");
    assertThat(down.json().get("outage").isNull()).isFalse();
    assertThat(
            admin
                .post("/monitors/" + manual + "/state", Map.of("status", "burning"))
                .expect(422)
                .fault("status"))
        .contains("[up, degraded, down]");
    admin.post("/monitors/" + manual + "/state", Map.of()).expect(422);
    admin.post("/monitors/" + manual + "/check").expect(409);
  }

  @Test
  void checksAndTestsAnswerWithTheResult() {
    String id = created(shop());
    assertThat(admin.post("/monitors/" + id + "/check").expect(200).text("error"))
        .isEqualTo(MemoryMonitors.RESULT.error());
    assertThat(
            admin
                .post(
                    "/monitors/test",
                    Map.of("type", "http", "http", Map.of("url", "http://a.test/")))
                .expect(200)
                .text("outcome"))
        .isEqualTo("down");
    admin.post("/monitors/test", Map.of("type", "manual")).expect(422);
    assertThat(found("")).containsExactly(id);
  }

  @Test
  void tellsResultsAndOutages() {
    String id = created(shop());
    Instant checked = server.time.instant();
    server.monitors.points.clear();
    server.monitors.points.add(new MonitorDetails.Point(checked, Outcome.DOWN, 10_234));
    server.time.pass(Duration.ofMinutes(1));
    JsonNode results = admin.get("/monitors/" + id + "/results").expect(200).json().get("items");
    assertThat(results.at("/0/total").asDouble()).isEqualTo(10.234);
    assertThat(
            admin
                .get("/monitors/" + id + "/results?from=" + checked.plusSeconds(1))
                .json()
                .get("items"))
        .isEmpty();
    admin.get("/monitors/" + id + "/results?from=yesterday").expect(422);
    admin
        .get("/monitors/" + id + "/outages?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z")
        .expect(422);
    assertThat(
            admin
                .get("/monitors/" + id + "/outages")
                .expect(200)
                .json()
                .at("/items/0/startedAt")
                .asText())
        .isEqualTo("2026-01-31T12:00:00.123Z");
  }

  @Test
  void deletes() {
    String id = created(shop());
    admin.delete("/monitors/" + id).expect(204);
    admin.get("/monitors/" + id).expect(404);
    admin.delete("/monitors/" + id).expect(404);
    assertThat(found("")).isEmpty();
  }

  @Test
  void withTheStoreAwayListsGoOnAndWritesAreRefused() {
    String id = created(shop());
    admin.get("/monitors").expect(200);
    server.store.goAway();
    assertThat(found("")).containsExactly(id);
    JsonNode monitor = admin.get("/monitors/" + id).expect(200).json();
    assertThat(monitor.get("lastCheck").isNull()).isTrue();
    for (Answer refused :
        List.of(
            admin.post("/monitors", shop()),
            admin.patch("/monitors/" + id, Map.of("name", "New")),
            admin.delete("/monitors/" + id),
            admin.post("/monitors/" + id + "/pause"),
            admin.get("/monitors/" + id + "/outages"))) {
      refused.expect(503);
      assertThat(refused.header("Retry-After")).contains("2");
    }
    server.store.comeBack();
    assertThat(found("")).containsExactly(id);
    assertThat(admin.get("/monitors/" + id).text("name")).isEqualTo("Shop");
  }

  @Test
  void saysHowMuchOfTheTimeItWasUp() {
    String id = created(shop());
    assertThat(admin.get("/monitors/" + id).expect(200).json().at("/uptime/day").isNull()).isTrue();
    MonitorRef ref = new MonitorRef(organization, new MonitorId(UUID.fromString(id)));
    Instant now = server.time.instant();
    server.board.publish(
        new MonitorStatus(
            ref, Status.UP, now.minus(Duration.ofHours(12)), null, null, new StatusVersion(1, 0)));
    server.board.publish(
        new MonitorStatus(
            ref,
            Status.DOWN,
            now.minus(Duration.ofHours(3)),
            OutageId.create(),
            "No answer",
            new StatusVersion(2, 0)));
    JsonNode uptime = admin.get("/monitors/" + id).expect(200).json().path("uptime");
    assertThat(uptime.path("day").asDouble()).isCloseTo(75, within(0.01));
    assertThat(uptime.path("quarter").asDouble()).isCloseTo(75, within(0.01));
  }
}
