package dev.tocsin.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A public status page of fifty components, asked for over and over: beside nginx that serves the
 * same gzip bytes with the same headers from a file, each alone on one core, asked from the other.
 */
final class Page implements Main.Benchmark {
  private static final int COMPONENTS = 50;
  private static final int CONNECTIONS = Integer.getInteger("bench.connections", 64);
  private static final int SERVER_CORE = 0;
  private static final int CLIENT_CORE = 1;
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.seconds", 8));
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warm-up", 30));
  private static final String PATH = "/status/bench";
  private static final String GZIP = "Accept-Encoding: gzip";

  @Override
  public void run() throws Exception {
    Path folder = Installation.folder();
    try (Target target = new Target(number -> number % 10 == 9 ? 503 : 200);
        Installation tocsin =
            Installation.start(
                folder.resolve("data"),
                Map.of(
                    "JAVA_OPTS",
                    "-XX:ActiveProcessorCount=1 " + System.getProperty("bench.options", "")))) {
      create(tocsin.signIn(), target);
      Thread.sleep(10_000); // all are checked, and what was found is on the page
      HttpResponse<byte[]> page = read(tocsin.url());
      int port = Installation.freePort();
      try (Peer nginx = nginx(folder, port, page)) {
        System.out.printf(
            "%d components, %,d bytes as gzip; nginx is process %d%n",
            COMPONENTS, page.body().length, nginx.processId());
        Peer.run(folder, List.of("taskset", "-acp", SERVER_CORE + "", tocsin.processId() + ""));
        measure(
            folder,
            tocsin.url(),
            "http://127.0.0.1:" + port,
            page.headers().firstValue("ETag").orElseThrow());
      }
    } finally {
      Installation.delete(folder);
    }
  }

  private static void create(Api api, Target target) throws Exception {
    ObjectNode page =
        Api.JSON
            .createObjectNode()
            .put("slug", "bench")
            .put("name", "Bench Industries")
            .put("visibility", "public");
    String pageId = api.post("/api/v1/status-pages", page).get("id").textValue();
    for (int i = 0; i < COMPONENTS; i++) {
      String monitor = api.createHttpMonitor("m" + i, target.url(i), "1h", 1);
      ObjectNode component =
          Api.JSON
              .createObjectNode()
              .put("name", Fleet.name(7 * i))
              .put("description", "Runs in " + (1 + i * 37 % 91) + " places, release " + i * i);
      ArrayNode monitors = component.putArray("monitorIds");
      monitors.add(monitor);
      api.post("/api/v1/status-pages/" + pageId + "/components", component);
    }
  }

  private static HttpResponse<byte[]> read(String url) throws Exception {
    HttpResponse<byte[]> page =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url + PATH))
                    .header("Accept-Encoding", "gzip")
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    if (page.statusCode() != 200
        || !page.headers().firstValue("Content-Encoding").orElse("").equals("gzip")) {
      throw new IllegalStateException("The page is not there as gzip: " + page);
    }
    return page;
  }

  /** The same bytes, with the same headers. */
  private static Peer nginx(Path folder, int port, HttpResponse<byte[]> page) throws Exception {
    Files.createDirectories(folder.resolve("files/status"));
    Files.write(folder.resolve("files" + PATH), page.body());
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr crit;
        events { worker_connections 1024; }
        http {
          access_log off;
          keepalive_requests 1000000000;
          sendfile on;
          tcp_nopush on;
          open_file_cache max=10 inactive=1h;
          open_file_cache_valid 1h;
          default_type "text/html; charset=UTF-8";
          server {
            listen 127.0.0.1:%2$d;
            root %1$s/files;
            %3$s
          }
        }
        """
            .formatted(folder, port, headers(page.headers())));
    Peer nginx =
        Peer.start(
            folder,
            List.of(
                "taskset",
                "-c",
                SERVER_CORE + "",
                "/usr/sbin/nginx",
                "-p",
                folder + "",
                "-c",
                folder + "/nginx.conf"));
    CheckedServer.awaitPort(port);
    return nginx;
  }

  private static String headers(HttpHeaders headers) {
    Map<String, List<String>> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    kept.putAll(headers.map());
    // nginx says these itself
    List.of("Date", "Content-Length", "Content-Type", "ETag", "Server", "Connection")
        .forEach(kept::remove);
    return kept.entrySet().stream()
        .map(
            header ->
                "add_header " + header.getKey() + " \"" + header.getValue().getFirst() + "\";")
        .collect(Collectors.joining("\n"));
  }

  private static void measure(Path folder, String tocsin, String nginx, String tag)
      throws Exception {
    String theirTag = tag(nginx);
    String held = "If-None-Match: " + tag;
    String theirHeld = "If-None-Match: " + theirTag;
    System.out.printf("warming up for %d s%n", WARM_UP.toSeconds());
    wrk(folder, tocsin, WARM_UP, GZIP);
    wrk(folder, tocsin, WARM_UP.dividedBy(2), GZIP, held);
    Samples ours = new Samples();
    Samples theirs = new Samples();
    Samples oursHeld = new Samples();
    Samples theirsHeld = new Samples();
    for (int round = 1; round <= ROUNDS; round++) {
      theirs.add(wrk(folder, nginx, ROUND, GZIP));
      ours.add(wrk(folder, tocsin, ROUND, GZIP));
      theirsHeld.add(wrk(folder, nginx, ROUND, GZIP, theirHeld));
      oursHeld.add(wrk(folder, tocsin, ROUND, GZIP, held));
      System.out.printf("round %d of %d is over%n", round, ROUNDS);
    }
    print("the page", ours, theirs, 0.65);
    print("304", oursHeld, theirsHeld, 0.55);
  }

  private static String tag(String url) throws Exception {
    return read(url).headers().firstValue("ETag").orElseThrow();
  }

  private static double wrk(Path folder, String url, Duration duration, String... headers)
      throws Exception {
    return Wrk.run(folder, CLIENT_CORE, url + PATH, CONNECTIONS, duration, headers);
  }

  private static void print(String what, Samples ours, Samples theirs, double bound) {
    double ratio = ours.median() / theirs.median();
    System.out.printf(
        "%s: %,.0f a second (%,.0f to %,.0f), nginx %,.0f (%,.0f to %,.0f), ratio %.2f (bound"
            + " %.2f, aim 1.0): %s%n",
        what,
        ours.median(),
        ours.percentile(0),
        ours.percentile(1),
        theirs.median(),
        theirs.percentile(0),
        theirs.percentile(1),
        ratio,
        bound,
        ratio >= bound ? "met" : "MISSED");
  }
}
