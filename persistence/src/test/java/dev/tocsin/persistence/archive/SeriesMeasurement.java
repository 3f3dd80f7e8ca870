package dev.tocsin.persistence.archive;

import com.sun.management.OperatingSystemMXBean;
import dev.tocsin.conf.ResultLogSettings;
import dev.tocsin.history.HistoryPage;
import dev.tocsin.history.LocalResults;
import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.Recorder;
import dev.tocsin.history.ResultHistory;
import dev.tocsin.history.ResultSeries;
import dev.tocsin.history.SeriesReader;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.persistence.results.ResultLog;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * By hand: a week of results every 30 s of many monitors, the last two days in the log and the rest
 * in the archive of a folder, and how long one monitor's charts take. Arguments: an empty folder,
 * monitors.
 */
final class SeriesMeasurement {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Instant NOW = Instant.parse("2026-03-08T12:00:00Z");
  private static final Instant KEPT = NOW.minus(Duration.ofHours(48));
  private static volatile Instant clock = KEPT;

  private SeriesMeasurement() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int monitors = Integer.parseInt(arguments[1]);
    DirectoryStore store = new DirectoryStore(folder.resolve("archive"));
    for (Instant hour = NOW.minus(Duration.ofDays(7));
        hour.isBefore(KEPT);
        hour = hour.plus(Hours.HOUR)) {
      HeldResults held = new HeldResults();
      for (int number = 0; number < monitors; number++) {
        held.add(Samples.every(INTERVAL, Samples.monitor(number), hour, hour.plus(Hours.HOUR)));
      }
      new HourWriter(store, folder.resolve("work"), NodeName.of("eu-1"), "eu")
          .write(hour, held, () -> false);
    }
    try (ResultLog log =
            ResultLog.open(
                folder.resolve("log"),
                "eu",
                new ResultLogSettings(Duration.ofDays(7), 4_000_000_000L, 0),
                () -> clock);
        ArchivedResultsReader archive =
            new ArchivedResultsReader(store, new Catalog(store), Duration.ofMinutes(2))) {
      fill(log, monitors);
      PrintStream out = System.out;
      for (int round = 0; round < 6; round++) {
        MonitorRef monitor = Samples.monitor(round % 3);
        String how = round < 3 ? "first look" : "again";
        say(out, how + ", 24 h", log, archive, monitor, Duration.ofDays(1), Duration.ofMinutes(3));
        say(out, how + ", 7 d", log, archive, monitor, Duration.ofDays(7), Duration.ofMinutes(20));
      }
    }
  }

  private static void fill(ResultLog log, int monitors) {
    List<Recorder> recorders = new ArrayList<>();
    for (int number = 0; number < monitors; number++) {
      recorders.add(log.recorder(Samples.monitor(number)));
    }
    for (Instant at = KEPT; at.isBefore(NOW); at = at.plus(INTERVAL)) {
      clock = at.plusSeconds(1);
      for (int number = 0; number < monitors; number++) {
        RecordedResult result = Samples.up(Samples.monitor(number), at, INTERVAL);
        recorders
            .get(number)
            .record(
                new CheckResult(at, result.outcome(), null, result.phases(), Evidence.NONE),
                result.nextWithin());
      }
      // what is recorded is in the files before the clock goes on
      log.read(Samples.monitor(0), at, at.plusSeconds(1), 1);
    }
    clock = NOW;
  }

  private static void say(
      PrintStream out,
      String what,
      LocalResults log,
      ArchivedResultsReader archive,
      MonitorRef monitor,
      Duration span,
      Duration step) {
    SeriesReader reader = new SeriesReader(both(log, archive), Runnable::run);
    long spent = cpu();
    long begin = System.nanoTime();
    ResultSeries series =
        reader.read(monitor, NOW.minus(span), NOW, step).toCompletableFuture().join();
    double millis = (System.nanoTime() - begin) / 1e6;
    double work = (cpu() - spent) / 1e6;
    begin = System.nanoTime();
    reader.goOn(monitor, series, NOW.minus(span), NOW).toCompletableFuture().join();
    double more = (System.nanoTime() - begin) / 1e6;
    out.printf(
        "%s: %,d results in %d parts, %.0f ms (%.0f ms of all processors); going on %.1f ms%n",
        what, series.size(), series.parts().size(), millis, work, more);
  }

  /** Of the whole process, the compiler's work included. */
  private static long cpu() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** The log, and the archive for what is older, as the merged history asks them. */
  private static ResultHistory both(LocalResults log, ArchivedResultsReader archive) {
    return (monitor, from, to, limit) -> {
      List<RecordedResult> found = new ArrayList<>(log.read(monitor, from, to, limit).results());
      List<MissingStretch> missing = List.of();
      if (found.size() < limit && from.isBefore(KEPT)) {
        var part = archive.read(monitor, from, to.isBefore(KEPT) ? to : KEPT, limit - found.size());
        found.addAll(part.results());
        missing = part.unreadable();
      }
      return CompletableFuture.completedStage(new HistoryPage(found, missing));
    };
  }
}
