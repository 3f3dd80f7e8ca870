package dev.tocsin.persistence.results;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The files that are open for writing: one thread's, but for what is sealed. */
final class SegmentWriters {
  private final LogFolder folder;
  private final String region;
  private final String run;
  private final SegmentWriter.Opening opening;
  private final List<SegmentWriter> open = new ArrayList<>();
  private final Set<Instant> sealed = ConcurrentHashMap.newKeySet();
  private int count;

  SegmentWriters(LogFolder folder, String region, String run, SegmentWriter.Opening opening) {
    this.folder = folder;
    this.region = region;
    this.run = run;
    this.opening = opening;
  }

  /** Nothing comes into that hour's files any more. By any thread. */
  void seal(Instant hour) {
    sealed.add(hour);
  }

  void add(Entry entry, Instant now) {
    Instant current = LogFolder.hourOf(now);
    Instant hour = LogFolder.hourOf(Instant.ofEpochMilli(entry.at()));
    boolean late = isOver(hour, current) || sealed.contains(hour);
    writer(late ? current : hour, late).add(entry);
  }

  private static boolean isOver(Instant hour, Instant current) {
    return hour.isBefore(current.minus(LogFolder.HOUR));
  }

  private SegmentWriter writer(Instant hour, boolean late) {
    for (SegmentWriter writer : open) {
      if (writer.hour().equals(hour) && writer.file().name().late() == late) {
        return writer;
      }
    }
    SegmentName name = new SegmentName(hour, run, count, late, false);
    SegmentFile file = new SegmentFile(folder.path(), name, 0, folder.cache());
    SegmentWriter writer = new SegmentWriter(file, count, region, opening);
    count++;
    open.add(writer);
    return writer;
  }

  /** Writes what was added; answers how many results could not be, and are lost. */
  int flush(List<Throwable> failures) {
    int lost = 0;
    for (SegmentWriter writer : List.copyOf(open)) {
      int waiting = writer.waiting();
      if (waiting > 0) {
        try {
          boolean isNew = writer.isEmpty();
          writer.flush();
          if (isNew) {
            folder.add(writer.file());
          }
        } catch (IOException | RuntimeException | Error failed) {
          lost += waiting;
          failures.add(failed);
          abandon(writer, failures);
        }
      }
    }
    return lost;
  }

  /** What comes next goes into a new file: the broken end of this one must hide nothing. */
  private void abandon(SegmentWriter writer, List<Throwable> failures) {
    open.remove(writer);
    try {
      writer.close();
    } catch (IOException failed) {
      failures.add(failed);
    }
    try {
      if (writer.isEmpty()) {
        folder.forget(writer.file());
      }
    } catch (IOException failed) {
      failures.add(failed);
    }
  }

  /** Closes what is sealed, or too old for anything but late results to come. */
  void closeOld(Instant now) throws IOException {
    Instant current = LogFolder.hourOf(now);
    sealed.removeIf(hour -> isOver(hour, current));
    for (Iterator<SegmentWriter> all = open.iterator(); all.hasNext(); ) {
      SegmentWriter writer = all.next();
      if (isOver(writer.hour(), current) || sealed.contains(writer.hour())) {
        all.remove();
        writer.close();
      }
    }
  }

  boolean isWrittenTo(Instant hour) {
    return open.stream().anyMatch(writer -> writer.hour().equals(hour));
  }

  /** Closes the files of an hour, so that they can go. */
  void close(Instant hour) throws IOException {
    for (Iterator<SegmentWriter> all = open.iterator(); all.hasNext(); ) {
      SegmentWriter writer = all.next();
      if (writer.hour().equals(hour)) {
        all.remove();
        writer.close();
      }
    }
  }

  void closeAll() throws IOException {
    for (SegmentWriter writer : open) {
      writer.close();
    }
    open.clear();
  }
}
