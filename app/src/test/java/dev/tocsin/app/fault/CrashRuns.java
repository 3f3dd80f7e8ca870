package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.app.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The longer fault runs, which {@code bin/crash} starts by name: how many, and from which seed on,
 * come as the system properties {@code crash.runs} and {@code crash.seed}. Each run is a line of a
 * table; one that fails does not end the rest.
 */
class CrashRuns {
  private static final int RUNS = Integer.getInteger("crash.runs", 50);
  private static final long SEED = Long.getLong("crash.seed", 1);

  private final ArrayList<String> failures = new ArrayList<>();

  @Test
  void killedAtAnyMomentOnTheEmbeddedDatabase() throws IOException {
    say("");
    say("SIGKILL on the embedded database: %d runs from seed %d", RUNS, SEED);
    say("%6s %10s %9s %9s %15s  %s", "seed", "lived ms", "changes", "outages", "checked after", "");
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      var folder = Files.createTempDirectory("tocsin-crash");
      try {
        var report = new KillRun(seed, folder).run();
        say(
            "%6d %10d %9d %9d %12d ms  nothing lost, doubled or re-dated",
            seed,
            report.lived().toMillis(),
            report.changes(),
            report.outages(),
            report.checkedAgain().toMillis());
      } catch (Exception | AssertionError failure) {
        fails("seed " + seed, failure);
      } finally {
        delete(folder);
      }
    }
    finish();
  }

  @Test
  void toldOfEveryOutageThoughKilledWhileTold() throws IOException {
    say("");
    say("SIGKILL while people are told of outages: %d runs from seed %d", RUNS, SEED);
    say("%6s %8s %9s  %s", "seed", "alerts", "repeated", "");
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      var folder = Files.createTempDirectory("tocsin-crash");
      try {
        var report = new AlertKillRun(seed, folder).run();
        say("%6d %8d %9d  everybody told", seed, report.alerts(), report.repeated());
      } catch (Exception | AssertionError failure) {
        fails("seed " + seed, failure);
      } finally {
        delete(folder);
      }
    }
    finish();
  }

  @Test
  void wroteOfIncidentsThoughKilledMeanwhile() throws IOException {
    say("");
    say("SIGKILL while customers are told of incidents: %d runs from seed %d", RUNS, SEED);
    say("%6s %10s %8s %9s  %s", "seed", "incidents", "updates", "repeated", "");
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      var folder = Files.createTempDirectory("tocsin-crash");
      try {
        var report = new IncidentKillRun(seed, folder).run();
        say(
            "%6d %10d %8d %9d  nothing lost or doubled",
            seed, report.incidents(), report.told(), report.repeated());
      } catch (Exception | AssertionError failure) {
        fails("seed " + seed, failure);
      } finally {
        delete(folder);
      }
    }
    finish();
  }

  @Test
  void writtenToEverySubscriberThoughKilledWhileWriting() throws IOException {
    int subscribers = 10_000;
    say("");
    say("SIGKILL while %d subscribers are told of an update: from seed %d", subscribers, SEED);
    say("%6s %8s %8s %9s %9s %9s", "seed", "told", "before", "repeated", "first s", "then s");
    for (long seed = SEED; seed < SEED + RUNS; seed++) {
      var folder = Files.createTempDirectory("tocsin-crash");
      try {
        var report = new SubscriberKillRun(seed, subscribers, folder).run();
        say(
            "%6d %8d %8d %9d %9d %9d",
            seed,
            report.subscribers(),
            report.before(),
            report.repeated(),
            report.first().toSeconds(),
            report.second().toSeconds());
      } catch (Exception | AssertionError failure) {
        fails("seed " + seed, failure);
      } finally {
        delete(folder);
      }
    }
    finish();
  }

  @Test
  void startedAtTheSameInstantOnAnEmptyDatabase() throws IOException {
    say("");
    say("Two processes started at the same instant on an empty PostgreSQL database: %d runs", RUNS);
    say("%6s %12s  %s", "run", "formed ms", "");
    for (int run = 1; run <= RUNS; run++) {
      var folder = Files.createTempDirectory("tocsin-crash");
      try (var cluster = new TestCluster(folder, Map.of())) {
        var begin = System.nanoTime();
        cluster.startBoth();
        var formed = (System.nanoTime() - begin) / 1_000_000;
        assertThat(cluster.incarnation(1)).isEqualTo(cluster.incarnation(2));
        assertThat(cluster.node(1).output() + cluster.node(2).output())
            .containsOnlyOnce("This node forms a cluster.");
        say("%6d %12d  one cluster", run, formed);
      } catch (Exception | AssertionError failure) {
        fails("run " + run, failure);
      } finally {
        delete(folder);
      }
    }
    finish();
  }

  private void fails(String run, Throwable failure) {
    failures.add(run);
    say("%s FAILED: %s", run, failure);
  }

  private void finish() {
    say("%d of %d", RUNS - failures.size(), RUNS);
    assertThat(failures).isEmpty();
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }

  private static void say(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
