package dev.tocsin.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** What 10,000 healthy monitors cost the shared store: nothing but the node's own liveness. */
final class QuietMonitors implements Main.Benchmark {
  private static final int MONITORS = 10_000;
  private static final Duration SETTLING = Duration.ofSeconds(90);
  private static final Duration MEASURED = Duration.ofMinutes(5);

  @Override
  public void run() throws Exception {
    Path logs = Files.createTempDirectory("tocsin-bench-postgres");
    try (EmbeddedPostgres postgres =
            EmbeddedPostgres.builder()
                .setServerConfig("log_statement", "all")
                .setServerConfig("log_min_duration_statement", "-1")
                .setOutputRedirector(ProcessBuilder.Redirect.to(logs.resolve("log").toFile()))
                .setErrorRedirector(ProcessBuilder.Redirect.to(logs.resolve("log").toFile()))
                .start();
        Target target = new Target(number -> 200);
        Installation tocsin =
            Installation.start(Files.createTempDirectory("tocsin-bench"), environment(postgres))) {
      create(tocsin.signIn(), target);
      System.out.printf("%d monitors at 60 s; settling for %d s%n", MONITORS, SETTLING.toSeconds());
      Thread.sleep(SETTLING.toMillis());
      measure(postgres, logs.resolve("log"), target, tocsin);
    }
  }

  static Map<String, String> environment(EmbeddedPostgres postgres) {
    return Map.of(
        "TOCSIN_DB_URL",
        postgres.getJdbcUrl("postgres", "postgres"),
        "TOCSIN_DB_USER",
        "postgres",
        "TOCSIN_DB_PASSWORD",
        "postgres",
        "TOCSIN_SECRET_KEY",
        "a key for benches only, of 32 bytes and more");
  }

  private static void create(Api api, Target target) throws Exception {
    try (ExecutorService some = Executors.newFixedThreadPool(4)) {
      List<Future<String>> created = new ArrayList<>();
      for (int i = 0; i < MONITORS; i++) {
        int number = i;
        created.add(
            some.submit(() -> api.createHttpMonitor("m" + number, target.url(number), "60s", 2)));
      }
      for (int i = 0; i < MONITORS; i++) {
        created.get(i).get();
        if ((i + 1) % 1_000 == 0) {
          System.out.printf("created %d of %d%n", i + 1, MONITORS);
        }
      }
    }
  }

  private static void measure(
      EmbeddedPostgres postgres, Path log, Target target, Installation tocsin) throws Exception {
    Map<String, Long> before = changes(postgres);
    long statements = statements(log);
    long checks = target.answered();
    Duration cpu = tocsin.cpu();
    Thread.sleep(MEASURED.toMillis());
    long statementsMade = statements(log) - statements;
    Map<String, Long> after = changes(postgres);
    double seconds = MEASURED.toSeconds();
    System.out.printf("checks: %.0f a second%n", (target.answered() - checks) / seconds);
    after.forEach(
        (table, changed) -> {
          long made = changed - before.getOrDefault(table, 0L);
          if (made > 0) {
            System.out.printf("rows written in %s: %d%n", table, made);
          }
        });
    System.out.printf(
        "events: %d (bound 0)%n",
        after.getOrDefault("event_journal", 0L) - before.getOrDefault("event_journal", 0L));
    System.out.printf("statements: %.2f a second (bound 10)%n", statementsMade / seconds);
    System.out.printf(
        "CPU: %.1f %% of a core%n",
        100.0 * tocsin.cpu().minus(cpu).toMillis() / MEASURED.toMillis());
  }

  /** Rows inserted, updated and deleted so far, by table. */
  private static Map<String, Long> changes(EmbeddedPostgres postgres) throws SQLException {
    Map<String, Long> changes = new TreeMap<>();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_user_tables")) {
      while (rows.next()) {
        changes.put(rows.getString(1), rows.getLong(2));
      }
    }
    return changes;
  }

  /** Statements that the server has logged, transactions' brackets among them. */
  private static long statements(Path log) throws Exception {
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .filter(line -> line.contains("execute ") || line.contains("statement: "))
          .count();
    }
  }
}
