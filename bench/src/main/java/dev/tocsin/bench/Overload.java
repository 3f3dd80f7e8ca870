package dev.tocsin.bench;

import dev.tocsin.monitor.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Three times as many monitors as the node can check: the checks come late, the metrics say so, and
 * no healthy target is called anything but up.
 */
final class Overload implements Main.Benchmark {
  /** The shortest that the API takes. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final int LOAD = 3;
  private static final Duration MEASURED =
      Duration.ofSeconds(Integer.getInteger("bench.seconds", 120));

  @Override
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("tocsin-bench");
    try (CheckedServer server = CheckedServer.start(folder)) {
      for (boolean tls : new boolean[] {false, true}) {
        double most = most(server, tls);
        System.out.printf("%n%s: at most %,.0f checks a second%n", tls ? "https" : "http", most);
        overload(server, tls, most);
      }
    }
  }

  /** What the node can do when it is never idle. */
  private static double most(CheckedServer server, boolean tls) throws Exception {
    try (CheckNode node =
        CheckNode.start(
            urls(server, tls, 250),
            CheckNode.timing(Duration.ofDays(1), Duration.ofSeconds(10)),
            server.authority())) {
      node.runInLoops();
      Thread.sleep(10_000);
      long before = node.answered();
      long begin = System.nanoTime();
      Thread.sleep(5_000);
      return (node.answered() - before) * 1e9 / (System.nanoTime() - begin);
    }
  }

  private static void overload(CheckedServer server, boolean tls, double most) throws Exception {
    int monitors = (int) (LOAD * most * INTERVAL.toSeconds());
    try (CheckNode node =
        CheckNode.start(
            urls(server, tls, monitors), CheckNode.timing(INTERVAL, TIMEOUT), server.authority())) {
      AtomicLong wrong = new AtomicLong();
      AtomicReference<String> why = new AtomicReference<>();
      node.board.onChange(
          status -> {
            if (status.status() == Status.DOWN || status.status() == Status.DEGRADED) {
              wrong.incrementAndGet();
              why.set(status.cause());
            }
          });
      node.runByTimes();
      System.out.printf(
          "%,d monitors at %d s with a time-out of %d s, which are %,.0f checks a second%n",
          monitors,
          INTERVAL.toSeconds(),
          TIMEOUT.toSeconds(),
          (double) monitors / INTERVAL.toSeconds());
      Samples lateness = new Samples();
      Samples inFlight = new Samples();
      long begin = System.nanoTime();
      while (System.nanoTime() - begin < MEASURED.toNanos()) {
        Thread.sleep(1_000);
        lateness.add(node.gauge("tocsin.checks.lateness"));
        inFlight.add(node.gauge("tocsin.checks.inflight"));
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      long bad = node.ended("down") + node.ended("degraded") + node.ended("unknown");
      System.out.printf(
          "made %,.0f checks a second; tocsin.checks.waiting %,d; tocsin.checks.inflight median %.0f,"
              + " most %.0f%n",
          (node.ended("up") + bad) / seconds,
          node.waiting(),
          inFlight.median(),
          inFlight.percentile(1));
      System.out.printf(
          "tocsin.checks.lateness median %.1f s, most %.1f s; tocsin.check.wait mean %.1f s%n",
          lateness.median(),
          lateness.percentile(1),
          node.metrics.get("tocsin.check.wait").timer().mean(TimeUnit.MILLISECONDS) / 1e3);
      System.out.printf(
          "results that were not up: %,d; monitors called down or degraded: %,d (target 0): %s%n",
          bad, wrong.get(), wrong.get() == 0 ? "met" : "MISSED: " + why.get());
    }
  }

  private static List<String> urls(CheckedServer server, boolean tls, int number) {
    return IntStream.range(0, number).mapToObj(i -> server.url(tls, i)).toList();
  }
}
