package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.Node;
import dev.tocsin.app.Parts;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.Targets;
import dev.tocsin.app.testing.Visitor;
import dev.tocsin.conf.Settings;
import dev.tocsin.persistence.testing.FreePorts;
import dev.tocsin.persistence.testing.RestartablePostgres;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.net.URI;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** PostgreSQL goes away, everything fails while it is away, and it comes back. */
class StoreAwayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int ALL = 1_000;
  private static final int PER_COMPONENT = 100;
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** An interval, and what 1,000 checks on two cores may come late. */
  private static final Duration LONGEST_PAUSE = INTERVAL.plusSeconds(5);

  private static final Duration REAL_TIME_AWAY = Duration.ofSeconds(30);
  private static final Duration BY_THE_CLOCK = Duration.ofMinutes(5);
  private static final Pattern DOWN =
      Pattern.compile("<li><h3>[^<]*</h3><span class=\"badge\" data-state=\"down\"");

  @TempDir Path folder;

  private final FastForward clock = new FastForward(WallClock.system());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private RestartablePostgres postgres;
  private Targets targets;

  @BeforeEach
  void create() {
    postgres = new RestartablePostgres();
    targets = new Targets(ALL);
    log.start();
    root().addAppender(log);
  }

  @AfterEach
  void close() {
    root().detachAppender(log);
    targets.close();
    postgres.close();
  }

  @Test
  void checksGoOnPagesTellTheTruthAndEveryOutageIsStoredOnceWithItsTime() throws Exception {
    try (var node = Node.start(settings(), new Parts(clock, PATIENCE))) {
      var base = URI.create("http://127.0.0.1:" + node.port());
      var api = ApiClient.signIn(base);
      var monitors = watchAll(api);
      var manual = api.manual("by hand");
      assertThat(api.post("/monitors/" + manual + "/state", state("up")).status()).isEqualTo(200);
      await().atMost(PATIENCE).until(() -> api.all("/monitors?status=up").size() == ALL + 1);

      assertThat(events()).isEqualTo(ALL + 1); // each went up once, whatever was checked since

      try (var visitor = new Visitor(base.resolve("/status/shop"))) {
        log.list.clear();
        var stopped = System.nanoTime();
        postgres.stop();
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
        var failedFrom = clock.instant();
        IntStream.range(0, ALL).forEach(number -> targets.answer(number, 503));

        await().atMost(LONGEST_PAUSE).until(() -> componentsDown(visitor.latest()) == 10);
        var failedUntil = clock.instant();
        visitor.expects(page -> componentsDown(page) == 10);
        var shown = outagesShown(api);
        refusesWrites(api, monitors, manual);
        clock.by(BY_THE_CLOCK);
        refusesWrites(api, monitors, manual);
        await()
            .atMost(REAL_TIME_AWAY.plusSeconds(10))
            .until(() -> System.nanoTime() - stopped > REAL_TIME_AWAY.toNanos());
        assertThat(outagesShown(api)).isEqualTo(shown);

        postgres.start();
        await()
            .atMost(PATIENCE)
            .until(
                () -> api.all("/monitors").stream().allMatch(it -> it.path("stored").asBoolean()));
        assertThat(targets.longestGap(stopped, System.nanoTime())).isLessThan(LONGEST_PAUSE);

        assertThat(visitor.complaints()).isEmpty();
        visitor.expects(page -> true);
        // one that waited for a connection while it was away may still be told so
        await()
            .atMost(PATIENCE)
            .until(() -> api.get("/monitors/" + manual + "/outages").status() == 200);
        nothingOfTheRefusedHappened(api, manual);
        storedOnce(api, monitors, shown, failedFrom, failedUntil);
        IntStream.range(0, ALL).forEach(number -> targets.answer(number, 200));
        await().atMost(PATIENCE).until(() -> api.all("/monitors?status=up").size() == ALL + 1);
        nothingOfTheRefusedHappened(api, manual);
        await().atMost(PATIENCE).until(() -> events() == 3 * ALL + 1);
        await().atMost(PATIENCE).until(() -> rows("outage where ended_at is not null") == ALL);
        monitors.keySet().stream().limit(10).forEach(id -> Days.tellTheOutages(api, id));
        quietLog();
      }
    }
  }

  private Map<String, Integer> watchAll(ApiClient api)
      throws InterruptedException, ExecutionException {
    var ids = new TreeMap<String, Integer>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      var created = new ArrayList<Future<String>>();
      for (int number = 0; number < ALL; number++) {
        var url = targets.url(number);
        var name = "m" + number;
        created.add(threads.submit(() -> api.watch(name, url, INTERVAL.toSeconds() + "s")));
      }
      for (int number = 0; number < ALL; number++) {
        ids.put(created.get(number).get(), number);
      }
    }
    var components = new HashMap<String, List<String>>();
    var all = List.copyOf(ids.keySet());
    for (int from = 0; from < ALL; from += PER_COMPONENT) {
      components.put("c" + from, all.subList(from, from + PER_COMPONENT));
    }
    api.page("shop", components);
    return ids;
  }

  private static long componentsDown(String page) {
    return DOWN.matcher(page).results().count();
  }

  /** Each monitor's outage and since when, as the list shows it. */
  private static Map<String, String> outagesShown(ApiClient api) {
    var shown = new TreeMap<String, String>();
    for (var monitor : api.all("/monitors?status=down")) {
      shown.put(
          monitor.path("id").textValue(),
          monitor.path("outage").textValue() + " " + monitor.path("since").textValue());
    }
    assertThat(shown).hasSize(ALL);
    return shown;
  }

  /** All at once, for each may take as long as a caller is made to wait. */
  private static void refusesWrites(ApiClient api, Map<String, Integer> monitors, String manual)
      throws Exception {
    var one = monitors.keySet().iterator().next();
    var late = ApiClient.object().put("name", "too late");
    var lateMonitor = late.deepCopy().put("type", "manual");
    var latePage = late.deepCopy().put("slug", "too-late").put("visibility", "public");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          threads.<ApiClient.Answer>invokeAll(
              List.of(
                  () -> api.post("/monitors", lateMonitor),
                  () -> api.patch("/monitors/" + one, late),
                  () -> api.delete("/monitors/" + one),
                  () -> api.post("/monitors/" + one + "/pause"),
                  () -> api.post("/monitors/" + manual + "/pause"),
                  () -> api.post("/monitors/" + manual + "/state", state("down")),
                  () -> api.post("/status-pages", latePage),
                  () -> api.post("/tokens", late.deepCopy().put("role", "viewer"))));
      for (var answer : answers) {
        assertThat(answer.get().status()).as(answer.get().body().toString()).isEqualTo(503);
      }
    }
  }

  private static JsonNode state(String status) {
    return ApiClient.object().put("status", status).put("message", "by a test");
  }

  private static void nothingOfTheRefusedHappened(ApiClient api, String manual) {
    var monitors = api.all("/monitors");
    assertThat(monitors).hasSize(ALL + 1);
    assertThat(monitors).noneMatch(it -> it.path("name").textValue().equals("too late"));
    assertThat(monitors).noneMatch(it -> it.path("status").textValue().equals("paused"));
    assertThat(api.get("/monitors/" + manual).ok().path("status").textValue()).isEqualTo("up");
    assertThat(api.all("/monitors/" + manual + "/outages")).isEmpty();
    assertThat(api.all("/status-pages")).hasSize(1);
    assertThat(api.all("/tokens")).isEmpty();
    assertThat(api.all("/audit-log").stream().map(entry -> entry.path("action").textValue()))
        .doesNotContain("monitor.delete", "monitor.pause", "monitor.update", "token.create");
  }

  private void storedOnce(
      ApiClient api,
      Map<String, Integer> monitors,
      Map<String, String> shown,
      Instant from,
      Instant until)
      throws Exception {
    // an outage reaches its row a moment after its journal
    await().atMost(PATIENCE).until(() -> rows("outage") == ALL);
    var stored = new ConcurrentHashMap<String, List<JsonNode>>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      monitors
          .keySet()
          .forEach(
              id -> threads.execute(() -> stored.put(id, api.all("/monitors/" + id + "/outages"))));
    }
    assertThat(stored).hasSize(ALL);
    stored.forEach(
        (id, outages) -> {
          assertThat(outages).as(id).hasSize(1);
          var outage = outages.getFirst();
          var started = outage.path("startedAt").textValue();
          assertThat(outage.path("id").textValue() + " " + started).isEqualTo(shown.get(id));
          assertThat(Instant.parse(started)).isBetween(from.minusSeconds(1), until);
          assertThat(outage.path("endedAt").isNull()).isTrue();
        });
  }

  /** How many changes the journal holds. */
  private int events() throws SQLException {
    return rows("event_journal where persistence_id like 'Monitor|%'");
  }

  private int rows(String table) throws SQLException {
    var database = postgres.settings(folder);
    try (var connection = DriverManager.getConnection(database.url(), database.user(), "");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** What an operator must know is said some times, not a thousand times, and without frames. */
  private void quietLog() {
    var loud =
        List.copyOf(log.list).stream()
            .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
            .toList();
    assertThat(loud).hasSizeBetween(1, 12);
    assertThat(loud).noneMatch(event -> event.getThrowableProxy() != null);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
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
