package dev.tocsin.probe.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** The beginning of a body, copied out of the network's buffers so that those go back at once. */
final class KeptBytes {
  private final int most;
  private final BodyRoom.Share room;
  private byte[] bytes = new byte[0];
  private int length;
  private long seen;

  KeptBytes(int most, BodyRoom.Share room) {
    this.most = most;
    this.room = room;
  }

  void add(ByteBuf part) {
    seen += part.readableBytes();
    if (room.isShort()) {
      return; // what is kept has no gaps
    }
    int taken = Math.min(part.readableBytes(), most - length);
    if (length + taken > bytes.length) {
      int grown = Math.max(length + taken, Math.min(most, bytes.length * 2));
      if (!room.take(grown - bytes.length)) {
        return;
      }
      bytes = Arrays.copyOf(bytes, grown);
    }
    part.getBytes(part.readerIndex(), bytes, length, taken);
    length += taken;
  }

  long seen() {
    return seen;
  }

  boolean isCut() {
    return seen > length;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
