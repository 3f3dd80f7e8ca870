package dev.tocsin.persistence.results;

import dev.tocsin.history.LocalResults;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Reads results back from the files. */
final class LogReading {
  private static final Comparator<RecordedResult> NEWEST_FIRST =
      Comparator.comparing(RecordedResult::at).reversed();

  private final LogFolder folder;

  LogReading(LogFolder folder) {
    this.folder = folder;
  }

  LocalResults.Slice read(MonitorRef monitor, Instant from, Instant to, int limit) {
    Instant completeSince = folder.completeSince();
    var wanted = new BlockUnpacker.Wanted(monitor, millis(from), millis(to));
    int part = MonitorOrder.part(monitor);
    List<LogFolder.Hour> hours = folder.hours().reversed();
    List<RecordedResult> found = new ArrayList<>();
    for (LogFolder.Hour hour : hours) {
      if (end(hour).isAfter(from)) {
        late(hour).forEach(file -> read(file, part, wanted, found));
      }
    }
    for (LogFolder.Hour hour : hours) {
      if (hour.begin().isBefore(to) && end(hour).isAfter(from)) {
        onTime(hour).forEach(file -> read(file, part, wanted, found));
        if (isEnough(found, hour, limit)) {
          break;
        }
      }
    }
    found.sort(NEWEST_FIRST);
    return new LocalResults.Slice(
        List.copyOf(found.subList(0, Math.min(limit, found.size()))), completeSince);
  }

  /** Whether what is older cannot be among those that are wanted. */
  private static boolean isEnough(List<RecordedResult> found, LogFolder.Hour hour, int limit) {
    return found.size() >= limit
        && found.stream().filter(it -> !it.at().isBefore(hour.begin())).limit(limit).count()
            == limit;
  }

  /** A file that cannot be read says so, and hides no other. */
  private static void read(
      SegmentFile file, int part, BlockUnpacker.Wanted wanted, List<RecordedResult> into) {
    try {
      file.read(part, wanted, into::add);
    } catch (IOException failed) {
      file.unreadable(failed);
    }
  }

  /**
   * @throws UncheckedIOException where a file of the hour cannot be read, or is dropped meanwhile:
   *     a part must not pass for the whole
   */
  void hour(Instant begin, Consumer<List<RecordedResult>> eachMonitor) {
    try {
      List<SegmentFile> files = new ArrayList<>();
      for (SegmentFile file : folder.hour(begin).files()) {
        if (file.isBegun()) {
          files.add(file);
        }
      }
      for (int part = 0; part < MonitorOrder.PARTS; part++) {
        for (List<RecordedResult> results : part(files, part).values()) {
          results.sort(Comparator.comparing(RecordedResult::at));
          eachMonitor.accept(results);
        }
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Map<MonitorRef, List<RecordedResult>> part(List<SegmentFile> files, int part)
      throws IOException {
    Map<MonitorRef, List<RecordedResult>> monitors = new TreeMap<>(MonitorOrder.COMPARATOR);
    for (SegmentFile file : files) {
      boolean there =
          file.read(
              part,
              BlockUnpacker.Wanted.ALL,
              result ->
                  monitors.computeIfAbsent(result.monitor(), ref -> new ArrayList<>()).add(result));
      if (!there) {
        throw new IOException("The hour was dropped from the log while it was read.");
      }
    }
    return monitors;
  }

  private static Instant end(LogFolder.Hour hour) {
    return hour.begin().plus(LogFolder.HOUR);
  }

  private static List<SegmentFile> late(LogFolder.Hour hour) {
    return hour.files().stream().filter(file -> file.name().late()).toList();
  }

  private static List<SegmentFile> onTime(LogFolder.Hour hour) {
    return hour.files().stream().filter(file -> !file.name().late()).toList();
  }

  private static long millis(Instant at) {
    if (at.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return at.isBefore(Instant.ofEpochMilli(Long.MAX_VALUE)) ? ceiling(at) : Long.MAX_VALUE;
  }

  /** Results are known to the millisecond: one within the bound's own is before it. */
  private static long ceiling(Instant at) {
    return at.getNano() % 1_000_000 == 0 ? at.toEpochMilli() : at.toEpochMilli() + 1;
  }
}
