package dev.tocsin.probe.ping;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The packets of one check: what is sent, and what of the things that come back are answers to it.
 * An answer must carry the number of a packet that was sent and the check's random token, which
 * nobody else knows. It is told by one thread and asked by another.
 */
final class Packets {
  static final int TOKEN_BYTES = 16;

  private static final int HEAD_BYTES = 8;
  private static final int ECHO_REQUEST = 8;
  private static final int ECHO_REPLY = 0;
  private static final int ECHO_REQUEST_6 = 128;
  private static final int ECHO_REPLY_6 = 129;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final boolean ipv6;
  private final int size;
  private final byte[] token = new byte[TOKEN_BYTES];
  private final List<Long> sent = new ArrayList<>();
  private final @Nullable Long[] roundTrips;
  private int duplicates;
  private int strangers;
  private int errors;
  private @Nullable IcmpFault firstFault;

  /**
   * @param size bytes after ICMP's head, at least those of the token
   */
  Packets(int count, int size, boolean ipv6) {
    this.ipv6 = ipv6;
    this.size = size;
    this.roundTrips = new Long[count];
    RANDOM.nextBytes(token);
  }

  /** RFC 792 and 4443: type, code, checksum, identifier, sequence number, and what comes back. */
  byte[] message(int number) {
    byte[] filler = new byte[size - TOKEN_BYTES];
    for (int i = 0; i < filler.length; i++) {
      filler[i] = (byte) i;
    }
    return ByteBuffer.allocate(HEAD_BYTES + size)
        .put((byte) (ipv6 ? ECHO_REQUEST_6 : ECHO_REQUEST))
        .put((byte) 0)
        .putShort((short) 0)
        .putShort((short) 0)
        .putShort((short) number)
        .put(token)
        .put(filler)
        .array();
  }

  synchronized void sent(long nanos) {
    sent.add(nanos);
  }

  /** Answers whether it is the first answer to a packet. */
  synchronized boolean received(byte[] message, long nanos) {
    int number = numberOf(message);
    if (number < 0) {
      strangers++;
      return false;
    }
    if (roundTrips[number] != null) {
      duplicates++;
      return false;
    }
    roundTrips[number] = nanos - sent.get(number);
    return true;
  }

  synchronized void failed(IcmpFault fault) {
    errors++;
    firstFault = firstFault == null ? fault : firstFault;
  }

  /** Whether nothing more is to be waited for. */
  synchronized boolean isComplete() {
    return answered() == roundTrips.length
        || sent.size() == roundTrips.length && answered() + errors >= roundTrips.length;
  }

  /** Nanoseconds of each packet, null where no answer came. */
  synchronized List<@Nullable Long> roundTrips() {
    return Arrays.asList(roundTrips.clone());
  }

  synchronized int answered() {
    return (int) Arrays.stream(roundTrips).filter(it -> it != null).count();
  }

  synchronized int duplicates() {
    return duplicates;
  }

  synchronized int strangers() {
    return strangers;
  }

  synchronized @Nullable IcmpFault fault() {
    return firstFault;
  }

  private int numberOf(byte[] message) {
    int reply = ipv6 ? ECHO_REPLY_6 : ECHO_REPLY;
    if (message.length < HEAD_BYTES + TOKEN_BYTES || (message[0] & 0xff) != reply) {
      return -1;
    }
    int number = (message[6] & 0xff) << 8 | message[7] & 0xff;
    boolean ours =
        Arrays.equals(message, HEAD_BYTES, HEAD_BYTES + TOKEN_BYTES, token, 0, TOKEN_BYTES);
    return ours && number < sent.size() ? number : -1;
  }
}
