package dev.tocsin.monitor;

import java.util.ArrayList;
import java.util.List;

/** What a board says, in 256 numbers: two boards that say the same have the same. */
public record BoardDigest(long[] parts) {
  private static final int PARTS = 256;

  static BoardDigest of(StatusBoard board) {
    long[] parts = new long[PARTS];
    board.each(status -> parts[part(status.ref())] ^= mix(status));
    return new BoardDigest(parts);
  }

  static int part(MonitorRef ref) {
    return ref.monitor().hashCode() & (PARTS - 1);
  }

  List<Integer> differing(BoardDigest other) {
    List<Integer> differing = new ArrayList<>();
    for (int i = 0; i < PARTS; i++) {
      if (parts[i] != other.parts[i]) {
        differing.add(i);
      }
    }
    return differing;
  }

  private static long mix(MonitorStatus status) {
    long bits = status.ref().monitor().value().getLeastSignificantBits();
    bits = bits * 31 + status.version().sequence();
    bits = bits * 31 + status.version().observed();
    bits = (bits ^ (bits >>> 33)) * 0xff51_afd7_ed55_8ccdL; // Murmur3's finalizer
    return bits ^ (bits >>> 33);
  }
}
