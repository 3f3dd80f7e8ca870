package dev.tocsin.persistence.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tocsin.conf.ResultLogSettings;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.Recorder;
import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The disk is full, or broken: results are lost, which is said once, and nothing else is. */
class FullDiskTest {
  private static final MonitorRef MONITOR = Samples.monitor(1);

  /** After so many good writes trouble is over, and the next is told of. */
  private static final int CALM = 10;

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private final Samples.Clock clock = new Samples.Clock("2026-03-01T12:59:30Z");
  private final Logger logger = (Logger) LoggerFactory.getLogger(Trouble.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();

  @BeforeEach
  void listen() {
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(said);
  }

  @Test
  void aWriteThatFailsHalfWayHidesNothingThatComesLater() {
    AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    var disk = new ResultLog.Disk(path -> new Narrow(path, room), () -> Long.MAX_VALUE);
    try (ResultLog log = ResultLog.open(folder, Samples.REGION, Samples.LIMITS, clock, disk)) {
      List<RecordedResult> kept = new ArrayList<>(record(log, 0, 5));
      assertThat(all(log)).hasSize(5);
      for (int episode = 1; episode <= 2; episode++) {
        room.set(30);
        record(log, episode * 100, 5);
        assertThat(all(log)).isEqualTo(kept.reversed());
        record(log, episode * 100 + 5, 1);
        assertThat(all(log)).isEqualTo(kept.reversed());
        room.set(Long.MAX_VALUE);
        kept.addAll(record(log, episode * 100 + 6, 2));
        assertThat(all(log)).isEqualTo(kept.reversed());
        assertThat(log.lost()).isEqualTo(episode * 6L);
        assertThat(warnings()).hasSize(episode);
        for (int write = 2; write <= CALM; write++) {
          kept.addAll(record(log, episode * 100 + 6 + write, 1));
          assertThat(all(log)).isEqualTo(kept.reversed());
        }
      }
      assertThat(warnings().getFirst()).contains("No space left on device", "tocsin_results_lost");
    }
    try (ResultLog log = Samples.open(folder, clock)) {
      assertThat(all(log)).hasSize(9 + 2 * (CALM - 1));
    }
  }

  @Test
  void aDiskThatHangsMakesNobodyWait() {
    CountDownLatch hangs = new CountDownLatch(1);
    var disk =
        new ResultLog.Disk(
            path -> new Narrow(path, new AtomicLong(Long.MAX_VALUE), hangs), () -> Long.MAX_VALUE);
    int many = 250_000;
    try (ResultLog log = ResultLog.open(folder, Samples.REGION, Samples.LIMITS, clock, disk)) {
      Recorder recorder = log.recorder(MONITOR);
      for (int i = 0; i < many; i++) {
        recorder.record(Samples.up(NOON.plusMillis(i)), Samples.NEXT_WITHIN);
      }
      long lost = log.lost();
      assertThat(lost).isGreaterThanOrEqualTo(50_000);
      assertThat(warnings()).singleElement().asString().contains("more come than the disk");

      hangs.countDown();
      assertThat(log.read(MONITOR, Instant.MIN, Instant.MAX, many).results())
          .hasSize(many - (int) lost);
    }
  }

  @Test
  void theDatabasesPartOfTheDiskIsLeftFree() {
    AtomicLong free = new AtomicLong(1_000_000);
    try (ResultLog log = keepingHalfAMegabyteOf(free)) {
      record(log, 0, 5);
      assertThat(all(log)).hasSize(5);
      free.set(499_999);
      record(log, 10, 5);
      assertThat(all(log)).hasSize(5);
      record(log, 20, 5);
      free.set(500_001); // not enough above the bound to begin again
      assertThat(all(log)).hasSize(5);
      assertThat(log.lost()).isEqualTo(10);
      assertThat(warnings()).singleElement().asString().contains("tocsin.results.log.keep-free");
      free.set(600_000);
      record(log, 30, 5);
      assertThat(all(log)).hasSize(10);
      assertThat(log.lost()).isEqualTo(10);
    }
  }

  @Test
  void oneHourGoesWhereItIsEnoughThoughTheDiskCountsItLater() {
    AtomicLong free = new AtomicLong(1_000_000);
    try (ResultLog log = keepingHalfAMegabyteOf(free)) {
      for (int hour = 0; hour < 5; hour++) {
        clock.set("2026-03-01T1" + (2 + hour) + ":59:30Z");
        record(log, hour * 60, 59);
        assertThat(all(log)).hasSize((hour + 1) * 59);
      }
      free.set(499_999);
      assertThat(all(log)).hasSize(4 * 59);
      assertThat(all(log)).describedAs("a look later").hasSize(4 * 59);
      assertThat(log.lost()).isEqualTo(59);
      free.set(-1); // nobody knows
      clock.set("2026-03-01T17:59:30Z");
      record(log, 300, 2);
      assertThat(all(log)).hasSize(4 * 59 + 2);
      assertThat(log.lost()).isEqualTo(59);
    }
  }

  @Test
  void anErrorIsCountedAndEndsNothing() {
    boolean[] failing = {true};
    var real = ResultLog.Disk.of(folder);
    var disk =
        new ResultLog.Disk(
            real.opening(),
            () -> {
              if (failing[0]) {
                throw new OutOfMemoryError("told to");
              }
              return Long.MAX_VALUE;
            });
    try (ResultLog log = ResultLog.open(folder, Samples.REGION, Samples.LIMITS, clock, disk)) {
      record(log, 0, 5);
      assertThat(all(log)).isEmpty();
      assertThat(log.lost()).isEqualTo(5);
      failing[0] = false;
      record(log, 10, 5);
      assertThat(all(log)).hasSize(5);
      assertThat(log.lost()).isEqualTo(5);
    }
  }

  @Test
  void aDiskThatIsReallyFullCostsResultsUntilThereIsRoomAgain() throws Exception {
    assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder.toString()));
    try {
      var limits = new ResultLogSettings(Duration.ofHours(48), 1_000_000_000, 0);
      Path results = Files.createDirectory(folder.resolve("results"));
      try (ResultLog log = ResultLog.open(results, Samples.REGION, limits, clock)) {
        List<RecordedResult> kept = new ArrayList<>(record(log, 0, 5));
        assertThat(all(log)).hasSize(5);
        Path ballast = fill();
        for (int i = 5; log.lost() == 0; i++) {
          assertThat(i).describedAs("a page of the disk is full sooner").isLessThan(30);
          List<RecordedResult> more = record(log, i, 1);
          for (int other = 10; other < 60; other++) {
            ResultLogTest.record(log, Samples.monitor(other), NOON.plusSeconds(i), 1);
          }
          log.read(MONITOR, NOON, NOON, 1); // writes
          if (log.lost() == 0) {
            kept.addAll(more);
          }
        }
        long lost = log.lost();
        assertThat(all(log)).isEqualTo(kept.reversed());
        assertThat(warnings()).singleElement().asString().contains("not recorded");

        Files.delete(ballast);
        kept.addAll(record(log, 40, 5));
        assertThat(all(log)).isEqualTo(kept.reversed());
        assertThat(log.lost()).isEqualTo(lost);
      }
    } finally {
      run("umount", folder.toString());
    }
  }

  private Path fill() throws IOException {
    Path ballast = folder.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (true) {
        out.write(new byte[4_096]);
      }
    } catch (IOException full) {
      return ballast;
    }
  }

  private static boolean run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }

  /** A file on a disk with little room: it takes what fits, and then nothing. */
  private static final class Narrow implements WritableByteChannel {
    private final FileChannel file;
    private final AtomicLong room;
    private final CountDownLatch hangs;

    Narrow(Path path, AtomicLong room) throws IOException {
      this(path, room, new CountDownLatch(0));
    }

    /**
     * @param hangs until then every write does
     */
    Narrow(Path path, AtomicLong room, CountDownLatch hangs) throws IOException {
      this.file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      this.room = room;
      this.hangs = hangs;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      try {
        hangs.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      int fits = (int) Math.min(bytes.remaining(), room.get());
      if (fits == 0) {
        throw new IOException("No space left on device");
      }
      room.addAndGet(-fits);
      int end = bytes.limit();
      bytes.limit(bytes.position() + fits);
      int written = file.write(bytes);
      bytes.limit(end);
      return written;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private List<String> warnings() {
    return said.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private ResultLog keepingHalfAMegabyteOf(AtomicLong free) {
    var limits = new ResultLogSettings(Duration.ofHours(48), 1_000_000_000, 500_000);
    var disk = new ResultLog.Disk(ResultLog.Disk.of(folder).opening(), free::get);
    return ResultLog.open(folder, Samples.REGION, limits, clock, disk);
  }

  private static List<RecordedResult> record(ResultLog log, int minute, int count) {
    return ResultLogTest.record(log, MONITOR, NOON.plusSeconds(60L * minute), count);
  }

  private static List<RecordedResult> all(ResultLog log) {
    return log.read(MONITOR, Instant.MIN, Instant.MAX, 1_000).results();
  }
}
