package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.Node;
import dev.tocsin.app.Parts;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.Receiver;
import dev.tocsin.app.testing.Targets;
import dev.tocsin.conf.Settings;
import dev.tocsin.persistence.testing.FreePorts;
import dev.tocsin.persistence.testing.RestartablePostgres;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody is woken although PostgreSQL is away: before, in the middle of, and after an outage. */
class AlertsWithoutTheStoreTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofMinutes(5);

  /** An interval of 5 s, the second look, two seconds of patience with the store, a busy CPU. */
  private static final Duration TOLD = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final FastForward clock = new FastForward(WallClock.system());
  private final Receiver first = new Receiver();
  private final Receiver second = new Receiver();
  private RestartablePostgres postgres;
  private Targets targets;

  @BeforeEach
  void create() {
    postgres = new RestartablePostgres();
    targets = new Targets(4);
  }

  @AfterEach
  void close() {
    targets.close();
    postgres.close();
    first.close();
    second.close();
  }

  @Test
  void peopleAreToldAndEverythingIsStoredAfterwards() throws Exception {
    try (var node = Node.start(settings(), new Parts(clock, PATIENCE))) {
      var api = ApiClient.signIn(URI.create("http://127.0.0.1:" + node.port()));
      var steps = new LinkedHashMap<String, Receiver>();
      steps.put("0s", first);
      steps.put("5m", second);
      api.escalate(0, steps);
      api.watch("labels-api", targets.url(0), "5s");
      api.watch("printer", targets.url(1), "5s");
      await().atMost(PATIENCE).until(() -> api.all("/monitors?status=up").size() == 2);

      failsInTheMiddle(api);
      failsBefore(api);
      recoversMeanwhile();
    }
  }

  /** By the link of the message, and by the API, with a session that began before. */
  @Test
  void whoeverAnswersMeanwhileEndsTheClimbAndThatIsStoredAfterwards() throws Exception {
    try (var node = Node.start(settings(), new Parts(clock, PATIENCE))) {
      var base = URI.create("http://127.0.0.1:" + node.port());
      var api = ApiClient.signIn(base);
      var steps = new LinkedHashMap<String, Receiver>();
      steps.put("0s", first);
      steps.put("5m", second);
      api.escalate(0, steps);
      api.watch("labels-api", targets.url(2), "5s");
      api.watch("printer", targets.url(3), "5s");
      await().atMost(PATIENCE).until(() -> api.all("/monitors?status=up").size() == 2);

      postgres.stop();
      targets.answer(2, 503);
      targets.answer(3, 503);
      told(first, "triggered", 2);
      var byLink = first.told().getFirst();
      var byApi = first.told().getLast().alerts().getFirst();
      assertThat(press(base, byLink.body().at("/alerts/0/acknowledgeUrl").textValue()))
          .isLessThan(400);
      assertThat(api.post("/alerts/" + byApi + "/acknowledge").ok().path("state").asText())
          .isEqualTo("acknowledged");
      clock.by(STEP.multipliedBy(3));
      await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> second.told().isEmpty());
      postgres.start();

      await().atMost(PATIENCE).until(() -> rows("alert where state = 'acknowledged'") == 2);
      for (var alert : List.of(byLink.alerts().getFirst(), byApi)) {
        var shown = api.get("/alerts/" + alert).ok();
        assertThat(shown.path("state").asText()).isEqualTo("acknowledged");
      }
      assertThat(second.told()).isEmpty();
    }
  }

  private static int press(URI base, String link) throws Exception {
    var address = base.resolve(URI.create(link).getRawPath());
    var request =
        HttpRequest.newBuilder(address)
            .header("Origin", base.toString())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.noBody());
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }

  /** The second step's time comes while the store is away. */
  private void failsInTheMiddle(ApiClient api) throws Exception {
    targets.answer(0, 503);
    told(first, "triggered", 1);
    assertThat(first.told().getFirst().body().path("mayRepeat").asBoolean()).isFalse();
    await().atMost(TOLD).until(() -> rows("alert where is_open") == 1);
    postgres.stop();
    clock.by(STEP.plusSeconds(1));
    told(second, "triggered", 1);
    assertThat(second.told().getFirst().body().path("mayRepeat").asBoolean()).isTrue();
    postgres.start();
    await().atMost(PATIENCE).until(() -> rows("alert where record like '%\"step\":1%'") == 1);
    assertThat(api.all("/monitors?status=down")).hasSize(1);
  }

  private void failsBefore(ApiClient api) {
    postgres.stop();
    targets.answer(1, 503);
    told(first, "triggered", 2);
    assertThat(first.told().getLast().body().path("mayRepeat").asBoolean()).isTrue();
    clock.by(STEP.plusSeconds(1));
    told(second, "triggered", 2);
    postgres.start();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(rows("alert")).isEqualTo(2));
    await()
        .atMost(PATIENCE)
        .until(() -> api.all("/monitors").stream().allMatch(it -> it.path("stored").asBoolean()));
  }

  private void recoversMeanwhile() {
    postgres.stop();
    targets.answer(0, 200);
    targets.answer(1, 200);
    told(first, "resolved", 2);
    told(second, "resolved", 2);
    postgres.start();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(rows("alert where state = 'resolved' and not is_open")).isEqualTo(2));
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(rows("outage where ended_at is null")).isZero());
    clock.by(Duration.ofHours(1));
    for (var receiver : List.of(first, second)) {
      assertThat(receiver.triggered().values()).as("each once").containsExactly(1L, 1L);
      assertThat(receiver.told()).hasSize(4);
    }
  }

  private static void told(Receiver receiver, String state, int count) {
    ThrowingRunnable so =
        () ->
            assertThat(
                    receiver.told().stream()
                        .filter(
                            each ->
                                each.body()
                                    .path("alerts")
                                    .findValuesAsText("state")
                                    .contains(state)))
                .as("told %s", state)
                .hasSize(count);
    await().atMost(TOLD).untilAsserted(so);
  }

  private int rows(String table) throws SQLException {
    var database = postgres.settings(folder);
    try (var connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        var statement = connection.createStatement();
        var count = statement.executeQuery("select count(*) from " + table)) {
      count.next();
      return count.getInt(1);
    }
  }

  private Settings settings() {
    var database = postgres.settings(folder);
    var environment = new HashMap<>(ApiClient.OWNER);
    environment.put("TOCSIN_PORT", "0");
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.toString());
    environment.put("TOCSIN_SECRET_KEY", "a secret key for tests, of 32 bytes and more");
    environment.put("TOCSIN_DB_URL", database.url());
    environment.put("TOCSIN_DB_USER", database.user());
    environment.put("TOCSIN_CLUSTER_PORT", Integer.toString(FreePorts.on("127.0.0.1")));
    environment.put("TOCSIN_DRAIN_TIME", "1s");
    return Settings.load(Optional.empty(), environment);
  }
}
