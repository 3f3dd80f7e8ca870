package dev.tocsin.bench;

import dev.tocsin.conf.SecretKey;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.secret.Secrets;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Twenty thousand monitors that are really checked, for half an hour: whether the heap, the open
 * files and the threads stay as they are, and what is written into the data folder.
 */
final class Soak implements Main.Benchmark {
  private static final int MONITORS = Integer.getInteger("bench.monitors", 20_000);
  private static final Duration LENGTH =
      Duration.ofMinutes(Integer.getInteger("bench.minutes", 30));
  private static final Duration INTERVAL =
      Duration.ofSeconds(Integer.getInteger("bench.interval", 60));
  private static final Duration STEP = Duration.ofMinutes(1);

  /** The share of the time after which what can settle has settled. */
  private static final double SETTLED = 0.25;

  /** What one look found; the heap after a full collection. */
  private record Look(double megabytes, long files, long threads, double diskMegabytes) {}

  @Override
  public void run() throws Exception {
    Path folder = Installation.folder();
    Path data = folder.resolve("data");
    try (FleetTarget target = FleetTarget.start(folder.resolve("target"))) {
      FleetProcess.start(data, Map.of()).close();
      try (Database database = Database.open(DatabaseSettings.embedded(data))) {
        Secrets secrets = new Secrets(SecretKey.parse(FleetProcess.KEY).orElseThrow().bytes());
        Fleet.insert(database, secrets, target, INTERVAL, MONITORS, 0)
            .write(folder.resolve("fleet"));
      }
      try (FleetProcess node = FleetProcess.start(data, Map.of())) {
        node.awaitRunning(MONITORS);
        fillRings(node, folder.resolve("fleet"));
        watch(node, data);
      }
    } finally {
      Installation.delete(folder);
    }
  }

  /** So that the memory for the last results does not grow for an hour. */
  private static void fillRings(FleetProcess node, Path fleet) throws Exception {
    Thread.sleep(30_000);
    node.tell("checks nothing");
    node.tell("check " + fleet + " 60 " + MONITORS);
    node.tell("checks real");
  }

  private static void watch(FleetProcess node, Path data) throws Exception {
    List<Look> looks = new ArrayList<>();
    Duration cpu = node.cpu();
    long begin = System.nanoTime();
    System.out.println("minute   heap MB   files   threads   data folder MB");
    for (int minute = 1; minute <= LENGTH.toMinutes(); minute++) {
      long pause = begin + minute * STEP.toNanos() - System.nanoTime();
      Thread.sleep(Math.max(0, pause / 1_000_000));
      Look look = look(node.processId(), data);
      looks.add(look);
      System.out.printf(
          "%6d %9.1f %7d %9d %16.1f%n",
          minute, look.megabytes(), look.files(), look.threads(), look.diskMegabytes());
    }
    System.out.printf(
        "%d monitors at %d s for %d minutes, %.1f %% of a core%n",
        MONITORS,
        INTERVAL.toSeconds(),
        LENGTH.toMinutes(),
        100.0 * node.cpu().minus(cpu).toNanos() / (System.nanoTime() - begin));
    List<Look> settled = looks.subList((int) (looks.size() * SETTLED), looks.size());
    flat("heap", "MB", settled, Look::megabytes, 0.03);
    flat("open files", "", settled, Look::files, 0.1);
    flat("threads", "", settled, Look::threads, 0.1);
    System.out.printf(
        "data folder: %.1f MB at first, %.1f MB at last, %.2f MB a minute%n",
        looks.getFirst().diskMegabytes(),
        looks.getLast().diskMegabytes(),
        (looks.getLast().diskMegabytes() - looks.getFirst().diskMegabytes())
            / Math.max(1, looks.size() - 1));
  }

  /** Compares the last third with the third that begins half way, so that one odd look is none. */
  private static void flat(
      String what, String unit, List<Look> looks, ToDoubleFunction<Look> value, double growth) {
    int third = Math.max(1, looks.size() / 3);
    double before = median(looks.subList(0, third), value);
    double after = median(looks.subList(looks.size() - third, looks.size()), value);
    System.out.printf(
        "%s: %.1f %s, then %.1f %s in the last part: %s%n",
        what, before, unit, after, unit, after <= before * (1 + growth) + 1 ? "flat" : "GROWS");
  }

  private static double median(List<Look> looks, ToDoubleFunction<Look> value) {
    Samples samples = new Samples();
    looks.forEach(look -> samples.add(value.applyAsDouble(look)));
    return samples.median();
  }

  private static Look look(long process, Path data) throws Exception {
    double heap = LiveHeap.of(process).bytes() / 1e6;
    long threads;
    long files;
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process + "/task"));
        Stream<Path> open = Files.list(Path.of("/proc/" + process + "/fd"))) {
      threads = tasks.count();
      files = open.count();
    }
    return new Look(heap, files, threads, size(data) / 1e6);
  }

  /** Of all files, some of which may vanish meanwhile. */
  private static long size(Path folder) throws IOException {
    long[] sum = new long[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum[0] += attributes.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException vanished) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }
}
