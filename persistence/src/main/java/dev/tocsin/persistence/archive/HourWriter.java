package dev.tocsin.persistence.archive;

import dev.tocsin.history.HourlyResults;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an hour of this node's results into the archive. Whenever that ends, the hour is there as
 * it was before, or whole: the index, which comes last, names the objects that belong together.
 */
final class HourWriter {
  private static final Logger LOG = LoggerFactory.getLogger(HourWriter.class);

  /** Of text: what is read to find one monitor's results. */
  private static final int RESULTS_BLOCK = 1024 * 1024;

  private static final int SKETCHES_BLOCK = 128 * 1024;
  private static final int SORTED_IN_MEMORY = 8 * 1024 * 1024;
  private static final int READ_AHEAD = 4 * 1024 * 1024;

  /** Far above what is written. */
  static final int MOST_INDEX = 64 * 1024 * 1024;

  private static final Comparator<RecordedResult> BY_TIME =
      Comparator.comparing(RecordedResult::at).thenComparing(RecordedResult::region);

  private final ArchiveStore store;
  private final Path work;
  private final NodeName name;
  private final String region;

  /**
   * @param work a folder of this alone; what an earlier process left there is removed
   */
  HourWriter(ArchiveStore store, Path work, NodeName name, String region) {
    this.store = store;
    this.work = work;
    this.name = name;
    this.region = region;
  }

  /**
   * Writes what was found of the hour; what the archive has of it already stays in it.
   *
   * @param stopping whether this is to end without having written
   * @return how many bytes were written; none where the archive has it all
   * @throws CancellationException where it was to end
   */
  long write(Instant hour, HourlyResults found, BooleanSupplier stopping) throws IOException {
    String node = name.get();
    prepareWork();
    List<String> names =
        store.names(Hours.folder(hour)).stream()
            .filter(name -> name.startsWith(node + "."))
            .toList();
    Optional<HourIndex> before = before(node, hour, names);
    int generation = before.map(HourIndex::generation).orElse(0) + 1;
    String prefix = node + "." + (generation == 1 ? "" : generation + ".");
    Path results = work.resolve("results");
    Path sketches = work.resolve("sketches");
    Path index = work.resolve("index");
    try (Merge merge = new Merge(hour, before, results, stopping)) {
      found.hour(hour, merge::add);
      HourIndex.Part resultsPart = merge.finish(prefix + "results.ndjson.gz");
      if (!merge.foundNew) {
        return 0;
      }
      HourIndex.Part sketchesPart;
      try (BlockWriter writer = new BlockWriter(sketches, SKETCHES_BLOCK, true)) {
        merge.sorter.writeTo(writer);
        sketchesPart = writer.finish(prefix + "sketches.ndjson.gz");
      }
      HourIndex written =
          new HourIndex(node, region, hour, generation, merge.monitors, resultsPart, sketchesPart);
      Files.write(index, IndexJson.write(written));
      long bytes = resultsPart.bytes() + sketchesPart.bytes() + Files.size(index);
      put(written.resultsName(), results, stopping);
      put(written.sketchesName(), sketches, stopping);
      put(Hours.index(hour, node), index, stopping);
      if (before.isPresent() && !before.get().results().file().isEmpty()) {
        deleteOthers(written, names);
      }
      return bytes;
    } catch (UncheckedIOException failed) {
      throw failed.getCause();
    } finally {
      clear();
    }
  }

  private void put(String name, Path content, BooleanSupplier stopping) throws IOException {
    if (stopping.getAsBoolean()) {
      throw new CancellationException();
    }
    store.put(name, content);
  }

  private Optional<HourIndex> before(String node, Instant hour, List<String> names)
      throws IOException {
    String name = Hours.index(hour, node);
    try {
      Optional<byte[]> bytes = store.get(name, MOST_INDEX);
      return bytes.isEmpty() ? Optional.empty() : Optional.of(IndexJson.read(name, bytes.get()));
    } catch (UnreadableObjectException unread) {
      throw unread;
    } catch (BrokenObjectException broken) {
      LOG.warn("{} The hour is written anew from this node's log.", broken.getMessage());
      // under names that nothing has yet: what is there, a person may still put together by hand
      HourIndex.Part none = new HourIndex.Part("", 0, 0, List.of());
      return Optional.of(new HourIndex(node, region, hour, names.size() + 1, 0, none, none));
    }
  }

  /** What an earlier generation left. */
  private void deleteOthers(HourIndex written, List<String> names) {
    String folder = Hours.folder(written.hour());
    for (String name : names) {
      boolean belongs =
          name.equals(written.results().file())
              || name.equals(written.sketches().file())
              || Hours.nodeOfIndex(name).isPresent();
      if (!belongs) {
        try {
          store.delete(folder + name);
        } catch (IOException failed) {
          // it costs some room until the hour is too old
          LOG.warn("{} A replaced object stays: {}", failed.getMessage(), folder + name);
        }
      }
    }
  }

  private void prepareWork() throws IOException {
    Files.createDirectories(work);
    clear();
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** What was found and what the archive has, as one. */
  private final class Merge implements Closeable {
    final SketchSorter sorter = new SketchSorter(work, SORTED_IN_MEMORY);
    boolean foundNew;
    int monitors;
    private final BlockWriter writer;
    private final BooleanSupplier stopping;
    private final @Nullable ResultGroups archived;
    private @Nullable List<RecordedResult> ahead;

    Merge(Instant hour, Optional<HourIndex> before, Path file, BooleanSupplier stopping)
        throws IOException {
      this.stopping = stopping;
      this.archived = before.map(index -> groups(index, hour)).orElse(null);
      this.ahead = archived == null ? null : archived.next();
      this.writer = new BlockWriter(file, RESULTS_BLOCK, false);
    }

    private ResultGroups groups(HourIndex index, Instant hour) {
      String name = index.resultsName();
      return new ResultGroups(
          name,
          new BlockCursor(store, name, index.results().blocks(), READ_AHEAD),
          null,
          hour,
          broken -> {
            if (broken instanceof UnreadableObjectException) {
              throw new UncheckedIOException(broken); // another time it may be
            }
            foundNew = true;
            LOG.warn("{} What cannot be read of it is lost.", broken.getMessage());
          });
    }

    /** Takes one monitor's results in, in the order of monitors. */
    void add(List<RecordedResult> group) {
      if (stopping.getAsBoolean()) {
        throw new CancellationException();
      }
      if (group.isEmpty()) {
        return;
      }
      try {
        MonitorRef monitor = group.getFirst().monitor();
        List<RecordedResult> known = archivedUntil(monitor);
        List<RecordedResult> all = new ArrayList<>(known);
        Set<Moment> moments = new HashSet<>();
        known.forEach(result -> moments.add(Moment.of(result)));
        for (RecordedResult result : group) {
          if (!moments.contains(Moment.of(result))) {
            all.add(result);
            foundNew = true;
          }
        }
        all.sort(BY_TIME);
        write(all);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /** Writes what the archive has before that monitor; what it has of it is returned. */
    private List<RecordedResult> archivedUntil(MonitorRef monitor) throws IOException {
      while (archived != null && ahead != null) {
        int order = MonitorOrder.COMPARATOR.compare(ahead.getFirst().monitor(), monitor);
        if (order > 0) {
          break;
        }
        List<RecordedResult> group = ahead;
        ahead = archived.next();
        if (order == 0) {
          return group;
        }
        write(group);
      }
      return List.of();
    }

    private void write(List<RecordedResult> group) throws IOException {
      monitors++;
      Map<String, List<RecordedResult>> byRegion = new LinkedHashMap<>();
      for (RecordedResult result : group) {
        OutputStream line = writer.line(result.monitor());
        ResultLines.write(result, line);
        byRegion.computeIfAbsent(result.region(), any -> new ArrayList<>()).add(result);
      }
      for (List<RecordedResult> ofRegion : byRegion.values()) {
        sorter.add(Piece.of(ofRegion));
      }
    }

    HourIndex.Part finish(String name) throws IOException {
      while (archived != null && ahead != null) {
        List<RecordedResult> group = ahead;
        ahead = archived.next();
        write(group);
      }
      return writer.finish(name);
    }

    @Override
    public void close() throws IOException {
      writer.close();
      sorter.close();
    }
  }
}
