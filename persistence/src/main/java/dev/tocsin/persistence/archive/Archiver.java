package dev.tocsin.persistence.archive;

import dev.tocsin.history.LocalResults;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every hour that is over from this node's log into the archive, and deletes what is too old
 * there. What fails is tried again, later each time, and said once.
 */
final class Archiver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Archiver.class);

  /** For checks that began in the hour and took long. */
  static final Duration LATE = Duration.ofMinutes(2);

  /** Nodes begin at different moments within it. */
  static final Duration SPREAD = Duration.ofMinutes(5);

  static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
  private static final Duration TICK = Duration.ofSeconds(5);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final LocalResults local;
  private final HourWriter writer;
  private final InstantSource clock;
  private final NodeName node;
  private final Trouble archiving;
  private final Trouble single;
  private final Trouble deleting;
  private final Retention retention;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Counter bytes;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("archiver").daemon().factory());
  private final Set<Instant> stuck = new TreeSet<>();
  private volatile boolean stopping;
  private Instant deletedIn = Instant.MIN;

  Archiver(
      LocalResults local,
      HourWriter writer,
      Retention retention,
      NodeName node,
      InstantSource clock,
      MeterRegistry metrics) {
    this.local = local;
    this.writer = writer;
    this.retention = retention;
    this.clock = clock;
    this.node = node;
    Gauge.builder("tocsin.archive.hours.waiting", waiting, AtomicInteger::get)
        .description("Hours of results that are over and not in the archive")
        .register(metrics);
    this.bytes =
        Counter.builder("tocsin.archive.written")
            .description("What was written into the archive")
            .baseUnit("bytes")
            .register(metrics);
    Counter failures =
        Counter.builder("tocsin.archive.failures")
            .description("Attempts to write into the archive or delete from it that failed")
            .register(metrics);
    this.archiving = new Trouble(failures);
    this.single = new Trouble(failures);
    this.deleting = new Trouble(failures);
  }

  static Duration spread(String node) {
    CRC32 hash = new CRC32();
    hash.update(node.getBytes(StandardCharsets.UTF_8));
    return Duration.ofSeconds(hash.getValue() % SPREAD.toSeconds());
  }

  void start() {
    thread.scheduleWithFixedDelay(this::step, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Does what is due. Blocks until it is done or has failed. */
  void step() {
    try {
      archive(clock.instant());
      delete(clock.instant());
    } catch (CancellationException stopped) {
      // the next start goes on with it
    }
  }

  private void archive(Instant now) {
    if (stopping || !archiving.mayTry(now)) {
      return;
    }
    List<Instant> due = List.of();
    int done = 0;
    boolean triesStuck = single.mayTry(now);
    try {
      due = due(now);
      waiting.set(due.size());
      stuck.retainAll(due);
      for (Instant hour : due) {
        if ((triesStuck || !stuck.contains(hour)) && isArchived(hour)) {
          done++;
          waiting.set(due.size() - done);
        }
      }
      if (archiving.ended()) {
        LOG.info("The archive takes results again; {} waited for it.", hours(due.size()));
      }
      if (stuck.isEmpty()) {
        single.ended();
      } else if (triesStuck) {
        single.began(now);
      }
    } catch (CancellationException stopped) {
      throw stopped;
    } catch (Throwable failed) {
      if (archiving.began(now)) {
        LOG.warn(
            "Results of {} wait for the archive: {} They stay in this node's log, and it is tried"
                + " again.",
            hours(due.size() - done),
            sentence(failed),
            stackOf(failed));
      }
    }
  }

  private List<Instant> due(Instant now) throws IOException {
    List<Instant> over =
        local.unarchivedHours().stream().filter(hour -> isOver(hour, LATE, now)).sorted().toList();
    if (over.isEmpty()) {
      return over;
    }
    Duration offset = LATE.plus(spread(node.get()));
    return over.stream().filter(hour -> isOver(hour, offset, now)).toList();
  }

  private static boolean isOver(Instant hour, Duration offset, Instant now) {
    return !hour.plus(Hours.HOUR).plus(offset).isAfter(now);
  }

  /**
   * Takes an hour into the archive. What concerns this one alone, as a file of the log that cannot
   * be read, keeps no other waiting. An Error too: an hour may be what memory is too small for.
   *
   * @throws StoreAwayException where no other would be taken either
   */
  private boolean isArchived(Instant hour) throws StoreAwayException {
    try {
      bytes.increment((double) writer.write(hour, local, () -> stopping));
      local.archived(hour);
      stuck.remove(hour);
      return true;
    } catch (StoreAwayException | CancellationException ofAll) {
      throw ofAll;
    } catch (Throwable failed) {
      if (stuck.add(hour)) {
        LOG.warn(
            "The results of the hour from {} wait for the archive: {} They stay in this node's log,"
                + " and it is tried again.",
            hour,
            sentence(failed),
            stackOf(failed));
      }
      return false;
    }
  }

  private void delete(Instant now) {
    Duration spread = node.known().map(Archiver::spread).orElse(SPREAD);
    Instant hour = Hours.of(now.minus(LATE).minus(spread));
    if (stopping || hour.equals(deletedIn) || !deleting.mayTry(now)) {
      return;
    }
    try {
      if (retention.run(now)) {
        deletedIn = hour;
      }
      if (deleting.ended()) {
        LOG.info("What is too old is deleted from the archive again.");
      }
    } catch (CancellationException stopped) {
      throw stopped;
    } catch (Throwable failed) {
      if (deleting.began(now)) {
        LOG.warn(
            "What is too old is not deleted from the archive: {} It is tried again.",
            sentence(failed),
            stackOf(failed));
      }
    }
  }

  private static String hours(int number) {
    return number == 1 ? "one hour" : number + " hours";
  }

  private static String sentence(Throwable failed) {
    String message = failed.getMessage();
    return failed instanceof StoreAwayException && message != null
        ? message
        : failed.getClass().getSimpleName() + (message == null ? "." : " (" + message + ").");
  }

  /** What is understood needs no stack. */
  private static @Nullable Throwable stackOf(Throwable failed) {
    return failed instanceof StoreAwayException ? null : failed;
  }

  /** Ends within some seconds; what is not finished then is begun anew by the next start. */
  @Override
  public void close() {
    stopping = true;
    thread.shutdown();
    try {
      // not interrupted: that would close the files of the log under its other readers
      if (!thread.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("The archive does not answer; the hour that is under way is written again later.");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** How long something fails, and when it is to be tried again. */
  private static final class Trouble {
    private final Counter failures;
    private Duration pause = Duration.ZERO;
    private Instant next = Instant.MIN;

    Trouble(Counter failures) {
      this.failures = failures;
    }

    /** Also where the clock was put back and the next time is far away. */
    boolean mayTry(Instant now) {
      return !now.isBefore(next) || now.plus(LONGEST_PAUSE).isBefore(next);
    }

    /** Returns whether it is the first failure after a success. */
    boolean began(Instant now) {
      failures.increment();
      boolean isFirst = pause.isZero();
      Duration doubled = pause.multipliedBy(2);
      pause =
          isFirst ? FIRST_PAUSE : doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
      next = now.plus(pause);
      return isFirst;
    }

    /** Returns whether it failed before. */
    boolean ended() {
      boolean failed = !pause.isZero();
      pause = Duration.ZERO;
      next = Instant.MIN;
      return failed;
    }
  }
}
