package dev.tocsin.bench;

import dev.tocsin.conf.SecretKey;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.secret.Secrets;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A hundred thousand HTTP monitors on one node: what each takes of the heap, what timers cost that
 * lead to nothing, how soon all are checked after a start, what real checks cost and how late they
 * come, and how soon ten thousand outages at once are stored.
 */
final class Scale implements Main.Benchmark {
  private static final int MONITORS = Integer.getInteger("bench.monitors", 100_000);
  private static final int SHAKY = MONITORS / 10;
  private static final Duration INTERVAL = Duration.ofSeconds(60);
  private static final Duration MEASURED =
      Duration.ofSeconds(Integer.getInteger("bench.seconds", 120));

  /** Of: h2, postgres, memory, idle, checks, storm. */
  private static final Set<String> PARTS =
      Set.of(System.getProperty("bench.parts", "postgres,memory,idle,checks,storm,h2").split(","));

  private static final int RESULTS = 60;
  private static final Duration WARM = Duration.ofSeconds(30);

  private final Secrets secrets =
      new Secrets(SecretKey.parse(FleetProcess.KEY).orElseThrow().bytes());
  private final StringBuilder figures = new StringBuilder();
  private Fleet fleet = new Fleet(java.util.List.of());

  @Override
  public void run() throws Exception {
    Path folder = Installation.folder();
    try (FleetTarget target = FleetTarget.start(folder.resolve("target"))) {
      if (PARTS.contains("postgres")) {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
          onPostgres(folder, target, postgres);
        }
      }
      if (PARTS.contains("h2")) {
        onH2(folder, target);
      }
    } finally {
      Installation.delete(folder);
    }
    System.out.println();
    System.out.print(figures);
  }

  private void onPostgres(Path folder, FleetTarget target, EmbeddedPostgres postgres)
      throws Exception {
    Map<String, String> environment = new HashMap<>(QuietMonitors.environment(postgres));
    environment.put("TOCSIN_SECRET_KEY", FleetProcess.KEY);
    environment.put("TOCSIN_MANAGEMENT_PORT", "0");
    environment.put("TOCSIN_CLUSTER_PORT", "0");
    Path data = folder.resolve("data");
    LiveHeap empty;
    double idle = Double.NaN;
    try (FleetProcess node = FleetProcess.start(data, environment)) {
      if (PARTS.contains("idle")) {
        Thread.sleep(WARM.toMillis());
        idle = node.cores(WARM);
      }
      empty = LiveHeap.of(node.processId());
    }
    say("a node without monitors: %.1f MB, %.1f %% of a core", empty.bytes() / 1e6, idle * 100);
    DatabaseSettings database =
        new DatabaseSettings(
            postgres.getJdbcUrl("postgres", "postgres"), "postgres", "postgres", data);
    insert(database, folder, target);
    Duration fresh = start("PostgreSQL, new monitors", data, environment, target);
    analyze(postgres);
    try (FleetProcess node = FleetProcess.start(data, environment)) {
      recovered("PostgreSQL", node, target, fresh);
      String all = "check " + folder.resolve("fleet") + " ";
      if (PARTS.contains("memory")) {
        memory(node, all, empty);
      }
      if (PARTS.contains("idle")) {
        idle(node, idle);
      }
      if (PARTS.contains("checks")) {
        checks(node, target);
      }
      if (PARTS.contains("storm")) {
        storm(node, target, postgres, all);
      }
    }
  }

  private void onH2(Path folder, FleetTarget target) throws Exception {
    Path data = folder.resolve("embedded");
    FleetProcess.start(data, Map.of()).close();
    insert(DatabaseSettings.embedded(data), folder, target);
    Duration fresh = start("H2, new monitors", data, Map.of(), target);
    try (FleetProcess node = FleetProcess.start(data, Map.of())) {
      recovered("H2", node, target, fresh);
    }
  }

  private void insert(DatabaseSettings settings, Path folder, FleetTarget target) throws Exception {
    try (Database database = Database.open(settings)) {
      fleet = Fleet.insert(database, secrets, target, INTERVAL, MONITORS, SHAKY);
    }
    fleet.write(folder.resolve("fleet"));
    System.out.printf("%d monitors are in the table%n", MONITORS);
  }

  /** Starts with monitors that were never checked, and waits until all their events are stored. */
  private Duration start(
      String what, Path data, Map<String, String> environment, FleetTarget target)
      throws Exception {
    try (FleetProcess node = FleetProcess.start(data, environment)) {
      Duration took = untilChecked(what, node, target);
      long end = System.nanoTime() + Duration.ofMinutes(5).toNanos();
      String rows = node.tell("rows");
      while (!rows.startsWith(MONITORS + " ")) {
        if (System.nanoTime() > end) {
          throw new IllegalStateException("rows and events after 5 min: " + rows);
        }
        Thread.sleep(1_000);
        rows = node.tell("rows");
      }
      say(
          "%s: all stored %.1f s after the launch",
          what, Duration.between(node.launched(), Instant.now()).toMillis() / 1e3);
      return took;
    }
  }

  private void recovered(String store, FleetProcess node, FleetTarget target, Duration fresh)
      throws Exception {
    Duration took = untilChecked(store + ", recovered", node, target);
    say(
        "%s: recovered and checked in %.2f times what new monitors take (aim: at most 1.5); 30 s: %s",
        store,
        (double) took.toMillis() / fresh.toMillis(),
        took.toSeconds() < 30 ? "met" : "MISSED");
  }

  /** From the launch of the process to the request of the monitor that is checked last. */
  private Duration untilChecked(String what, FleetProcess node, FleetTarget target)
      throws Exception {
    Duration ready = Duration.between(node.launched(), Instant.now());
    Duration running = Duration.between(node.launched(), node.awaitRunning(MONITORS));
    long end = System.nanoTime() + Duration.ofMinutes(6).toNanos();
    Instant[] first = target.first(MONITORS, node.launched());
    while (Arrays.stream(first).anyMatch(Objects::isNull)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            Arrays.stream(first).filter(Objects::isNull).count() + " monitors are not checked");
      }
      Thread.sleep(1_500);
      first = target.first(MONITORS, node.launched());
    }
    double cpu = node.cpu().toMillis() / 1e3;
    Arrays.sort(first);
    Duration checked = Duration.between(node.launched(), first[MONITORS - 1]);
    say(
        "%s: ready after %.1f s, all run after %.1f s, half of them checked after %.1f s, all after"
            + " %.1f s, with %.1f s of CPU",
        what,
        ready.toMillis() / 1e3,
        running.toMillis() / 1e3,
        Duration.between(node.launched(), first[MONITORS / 2]).toMillis() / 1e3,
        checked.toMillis() / 1e3,
        cpu);
    return checked;
  }

  private void memory(FleetProcess node, String check, LiveHeap empty) throws Exception {
    node.tell("checks nothing");
    long begin = System.nanoTime();
    node.tell(check + RESULTS + " " + MONITORS);
    System.out.printf("%d results each after %.0f s%n", RESULTS, (System.nanoTime() - begin) / 1e9);
    node.tell("checks real");
    Thread.sleep(INTERVAL.plusSeconds(15).toMillis()); // so that the last results are real ones
    LiveHeap full = LiveHeap.of(node.processId());
    double each = (double) (full.bytes() - empty.bytes()) / MONITORS;
    full.print(empty, MONITORS, Integer.getInteger("bench.classes", 15));
    say(
        "live heap: %.1f MB, each monitor %.0f bytes (bound 5,000, aim 4,000): %s",
        full.bytes() / 1e6, each, each <= 5_000 ? "met" : "MISSED");
  }

  private void idle(FleetProcess node, double without) throws Exception {
    node.tell("checks nothing");
    Thread.sleep(WARM.plus(INTERVAL).toMillis());
    double with = node.cores(MEASURED);
    node.tell("checks real");
    say(
        "timers of checks that do nothing: %.1f %% of a core, %.1f %% with the node's own (bound"
            + " 5 %%): %s",
        (with - without) * 100, with * 100, with - without <= 0.05 ? "met" : "MISSED");
  }

  private void checks(FleetProcess node, FleetTarget target) throws Exception {
    Thread.sleep(WARM.plus(INTERVAL).toMillis());
    Instant from = Instant.now();
    Duration theirs = target.cpu();
    double cores = node.cores(MEASURED);
    Instant to = Instant.now();
    double nginx = (double) target.cpu().minus(theirs).toMillis() / MEASURED.toMillis();
    Thread.sleep(1_500);
    Samples late = target.lateness(fleet, INTERVAL, from, to);
    say(
        "real checks: %.0f a second with %.1f %% of a core (bound 40 %%: %s), nginx %.1f %%",
        late.size() / (double) MEASURED.toSeconds(),
        cores * 100,
        cores <= 0.4 ? "met" : "MISSED",
        nginx * 100);
    say(
        "lateness at the target: p50 %.3f s, p99 %.3f s (bound 1 s: %s), most %.3f s",
        late.median(),
        late.percentile(0.99),
        late.percentile(0.99) <= 1 ? "met" : "MISSED",
        late.percentile(1));
  }

  private void storm(FleetProcess node, FleetTarget target, EmbeddedPostgres postgres, String check)
      throws Exception {
    Api api = node.signIn();
    ListReader reader = new ListReader(api);
    Thread.sleep(10_000);
    say("first page of the list before: %s", reader.latencies());
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      long events = number(statement, "select coalesce(max(ordering), 0) from event_journal");
      long down = number(statement, "select count(*) from monitor_status where status = 'down'");
      target.goDown();
      String[] times = node.tell(check + "2 " + SHAKY).split(" ");
      long stored = 0;
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (stored < SHAKY && System.nanoTime() < end) {
        stored =
            Math.min(
                number(statement, "select count(*) from event_journal where ordering > " + events),
                number(statement, "select count(*) from monitor_status where status = 'down'")
                    - down);
        Thread.sleep(250); // counting a hundred thousand rows is work for the store, too
      }
      long now = System.currentTimeMillis();
      long sinceLast = now - Long.parseLong(times[1]);
      say(
          "%d down at once: confirmed within %.1f s, %d stored %.1f s after the last confirmation,"
              + " %.1f s after the first (bound 3 s: %s)",
          SHAKY,
          (Long.parseLong(times[1]) - Long.parseLong(times[0])) / 1e3,
          stored,
          sinceLast / 1e3,
          (now - Long.parseLong(times[0])) / 1e3,
          stored >= SHAKY && sinceLast <= 3_000 ? "met" : "MISSED");
      Samples meanwhile = reader.latencies();
      say(
          "first page of the list meanwhile: %s (bound 100 ms at p95: %s)",
          meanwhile, meanwhile.percentile(0.95) < 100 ? "met" : "MISSED");
    } finally {
      reader.close();
      target.comeUp();
    }
  }

  private static void analyze(EmbeddedPostgres postgres) throws Exception {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("analyze"); // as its own daemon does within minutes
    }
  }

  private static long number(Statement statement, String query) throws Exception {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void say(String format, Object... arguments) {
    String line = format.formatted(arguments) + System.lineSeparator();
    figures.append(line);
    System.out.print(line);
  }
}
