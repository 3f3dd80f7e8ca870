package dev.tocsin.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Debian's Prometheus Alertmanager, which tells of each alert by itself and waits for no other. */
final class Alertmanager implements AutoCloseable {
  private static final String PROGRAM =
      System.getProperty("bench.alertmanager", "prometheus-alertmanager");

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI alerts;
  private final Peer process;

  private Alertmanager(int port, Peer process) {
    this.alerts = URI.create("http://127.0.0.1:" + port + "/api/v2/alerts");
    this.process = process;
  }

  /**
   * @param hook whom it tells
   */
  static Alertmanager start(Path folder, String hook) throws IOException, InterruptedException {
    int port = Installation.freePort();
    Files.writeString(
        folder.resolve("alertmanager.yml"),
        """
        route:
          receiver: hook
          group_by: ['...']
          group_wait: 0s
          group_interval: 5m
          repeat_interval: 4h
        receivers:
          - name: hook
            webhook_configs:
              - { url: '%s', send_resolved: false }
        """
            .formatted(hook));
    Peer process =
        Peer.start(
            folder,
            List.of(
                PROGRAM,
                "--config.file=alertmanager.yml",
                "--storage.path=" + folder.resolve("alertmanager"),
                "--cluster.listen-address=",
                "--log.level=error",
                "--web.listen-address=127.0.0.1:" + port));
    try {
      CheckedServer.awaitPort(port);
    } catch (SocketException never) {
      process.close();
      Path log = folder.resolve(Path.of(PROGRAM).getFileName() + ".log");
      throw new IOException(PROGRAM + " does not start: " + Files.readString(log), never);
    }
    return new Alertmanager(port, process);
  }

  /** Raises an alert of a monitor, as Prometheus would. */
  CompletableFuture<Integer> raise(String monitor) {
    ArrayNode body = Api.JSON.createArrayNode();
    var alert = body.addObject();
    alert.put("startsAt", Instant.now().toString());
    alert.putObject("labels").put("alertname", "down").put("monitor", monitor);
    alert.putObject("annotations").put("summary", monitor + " is down");
    return client
        .sendAsync(
            HttpRequest.newBuilder(alerts)
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  Duration cpu() throws IOException {
    return process.cpu();
  }

  @Override
  public void close() throws InterruptedException {
    process.close();
  }
}
