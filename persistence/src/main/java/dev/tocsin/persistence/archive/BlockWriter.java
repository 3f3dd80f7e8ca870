package dev.tocsin.persistence.archive;

import dev.tocsin.monitor.MonitorRef;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines into a file as gzip members one after the other, each with whole monitors. All of
 * them together are one gzip file too.
 */
final class BlockWriter implements Closeable {
  private final OutputStream file;
  private final int blockBytes;
  private final boolean byOrganization;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private final List<Block> blocks = new ArrayList<>();
  private long lines;
  private long written;
  private @Nullable MonitorRef first;
  private @Nullable MonitorRef latest;
  private @Nullable Instant reaches;

  /**
   * @param blockBytes a block ends with the monitor that fills it so far, uncompressed
   * @param byOrganization whether that is how the lines are sorted
   */
  BlockWriter(Path file, int blockBytes, boolean byOrganization) throws IOException {
    this.file = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    this.blockBytes = blockBytes;
    this.byOrganization = byOrganization;
  }

  /** Where the next line of that monitor is written to; the caller writes one whole line. */
  OutputStream line(MonitorRef monitor) throws IOException {
    if (text.size() >= blockBytes && !monitor.equals(latest)) {
      endBlock();
    }
    if (first == null) {
      first = monitor;
    }
    latest = monitor;
    lines++;
    return text;
  }

  /** The block that is being written covers time until then, at least. */
  void reaches(Instant until) {
    reaches = reaches == null || until.isAfter(reaches) ? until : reaches;
  }

  private void endBlock() throws IOException {
    if (first == null) {
      return;
    }
    ByteArrayOutputStream member = new ByteArrayOutputStream(text.size() / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(member, 1 << 13)) {
      text.writeTo(gzip);
    }
    member.writeTo(file);
    blocks.add(
        new Block(
            byOrganization ? first.organization() : null,
            first.monitor(),
            written,
            member.size(),
            reaches));
    written += member.size();
    text.reset();
    first = null;
    reaches = null;
  }

  /** Ends the file. */
  HourIndex.Part finish(String name) throws IOException {
    endBlock();
    file.close();
    return new HourIndex.Part(name, lines, written, List.copyOf(blocks));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
