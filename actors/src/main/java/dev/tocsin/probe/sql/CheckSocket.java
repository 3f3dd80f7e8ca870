package dev.tocsin.probe.sql;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A socket that reads no more than a check can need, whatever a server sends. */
final class CheckSocket extends Socket {
  private static final int MOST_BYTES = 4 << 20;

  private int left = MOST_BYTES;

  @Override
  public InputStream getInputStream() throws IOException {
    return new FilterInputStream(super.getInputStream()) {
      @Override
      public int read() throws IOException {
        int value = in.read();
        return value < 0 ? value : taken(1, value);
      }

      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        return count < 0 ? count : taken(count, count);
      }
    };
  }

  private int taken(int count, int answer) throws IOException {
    left -= count;
    if (left < 0) {
      throw new IOException("the server sent more than " + (MOST_BYTES >> 20) + " MiB");
    }
    return answer;
  }
}
