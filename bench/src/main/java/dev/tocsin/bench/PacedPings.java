package dev.tocsin.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a steady rate over connections that stay open, from one thread. A latency counts from
 * the moment when its request was due, so a server that stands still cannot hide it.
 */
final class PacedPings implements AutoCloseable {
  private static final int CONNECTIONS = 64;
  private static final long PAUSE_NANOS = 50_000;
  private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
  private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(StandardCharsets.US_ASCII);

  /**
   * @param nanos in ascending order
   * @param bad answers other than 2xx
   */
  record Latency(long[] nanos, long bad) {
    double millis(double quantile) {
      return nanos.length == 0 ? 0 : nanos[(int) ((nanos.length - 1) * quantile)] / 1e6;
    }
  }

  /** One connection, with at most one request under way. */
  private final class Connection {
    final SocketChannel channel;
    final ByteBuffer answer = ByteBuffer.allocate(8_192);
    long due;
    boolean asked;
    int path;

    Connection(SocketChannel channel, int number) {
      this.channel = channel;
      this.path = number * 31 % requests.length;
    }

    void ask() throws IOException {
      path = (path + 1) % requests.length;
      ByteBuffer request = requests[path].duplicate();
      while (request.hasRemaining()) {
        channel.write(request);
      }
      answer.clear();
      asked = true;
    }

    /** Whether the answer is whole now. */
    boolean read() throws IOException {
      if (channel.read(answer) < 0) {
        throw new IOException("The server closed the connection.");
      }
      return isWhole(answer);
    }
  }

  private final Selector selector;
  private final ByteBuffer[] requests;
  private final Connection[] connections = new Connection[CONNECTIONS];

  private PacedPings(Selector selector, ByteBuffer[] requests) {
    this.selector = selector;
    this.requests = requests;
  }

  /**
   * @param rate of all connections together, a second
   */
  static Latency run(String url, List<String> paths, int rate, Duration duration)
      throws IOException {
    URI server = URI.create(url);
    ByteBuffer[] requests =
        paths.stream()
            .map(path -> "GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n")
            .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)))
            .toArray(ByteBuffer[]::new);
    try (PacedPings pings = new PacedPings(Selector.open(), requests)) {
      pings.connect(new InetSocketAddress(server.getHost(), server.getPort()));
      return pings.measure(rate, duration);
    }
  }

  /** A connection counts as open when the first answer has come over it. */
  private void connect(InetSocketAddress address) throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      SocketChannel channel = SocketChannel.open(address);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      Connection one = new Connection(channel, i);
      one.ask();
      while (!one.read()) {
        Thread.onSpinWait();
      }
      one.asked = false;
      connections[i] = one;
      channel.register(selector, SelectionKey.OP_READ, one);
    }
  }

  private Latency measure(int rate, Duration duration) throws IOException {
    long between = Math.max(1, 1_000_000_000L * CONNECTIONS / Math.max(1, rate));
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections[i].due = begin + between * i / CONNECTIONS;
    }
    long[] nanos = new long[(int) (duration.toSeconds() * rate) + CONNECTIONS];
    int[] counts = new int[2];
    for (boolean open = true; open; ) {
      open = false;
      for (Connection each : connections) {
        if (!each.asked && each.due < end && each.due <= System.nanoTime()) {
          each.ask();
        }
        open |= each.asked || each.due < end;
      }
      int answers =
          selector.selectNow(
              key -> {
                Connection one = (Connection) key.attachment();
                try {
                  if (one.read()) {
                    nanos[counts[0]++] = System.nanoTime() - one.due;
                    counts[1] += one.answer.get(9) == '2' ? 0 : 1;
                    one.due += between;
                    one.asked = false;
                  }
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      if (answers == 0) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    long[] sorted = Arrays.copyOf(nanos, counts[0]);
    Arrays.sort(sorted);
    return new Latency(sorted, counts[1]);
  }

  private static boolean isWhole(ByteBuffer answer) {
    byte[] bytes = answer.array();
    int length = answer.position();
    int head = find(bytes, length, HEAD_END);
    if (head < 0) {
      return false;
    }
    int at = find(bytes, head, LENGTH);
    int body = 0;
    for (int i = at + LENGTH.length; at >= 0 && bytes[i] != '\r'; i++) {
      body = body * 10 + bytes[i] - '0';
    }
    return length >= head + HEAD_END.length + body;
  }

  /** Of what is written in small letters, whatever its case in the bytes. */
  private static int find(byte[] bytes, int length, byte[] small) {
    for (int i = 0; i + small.length <= length; i++) {
      int j = 0;
      while (j < small.length && Character.toLowerCase(bytes[i + j]) == small[j]) {
        j++;
      }
      if (j == small.length) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    for (Connection each : connections) {
      if (each != null) {
        each.channel.close();
      }
    }
    selector.close();
  }
}
