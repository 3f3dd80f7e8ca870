package dev.tocsin.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** How long an installation that exists takes from the command to serving. */
final class SecondStart implements Main.Benchmark {
  private static final int RUNS = 7;

  @Override
  public void run() throws Exception {
    Path data = Files.createTempDirectory("tocsin-bench");
    try (Installation first = Installation.start(data, Map.of())) {
      System.out.printf("first start: %d ms%n", first.startedIn().toMillis());
    }
    Samples samples = new Samples();
    for (int run = 1; run <= RUNS; run++) {
      try (Installation again = Installation.start(data, Map.of())) {
        samples.add(again.startedIn().toMillis());
        System.out.printf("start %d: %d ms%n", run + 1, again.startedIn().toMillis());
      }
    }
    System.out.printf(
        "second start, %d runs: median %.0f ms, worst %.0f ms (bound 5000 ms, aim 2000 ms)%n",
        RUNS, samples.median(), samples.percentile(1));
  }
}
