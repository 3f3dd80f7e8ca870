package dev.tocsin.persistence.results;

import dev.tocsin.history.Recorder;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * By hand: writes an hour of many monitors, a second of theirs in each write, and says what it
 * took. Arguments: an empty folder, monitors, results of each.
 */
final class ResultLogMeasurement {
  private ResultLogMeasurement() {}

  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int monitors = Integer.parseInt(arguments[1]);
    int each = Integer.parseInt(arguments[2]);
    Instant first = Instant.parse("2026-03-01T12:00:00Z");
    InstantSource clock = InstantSource.fixed(first.plusSeconds(3_599));
    Random random = new Random(1);
    PrintStream out = System.out;
    try (ResultLog log = Samples.open(folder, clock)) {
      Recorder[] recorders = new Recorder[monitors];
      Arrays.setAll(recorders, number -> log.recorder(Samples.monitor(number)));
      long begin = System.nanoTime();
      for (int round = 0; round < each; round++) {
        for (int number = 0; number < monitors; number++) {
          long phase = number * 60_000L / monitors;
          recorders[number].record(
              result(first.plusMillis(round * 60_000L + phase), random), Samples.NEXT_WITHIN);
          if (number % (monitors / 60) == 0) {
            log.read(Samples.monitor(0), Instant.MIN, Instant.EPOCH, 1);
          }
        }
      }
      log.read(Samples.monitor(0), Instant.MIN, Instant.EPOCH, 1);
      double seconds = (System.nanoTime() - begin) / 1e9;
      long all = (long) monitors * each;
      out.printf("%,d results in %.1f s: %,.0f a second%n", all, seconds, all / seconds);
      out.printf(
          "%,d bytes, %.1f a result; lost %d%n", log.size(), log.size() / (double) all, log.lost());
      read(log, monitors, out, "while it is written");
    }
    try (ResultLog log = Samples.open(folder, clock)) {
      read(log, monitors, out, "after a restart");
    }
  }

  private static void read(ResultLog log, int monitors, PrintStream out, String when) {
    for (int i = 0; i < 8; i++) {
      long begin = System.nanoTime();
      int found =
          log.read(Samples.monitor(i * 97 % monitors), Instant.MIN, Instant.MAX, 100)
              .results()
              .size();
      double millis = (System.nanoTime() - begin) / 1e6;
      out.printf("%s: one monitor's hour, %d results, in %.1f ms%n", when, found, millis);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static CheckResult result(Instant at, Random random) {
    long connect = 1_000 + random.nextInt(30_000);
    long firstByte = 5_000 + random.nextInt(200_000);
    long dns = 200 + random.nextInt(20_000);
    long body = random.nextInt(2_000);
    long total = dns + connect + firstByte + body + random.nextInt(900);
    return new CheckResult(
        at.plusMillis(random.nextInt(20)),
        Outcome.UP,
        null,
        new Phases(dns, connect, null, firstByte, body, total),
        Evidence.NONE);
  }
}
