package dev.tocsin.app.testing;

import dev.tocsin.persistence.testing.FreePorts;
import dev.tocsin.persistence.testing.SharedPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/**
 * Processes on one PostgreSQL database, each with a loopback address and a data folder of its own.
 * Node 1 has the lowest address.
 */
public final class TestCluster implements AutoCloseable {
  /** How long a start may take on a busy machine. */
  public static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final String KEY = "a secret key for tests, the same for all nodes";

  private final Path folder;
  private final String databaseUrl;
  private final Map<Integer, TocsinProcess> processes = new TreeMap<>();
  private final Map<Integer, Map<String, String>> environments = new HashMap<>();
  private final Map<String, String> common;

  /**
   * On a fresh database.
   *
   * @param folder for the nodes' data
   * @param common settings of all nodes
   */
  public TestCluster(Path folder, Map<String, String> common) {
    this.folder = folder;
    this.common = Map.copyOf(common);
    this.databaseUrl = SharedPostgres.freshDatabase(folder).url();
  }

  /**
   * Starts a node, with the addresses that it had before where it was there, and returns at once.
   */
  public TocsinProcess start(int number) {
    var environment = environments.computeIfAbsent(number, this::environment);
    var process = TocsinProcess.start(environment);
    var former = processes.put(number, process);
    if (former != null) {
      former.close();
    }
    return process;
  }

  /** Starts nodes 1 and 2 at the same instant and waits until they are one cluster. */
  public void startBoth() {
    start(1);
    start(2);
    node(1).awaitReady(PATIENCE);
    node(2).awaitReady(PATIENCE);
    awaitMembers(2, PATIENCE, 1, 2);
  }

  private Map<String, String> environment(int number) {
    var host = "127.0.0." + number;
    var environment = new HashMap<String, String>(common);
    environment.put("TOCSIN_PORT", Integer.toString(FreePorts.on(host)));
    environment.put("TOCSIN_BIND", host);
    environment.put("TOCSIN_PUBLIC_URL", "http://" + host + ":" + environment.get("TOCSIN_PORT"));
    environment.put("TOCSIN_DATA_DIR", dataDir(number).toString());
    environment.put(
        "TOCSIN_RESULTS_ARCHIVE_TO", dataDir(number).resolveSibling("archive").toString());
    environment.put("TOCSIN_SECRET_KEY", KEY);
    environment.put("TOCSIN_DB_URL", databaseUrl);
    environment.put("TOCSIN_DB_USER", "postgres");
    environment.put("TOCSIN_CLUSTER_HOST", host);
    environment.put("TOCSIN_CLUSTER_PORT", Integer.toString(FreePorts.on(host)));
    environment.put("TOCSIN_MANAGEMENT_PORT", Integer.toString(FreePorts.on(host)));
    environment.put("TOCSIN_DRAIN_TIME", "2s");
    return environment;
  }

  private Path dataDir(int number) {
    return folder.resolve("node-" + number);
  }

  public TocsinProcess node(int number) {
    return processes.get(number);
  }

  /** Where a node serves, whether it runs or not. */
  public URI url(int number) {
    return URI.create(environments.get(number).get("TOCSIN_PUBLIC_URL"));
  }

  /** Waits for a node to say which cluster it is a member of; as JSON. */
  public String incarnation(int number) {
    var settings = environments.get(number);
    var management =
        URI.create(
            "http://"
                + settings.get("TOCSIN_CLUSTER_HOST")
                + ":"
                + settings.get("TOCSIN_MANAGEMENT_PORT")
                + "/cluster/incarnation");
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> node(number).get(management).body(), answer -> !answer.contains("null"));
  }

  /** Waits until each of these nodes is a member of so many, and has given up whom it misses. */
  public void awaitMembers(int members, Duration patience, int... numbers) {
    for (var number : numbers) {
      Awaitility.await("node " + number + " sees " + members + " members")
          .atMost(patience)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () ->
                  node(number).metric("tocsin_cluster_members").orElse(-1.0) == members
                      && node(number).metric("tocsin_cluster_unreachable").orElse(-1.0) == 0.0
                      && node(number).metric("tocsin_cluster_member").orElse(-1.0) == 1.0);
    }
  }

  @Override
  public void close() {
    processes.values().forEach(TocsinProcess::close);
  }
}
