package dev.tocsin.app.testing;

import dev.tocsin.app.Node;
import dev.tocsin.app.Parts;
import dev.tocsin.conf.Settings;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.time.WallClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The whole program in this process, on loopback. */
public final class RunningNode implements AutoCloseable {
  public static final String OWNER = "owner@example.com";
  public static final String PASSWORD = "correct horse battery";

  private static final String KEY = "a secret key for tests, the same for all nodes";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Node node;

  private RunningNode(Node node) {
    this.node = node;
  }

  /** On the embedded database, with an owner. */
  public static RunningNode start(Path folder, Map<String, String> more) {
    return start(folder, WallClock.system(), more);
  }

  /** On the embedded database, with an owner, and a time of the test's own. */
  public static RunningNode start(Path folder, WallClock clock, Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("TOCSIN_OWNER_EMAIL", OWNER);
    environment.put("TOCSIN_OWNER_PASSWORD", PASSWORD);
    environment.putAll(more);
    return start(folder, environment, clock);
  }

  /** On the embedded database, for somebody to set up by the link. */
  public static RunningNode withoutOwner(Path folder, Map<String, String> more) {
    return start(folder, more, WallClock.system());
  }

  /** A node of a cluster, with an owner. */
  public static RunningNode onPostgres(
      Path folder, DatabaseSettings database, Map<String, String> more, WallClock clock) {
    var environment = new HashMap<String, String>();
    environment.put("TOCSIN_OWNER_EMAIL", OWNER);
    environment.put("TOCSIN_OWNER_PASSWORD", PASSWORD);
    environment.put("TOCSIN_SECRET_KEY", KEY);
    environment.put("TOCSIN_DB_URL", database.url());
    environment.put("TOCSIN_DB_USER", database.user());
    environment.put("TOCSIN_CLUSTER_PORT", "0");
    environment.putAll(more);
    return start(folder, environment, clock);
  }

  private static RunningNode start(Path folder, Map<String, String> more, WallClock clock) {
    var environment = new HashMap<String, String>();
    environment.put("TOCSIN_PORT", "0");
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.toString());
    environment.put("TOCSIN_DRAIN_TIME", "200ms");
    environment.putAll(more);
    return new RunningNode(
        Node.start(Settings.load(Optional.empty(), environment), new Parts(clock, PATIENCE)));
  }

  public Node node() {
    return node;
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + node.port() + path);
  }

  /** Somebody who has not signed in. */
  public ApiClient nobody() {
    return ApiClient.of(uri(""));
  }

  /** A new session of the owner. */
  public ApiClient owner() {
    return nobody().signIn(OWNER, PASSWORD);
  }

  @Override
  public void close() {
    node.close();
  }
}
