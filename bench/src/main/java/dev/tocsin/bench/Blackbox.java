package dev.tocsin.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Debian's blackbox_exporter, which makes one check for each request to it. */
final class Blackbox implements AutoCloseable {
  private final int port;
  private final Peer exporter;

  private Blackbox(int port, Peer exporter) {
    this.port = port;
    this.exporter = exporter;
  }

  static Blackbox start(Path folder, Path authority) throws IOException, InterruptedException {
    int port = Installation.freePort();
    Files.writeString(
        folder.resolve("blackbox.yml"),
        """
        modules:
          check:
            prober: http
            timeout: 10s
            http:
              preferred_ip_protocol: ip4
              ip_protocol_fallback: false
              tls_config: { ca_file: %s }
        """
            .formatted(authority));
    Peer exporter =
        Peer.start(
            folder,
            List.of(
                "prometheus-blackbox-exporter",
                "--config.file=blackbox.yml",
                "--log.level=error",
                "--web.listen-address=127.0.0.1:" + port));
    CheckedServer.awaitPort(port);
    return new Blackbox(port, exporter);
  }

  String url(String target) {
    return "http://127.0.0.1:%d/probe?module=check&target=%s"
        .formatted(port, URLEncoder.encode(target, StandardCharsets.UTF_8));
  }

  /** A check that fails is answered quickly and with 200, so one is looked at. */
  void assertSucceeds(String target) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url(target))).timeout(Duration.ofSeconds(20)).build();
    String body;
    try (HttpClient client = HttpClient.newHttpClient()) {
      body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
    if (!body.contains("\nprobe_success 1\n")) {
      throw new IllegalStateException("blackbox_exporter cannot check " + target + ":\n" + body);
    }
  }

  Duration cpu() throws IOException {
    return exporter.cpu();
  }

  @Override
  public void close() throws InterruptedException {
    exporter.close();
  }
}
