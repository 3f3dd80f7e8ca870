package dev.tocsin.persistence.results;

import dev.tocsin.conf.ResultLogSettings;
import dev.tocsin.history.LocalResults;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.Recorder;
import dev.tocsin.history.ResultSink;
import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's results on its own disk. What is recorded is written about once a second by one
 * thread, into a file of the result's hour that no other process ever writes to; a process that is
 * killed loses that second, and leaves nothing to repair. A disk that is full or broken costs
 * results and nothing else.
 */
public final class ResultLog implements ResultSink, LocalResults, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ResultLog.class);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);
  private static final Duration READERS_PATIENCE = Duration.ofSeconds(2);
  private static final Duration ENDING = Duration.ofSeconds(10);

  private static final long UNKNOWN = -1;

  /** Some seconds of a busy node; 20 MB at most. */
  private static final int MOST_WAITING = 100_000;

  /**
   * The disk, as a test may want it.
   *
   * @param free bytes that may still be written; negative where nobody knows
   */
  record Disk(SegmentWriter.Opening opening, LongSupplier free) {
    static Disk of(Path folder) {
      return new Disk(Disk::begin, () -> free(folder));
    }

    private static WritableByteChannel begin(Path path) throws IOException {
      try {
        return open(path);
      } catch (NoSuchFileException folderRemoved) {
        Files.createDirectories(path.resolveSibling("."));
        return open(path);
      }
    }

    private static WritableByteChannel open(Path path) throws IOException {
      return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Nothing is a full disk's answer too; one that does not know has no size either. */
    private static long free(Path folder) {
      // it may not be there yet, or not any more
      Path there = Files.exists(folder) ? folder : folder.toAbsolutePath().getParent();
      try {
        FileStore store = there == null ? null : Files.getFileStore(there);
        return store == null || store.getTotalSpace() == 0 ? UNKNOWN : store.getUsableSpace();
      } catch (IOException unknown) {
        return UNKNOWN;
      }
    }
  }

  /** What there is once the folder could be opened. */
  private record Opened(
      LogFolder folder, LogReading reading, LogRoom room, SegmentWriters writers) {}

  private final Path path;
  private final String region;
  private final ResultLogSettings limits;
  private final InstantSource clock;
  private final Disk disk;
  private final String run =
      Long.toString(UUID.randomUUID().getMostSignificantBits() >>> 1, Character.MAX_RADIX);
  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final Queue<CompletableFuture<Void>> readers = new ConcurrentLinkedQueue<>();
  private final Trouble trouble = new Trouble();
  private final Thread writer;
  private volatile @Nullable Opened opened;
  private volatile boolean closing;

  /** The writing thread's: how many of its batch no file has been given yet. */
  private int untaken;

  private ResultLog(
      Path path, String region, ResultLogSettings limits, InstantSource clock, Disk disk) {
    this.path = path;
    this.region = region;
    this.limits = limits;
    this.clock = clock;
    this.disk = disk;
    this.writer = Thread.ofPlatform().daemon().name("result-log").unstarted(this::write);
  }

  /**
   * Opens the log in a folder of this process, which is made where it is not there. Where that is
   * not possible it is said, and tried again every second.
   */
  public static ResultLog open(
      Path folder, String region, ResultLogSettings limits, InstantSource clock) {
    return open(folder, region, limits, clock, Disk.of(folder));
  }

  static ResultLog open(
      Path folder, String region, ResultLogSettings limits, InstantSource clock, Disk disk) {
    ResultLog opening = new ResultLog(folder, region, limits, clock, disk);
    opening.openFolder();
    opening.writer.start();
    return opening;
  }

  // ---- recording

  @Override
  public Recorder recorder(MonitorRef monitor) {
    return new MonitorRecorder(this, monitor);
  }

  /** By any thread; never waits. */
  void take(Entry entry) {
    if (closing || !waiting.offer(entry)) {
      trouble.count(1);
      if (!closing) {
        trouble.say("more come than the disk of the data folder takes");
      }
    }
  }

  /** How many results could not be recorded since the start, or were dropped unarchived. */
  public long lost() {
    return trouble.lost();
  }

  /** Bytes on the disk. */
  public long size() {
    Opened there = opened;
    return there == null ? 0 : there.folder().size();
  }

  // ---- the writing thread

  private void write() {
    boolean last;
    do {
      last = closing;
      List<CompletableFuture<Void>> asked = new ArrayList<>();
      for (var reader = readers.poll(); reader != null; reader = readers.poll()) {
        asked.add(reader);
      }
      try {
        writeWaiting();
      } catch (Throwable defect) {
        // an Error too: this thread is the only one, and memory may be there again in a second
        trouble.count(untaken);
        log.error("Results could not be recorded.", defect);
      }
      untaken = 0;
      asked.forEach(reader -> reader.complete(null));
      if (!last) {
        pause();
      }
    } while (!last);
    closeFiles();
  }

  private void pause() {
    long end = System.nanoTime() + BETWEEN_WRITES.toNanos();
    long rest = BETWEEN_WRITES.toNanos();
    while (rest > 0 && !closing && readers.isEmpty() && waiting.size() < MOST_WAITING / 2) {
      LockSupport.parkNanos(this, rest);
      rest = end - System.nanoTime();
    }
  }

  private void writeWaiting() {
    List<Entry> batch = new ArrayList<>();
    waiting.drainTo(batch);
    untaken = batch.size();
    Opened there = openFolder();
    if (there == null) {
      lose(batch);
      return;
    }
    Instant now = clock.instant();
    List<Throwable> failures = new ArrayList<>();
    try {
      if (!there.room().make(now, hour -> letGo(there.writers(), hour, now))) {
        lose(batch);
        trouble.say(there.room().shortage());
        return;
      }
      there.writers().closeOld(now);
    } catch (IOException failed) {
      failures.add(failed);
    }
    for (Entry entry : batch) {
      there.writers().add(entry, now);
      untaken--;
    }
    trouble.count(there.writers().flush(failures));
    if (!failures.isEmpty()) {
      trouble.say("the disk of the data folder answers " + failures.getFirst());
    } else if (!batch.isEmpty()) {
      trouble.over();
    }
  }

  private void lose(List<Entry> batch) {
    trouble.count(batch.size());
    untaken = 0;
  }

  private static boolean letGo(SegmentWriters writers, Instant hour, Instant now)
      throws IOException {
    if (!hour.isBefore(LogFolder.hourOf(now))) {
      return false;
    }
    writers.close(hour);
    return true;
  }

  private @Nullable Opened openFolder() {
    Opened there = opened;
    if (there != null) {
      return there;
    }
    try {
      LogFolder folder = LogFolder.open(path, clock.instant());
      SegmentWriters writers = new SegmentWriters(folder, region, run, disk.opening());
      folder.hours().stream()
          .filter(LogFolder.Hour::isArchived)
          .forEach(hour -> writers.seal(hour.begin()));
      there =
          new Opened(
              folder,
              new LogReading(folder),
              new LogRoom(folder, limits, disk.free(), trouble::count),
              writers);
      opened = there;
    } catch (IOException failed) {
      trouble.say("their folder cannot be opened: " + failed);
    }
    return there;
  }

  private void closeFiles() {
    Opened there = opened;
    if (there != null) {
      try {
        there.writers().closeAll();
      } catch (IOException failed) {
        log.warn("A log of results could not be closed.", failed);
      }
    }
    readers.forEach(reader -> reader.complete(null));
  }

  // ---- reading

  @Override
  public Slice read(MonitorRef monitor, Instant from, Instant to, int limit) {
    flush(); // where the disk hangs, what it holds is answered
    Opened there = opened;
    return there == null
        ? new Slice(List.of(), clock.instant())
        : there.reading().read(monitor, from, to, limit);
  }

  @Override
  public List<Instant> unarchivedHours() {
    Opened there = opened;
    return there == null
        ? List.of()
        : there.folder().hours().stream()
            .filter(hour -> !hour.isArchived())
            .map(LogFolder.Hour::begin)
            .toList();
  }

  /**
   * An hour that is over is closed by this: what still comes of it goes into the current one.
   *
   * @throws UncheckedIOException where it cannot be read as a whole
   */
  @Override
  public void hour(Instant hour, Consumer<List<RecordedResult>> eachMonitor) {
    Opened there = opened;
    if (there == null) {
      throw new UncheckedIOException(new IOException("The folder of results is not there."));
    }
    boolean answers = flush(); // what has come by now is in its own hour
    if (!hour.plus(LogFolder.HOUR).isAfter(clock.instant())) {
      there.writers().seal(hour);
    }
    if (!answers || !flush()) {
      throw new UncheckedIOException(new IOException("The disk of results does not answer."));
    }
    there.reading().hour(hour, eachMonitor);
  }

  @Override
  public void archived(Instant hour) {
    Opened there = opened;
    if (there != null) {
      there.writers().seal(hour);
      try {
        there.folder().archived(hour);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  /** Waits until what was recorded so far is in the files, but not long. */
  private boolean flush() {
    if (!writer.isAlive()) {
      return true;
    }
    CompletableFuture<Void> flushed = new CompletableFuture<>();
    readers.add(flushed);
    LockSupport.unpark(writer);
    try {
      flushed.get(READERS_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException hangs) {
      return !writer.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes what is waiting, and ends. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      if (!writer.join(ENDING)) {
        log.warn("The disk does not answer; the last results are not recorded.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
