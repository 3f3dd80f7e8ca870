package dev.tocsin.probe.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The two messages of the health service ({@code grpc/health/v1/health.proto}), which have one
 * field each: small enough to be written by hand, so that no second library for Protocol Buffers
 * and HTTP/2 comes in.
 */
final class HealthMessages {
  static final int SERVING = 1;

  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;

  private HealthMessages() {}

  /** {@code HealthCheckRequest{string service = 1}}, with the head that gRPC puts before it. */
  static byte[] request(String service) {
    byte[] name = service.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    if (name.length > 0) {
      message.write(1 << 3 | LENGTH);
      for (int left = name.length; ; left >>>= 7) {
        message.write(left > 0x7f ? left & 0x7f | 0x80 : left);
        if (left <= 0x7f) {
          break;
        }
      }
      message.writeBytes(name);
    }
    ByteArrayOutputStream framed = new ByteArrayOutputStream();
    int size = message.size();
    // not compressed, and the length in four bytes
    framed.writeBytes(new byte[] {0, 0, 0, (byte) (size >>> 8), (byte) size});
    framed.writeBytes(message.toByteArray());
    return framed.toByteArray();
  }

  /**
   * {@code HealthCheckResponse{ServingStatus status = 1}}.
   *
   * @return 0 where the field is left out, as its default; negative where this is no such message
   */
  static int status(byte[] message) {
    Reader reader = new Reader(message);
    long status = 0;
    while (reader.at < message.length) {
      long tag = reader.varint();
      boolean isStatus = tag == (1 << 3 | VARINT);
      long value =
          switch ((int) (tag & 7)) {
            case VARINT -> reader.varint();
            case FIXED_64 -> reader.skip(8);
            case LENGTH -> reader.skip(reader.varint());
            case FIXED_32 -> reader.skip(4);
            default -> reader.skip(Long.MAX_VALUE);
          };
      if (reader.broken) {
        return -1;
      }
      status = isStatus ? value : status;
    }
    return status < 0 || status > 1_000 ? -1 : (int) status;
  }

  private static final class Reader {
    final byte[] bytes;
    int at;
    boolean broken;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; shift < 64 && at < bytes.length; shift += 7) {
        byte next = bytes[at++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
      broken = true;
      return 0;
    }

    long skip(long count) {
      if (count < 0 || count > bytes.length - at) {
        broken = true;
      } else {
        at += (int) count;
      }
      return 0;
    }
  }
}
