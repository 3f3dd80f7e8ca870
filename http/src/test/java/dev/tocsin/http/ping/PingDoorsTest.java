package dev.tocsin.http.ping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.conf.HeartbeatSettings;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
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
import org.junit.jupiter.params.provider.ValueSource;

/** The addresses where heartbeats arrive, asked as curl would. */
class PingDoorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static TestServer server;
  private static Organizations organizations;
  private static int count;
  private OrganizationId organization;
  private ApiClient admin;

  private record Sent(String method, BodyPublisher body, Map<String, String> headers) {
    static final Sent GET = new Sent("GET", BodyPublishers.noBody(), Map.of());
    static final Sent POST = new Sent("POST", BodyPublishers.noBody(), Map.of());

    Sent with(String header, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(header, value);
      return new Sent(method, body, more);
    }

    Sent with(String text) {
      return new Sent("POST", BodyPublishers.ofString(text), headers);
    }
  }

  @BeforeAll
  static void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    HTTP.close();
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

  private JsonNode heartbeat(String name) {
    return admin
        .post(
            "/monitors",
            Map.of("name", name, "type", "heartbeat", "heartbeat", Map.of("period", "1h")))
        .expect(201)
        .json();
  }

  private static HttpResponse<String> send(TestServer to, String path, Sent sent) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to.uri(path)).method(sent.method(), sent.body());
    sent.headers().forEach(request::header);
    try {
      return HTTP.send(request.build(), BodyHandlers.ofString());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> send(String path, Sent sent) {
    return send(server, path, sent);
  }

  private static String path(JsonNode monitor) {
    return URI.create(monitor.get("pingUrl").asText()).getPath();
  }

  private List<Ping> pings(JsonNode monitor) {
    return server.monitors.pings(
        new MonitorRef(organization, new MonitorId(UUID.fromString(monitor.get("id").asText()))));
  }

  private String pingKey() {
    return admin.get("/organization").expect(200).text("pingKey");
  }

  // ---- /ping

  @ParameterizedTest
  @CsvSource({
    "'',     SUCCESS,",
    "/start, START,",
    "/fail,  FAIL,",
    "/log,   LOG,",
    "/0,     SUCCESS, 0",
    "/1,     FAIL,    1",
    "/255,   FAIL,    255"
  })
  void takesEverySignal(String signal, Ping.Kind kind, Integer exitStatus) {
    JsonNode monitor = heartbeat("Backup");
    for (String method : List.of("GET", "HEAD", "POST")) {
      HttpResponse<String> answer =
          send(path(monitor) + signal, new Sent(method, BodyPublishers.noBody(), Map.of()));
      assertThat(answer.statusCode()).as(method).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(method.equals("HEAD") ? "" : "OK");
    }
    assertThat(pings(monitor))
        .hasSize(3)
        .allSatisfy(
            ping -> {
              assertThat(ping.kind()).isEqualTo(kind);
              assertThat(ping.exitStatus()).isEqualTo(exitStatus);
              assertThat(ping.source().address()).isEqualTo("127.0.0.1");
              assertThat(ping.source().agent()).startsWith("Java-http-client");
            });
  }

  @Test
  void saysWhatItsCallersNeedToKnow() {
    HttpResponse<String> answer = send(path(heartbeat("Backup")), Sent.GET);
    assertThat(answer.headers().firstValue("Ping-Body-Limit")).contains("10000");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
    assertThat(
            send("/ping/x/y", new Sent("OPTIONS", BodyPublishers.noBody(), Map.of())).statusCode())
        .isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/256", "/-1", "/stop", "/start/", "/start/x", "/", "/1e1", "/٣"})
  void knowsNoOtherSignal(String signal) {
    String encoded = path(heartbeat("Backup")) + signal.replace("٣", "%D9%A3");
    HttpResponse<String> answer = send(encoded, Sent.GET);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ping/",
        "/ping/00000000-0000-4000-8000-000000000000",
        "/ping/not-a-key",
        "/ping/not-a-key/slug",
        "/ping/00000000-0000-4000-8000-000000000000/start"
      })
  void findsNothingWhereNothingIs(String path) {
    HttpResponse<String> answer = send(path, Sent.POST);
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEqualTo("not found");
  }

  @Test
  void refusesOtherMethods() {
    assertThat(
            send(path(heartbeat("B")), new Sent("DELETE", BodyPublishers.noBody(), Map.of()))
                .statusCode())
        .isEqualTo(405);
  }

  @Test
  void tellsRunsApart() {
    JsonNode monitor = heartbeat("Backup");
    UUID run = UUID.randomUUID();
    assertThat(send(path(monitor) + "/start?rid=" + run, Sent.GET).statusCode()).isEqualTo(200);
    assertThat(pings(monitor).getFirst().run()).isEqualTo(run);
    HttpResponse<String> wrong = send(path(monitor) + "?rid=seven", Sent.GET);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).isEqualTo("invalid uuid format");
  }

  @Test
  void keepsWhatItIsToldUpToTheLimit() {
    JsonNode monitor = heartbeat("Backup");
    send(path(monitor) + "/fail", Sent.POST.with("disk full\nand more"));
    send(path(monitor), Sent.POST.with("é".repeat(20_000)));
    // of unknown length: chunked
    byte[] bytes = "chunk".getBytes(StandardCharsets.UTF_8);
    send(
        path(monitor),
        new Sent(
            "POST", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)), Map.of()));
    assertThat(pings(monitor).get(0).body()).isEqualTo("disk full\nand more");
    assertThat(pings(monitor).get(0).cause())
        .isEqualTo("The caller said that it failed: disk full");
    assertThat(pings(monitor).get(1).body()).isEqualTo("é".repeat(5_000));
    assertThat(pings(monitor).get(2).body()).isEqualTo("chunk");
  }

  @Test
  void keepsNothingThatAStoreCouldNot() {
    JsonNode monitor = heartbeat("Backup");
    send(path(monitor) + "/3", Sent.POST.with("a\u0000b"));
    send(
        path(monitor),
        new Sent(
            "POST",
            BodyPublishers.ofByteArray(new byte[] {'o', 'k', (byte) 0xff, (byte) 0xc3}),
            Map.of()));
    assertThat(pings(monitor).get(0).body()).doesNotContain("\u0000").startsWith("a");
    assertThat(pings(monitor).get(0).cause()).startsWith("The run ended with exit status 3: a");
    assertThat(pings(monitor).get(1).body()).startsWith("ok");
  }

  @Test
  void refusesABodyBeyondReason() {
    JsonNode monitor = heartbeat("Backup");
    assertThat(send(path(monitor), Sent.POST.with("x".repeat(2_000_000))).statusCode())
        .isEqualTo(413);
  }

  @Test
  void isPingedByItsSlug() {
    JsonNode monitor = heartbeat("Nightly Bäckup");
    String address = "/ping/" + pingKey() + "/nightly-backup";
    assertThat(send(address, Sent.GET).body()).isEqualTo("OK");
    assertThat(send(address + "/fail", Sent.GET).body()).isEqualTo("OK");
    assertThat(pings(monitor))
        .extracting(Ping::kind)
        .containsExactly(Ping.Kind.SUCCESS, Ping.Kind.FAIL);
    heartbeat("Nightly bäckup!");
    HttpResponse<String> ambiguous = send(address, Sent.GET);
    assertThat(ambiguous.statusCode()).isEqualTo(409);
    assertThat(ambiguous.body()).isEqualTo("ambiguous slug");
  }

  @Test
  void createsWhatIsAskedForOnce() {
    String address = "/ping/" + pingKey() + "/new-job";
    assertThat(send(address, Sent.GET).statusCode()).isEqualTo(404);
    HttpResponse<String> created = send(address + "?create=1", Sent.GET);
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(created.body()).isEqualTo("Created");
    assertThat(send(address + "?create=1", Sent.GET).statusCode()).isEqualTo(200);
    JsonNode list = admin.get("/monitors").expect(200).json().get("items");
    assertThat(list).hasSize(1);
    assertThat(list.get(0).get("name").asText()).isEqualTo("new-job");
    assertThat(list.get(0).at("/heartbeat/period").asText()).isEqualTo("1d");
    admin.delete("/monitors/" + list.get(0).get("id").asText()).expect(204);
    assertThat(send(address + "?create=1", Sent.GET).statusCode()).as("again").isEqualTo(201);
  }

  @Test
  void createsAnotherOneWhereTheFirstIsCalledOtherwiseByNow() {
    String address = "/ping/" + pingKey() + "/new-job?create=1";
    assertThat(send(address, Sent.GET).statusCode()).isEqualTo(201);
    JsonNode first = admin.get("/monitors").expect(200).json().get("items").get(0);
    String path = "/monitors/" + first.get("id").asText();
    admin.patch(path, Map.of("heartbeat", Map.of("slug", "old-job"))).expect(200);
    assertThat(send(address, Sent.GET).statusCode()).isEqualTo(201);
    assertThat(send(address, Sent.GET).statusCode()).isEqualTo(200);
    assertThat(admin.get("/monitors").expect(200).json().get("items")).hasSize(2);
  }

  @Test
  void anotherPingKeyEndsTheOneBefore() {
    heartbeat("Backup");
    String before = "/ping/" + pingKey() + "/backup";
    assertThat(send(before, Sent.GET).statusCode()).isEqualTo(200);
    String key = admin.post("/organization/ping-key").expect(200).text("pingKey");
    assertThat(send(before, Sent.GET).statusCode()).isEqualTo(404);
    assertThat(send("/ping/" + key + "/backup", Sent.GET).statusCode()).isEqualTo(200);
  }

  @Test
  void aDeletedHeartbeatIsGone() {
    JsonNode monitor = heartbeat("Backup");
    admin.delete("/monitors/" + monitor.get("id").asText()).expect(204);
    assertThat(send(path(monitor), Sent.GET).statusCode()).isEqualTo(404);
  }

  @Test
  void saysThatItCouldNotBeStored() {
    JsonNode monitor = heartbeat("Backup");
    server.store.goAway();
    HttpResponse<String> answer = send(path(monitor), Sent.GET);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(send(URI.create(monitor.get("pushUrl").asText()).getPath(), Sent.GET).statusCode())
        .isEqualTo(503);
  }

  // ---- /api/push

  @ParameterizedTest
  @CsvSource({
    "'',                                SUCCESS, ,        ",
    "?status=up&msg=OK&ping=12.5,       SUCCESS, OK,      ",
    "?status=down&msg=no%20disk,        FAIL,    no disk, no disk",
    "?status=strange,                   FAIL,    ,        The caller said that it is strange",
    "?status=up&ping=never,             SUCCESS, ,        "
  })
  void takesAPush(String query, Ping.Kind kind, String body, String cause) {
    JsonNode monitor = heartbeat("Backup");
    HttpResponse<String> answer =
        send(URI.create(monitor.get("pushUrl").asText()).getPath() + query, Sent.GET);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"ok\":true}");
    Ping ping = pings(monitor).getFirst();
    assertThat(ping.kind()).isEqualTo(kind);
    assertThat(ping.body()).isEqualTo(body);
    assertThat(ping.cause()).isEqualTo(cause);
    assertThat(ping.took()).isEqualTo(query.contains("12.5") ? Duration.ofNanos(12_500_000) : null);
  }

  @Test
  void knowsNoOtherPushToken() throws Exception {
    HttpResponse<String> answer = send("/api/push/nothing", Sent.GET);
    assertThat(answer.statusCode()).isEqualTo(404);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.get("ok").asBoolean()).isFalse();
    assertThat(body.get("msg").asText()).isNotEmpty();
  }

  // ---- /api/v1/endpoints/.../external

  @ParameterizedTest
  @CsvSource({
    "?success=true,                              200",
    "?success=true&duration=1m2.5s,              200",
    "?success=false&error=timeout&duration=10ms, 200",
    "?success=maybe,                             400",
    "'',                                         400",
    "?success=true&duration=soon,                400"
  })
  void takesAnExternalResult(String query, int status) {
    JsonNode monitor = heartbeat("Backup");
    Sent sent = Sent.POST.with("Authorization", "Bearer " + monitor.get("apiKey").asText());
    for (String key : List.of(monitor.get("serviceId").asText(), "backup")) {
      assertThat(send("/api/v1/endpoints/" + key + "/external" + query, sent).statusCode())
          .isEqualTo(status);
    }
    assertThat(pings(monitor)).hasSize(status == 200 ? 2 : 0);
    if (query.contains("1m")) {
      assertThat(pings(monitor).getFirst().took()).isEqualTo(Duration.ofMillis(62_500));
    }
    if (query.contains("timeout")) {
      assertThat(pings(monitor).getFirst().cause()).isEqualTo("timeout");
    }
  }

  @Test
  void needsTheKeyOfTheEndpoint() {
    JsonNode monitor = heartbeat("Backup");
    JsonNode other = heartbeat("Other");
    String path = "/api/v1/endpoints/backup/external?success=true";
    assertThat(send(path, Sent.POST).statusCode()).isEqualTo(401);
    assertThat(send(path, Sent.POST.with("Authorization", "Bearer wrong")).statusCode())
        .isEqualTo(401);
    assertThat(
            send(path, Sent.POST.with("Authorization", "Bearer " + other.get("apiKey").asText()))
                .statusCode())
        .as("another's key")
        .isEqualTo(404);
    assertThat(pings(monitor)).isEmpty();
  }

  // ---- /api/heartbeat and what is known of services

  private HttpResponse<String> beat(String key, Map<String, ?> body) {
    try {
      return send(
          "/api/heartbeat",
          Sent.POST
              .with("Authorization", "Bearer " + key)
              .with("Content-Type", "application/json")
              .with(JSON.writeValueAsString(body)));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({"up, SUCCESS,", "degraded, DEGRADED, slow", "down, FAIL, slow"})
  void takesAHeartbeatOfAService(String status, Ping.Kind kind, String cause) {
    JsonNode monitor = heartbeat("Orders");
    HttpResponse<String> answer =
        beat(
            monitor.get("apiKey").asText(),
            Map.of(
                "serviceId",
                monitor.get("serviceId").asText(),
                "status",
                status,
                "message",
                "slow",
                "metadata",
                Map.of("queue", 7)));
    assertThat(answer.statusCode()).isEqualTo(200);
    Ping ping = pings(monitor).getFirst();
    assertThat(ping.kind()).isEqualTo(kind);
    assertThat(ping.cause()).isEqualTo(cause);
    assertThat(ping.body()).isEqualTo("slow\n{\"queue\":7}");
  }

  @Test
  void needsTheServicesOwnKey() {
    JsonNode monitor = heartbeat("Orders");
    JsonNode other = heartbeat("Other");
    Map<String, String> body = Map.of("serviceId", "orders", "status", "up");
    assertThat(beat("wrong", body).statusCode()).isEqualTo(401);
    assertThat(beat(other.get("apiKey").asText(), body).statusCode()).isEqualTo(404);
    assertThat(beat(monitor.get("apiKey").asText(), Map.of("status", "up")).statusCode())
        .isEqualTo(422);
    assertThat(
            beat(monitor.get("apiKey").asText(), Map.of("serviceId", "orders", "status", "fine"))
                .statusCode())
        .isEqualTo(422);
    assertThat(send("/api/heartbeat", Sent.GET).statusCode()).isEqualTo(405);
    assertThat(pings(monitor)).isEmpty();
  }

  @Test
  void listsServicesWithTheirLogs() throws Exception {
    JsonNode monitor = heartbeat("Orders");
    send(path(monitor) + "/fail", Sent.POST.with("=1+1"));
    String token = "Bearer " + organizations.token(organization, Role.VIEWER);
    assertThat(send("/api/services", Sent.GET).statusCode()).isEqualTo(401);
    JsonNode services =
        JSON.readTree(send("/api/services", Sent.GET.with("Authorization", token)).body());
    assertThat(services.at("/services/0/slug").asText()).isEqualTo("orders");
    JsonNode status =
        JSON.readTree(send("/api/status", Sent.GET.with("Authorization", token)).body());
    assertThat(status.get("services").asInt()).isEqualTo(1);
    assertThat(status.get("pending").asInt()).isEqualTo(1);
    JsonNode logs =
        JSON.readTree(
            send("/api/logs?serviceId=orders", Sent.GET.with("Authorization", token)).body());
    assertThat(logs.at("/logs/0/kind").asText()).isEqualTo("fail");
    HttpResponse<String> csv =
        send(
            "/api/logs?serviceId=" + monitor.get("id").asText() + "&format=csv",
            Sent.GET.with("Authorization", token));
    assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(csv.body().lines()).hasSize(2);
    assertThat(csv.body()).doesNotContain(",=", ",\"=");
    assertThat(
            send("/api/logs?serviceId=nothing", Sent.GET.with("Authorization", token)).statusCode())
        .isEqualTo(404);
    String stranger =
        "Bearer " + organizations.token(organizations.found("other" + count), Role.OWNER);
    assertThat(
            send(
                    "/api/logs?serviceId=" + monitor.get("id").asText(),
                    Sent.GET.with("Authorization", stranger))
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void closesWhatIsSwitchedOff() throws Exception {
    HeartbeatSettings closed =
        new HeartbeatSettings(false, false, false, false, false, false, false);
    try (TestServer other =
        TestServer.start(
            new TestServer.Options(URI.create("http://tocsin.test"), true, List.of(), closed))) {
      for (String path :
          List.of(
              "/ping/00000000-0000-4000-8000-000000000000",
              "/api/push/x",
              "/api/status",
              "/api/services",
              "/api/logs")) {
        assertThat(send(other, path, Sent.GET).statusCode()).as(path).isEqualTo(404);
      }
      for (String path : List.of("/api/heartbeat", "/api/v1/endpoints/x/external?success=true")) {
        assertThat(send(other, path, Sent.POST).statusCode()).as(path).isEqualTo(404);
      }
    }
  }
}
