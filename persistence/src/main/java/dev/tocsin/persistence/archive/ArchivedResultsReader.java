package dev.tocsin.persistence.archive;

import dev.tocsin.history.ArchivedResults;
import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one monitor's results out of the archive, hour by hour from the newest, some hours at once.
 * What cannot be read in time is said to be missing.
 */
final class ArchivedResultsReader implements ArchivedResults, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchivedResultsReader.class);
  private static final int THREADS = 8;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");
  private static final Comparator<RecordedResult> NEWEST_FIRST =
      Comparator.comparing(RecordedResult::at).reversed().thenComparing(RecordedResult::region);

  /** Clocks of those who make ids are wrong, but not by that much. */
  private static final Duration CLOCKS_DIFFER = Duration.ofDays(1);

  private final ArchiveStore store;
  private final Catalog catalog;
  private final Duration patience;

  /** Of platform threads: a shared folder may hold them for as long as it likes. */
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().name("archive-reader-", 0).daemon().factory());

  ArchivedResultsReader(ArchiveStore store, Catalog catalog) {
    this(store, catalog, PATIENCE);
  }

  ArchivedResultsReader(ArchiveStore store, Catalog catalog, Duration patience) {
    this.store = store;
    this.catalog = catalog;
    this.patience = patience;
  }

  @Override
  public Part read(MonitorRef monitor, Instant from, Instant to, int limit) {
    Instant begin = later(from, createdAt(monitor));
    if (!begin.isBefore(to) || limit <= 0) {
      return new Part(List.of(), List.of());
    }
    return new Walk(monitor, begin, to, limit).read();
  }

  /** Before the monitor was made nothing need be looked for; its id may tell when that was. */
  private static Instant createdAt(MonitorRef monitor) {
    UUID id = monitor.monitor().value();
    return id.version() == 7
        ? Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16).minus(CLOCKS_DIFFER)
        : Instant.EPOCH;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private record Hour(Instant begin, List<String> nodes) {}

  /** One call. */
  private final class Walk {
    private final MonitorRef monitor;
    private final Instant from;
    private final Instant to;
    private final int limit;
    private final long deadline = System.nanoTime() + patience.toNanos();
    private final List<RecordedResult> results = new ArrayList<>();
    private final List<MissingStretch> missing = new ArrayList<>();
    private final Deque<Hour> hours = new ArrayDeque<>();
    private LocalDate nextDay;

    Walk(MonitorRef monitor, Instant from, Instant to, int limit) {
      this.monitor = monitor;
      this.from = from;
      this.to = to;
      this.limit = limit;
      this.nextDay = Hours.day(earlier(to, LAST).minusNanos(1));
    }

    Part read() {
      Instant unread = to;
      try {
        for (int atOnce = 1; results.size() < limit; atOnce = Math.min(2 * atOnce, THREADS)) {
          List<Hour> batch = batch(atOnce);
          if (batch.isEmpty()) {
            break;
          }
          unread = take(batch, unread);
        }
      } catch (StoreAwayException away) {
        missing.add(MissingStretch.unread(from, unread, sentence(away)));
      } catch (IOException | RejectedExecutionException failed) {
        LOG.warn("The archive cannot be read.", failed);
        missing.add(MissingStretch.unread(from, unread, sentence(failed)));
      }
      return new Part(results.stream().limit(limit).toList(), List.copyOf(missing));
    }

    private List<Hour> batch(int most) throws IOException {
      List<Hour> batch = new ArrayList<>();
      while (batch.size() < most) {
        Hour hour = hours.poll();
        if (hour != null) {
          batch.add(hour);
        } else if (!batch.isEmpty() || !listNextDay()) {
          break;
        }
      }
      return batch;
    }

    /** Returns whether there is one. */
    private boolean listNextDay() throws IOException {
      LocalDate least = Hours.day(from);
      LocalDate most = nextDay;
      Optional<LocalDate> found = await(threads.submit(() -> catalog.latestDay(most, least)));
      if (found.isEmpty()) {
        return false;
      }
      LocalDate day = found.get();
      for (Map.Entry<Instant, List<String>> hour :
          await(threads.submit(() -> catalog.hours(day))).descendingMap().entrySet()) {
        boolean isWanted =
            hour.getKey().isBefore(to) && hour.getKey().plus(Hours.HOUR).isAfter(from);
        if (isWanted) {
          hours.add(new Hour(hour.getKey(), hour.getValue()));
        }
      }
      nextDay = day.minusDays(1);
      return true;
    }

    /** Returns until when nothing is read yet. */
    private Instant take(List<Hour> batch, Instant unreadBefore) throws IOException {
      List<Future<Part>> reads = new ArrayList<>();
      for (Hour hour : batch) {
        reads.add(threads.submit((Callable<Part>) () -> hour(hour)));
      }
      Instant unread = unreadBefore;
      try {
        for (int i = 0; i < reads.size() && results.size() < limit; i++) {
          unread = earlier(unread, batch.get(i).begin().plus(Hours.HOUR));
          Part part = await(reads.get(i));
          results.addAll(part.results());
          missing.addAll(part.unreadable());
          unread = batch.get(i).begin();
        }
      } finally {
        reads.forEach(read -> read.cancel(true));
      }
      return unread;
    }

    private <T> T await(Future<T> future) throws IOException {
      try {
        return future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (TimeoutException late) {
        future.cancel(true);
        throw new StoreAwayException(
            "The archive did not answer within "
                + patience.toSeconds()
                + " seconds; ask for a shorter time, or again.",
            late);
      } catch (InterruptedException interrupted) {
        future.cancel(true);
        Thread.currentThread().interrupt();
        throw new StoreAwayException("Reading the archive was ended.", interrupted);
      } catch (ExecutionException failed) {
        if (failed.getCause() instanceof IOException io) {
          throw io;
        }
        throw new IOException(failed.getCause());
      }
    }

    /** All nodes' results of an hour; only that the store is away is thrown. */
    private Part hour(Hour hour) throws IOException {
      List<RecordedResult> found = new ArrayList<>();
      List<MissingStretch> broken = new ArrayList<>();
      Set<Moment> known = new HashSet<>();
      for (String node : hour.nodes()) {
        try {
          for (RecordedResult result : node(hour.begin(), node)) {
            if (known.add(Moment.of(result))) {
              found.add(result);
            }
          }
        } catch (BrokenObjectException unreadable) {
          LOG.warn("{}", unreadable.getMessage(), unreadable.getCause());
          broken.add(
              new MissingStretch(
                  later(from, hour.begin()),
                  earlier(to, hour.begin().plus(Hours.HOUR)),
                  sentence(unreadable),
                  unreadable instanceof UnreadableObjectException));
        }
      }
      found.sort(NEWEST_FIRST);
      return new Part(found, broken);
    }

    private List<RecordedResult> node(Instant hour, String node) throws IOException {
      Optional<HourIndex> index = catalog.index(hour, node);
      if (index.isEmpty()) {
        return List.of();
      }
      try {
        return blocks(index.get());
      } catch (BrokenObjectException broken) {
        // the hour may have been written anew since its index was read
        Optional<HourIndex> now = catalog.indexNow(hour, node);
        if (now.isPresent() && now.get().equals(index.get())) {
          throw broken;
        }
        return now.isPresent() ? blocks(now.get()) : List.of();
      }
    }

    private List<RecordedResult> blocks(HourIndex index) throws IOException {
      List<RecordedResult> found = new ArrayList<>();
      String name = index.resultsName();
      ResultLines.Reader lines = new ResultLines.Reader(index.hour());
      byte[] organization = Lines.key(monitor.organization());
      byte[] id = Lines.ascii(monitor.monitor().toString());
      List<Block> blocks = Blocks.of(index.results().blocks(), monitor.monitor());
      BlockCursor cursor = new BlockCursor(store, name, blocks, Integer.MAX_VALUE);
      while (cursor.hasNext()) {
        byte[] text = cursor.next();
        try {
          for (int at = 0; at < text.length; ) {
            int end = Lines.end(text, at);
            if (Lines.isOf(text, at, end, organization, id)) {
              RecordedResult result = lines.read(text, at, end);
              if (!result.at().isBefore(from) && result.at().isBefore(to)) {
                found.add(result);
              }
            }
            at = end + 1;
          }
        } catch (IOException broken) {
          throw new BrokenObjectException("The object " + name + " is broken.", broken);
        }
      }
      return found;
    }
  }

  private static String sentence(Exception failed) {
    String message = failed.getMessage();
    boolean isForPeople =
        failed instanceof StoreAwayException || failed instanceof BrokenObjectException;
    return isForPeople && message != null ? message : "The archive cannot be read.";
  }
}
