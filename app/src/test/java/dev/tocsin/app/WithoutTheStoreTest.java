package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.RunningNode;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.ApiClient.Answer;
import dev.tocsin.persistence.testing.RestartablePostgres;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * PostgreSQL is away: people who were let in go on reading, and whoever wants something stored is
 * told soon that it was not.
 */
class WithoutTheStoreTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration A_MOMENT = Duration.ofSeconds(5);
  private static final Duration SOME_SECONDS = Duration.ofSeconds(12);

  @TempDir static Path folder;

  private static final FastForward CLOCK = new FastForward(WallClock.system());
  private static RestartablePostgres postgres;
  private static RunningNode node;
  private static ApiClient owner;
  private static ApiClient program;
  private static String session;
  private static String monitor;

  /** Addresses of two heartbeats: of a long period, and of one so short that memory will do. */
  private static String rare;

  private static String often;

  /** How a database can be away. */
  private enum Away {
    /** Connections are refused. */
    STOPPED {
      @Override
      void begin() {
        postgres.stop();
      }

      @Override
      void end() {
        postgres.start();
      }
    },
    /** Connections stay open, and nothing comes. */
    FROZEN {
      @Override
      void begin() {
        postgres.freeze();
      }

      @Override
      void end() {
        postgres.thaw();
      }
    };

    abstract void begin();

    abstract void end();
  }

  @BeforeAll
  static void start() throws Exception {
    postgres = new RestartablePostgres();
    node = RunningNode.onPostgres(folder, postgres.settings(folder), Map.of(), CLOCK);
    var signedIn =
        node.nobody()
            .post("/session", Map.of("email", RunningNode.OWNER, "password", RunningNode.PASSWORD))
            .expect(200);
    session = signedIn.text("token");
    owner = node.nobody().as(session);
    program =
        node.nobody()
            .as(
                owner
                    .post("/tokens", Map.of("name", "a program", "role", "admin"))
                    .expect(201)
                    .text("token"));
    monitor = created("/monitors", Map.of("name", "ledger", "type", "manual"));
    owner
        .post("/monitors/" + monitor + "/state", Map.of("status", "down", "message", "A test."))
        .expect(200);
    rare = heartbeat("1h");
    often = heartbeat("1m");
    var page = created("/status-pages", Map.of("slug", "harbourline", "name", "Harbourline"));
    created(
        "/status-pages/" + page + "/components",
        Map.of("name", "Ledger", "monitorIds", List.of(monitor)));
  }

  @AfterAll
  static void stop() {
    node.close();
    postgres.close();
  }

  @ParameterizedTest
  @EnumSource(Away.class)
  void readingGoesOnAndWritingIsRefused(Away away) throws Exception {
    program.get("/session").expect(200);
    owner.get("/session").expect(200);
    away.begin();
    try {
      // what the store said of session and token is older than it is believed otherwise
      CLOCK.by(Duration.ofMinutes(2));
      readingGoesOn();
      writingIsRefused(away);
      readingGoesOn();
    } finally {
      away.end();
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> attempt().status() == 200);
    // nothing is done after its caller was told that it was not
    assertThat(program.get("/monitors").expect(200).json().get("items")).hasSize(3);
    await().atMost(Duration.ofSeconds(10)).until(() -> ping(rare) == 200);
    assertThat(program.get("/monitors/" + monitor).text("name")).isEqualTo("ledger");
  }

  private static void readingGoesOn() throws Exception {
    for (var reader : List.of(owner, program)) {
      for (var path :
          List.of(
              "/monitors",
              "/monitors/" + monitor,
              "/monitors/" + monitor + "/results",
              "/status-pages",
              "/session",
              "/organization")) {
        var answer = within(A_MOMENT, () -> reader.get(path));
        assertThat(answer.status()).describedAs("%s: %s", path, answer.body()).isEqualTo(200);
      }
    }
    assertThat(program.get("/monitors/" + monitor).text("status")).isEqualTo("down");
    assertThat(program.statusOf("/events/stream")).isEqualTo(200);
    var page = page("/status/harbourline");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("Ledger is down.");
    var list = page("/");
    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.body()).contains("One monitor is down.", "ledger");
    assertThat(page("/monitors/" + monitor + "/row").statusCode()).isEqualTo(200);
    assertThat(page("/docs").statusCode()).isEqualTo(200);
    assertThat(page("/health/live").statusCode()).isEqualTo(200);
  }

  private static void writingIsRefused(Away away) throws Exception {
    var manual = Map.of("name", "new " + away, "type", "manual");
    refused(() -> program.post("/monitors", manual));
    refused(() -> owner.patch("/monitors/" + monitor, Map.of("name", "changed")));
    refused(
        () ->
            owner.post(
                "/monitors/" + monitor + "/state", Map.of("status", "up", "message", "No.")));
    refused(() -> owner.post("/monitors/" + monitor + "/pause"));
    refused(() -> owner.delete("/monitors/" + monitor));
    refused(() -> program.post("/status-pages", Map.of("slug", "new", "name", "New")));
    refused(() -> owner.post("/tokens", Map.of("name", "another", "role", "viewer")));
    refused(() -> owner.delete("/session"));
    assertThat(ping(rare)).describedAs("a ping that must be stored").isEqualTo(503);
    assertThat(ping(often)).describedAs("a ping that need not be").isEqualTo(200);
    refused(WithoutTheStoreTest::attempt);
    var form =
        HTTP.send(
            HttpRequest.newBuilder(node.uri("/login"))
                .header("Origin", node.uri("").toString())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "email=owner%40example.com&password=correct+horse+battery"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(form.statusCode()).isEqualTo(503);
    assertThat(form.headers().firstValue("Retry-After")).isPresent();
    assertThat(form.body()).contains("The database cannot be reached, so nothing was done.");
  }

  private static int ping(String address) throws Exception {
    return HTTP.send(
            HttpRequest.newBuilder(node.uri(URI.create(address).getPath()))
                .timeout(SOME_SECONDS)
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private static String heartbeat(String period) throws Exception {
    var body = Map.of("name", period, "type", "heartbeat", "heartbeat", Map.of("period", period));
    var address = owner.post("/monitors", body).expect(201).text("pingUrl");
    assertThat(ping(address)).isEqualTo(200);
    return address;
  }

  private static Answer attempt() {
    return node.nobody()
        .post("/session", Map.of("email", RunningNode.OWNER, "password", RunningNode.PASSWORD));
  }

  private static void refused(Supplier<Answer> write) {
    var answer = within(SOME_SECONDS, write);
    assertThat(answer.status()).describedAs(answer.body()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isPresent();
    assertThat(answer.text("detail")).endsWith(".");
  }

  private static HttpResponse<String> page(String path) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(node.uri(path))
            .header("Cookie", Authentication.COOKIE + "=" + session)
            .timeout(A_MOMENT)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static Answer within(Duration limit, Supplier<Answer> request) {
    var begin = System.nanoTime();
    var answer = request.get();
    var took = Duration.ofNanos(System.nanoTime() - begin);
    assertThat(took)
        .describedAs(answer.raw().request().method() + " " + answer.raw().uri().getPath())
        .isLessThan(limit);
    return answer;
  }

  private static String created(String path, Map<String, ?> body) {
    return owner.post(path, body).expect(201).text("id");
  }
}
