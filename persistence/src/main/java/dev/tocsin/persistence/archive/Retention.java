package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Deletes what is too old, a bounded number of objects each time. All nodes may do it at once: what
 * another has deleted is no fault.
 */
final class Retention {
  private static final int MOST_OBJECTS = 2_000;

  private final ArchiveStore store;
  private final Duration keepFor;
  private final int most;

  /**
   * @param keepFor zero for ever
   */
  Retention(ArchiveStore store, Duration keepFor) {
    this(store, keepFor, MOST_OBJECTS);
  }

  /**
   * @param most objects that are deleted each time, and those of the last of the hours
   */
  Retention(ArchiveStore store, Duration keepFor, int most) {
    this.store = store;
    this.keepFor = keepFor;
    this.most = most;
  }

  /** Returns whether nothing is left that is too old. */
  boolean run(Instant now) throws IOException {
    if (keepFor.isZero()) {
      return true;
    }
    Run run = new Run(now.minus(keepFor));
    run.folder(Hours.ROOT);
    return run.deleted < most;
  }

  private final class Run {
    /** In the form of names, which sort as their times do. */
    private final String keptFrom;

    private int deleted;

    Run(Instant end) {
      this.keptFrom = Hours.folder(Hours.of(end));
    }

    /** Only folders that begin before the first hour that is kept are looked into. */
    void folder(String folder) throws IOException {
      for (String name : store.names(folder)) {
        String whole = folder + name;
        boolean isFolder = whole.endsWith("/");
        if (deleted >= most || whole.compareTo(keptFrom) >= 0) {
          return;
        }
        if (!isFolder || keptFrom.startsWith(whole)) {
          if (isFolder) {
            folder(whole);
          }
        } else if (Hours.hourOf(whole + "x").isPresent()) {
          hour(whole);
        } else {
          folder(whole);
        }
      }
    }

    private void hour(String folder) throws IOException {
      List<String> names = store.names(folder);
      for (String name : names) {
        if (Hours.nodeOfIndex(name).isPresent()) {
          delete(folder + name);
        }
      }
      for (String name : names) {
        boolean ours = name.endsWith(".results.ndjson.gz") || name.endsWith(".sketches.ndjson.gz");
        if (ours) {
          delete(folder + name);
        }
      }
    }

    private void delete(String name) throws IOException {
      store.delete(name);
      deleted++;
    }
  }
}
