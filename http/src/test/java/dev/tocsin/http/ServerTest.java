package dev.tocsin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServerTest {
  private static TestServer server;
  private static OrganizationId home;
  private static Organizations organizations;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
    home = organizations.found("home");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send("GET", path);
  }

  private static HttpResponse<String> send(String method, String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(server.uri(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static ApiClient admin() {
    return ApiClient.of(server).as(organizations.token(home, Role.ADMIN));
  }

  @Test
  void everyKindOfAnswerCarriesTheSecurityHeaders() throws Exception {
    Map<HttpResponse<String>, Integer> answers =
        Map.ofEntries(
            Map.entry(get("/status/shop"), 200),
            Map.entry(get("/health/live"), 200),
            Map.entry(get("/login"), 200),
            Map.entry(get("/docs"), 200),
            Map.entry(get("/api/v1/openapi.json"), 200),
            Map.entry(get("/nowhere"), 404),
            Map.entry(get("/api/v1/nowhere"), 404),
            Map.entry(get("/api/v1"), 404),
            Map.entry(get("/api/v1/monitors"), 401),
            Map.entry(get("/broken"), 500),
            Map.entry(get("/broken-later"), 500),
            Map.entry(send("POST", "/login"), 405),
            Map.entry(send("PUT", "/api/v1/session"), 405),
            Map.entry(send("DELETE", "/docs"), 405),
            Map.entry(
                admin()
                    .sendRaw("POST", "/monitors", "x".repeat(1_100_000), "application/json")
                    .raw(),
                413),
            Map.entry(admin().sendRaw("POST", "/monitors", "{}", "text/plain").raw(), 415),
            Map.entry(admin().sendRaw("POST", "/monitors", "{", "application/json").raw(), 400),
            Map.entry(admin().sendRaw("POST", "/monitors", "{}", "application/json").raw(), 422));
    answers.forEach(
        (answer, status) -> {
          assertThat(answer.statusCode()).describedAs(answer.uri().getPath()).isEqualTo(status);
          assertThat(securityHeaders(answer))
              .describedAs(answer.uri().getPath())
              .isEqualTo(
                  Map.of(
                      "content-security-policy", List.of(SecurityHeaders.CONTENT_SECURITY_POLICY),
                      "x-content-type-options", List.of("nosniff"),
                      "referrer-policy", List.of("same-origin"),
                      "cross-origin-opener-policy", List.of("same-origin")));
          assertThat(answer.headers().map()).doesNotContainKey("server");
          assertThat(answer.headers().map()).containsKey("permissions-policy");
          if (status >= 400) {
            assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.body()).doesNotContain("Exception", "\tat ");
          }
        });
  }

  private static Map<String, List<String>> securityHeaders(HttpResponse<String> answer) {
    return answer.headers().map().entrySet().stream()
        .filter(
            header ->
                List.of(
                        "content-security-policy",
                        "x-content-type-options",
                        "referrer-policy",
                        "cross-origin-opener-policy",
                        "strict-transport-security")
                    .contains(header.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Test
  void behindHttpsBrowsersAreToldToStayThere() throws Exception {
    try (TestServer tls =
        TestServer.start(
            new TestServer.Options(URI.create("https://tocsin.test"), false, List.of()))) {
      HttpResponse<String> answer =
          CLIENT.send(
              HttpRequest.newBuilder(tls.uri("/nowhere")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000");
      assertThat(exchange(tls, "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n"))
          .startsWith("HTTP/1.1 400")
          .contains("\r\nStrict-Transport-Security: max-age=31536000\r\n");
    }
  }

  @Test
  void whatIsNoHttpIsAnsweredWithAProblemToo() throws Exception {
    for (String request :
        List.of(
            "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(9_000) + "\r\n\r\n",
            "GET /" + "x".repeat(5_000) + " HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\n" + "A: b\r\n".repeat(70) + "\r\n")) {
      String answer = exchange(server, request);
      assertThat(answer)
          .startsWith("HTTP/1.1 4")
          .contains("Content-Security-Policy: default-src 'none'")
          .contains("application/problem+json")
          .doesNotContain("\r\nServer:", "Strict-Transport-Security");
    }
  }

  private static String exchange(TestServer asked, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", asked.port())) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      StringBuilder answer = new StringBuilder();
      byte[] part = new byte[8_192];
      while (!answer.toString().contains("}")) {
        int read = socket.getInputStream().read(part);
        if (read < 0) {
          break;
        }
        answer.append(new String(part, 0, read, StandardCharsets.UTF_8));
      }
      return answer.toString();
    }
  }

  @Test
  void headIsAnsweredAsGetWithoutABody() throws Exception {
    HttpResponse<String> answer = send("HEAD", "/status/shop");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aMethodThatIsNotThereSaysWhichAre() {
    ApiClient.Answer answer = admin().sendRaw("PUT", "/session", "{}", "application/json");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow").orElseThrow().split(", "))
        .containsExactlyInAnyOrder("GET", "POST", "DELETE");
  }

  @Test
  void unreadableJsonIsPointedAtAndNotQuoted() {
    for (String body :
        List.of(
            "{\"name\": canary-1}", "", "{\"a\":1,\"a\":2}", "{} canary-2", "{\"a\":\"\u0000\"}")) {
      ApiClient.Answer answer = admin().sendRaw("POST", "/monitors", body, "application/json");
      assertThat(answer.status()).describedAs(body).isEqualTo(400);
      assertThat(answer.body()).doesNotContain("canary");
    }
    assertThat(
            admin().sendRaw("POST", "/monitors", "[]", "application/json; charset=utf-8").status())
        .isEqualTo(422);
  }

  @Test
  void anAnnouncedLengthOfAnySizeIsTooLarge() throws Exception {
    String token = organizations.token(home, Role.ADMIN);
    for (long length : List.of(1_048_577L, 10_000_000L, 10_000_000_000L)) {
      assertThat(
              exchange(
                  server,
                  "POST /api/v1/monitors HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                      + token
                      + "\r\nContent-Type: application/json\r\nContent-Length: "
                      + length
                      + "\r\n\r\n"))
          .describedAs("%d bytes", length)
          .startsWith("HTTP/1.1 413")
          .contains("\"title\":\"Too large\"");
    }
  }

  @Test
  void onlyUtf8IsRead() {
    byte[] overlong = "{\"name\":\"a??b\",\"type\":\"manual\"}".getBytes(StandardCharsets.UTF_8);
    overlong[10] = (byte) 0xC0;
    overlong[11] = (byte) 0xAF;
    for (byte[] body :
        List.of(
            overlong,
            "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_16LE),
            new byte[] {'"', -1, '"'})) {
      assertThatThrownBy(() -> Json.read(body))
          .isInstanceOfSatisfying(
              ProblemException.class,
              refused -> assertThat(refused.problem().status()).isEqualTo(400));
    }
    assertThat(
            Json.read("\ufeff{\"a\":\"\ud83d\ude00\"}".getBytes(StandardCharsets.UTF_8))
                .get("a")
                .textValue())
        .isEqualTo("\ud83d\ude00");
  }

  @Test
  void stopsWithoutWaitingWhereNothingIsGranted() throws Exception {
    try (TestServer stopped = TestServer.start()) {
      assertThat(stopped.drain(Duration.ZERO)).succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void whoMayNotIsRefusedBeforeTheBodyIsRead() {
    ApiClient viewer = ApiClient.of(server).as(organizations.token(home, Role.VIEWER));
    assertThat(viewer.sendRaw("POST", "/monitors", "not json", "text/plain").status())
        .isEqualTo(403);
    assertThat(ApiClient.of(server).sendRaw("POST", "/monitors", "not json", "text/plain").status())
        .isEqualTo(401);
  }

  @Test
  void aDefectIsLoggedOnceWithItsStackAndAnsweredWithItsName() throws Exception {
    ListAppender<ILoggingEvent> log = listen();
    HttpResponse<String> answer = get("/broken-later");
    ListAppender<ILoggingEvent> seen = stopListening(log);
    assertThat(answer.body()).doesNotContain("on purpose", "IllegalState");
    String instance = answer.body().replaceAll(".*\"instance\":\"([^\"]+)\".*", "$1");
    assertThat(instance).startsWith("urn:uuid:");
    assertThat(seen.list)
        .filteredOn(event -> event.getFormattedMessage().contains(instance))
        .singleElement()
        .satisfies(event -> assertThat(event.getThrowableProxy()).isNotNull());
  }

  @Test
  void noSecretIsEverLoggedOrToldBack() {
    String canary = "canary-8f31-long-enough";
    ListAppender<ILoggingEvent> log = listen();
    ApiClient nobody = ApiClient.of(server);
    ApiClient admin = admin();
    Map<String, Object> http =
        Map.of(
            "url",
            "https://a.test/",
            "headers",
            Map.of("X-Api-Key", canary),
            "auth",
            Map.of("bearer", canary));
    Map<String, Object> monitor = Map.of("name", "A", "type", "http", "http", http);
    List<ApiClient.Answer> answers =
        new java.util.ArrayList<>(
            List.of(
                nobody.post("/session", Map.of("email", "owner@home.test", "password", canary)),
                nobody.post("/session", Map.of("email", 5, "password", canary)),
                nobody.sendRaw(
                    "POST", "/session", "{\"password\":\"" + canary + "\",", "application/json"),
                nobody.post(
                    "/setup",
                    Map.of(
                        "token",
                        canary,
                        "organization",
                        "a",
                        "email",
                        "a@b.test",
                        "password",
                        canary)),
                nobody.post("/invitations/accept", Map.of("token", canary, "password", canary)),
                nobody.as("tcs_" + canary).get("/session"),
                nobody.as(canary).get("/session"),
                nobody.with("Cookie", "tocsin_session=" + canary).get("/session"),
                admin.post("/monitors", monitor).expect(201),
                admin.get("/monitors"),
                admin.post("/monitors/test", monitor)));
    server.store.goAway();
    answers.add(admin.post("/monitors", monitor).expect(503));
    answers.add(nobody.post("/session", Map.of("email", "owner@home.test", "password", canary)));
    server.store.comeBack();
    assertThat(answers).allSatisfy(it -> assertThat(it.body()).doesNotContain("canary"));
    assertThat(stopListening(log).list)
        .allSatisfy(
            event -> {
              assertThat(event.getFormattedMessage()).doesNotContain("canary");
              assertThat(String.valueOf(event.getThrowableProxy())).doesNotContain("canary");
            });
  }

  private static ListAppender<ILoggingEvent> listen() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    root().addAppender(appender);
    return appender;
  }

  private static ListAppender<ILoggingEvent> stopListening(ListAppender<ILoggingEvent> appender) {
    root().detachAppender(appender);
    return appender;
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
