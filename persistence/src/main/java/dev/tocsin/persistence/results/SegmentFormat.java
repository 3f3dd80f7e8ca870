package dev.tocsin.persistence.results;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The bytes around the packed results. A file is a header (magic, version, region, check sum) and
 * blocks: part, length, check sum of both and of the payload, payload. Whatever does not fit ends
 * the file for its reader: a process that was killed leaves at most one such block, the last.
 */
final class SegmentFormat {
  static final int BLOCK_HEADER = 1 + Integer.BYTES + Integer.BYTES;

  /** No flush of a second comes near; a larger length is no length. */
  static final int LARGEST_BLOCK = 64 * 1024 * 1024;

  private static final int MAGIC = 0x5443_524C;
  private static final int VERSION = 1;
  private static final int BEFORE_REGION = Integer.BYTES + 1 + Short.BYTES;
  private static final int LONGEST_REGION = 1_000;

  static final int LONGEST_HEADER = BEFORE_REGION + LONGEST_REGION + Integer.BYTES;

  private SegmentFormat() {}

  static ByteBuffer header(String region) {
    byte[] name = region.getBytes(StandardCharsets.UTF_8);
    if (name.length > LONGEST_REGION) {
      throw new IllegalArgumentException("The region's name is too long.");
    }
    ByteBuffer header = ByteBuffer.allocate(BEFORE_REGION + name.length + Integer.BYTES);
    header.putInt(MAGIC).put((byte) VERSION).putShort((short) name.length).put(name);
    return header.putInt(sum(header.duplicate().flip())).flip();
  }

  /**
   * Reads the region, and leaves the position behind the header.
   *
   * @throws NotALogException where it is no header of this version
   */
  static String region(ByteBuffer file) throws NotALogException {
    if (file.remaining() >= BEFORE_REGION) {
      ByteBuffer whole = file.duplicate();
      boolean ours = file.getInt() == MAGIC && file.get() == VERSION;
      int length = file.getShort();
      if (ours && length >= 0 && file.remaining() >= length + Integer.BYTES) {
        byte[] name = new byte[length];
        file.get(name);
        if (file.getInt() == sum(whole.limit(whole.position() + BEFORE_REGION + length))) {
          return new String(name, StandardCharsets.UTF_8);
        }
      }
    }
    throw new NotALogException();
  }

  static void putBlock(ByteBuffer into, int part, ByteBuffer payload) {
    int length = payload.remaining();
    into.put((byte) part).putInt(length).putInt(sum(part, payload.duplicate())).put(payload);
  }

  /** Of the part, the length and the payload. */
  static int sum(int part, ByteBuffer payload) {
    CRC32C sum = new CRC32C();
    sum.update(part);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      sum.update(payload.remaining() >>> shift);
    }
    sum.update(payload);
    return (int) sum.getValue();
  }

  private static int sum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
