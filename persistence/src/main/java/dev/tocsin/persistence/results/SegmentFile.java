package dev.tocsin.persistence.results;

import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.RecordedResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file of the log, as it is read. Safe for use by many threads. */
final class SegmentFile {
  private static final Logger log = LoggerFactory.getLogger(SegmentFile.class);
  private static final int USUAL_BLOCK = 4096;

  private final Path folder;
  private final IndexCache cache;
  private SegmentName name;
  private boolean deleted;
  private boolean saidBroken;
  private volatile long size;

  /** Of a file that is being written; null: the cache's, or made by reading the file. */
  private volatile @Nullable BlockIndex written;

  SegmentFile(Path folder, SegmentName name, long size, IndexCache cache) {
    this.folder = folder;
    this.name = name;
    this.size = size;
    this.cache = cache;
  }

  synchronized SegmentName name() {
    return name;
  }

  synchronized Path path() {
    return folder.resolve(name.file());
  }

  long size() {
    return size;
  }

  /** The writer adds to it. */
  void grown(long now, BlockIndex index) {
    size = now;
    written = index;
  }

  /** The writer is done. */
  void closed() {
    BlockIndex index = written;
    written = null;
    if (index != null) {
      cache.put(this, index);
    }
  }

  synchronized void archived() throws IOException {
    if (!deleted && !name.archived()) {
      SegmentName now = name.asArchived();
      Files.move(path(), folder.resolve(now.file()));
      name = now;
    }
  }

  synchronized void delete() throws IOException {
    Files.deleteIfExists(path());
    deleted = true;
    cache.remove(this);
  }

  private synchronized @Nullable FileChannel open() throws IOException {
    return deleted ? null : FileChannel.open(path(), StandardOpenOption.READ);
  }

  /**
   * Whether there is anything in it. Where a process died as it began the file, or somebody removed
   * it, there is not: that is said.
   *
   * @throws IOException where that is not known now
   */
  boolean isBegun() throws IOException {
    try (FileChannel file = open()) {
      if (file != null) {
        ByteBuffer header = ByteBuffer.allocate(SegmentFormat.LONGEST_HEADER);
        readAt(file, header, 0);
        SegmentFormat.region(header.flip());
      }
      return true;
    } catch (NotALogException | NoSuchFileException nothing) {
      unreadable(nothing);
      return false;
    }
  }

  /** How many results it holds, as far as that can be told. */
  long results() {
    long[] count = {0};
    try {
      for (int part = 0; part < MonitorOrder.PARTS; part++) {
        read(part, BlockUnpacker.Wanted.ALL, result -> count[0]++);
      }
    } catch (IOException failed) {
      unreadable(failed);
    }
    return count[0];
  }

  /**
   * Reads what is wanted of one part, up to the first block that is broken.
   *
   * @return false where it was dropped
   * @throws IOException where the file cannot be read at all
   */
  boolean read(int part, BlockUnpacker.Wanted wanted, Consumer<RecordedResult> found)
      throws IOException {
    try (FileChannel file = open()) {
      if (file == null) {
        return false;
      }
      ByteBuffer header = ByteBuffer.allocate(SegmentFormat.LONGEST_HEADER);
      readAt(file, header, 0);
      BlockUnpacker unpacker =
          new BlockUnpacker(SegmentFormat.region(header.flip()), wanted, found);
      readBlocks(file, part, index(file, header.position()).of(part), unpacker);
      return true;
    }
  }

  private BlockIndex index(FileChannel file, long start) throws IOException {
    BlockIndex live = written;
    if (live != null) {
      return live;
    }
    BlockIndex known = cache.get(this);
    if (known == null) {
      known = BlockIndex.scan(file, start);
      cache.put(this, known);
    }
    return known;
  }

  private void readBlocks(FileChannel file, int part, long[] offsets, BlockUnpacker unpacker)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(USUAL_BLOCK);
    for (long offset : offsets) {
      buffer.clear();
      readAt(file, buffer, offset);
      int length = buffer.position() < SegmentFormat.BLOCK_HEADER ? -1 : buffer.getInt(1);
      int whole = SegmentFormat.BLOCK_HEADER + length;
      if (length > 0 && length <= SegmentFormat.LARGEST_BLOCK && whole > buffer.capacity()) {
        buffer = ByteBuffer.allocate(whole);
        readAt(file, buffer, offset);
      }
      if (!unpacked(buffer, part, length, unpacker)) {
        broken(offset);
        return;
      }
    }
  }

  private static boolean unpacked(ByteBuffer buffer, int part, int length, BlockUnpacker unpacker) {
    if (length <= 0 || buffer.position() < SegmentFormat.BLOCK_HEADER + length) {
      return false;
    }
    ByteBuffer payload = buffer.slice(SegmentFormat.BLOCK_HEADER, length);
    if (buffer.get(0) != part
        || buffer.getInt(1 + Integer.BYTES) != SegmentFormat.sum(part, payload.duplicate())) {
      return false;
    }
    unpacker.read(payload);
    return true;
  }

  private static void readAt(FileChannel file, ByteBuffer into, long offset) throws IOException {
    while (into.hasRemaining() && file.read(into, offset + into.position()) >= 0) {
      // until it is full, or the file ends
    }
  }

  /** Said once. */
  synchronized void unreadable(IOException failed) {
    if (!saidBroken) {
      saidBroken = true;
      log.warn("The log of results {} cannot be read: {}", name.file(), failed.toString());
    }
  }

  private synchronized void broken(long offset) {
    if (!saidBroken) {
      saidBroken = true;
      log.warn(
          "The log of results {} is broken at byte {}; what follows there is not read.",
          name.file(),
          offset);
    }
  }
}
