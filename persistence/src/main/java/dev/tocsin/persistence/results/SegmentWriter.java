package dev.tocsin.persistence.results;

import dev.tocsin.history.MonitorOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One file of the log, as it is written: by one thread, from its beginning to its end. */
final class SegmentWriter {
  /** Opens a file that is not there yet. */
  @FunctionalInterface
  interface Opening {
    WritableByteChannel open(Path path) throws IOException;
  }

  private final SegmentFile file;
  private final int number;
  private final String region;
  private final Opening opening;
  private final BlockIndex index = new BlockIndex();
  private final @Nullable BlockPacker[] parts = new @Nullable BlockPacker[MonitorOrder.PARTS];
  private @Nullable WritableByteChannel channel;
  private long length;

  /** Nothing is opened before something is written. */
  SegmentWriter(SegmentFile file, int number, String region, Opening opening) {
    this.file = file;
    this.number = number;
    this.region = region;
    this.opening = opening;
    file.grown(0, index);
  }

  SegmentFile file() {
    return file;
  }

  Instant hour() {
    return file.name().hour();
  }

  void add(Entry entry) {
    int part = MonitorOrder.part(entry.from().monitor());
    BlockPacker packer = parts[part];
    if (packer == null) {
      packer = new BlockPacker(number);
      parts[part] = packer;
    }
    packer.add(entry);
  }

  /** The results that were added and not written. */
  int waiting() {
    int results = 0;
    for (BlockPacker packer : parts) {
      results += packer == null ? 0 : packer.results();
    }
    return results;
  }

  /**
   * Writes what was added, at once.
   *
   * @throws IOException after which nothing can be added any more: part of it may be written
   */
  void flush() throws IOException {
    ByteBuffer header = channel == null ? SegmentFormat.header(region) : ByteBuffer.allocate(0);
    int size = header.remaining();
    for (BlockPacker packer : parts) {
      if (packer != null && packer.results() > 0) {
        size += SegmentFormat.BLOCK_HEADER + packer.block().remaining();
      }
    }
    ByteBuffer all = ByteBuffer.allocate(size).put(header);
    long[] offsets = new long[MonitorOrder.PARTS];
    for (int part = 0; part < parts.length; part++) {
      BlockPacker packer = parts[part];
      if (packer != null && packer.results() > 0) {
        offsets[part] = length + all.position();
        SegmentFormat.putBlock(all, part, packer.block());
      }
    }
    write(all.flip());
    for (int part = 0; part < parts.length; part++) {
      BlockPacker packer = parts[part];
      if (packer != null && packer.results() > 0) {
        index.add(part, offsets[part]);
        packer.next();
      }
    }
    length += size;
    file.grown(length, index);
  }

  private void write(ByteBuffer all) throws IOException {
    if (channel == null) {
      channel = opening.open(file.path());
    }
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  /** Whether a reader finds anything in it. */
  boolean isEmpty() {
    return length == 0;
  }

  void close() throws IOException {
    file.closed();
    if (channel != null) {
      channel.close();
    }
  }
}
