package dev.tocsin.persistence.archive;

import dev.tocsin.history.HourlyResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Brings many hours into the archive, some of them at once: while one waits for its bytes to be on
 * the disk, the next is made.
 */
final class PastHours {
  private static final int THREADS = 4;

  private final ArchiveStore store;
  private final Path work;
  private final NodeName name;
  private final String region;

  /**
   * @param work a folder of this alone, which is gone afterwards
   */
  PastHours(ArchiveStore store, Path work, NodeName name, String region) {
    this.store = store;
    this.work = work;
    this.name = name;
    this.region = region;
  }

  /** Ends with the first failure; what is written by then stays. */
  void write(Collection<Instant> hours, HourlyResults results) throws IOException {
    Queue<Instant> left = new ConcurrentLinkedQueue<>(hours);
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("past-hours-", 0).daemon().factory())) {
      for (int thread = 0; thread < THREADS; thread++) {
        HourWriter writer =
            new HourWriter(store, work.resolve(String.valueOf(thread)), name, region);
        running.add(threads.submit(() -> writeAll(writer, left, results, failed)));
      }
    }
    for (Future<?> each : running) {
      await(each);
    }
    clear();
  }

  private static @Nullable Void writeAll(
      HourWriter writer, Queue<Instant> left, HourlyResults results, AtomicBoolean failed)
      throws IOException {
    boolean done = false;
    try {
      for (Instant hour = left.poll(); hour != null && !failed.get(); hour = left.poll()) {
        writer.write(hour, results, () -> false);
      }
      done = true;
    } finally {
      if (!done) {
        failed.set(true);
      }
    }
    return null;
  }

  /** All have ended. */
  private static void await(Future<?> ended) throws IOException {
    try {
      ended.get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("Writing into the archive was ended.", interrupted);
    }
  }

  private void clear() throws IOException {
    for (int thread = 0; thread < THREADS; thread++) {
      Files.deleteIfExists(work.resolve(String.valueOf(thread)));
    }
    Files.deleteIfExists(work);
  }
}
