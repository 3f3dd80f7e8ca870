package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.app.testing.TocsinProcess;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.persistence.StartRefusedException;
import dev.tocsin.persistence.testing.FreePorts;
import dev.tocsin.time.FastForward;
import dev.tocsin.time.WallClock;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node with the embedded database. */
class NodeTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void servesHealthAndMetricsOnItsPort() throws Exception {
    try (var node = Node.start(settings(Map.of()), Parts.real())) {
      var base = URI.create("http://127.0.0.1:" + node.port());

      assertThat(node.url()).isEqualTo(URI.create("http://localhost:" + node.port()));
      assertThat(get(base.resolve("/health/live")).statusCode()).isEqualTo(200);
      assertThat(get(base.resolve("/health/ready")).body()).isEqualTo("{\"status\":\"ready\"}");
      assertThat(get(base.resolve("/metrics")).body())
          .contains("tocsin_cluster_member 1.0", "tocsin_cluster_members 1.0");
      assertThat(get(base.resolve("/cluster/incarnation")).statusCode()).isEqualTo(404);
      assertThat(node.management()).isEmpty();
      assertThat(node.core().isUp()).isTrue();
    }
  }

  @Test
  void aManagementPortServesTheSameAndTheNodesQuestion() throws Exception {
    var port = FreePorts.on("127.0.0.1");
    var settings = settings(Map.of("TOCSIN_MANAGEMENT_PORT", Integer.toString(port)));
    try (var node = Node.start(settings, Parts.real())) {
      var base = URI.create("http://127.0.0.1:" + port);

      assertThat(get(base.resolve("/health/ready")).statusCode()).isEqualTo(200);
      assertThat(get(base.resolve("/metrics")).body()).contains("jvm_memory_used_bytes");
      assertThat(get(base.resolve("/cluster/incarnation")).body())
          .isEqualTo("{\"incarnation\":null}");
      assertThat(get(base.resolve("/other")).statusCode()).isEqualTo(404);
      assertThat(node.management()).isPresent();
    }
  }

  @Test
  void theDataFolderIsItsOwnersAloneAndAStopMayGrantNothing() throws Exception {
    var data = folder.resolve("new");
    var settings = settings(Map.of("TOCSIN_DATA_DIR", data.toString(), "TOCSIN_DRAIN_TIME", "0s"));
    Node.start(settings, Parts.real()).close();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    Node.start(settings, Parts.real()).close();
  }

  @Test
  void whoComesThroughATrustedProxyIsKnownByTheirOwnAddress() throws Exception {
    var settings = settings(Map.of("TOCSIN_TRUSTED_PROXIES", "127.0.0.1"));
    try (var node = Node.start(settings, Parts.real())) {
      for (int attempt = 0; attempt < 20; attempt++) {
        assertThat(guess(node, attempt, "198.51.100.1")).isEqualTo(401);
      }
      assertThat(guess(node, 20, "198.51.100.1")).isEqualTo(429);
      assertThat(guess(node, 20, "198.51.100.2")).isEqualTo(401);
    }
  }

  private static int guess(Node node, int account, String client) throws Exception {
    var body =
        "{\"email\": \"user%d@example.com\", \"password\": \"a wrong guess\"}".formatted(account);
    return HTTP.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + node.port() + "/api/v1/session"))
                .header("Content-Type", "application/json")
                .header("X-Forwarded-For", client)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void aPublicUrlIsWhatItSays() {
    var settings = settings(Map.of("TOCSIN_PUBLIC_URL", "https://status.example.com"));
    try (var node = Node.start(settings, Parts.real())) {
      assertThat(node.url()).isEqualTo(URI.create("https://status.example.com"));
    }
  }

  @Test
  void generatesASecretKeyOnce() throws Exception {
    Node.start(settings(Map.of()), Parts.real()).close();
    var key = Files.readString(folder.resolve("secret.key"));
    Node.start(settings(Map.of()), Parts.real()).close();

    assertThat(Files.readString(folder.resolve("secret.key"))).isEqualTo(key);
  }

  @Test
  void aFastForwardReachesThoseWhoSetTimersAnew() throws Exception {
    var fastForward = new FastForward(WallClock.system());
    var jumps = new LinkedBlockingQueue<Duration>();
    try (var node =
        Node.start(settings(Map.of()), new Parts(fastForward, Duration.ofSeconds(60)))) {
      node.watch().onJump(jumps::add);

      fastForward.by(Duration.ofMinutes(30));

      assertThat(jumps.poll(30, TimeUnit.SECONDS))
          .isBetween(Duration.ofMinutes(30).minusSeconds(1), Duration.ofMinutes(31));
    }
  }

  @Test
  void aPortThatIsTakenIsNamed() {
    try (var node = Node.start(settings(Map.of()), Parts.real())) {
      var port = Integer.toString(node.port());
      var other =
          settings(
              Map.of("TOCSIN_PORT", port, "TOCSIN_DATA_DIR", folder.resolve("other").toString()));

      assertThatThrownBy(() -> Node.start(other, Parts.real()))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("The port " + port)
          .hasMessageContaining("TOCSIN_PORT");
    }
  }

  @Test
  void aFolderThatAnotherProcessUsesIsNamed() {
    try (var process =
        TocsinProcess.start(environment(Map.of())).awaitReady(Duration.ofSeconds(120))) {
      assertThat(process.isAlive()).isTrue();
      assertThatThrownBy(() -> Node.start(settings(Map.of()), Parts.real()))
          .isInstanceOf(StartRefusedException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("TOCSIN_DATA_DIR");
    }
  }

  private Settings settings(Map<String, String> more) {
    return Settings.load(Optional.empty(), environment(more));
  }

  private Map<String, String> environment(Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("TOCSIN_PORT", "0");
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", folder.toString());
    environment.put("TOCSIN_DRAIN_TIME", "1s");
    environment.putAll(more);
    return environment;
  }

  private static HttpResponse<String> get(URI address) throws Exception {
    return HTTP.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }
}
