package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.app.testing.PemFiles;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.StartRefusedException;
import dev.tocsin.persistence.testing.FreePorts;
import dev.tocsin.persistence.testing.SharedPostgres;
import dev.tocsin.time.WallClock;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes on PostgreSQL, in this process. */
class NodesOnPostgresTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String PASSWORD = "correct horse battery staple";

  @TempDir Path folder;

  private DatabaseSettings database;

  @BeforeEach
  void create() {
    database = SharedPostgres.freshDatabase(folder);
  }

  @Test
  void aMemberOfAFormerClusterStartsOverAndGoesOnServing() throws Exception {
    try (var node = start(1, Map.of());
        var store = Database.open(database)) {
      var port = node.port();
      assertThat(node.core().lives()).isEqualTo(1);

      store.write(
          handle ->
              handle.execute("update cluster_incarnation set incarnation = ?", UUID.randomUUID()));

      await().atMost(PATIENCE).until(() -> node.core().lives() == 2 && node.core().isUp());
      assertThat(node.port()).isEqualTo(port);
      await().atMost(PATIENCE).until(() -> node.core().incarnation().isPresent());
      assertThat(node.core().members()).isEqualTo(1);
    }
  }

  @Test
  void aNodeThatEndsIsNotInTheTableAnyMore() {
    try (var store = Database.open(database)) {
      try (var node = start(1, Map.of())) {
        await().atMost(PATIENCE).until(() -> rows(store) == 1);
        assertThat(node.core().isUp()).isTrue();
      }
      assertThat(rows(store)).isZero();
    }
  }

  @Test
  void fixedSeedsNeedNoTable() {
    var port = FreePorts.on("127.0.0.1");
    var seeds =
        Map.of(
            "TOCSIN_CLUSTER_SEEDS",
            "127.0.0.1:" + port,
            "TOCSIN_CLUSTER_PORT",
            Integer.toString(port));
    try (var store = Database.open(database);
        var first = start(1, seeds);
        var second = start(2, Map.of("TOCSIN_CLUSTER_SEEDS", "127.0.0.1:" + port))) {
      await().atMost(PATIENCE).until(() -> first.core().members() == 2);
      await().atMost(PATIENCE).until(() -> second.core().members() == 2);
      assertThat(rows(store)).isZero();
      assertThat(first.core().incarnation()).isEmpty();
    }
  }

  @Test
  void nodesOfOneAuthorityTrustEachOther() {
    var authority = PemFiles.authority(folder, "authority");
    try (var first = start(1, authority.node("one", "127.0.0.1"));
        var second = start(2, authority.node("two", "127.0.0.1"))) {
      await().atMost(PATIENCE).until(() -> first.core().members() == 2);
      await().atMost(PATIENCE).until(() -> second.core().members() == 2);
    }
  }

  @Test
  void aChangeOfManyMonitorsIsFollowedOnAnotherNode() {
    var owner = Map.of("TOCSIN_OWNER_EMAIL", "ann@example.com", "TOCSIN_OWNER_PASSWORD", PASSWORD);
    try (var first = start(1, owner);
        var second = start(2, owner)) {
      await().atMost(PATIENCE).until(() -> second.core().members() == 2);
      var here = ApiClient.of(address(first)).signIn("ann@example.com", PASSWORD);
      var there = ApiClient.of(address(second)).signIn("ann@example.com", PASSWORD);
      Map<String, ?> pause = Map.of("action", "pause", "matching", Map.of());

      var run = "/monitors/bulk/" + here.post("/monitors/bulk", pause).expect(202).text("id");

      await().atMost(PATIENCE).until(() -> there.statusOf(run) == 200);
      await().atMost(PATIENCE).until(() -> there.get(run).text("state").equals("over"));
    }
  }

  private static URI address(Node node) {
    return URI.create("http://127.0.0.1:" + node.port());
  }

  @Test
  void aNodeOfAnotherAuthorityIsNotLetIn() {
    var authority = PemFiles.authority(folder, "authority");
    var stranger = PemFiles.authority(folder, "stranger");
    try (var first = start(1, authority.node("one", "127.0.0.1"));
        var second =
            Node.start(
                settings(2, stranger.node("two", "127.0.0.1")),
                new Parts(WallClock.system(), Duration.ofSeconds(12)))) {
      assertThat(second.core().isUp()).isFalse();
      assertThat(first.core().members()).isEqualTo(1);
    }
  }

  @Test
  void aClusterPortThatIsTakenIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      var port = Integer.toString(taken.getLocalPort());

      assertThatThrownBy(() -> start(1, Map.of("TOCSIN_CLUSTER_PORT", port)))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("The cluster port " + port)
          .hasMessageContaining("TOCSIN_CLUSTER_PORT");
    }
  }

  @Test
  void anotherSecretKeyIsRefused() {
    start(1, Map.of()).close();

    assertThatThrownBy(
            () ->
                start(2, Map.of("TOCSIN_SECRET_KEY", "another key than the first node was given")))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("TOCSIN_SECRET_KEY");
  }

  @Test
  void withoutItsStoreANodeServesAndSaysThatItIsNoMember() {
    database = new DatabaseSettings("jdbc:postgresql://127.0.0.1:1/none", "none", "", folder);
    try (var node =
        Node.start(settings(1, Map.of()), new Parts(WallClock.system(), Duration.ofMillis(100)))) {
      assertThat(node.core().isUp()).isFalse();
      assertThat(node.port()).isPositive();
    }
  }

  private static int rows(Database store) {
    return store.read(
        handle -> handle.createQuery("select count(*) from node").mapTo(Integer.class).one());
  }

  private Node start(int number, Map<String, String> more) {
    return Node.start(settings(number, more), new Parts(WallClock.system(), PATIENCE));
  }

  private Settings settings(int number, Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("TOCSIN_PORT", "0");
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.resolve("node-" + number).toString());
    environment.put("TOCSIN_DRAIN_TIME", "1s");
    environment.put("TOCSIN_SECRET_KEY", "a secret key for tests, the same for all nodes");
    environment.put("TOCSIN_DB_URL", database.url());
    environment.put("TOCSIN_DB_USER", database.user());
    environment.put("TOCSIN_CLUSTER_PORT", "0");
    environment.putAll(more);
    return Settings.load(Optional.empty(), environment);
  }
}
