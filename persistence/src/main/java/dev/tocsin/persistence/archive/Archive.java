package dev.tocsin.persistence.archive;

import dev.tocsin.conf.ArchiveSettings;
import dev.tocsin.history.ArchivedResults;
import dev.tocsin.history.HourlyResults;
import dev.tocsin.history.LocalResults;
import dev.tocsin.history.ResultSummaries;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive as this process has it open. Its storage need not answer yet. */
public final class Archive implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Archive.class);

  private final ArchiveSettings settings;
  private final ArchiveStore store;
  private final Path dataDir;
  private final NodeName node;
  private final String region;
  private final ArchivedResultsReader results;
  private final ArchivedSummaries summaries;
  private @Nullable Archiver archiver;

  private Archive(
      ArchiveSettings settings, ArchiveStore store, Path dataDir, NodeName node, String region) {
    this.settings = settings;
    this.store = store;
    this.dataDir = dataDir;
    this.node = node;
    this.region = region;
    Catalog catalog = new Catalog(store);
    this.results = new ArchivedResultsReader(store, catalog);
    this.summaries = new ArchivedSummaries(store, catalog);
  }

  /**
   * @param dataDir of this process: its name in the archive is there
   * @param region of this node
   * @param hasOtherNodes whether it may be one of several, which is said where they cannot read
   *     what it writes
   */
  public static Archive open(
      ArchiveSettings settings, Path dataDir, String region, boolean hasOtherNodes) {
    ArchiveStore store =
        switch (settings.place()) {
          case ArchiveSettings.Folder folder -> {
            if (folder.isDefault() && hasOtherNodes) {
              LOG.warn(
                  "Results are archived in {}, where other nodes cannot read them; set"
                      + " tocsin.results.archive.to to a folder that all nodes share, or to an"
                      + " address like s3://bucket/prefix.",
                  folder.path());
            }
            yield new DirectoryStore(folder.path());
          }
          case ArchiveSettings.S3 s3 -> new S3Store(s3);
        };
    NodeName node = NodeName.in(dataDir, region);
    return new Archive(settings, store, dataDir, node, region);
  }

  /** What every node has archived. */
  public ArchivedResults results() {
    return results;
  }

  /** Sums of what every node has archived. */
  public ResultSummaries summaries() {
    return summaries;
  }

  /** From now on the hours of this node's log go into the archive. Called once. */
  public void start(LocalResults local, InstantSource clock, MeterRegistry metrics) {
    HourWriter writer = new HourWriter(store, dataDir.resolve("sealing"), node, region);
    Retention retention = new Retention(store, settings.keepFor());
    archiver = new Archiver(local, writer, retention, node, clock, metrics);
    archiver.start();
  }

  /**
   * Takes hours in that no log of a node holds, as this node's own. What the archive has of them
   * stays. Blocks.
   *
   * @throws IOException where not all of them are in the archive now
   */
  public void add(Collection<Instant> hours, HourlyResults results) throws IOException {
    new PastHours(store, dataDir.resolve("adding"), node, region).write(hours, results);
  }

  /** Ends within some seconds, whatever the storage does. */
  @Override
  public void close() {
    if (archiver != null) {
      archiver.close();
    }
    results.close();
    store.close();
  }
}
