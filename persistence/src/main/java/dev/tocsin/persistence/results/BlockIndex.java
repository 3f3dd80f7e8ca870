package dev.tocsin.persistence.results;

import dev.tocsin.history.MonitorOrder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** Where in a file the blocks of each part begin. Safe for use by many threads. */
final class BlockIndex {
  private static final int WINDOW = 1024 * 1024;

  private final long[][] offsets = new long[MonitorOrder.PARTS][0];
  private final int[] sizes = new int[MonitorOrder.PARTS];

  synchronized void add(int part, long offset) {
    if (sizes[part] == offsets[part].length) {
      offsets[part] = Arrays.copyOf(offsets[part], Math.max(4, sizes[part] * 2));
    }
    offsets[part][sizes[part]++] = offset;
  }

  synchronized long[] of(int part) {
    return Arrays.copyOf(offsets[part], sizes[part]);
  }

  /**
   * Goes from header to header through a file, up to what is no block.
   *
   * @param start behind the file's header
   */
  static BlockIndex scan(FileChannel file, long start) throws IOException {
    BlockIndex index = new BlockIndex();
    long size = file.size();
    ByteBuffer window = ByteBuffer.allocate(WINDOW);
    long windowAt = start;
    window.limit(0);
    long at = start;
    while (at + SegmentFormat.BLOCK_HEADER <= size) {
      if (at + SegmentFormat.BLOCK_HEADER > windowAt + window.limit()) {
        windowAt = at;
        fill(file, window, at);
      }
      int offset = Math.toIntExact(at - windowAt);
      if (offset + SegmentFormat.BLOCK_HEADER > window.limit()) {
        break;
      }
      int part = window.get(offset);
      int length = window.getInt(offset + 1);
      long next = at + SegmentFormat.BLOCK_HEADER + length;
      boolean fits = length > 0 && length <= SegmentFormat.LARGEST_BLOCK && next <= size;
      if (part < 0 || part >= MonitorOrder.PARTS || !fits) {
        break;
      }
      index.add(part, at);
      at = next;
    }
    return index;
  }

  private static void fill(FileChannel file, ByteBuffer window, long from) throws IOException {
    window.clear();
    while (window.hasRemaining()) {
      if (file.read(window, from + window.position()) < 0) {
        break;
      }
    }
    window.flip();
  }
}
