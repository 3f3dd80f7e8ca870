package dev.tocsin.persistence.archive;

import dev.tocsin.history.MonitorOrder;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;

/** Which blocks hold what, and what is in one. */
final class Blocks {
  /** Far above what is written; an object with more is not ours. */
  private static final int MOST_TEXT = 256 * 1024 * 1024;

  private static final OrganizationId ANY = new OrganizationId(new UUID(0, 0));

  private Blocks() {}

  /** Those of results that may hold lines of that monitor: one, or two at a boundary. */
  static List<Block> of(List<Block> blocks, MonitorId monitor) {
    int first = first(blocks, monitor);
    return blocks.subList(first, Math.max(first, end(blocks, monitor)));
  }

  /** The position of the first of them. */
  static int first(List<Block> blocks, MonitorId monitor) {
    return Math.max(firstNotBefore(blocks, new MonitorRef(ANY, monitor), false) - 1, 0);
  }

  /** The position behind the last of them. */
  static int end(List<Block> blocks, MonitorId monitor) {
    return firstNotBefore(blocks, new MonitorRef(ANY, monitor), true);
  }

  /** The first block that begins with that monitor or after it; with {@code after}, after it. */
  private static int firstNotBefore(List<Block> blocks, MonitorRef wanted, boolean after) {
    int low = 0;
    int high = blocks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      MonitorRef first = new MonitorRef(ANY, blocks.get(middle).monitor());
      int order = MonitorOrder.COMPARATOR.compare(first, wanted);
      if (order < 0 || (after && order == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Those of sketches that may hold lines of that organization. */
  static List<Block> of(List<Block> blocks, OrganizationId organization) {
    int from = 0;
    int to = 0;
    for (Block block : blocks) {
      OrganizationId first = block.organization();
      int order = first == null ? 0 : SketchLines.compare(first, organization);
      if (order < 0) {
        from++;
      }
      if (order <= 0) {
        to++;
      }
    }
    int first = Math.max(from - 1, 0);
    return blocks.subList(first, Math.max(first, to));
  }

  /**
   * The lines of a block.
   *
   * @param name of the object, for the message
   * @throws BrokenObjectException where the bytes are not those that were written
   */
  static byte[] text(String name, byte[] bytes, int from, int length) throws BrokenObjectException {
    try (GZIPInputStream gzip =
        new GZIPInputStream(new ByteArrayInputStream(bytes, from, length), 1 << 14)) {
      byte[] text = gzip.readNBytes(MOST_TEXT);
      if (text.length == MOST_TEXT) {
        throw new BrokenObjectException("A block of the object " + name + " is too large.", null);
      }
      return text;
    } catch (BrokenObjectException tooLarge) {
      throw tooLarge;
    } catch (IOException broken) {
      throw new BrokenObjectException("The object " + name + " is broken.", broken);
    }
  }
}
