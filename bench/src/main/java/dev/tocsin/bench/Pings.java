package dev.tocsin.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Pings that need no store, answered when their actor has them, beside nginx that answers 204: each
 * on the same core alone, asked from the other one over 64 connections that stay open. Tocsin is
 * told that there is one core only, and has both of them until its code is compiled.
 */
final class Pings implements Main.Benchmark {
  private static final int HEARTBEATS = 1_000;
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 3;
  private static final int SERVER_CORE = 0;
  private static final int CLIENT_CORE = 1;
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warm-up", 60));
  private static final Duration MEASURED = Duration.ofSeconds(10);
  private static final double RATIO_BOUND = 0.3;
  private static final double P99_BOUND_MILLIS = 20;

  @Override
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("tocsin-bench");
    int port = Installation.freePort();
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
          server { listen 127.0.0.1:%2$d; location / { return 204; } }
        }
        """
            .formatted(folder, port));
    try (Peer nginx =
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
        Installation tocsin =
            Installation.start(
                folder.resolve("data"),
                Map.of(
                    "TOCSIN_TENANCY_SIGN_UP",
                    "closed",
                    "JAVA_OPTS",
                    "-XX:ActiveProcessorCount=1 " + System.getProperty("bench.options", "")))) {
      CheckedServer.awaitPort(port);
      Api api = tocsin.signIn();
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < HEARTBEATS; i++) {
        paths.add(api.createHeartbeat("h" + i, "5m"));
      }
      System.out.printf("%d heartbeats; warming up%n", HEARTBEATS);
      Wrk.run(folder, CLIENT_CORE, tocsin.url(), paths, CONNECTIONS, WARM_UP);
      Peer.run(folder, List.of("taskset", "-acp", SERVER_CORE + "", tocsin.processId() + ""));
      Wrk.run(folder, CLIENT_CORE, tocsin.url(), paths, CONNECTIONS, MEASURED);
      measure(folder, "http://127.0.0.1:" + port, tocsin, paths);
    }
  }

  private static void measure(Path folder, String nginx, Installation tocsin, List<String> paths)
      throws Exception {
    double[] theirs = new double[ROUNDS];
    double[] ours = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      theirs[i] = Wrk.run(folder, CLIENT_CORE, nginx, paths, CONNECTIONS, MEASURED);
      ours[i] = Wrk.run(folder, CLIENT_CORE, tocsin.url(), paths, CONNECTIONS, MEASURED);
      System.out.printf(
          "round %d: nginx %.0f a second, Tocsin %.0f a second%n", i + 1, theirs[i], ours[i]);
    }
    Arrays.sort(theirs);
    Arrays.sort(ours);
    double ratio = ours[ROUNDS / 2] / theirs[ROUNDS / 2];
    System.out.printf(
        "pings without the store: %.0f a second, nginx 204: %.0f, ratio %.2f (bound %.2f: %s)%n",
        ours[ROUNDS / 2],
        theirs[ROUNDS / 2],
        ratio,
        RATIO_BOUND,
        ratio >= RATIO_BOUND ? "met" : "missed");
    Peer.run(
        folder, List.of("taskset", "-acp", CLIENT_CORE + "", ProcessHandle.current().pid() + ""));
    int half = (int) (ours[ROUNDS / 2] / 2);
    double[] late = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      // first nginx: the caller is a JVM that has to warm up as well
      paced("nginx", nginx, paths, half);
      late[i] = paced("Tocsin", tocsin.url(), paths, half).millis(0.99);
    }
    Arrays.sort(late);
    System.out.printf(
        "at half of that rate: p99 %.2f ms (median; bound %.0f: %s)%n",
        late[ROUNDS / 2], P99_BOUND_MILLIS, late[ROUNDS / 2] < P99_BOUND_MILLIS ? "met" : "missed");
  }

  private static PacedPings.Latency paced(String who, String url, List<String> paths, int rate)
      throws Exception {
    PacedPings.Latency latency = PacedPings.run(url, paths, rate, MEASURED);
    System.out.printf(
        "%s at %d a second: p50 %.2f ms, p99 %.2f ms, most %.2f ms, %d not 2xx%n",
        who, rate, latency.millis(0.5), latency.millis(0.99), latency.millis(1), latency.bad());
    return latency;
  }
}
