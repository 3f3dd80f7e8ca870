package dev.tocsin.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pings that are answered when PostgreSQL has them: of heartbeats with a period of an hour, over
 * HTTP with 64 connections that stay open, all on this machine.
 */
final class DurablePings implements Main.Benchmark {
  private static final int HEARTBEATS = 2_000;
  private static final int CONNECTIONS = 64;
  private static final int ROUNDS = 3;
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(15);
  private static final double BOUND = 5_000;

  @Override
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("tocsin-bench");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Installation tocsin =
            Installation.start(folder.resolve("data"), QuietMonitors.environment(postgres))) {
      Api api = tocsin.signIn();
      List<String> paths = new ArrayList<>();
      for (int i = 0; i < HEARTBEATS; i++) {
        paths.add(api.createHeartbeat("h" + i, "1h"));
      }
      System.out.printf("%d heartbeats; warming up%n", HEARTBEATS);
      PacedPings.run(tocsin.url(), paths, 200, WARM_UP);
      Wrk.run(folder, 1, tocsin.url(), paths, CONNECTIONS, WARM_UP);
      double[] rates = new double[ROUNDS];
      for (int i = 0; i < ROUNDS; i++) {
        rates[i] = Wrk.run(folder, 1, tocsin.url(), paths, CONNECTIONS, MEASURED);
        System.out.printf("round %d: %.0f durable pings a second%n", i + 1, rates[i]);
      }
      Arrays.sort(rates);
      double rate = rates[ROUNDS / 2];
      PacedPings.Latency latency = PacedPings.run(tocsin.url(), paths, (int) (rate / 2), MEASURED);
      System.out.printf(
          "durable pings: %.0f a second (bound %.0f: %s); at half of that p50 %.1f ms, p99 %.1f ms,"
              + " %d not 200%n",
          rate,
          BOUND,
          rate >= BOUND ? "met" : "missed",
          latency.millis(0.5),
          latency.millis(0.99),
          latency.bad());
    }
  }
}
