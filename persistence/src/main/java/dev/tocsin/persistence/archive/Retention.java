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
  static final int MOST_OBJECTS = 2_000;

  private final ArchiveStore store;
  private final Duration keepFor;

  /**
   * @param keepFor zero for ever
   */
  Retention(ArchiveStore store, Duration keepFor) {
    this.store = store;
    this.keepFor = keepFor;
  }

  /** Returns how many objects were deleted. */
  int run(Instant now) throws IOException {
    if (keepFor.isZero()) {
      return 0;
    }
    Run run = new Run(now.minus(keepFor));
    run.folder(Hours.ROOT);
    return run.deleted;
  }

  private final class Run {
    /** In the form of names, which sort as their times do. */
    private final String keptFrom;

    int deleted;

    Run(Instant end) {
      this.keptFrom = Hours.folder(Hours.of(end));
    }

    /** Only folders that begin before the first hour that is kept are looked into. */
    void folder(String folder) throws IOException {
      for (String name : store.names(folder)) {
        String whole = folder + name;
        boolean isFolder = whole.endsWith("/");
        if (deleted >= MOST_OBJECTS || whole.compareTo(keptFrom) >= 0) {
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
