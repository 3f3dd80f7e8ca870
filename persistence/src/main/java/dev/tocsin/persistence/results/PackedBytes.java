package dev.tocsin.persistence.results;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that grow, and numbers in as few of them as they need. */
final class PackedBytes {
  private static final int MORE = 0x80;
  private static final int BITS = 7;
  private static final int LONGEST = Long.BYTES + 2;
  private static final int USUAL = 512;

  private byte[] bytes = new byte[USUAL];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
    if (bytes.length > USUAL * USUAL) {
      bytes = new byte[USUAL]; // one burst is no reason to hold so much for ever
    }
  }

  /** For non-negative numbers; a negative one takes ten bytes. */
  void unsigned(long value) {
    ensure(LONGEST);
    long rest = value;
    while ((rest & -MORE) != 0) {
      bytes[size++] = (byte) (rest | MORE);
      rest >>>= BITS;
    }
    bytes[size++] = (byte) rest;
  }

  /** For numbers near zero on either side. */
  void signed(long value) {
    unsigned(value << 1 ^ value >> Long.SIZE - 1);
  }

  void one(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void eight(long value) {
    for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      one((int) (value >>> shift));
    }
  }

  void all(byte[] more) {
    ensure(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  /** The bytes until now; they change with the next one. */
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  private void ensure(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  static long readUnsigned(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += BITS) {
      byte next = from.get();
      value |= (long) (next & MORE - 1) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("A number has too many bytes.");
  }

  static long readSigned(ByteBuffer from) {
    long folded = readUnsigned(from);
    return folded >>> 1 ^ -(folded & 1);
  }
}
