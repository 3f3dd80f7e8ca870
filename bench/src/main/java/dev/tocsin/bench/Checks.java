package dev.tocsin.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Checks end to end, from the monitor's actor through queue and probe to its state, with a fresh
 * connection each: beside wrk, which only opens connections, and beside blackbox_exporter, which
 * makes the same check. All against one nginx, in alternating rounds, with as many at once.
 */
final class Checks implements Main.Benchmark {
  private static final int AT_ONCE = Integer.getInteger("bench.at-once", 64);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);
  private static final Duration ROUND = Duration.ofSeconds(Integer.getInteger("bench.seconds", 8));
  private static final Duration WARM_UP =
      Duration.ofSeconds(Integer.getInteger("bench.warm-up", 20));

  /** Rates and CPU of one program with one kind of target. */
  private static final class Series {
    final Samples perSecond = new Samples();
    final Samples microsPerCheck = new Samples();

    void add(double checks, Duration cpu, Duration took) {
      perSecond.add(checks / took.toNanos() * 1e9);
      microsPerCheck.add(cpu.toNanos() / 1e3 / checks);
    }

    @Override
    public String toString() {
      return "%,9.0f %,9.0f %,9.0f   %7.0f"
          .formatted(
              perSecond.median(),
              perSecond.percentile(0.01),
              perSecond.percentile(1),
              microsPerCheck.median());
    }
  }

  private final Series wrk = new Series();
  private final Series tocsinHttp = new Series();
  private final Series tocsinHttps = new Series();
  private final Series blackboxHttp = new Series();
  private final Series blackboxHttps = new Series();

  @Override
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("tocsin-bench");
    try (CheckedServer server = CheckedServer.start(folder);
        Blackbox blackbox = Blackbox.start(folder, server.authority())) {
      blackbox.assertSucceeds(server.url(false, 0));
      blackbox.assertSucceeds(server.url(true, 0));
      System.out.printf(
          "%d at once; warming up, then %d rounds of %d s of each%n",
          AT_ONCE, ROUNDS, ROUND.toSeconds());
      tocsin(server, false, WARM_UP, new Series());
      tocsin(server, true, WARM_UP, new Series());
      for (int round = 1; round <= ROUNDS; round++) {
        wrk.perSecond.add(
            Wrk.run(folder, server.url(false, 0), AT_ONCE, ROUND, "Connection: close"));
        tocsin(server, false, ROUND, tocsinHttp);
        blackbox(folder, blackbox, server.url(false, 0), blackboxHttp);
        tocsin(server, true, ROUND, tocsinHttps);
        blackbox(folder, blackbox, server.url(true, 0), blackboxHttps);
        System.out.printf("round %d of %d is over%n", round, ROUNDS);
      }
    }
    print();
  }

  private static void tocsin(CheckedServer server, boolean tls, Duration duration, Series series)
      throws Exception {
    List<String> urls = IntStream.range(0, AT_ONCE).mapToObj(i -> server.url(tls, i)).toList();
    try (CheckNode node =
        CheckNode.start(
            urls,
            CheckNode.timing(Duration.ofDays(1), Duration.ofSeconds(10)),
            server.authority())) {
      node.runInLoops();
      Thread.sleep(1_000); // started, connected, and up
      Duration cpu = Peer.cpu(ProcessHandle.current().pid());
      long begin = System.nanoTime();
      long answered = node.answered();
      Thread.sleep(duration.toMillis());
      long checks = node.answered() - answered;
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      series.add(checks, Peer.cpu(ProcessHandle.current().pid()).minus(cpu), took);
      long bad = node.ended("down") + node.ended("degraded") + node.ended("unknown");
      if (bad + node.ended("error") > 0) {
        System.out.printf(
            "  | %d checks were not up: %s%n", bad + node.ended("error"), node.fault());
      }
    }
  }

  private static void blackbox(Path folder, Blackbox blackbox, String target, Series series)
      throws Exception {
    Duration cpu = blackbox.cpu();
    double rate = Wrk.run(folder, blackbox.url(target), AT_ONCE, ROUND);
    series.add(rate * ROUND.toSeconds(), blackbox.cpu().minus(cpu), ROUND);
  }

  private void print() {
    System.out.printf(
        """

        a second, %d rounds                    median     least      most   CPU us each
        wrk, Connection: close              %s
        Tocsin, http                        %s
        blackbox_exporter, http             %s
        Tocsin, https                       %s
        blackbox_exporter, https            %s

        """,
        ROUNDS, wrk, tocsinHttp, blackboxHttp, tocsinHttps, blackboxHttps);
    verdict("http beside wrk", ratio(tocsinHttp, wrk), 0.5);
    verdict("http beside blackbox_exporter", ratio(tocsinHttp, blackboxHttp), 4);
    double share = tocsinHttp.microsPerCheck.median() / blackboxHttp.microsPerCheck.median();
    System.out.printf(
        "CPU of an http check beside blackbox_exporter: %.2f (target: at most 0.25): %s%n",
        share, share <= 0.25 ? "met" : "MISSED");
    verdict("https beside blackbox_exporter", ratio(tocsinHttps, blackboxHttps), 1.3);
  }

  private static double ratio(Series one, Series other) {
    return one.perSecond.median() / other.perSecond.median();
  }

  private static void verdict(String what, double ratio, double target) {
    System.out.printf(
        "%s: %.2f times (target: at least %.1f): %s%n",
        what, ratio, target, ratio >= target ? "met" : "MISSED");
  }
}
