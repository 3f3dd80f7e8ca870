package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Goes through blocks of an object, reading those that lie together at once. */
final class BlockCursor {
  private final ArchiveStore store;
  private final String name;
  private final List<Block> blocks;
  private final int readAhead;
  private int next;
  private byte[] bytes = new byte[0];
  private long bytesAt;

  /**
   * @param blocks in the order of their offsets
   * @param readAhead bytes that are fetched at once, if a block is not larger
   */
  BlockCursor(ArchiveStore store, String name, List<Block> blocks, int readAhead) {
    this.store = store;
    this.name = name;
    this.blocks = blocks;
    this.readAhead = readAhead;
  }

  boolean hasNext() {
    return next < blocks.size();
  }

  /**
   * The lines of the next block. After a {@link BrokenObjectException} the one after it follows,
   * unless the whole object is missing.
   */
  byte[] next() throws IOException {
    Block block = blocks.get(next);
    next++;
    if (block.offset() < bytesAt || block.offset() + block.length() > bytesAt + bytes.length) {
      fetch(block);
    }
    return Blocks.text(name, bytes, (int) (block.offset() - bytesAt), block.length());
  }

  private void fetch(Block block) throws IOException {
    long end = block.offset() + block.length();
    for (int i = next; i < blocks.size(); i++) {
      Block after = blocks.get(i);
      if (after.offset() != end || end + after.length() - block.offset() > readAhead) {
        break;
      }
      end += after.length();
    }
    bytes = new byte[0];
    Optional<byte[]> found = store.range(name, block.offset(), (int) (end - block.offset()));
    if (found.isEmpty()) {
      next = blocks.size();
      throw new BrokenObjectException("The object " + name + " is missing.", null);
    }
    bytes = found.get();
    bytesAt = block.offset();
  }
}
