package dev.tocsin.bench;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Requests at a steady rate over connections that stay open. A latency counts from the moment when
 * its request was due, so a server that stands still cannot hide it.
 */
final class PacedPings {
  private static final int CONNECTIONS = 64;

  /**
   * @param nanos in ascending order
   * @param bad answers other than 200
   */
  record Latency(long[] nanos, long bad) {
    double millis(double quantile) {
      return nanos.length == 0 ? 0 : nanos[(int) ((nanos.length - 1) * quantile)] / 1e6;
    }
  }

  private PacedPings() {}

  /**
   * @param rate of all connections together, a second
   */
  static Latency run(String url, List<String> paths, int rate, Duration duration) throws Exception {
    long begin = System.nanoTime();
    long end = begin + duration.toNanos();
    long between = Math.max(1, 1_000_000_000L * CONNECTIONS / Math.max(1, rate));
    AtomicLong bad = new AtomicLong();
    List<Future<long[]>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CONNECTIONS; i++) {
        int number = i;
        long first = begin + between * i / CONNECTIONS;
        all.add(threads.submit(() -> one(url, paths, number, first, between, end, bad)));
      }
    }
    long[] merged = new long[0];
    for (Future<long[]> each : all) {
      long[] more = each.get();
      int length = merged.length;
      merged = Arrays.copyOf(merged, length + more.length);
      System.arraycopy(more, 0, merged, length, more.length);
    }
    Arrays.sort(merged);
    return new Latency(merged, bad.get());
  }

  private static long[] one(
      String url,
      List<String> paths,
      int number,
      long first,
      long between,
      long end,
      AtomicLong bad)
      throws Exception {
    URI server = URI.create(url);
    long[] nanos = new long[1_024];
    int count = 0;
    byte[] buffer = new byte[8_192];
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      int path = number * 31 % paths.size();
      for (long due = first; due < end; due += between) {
        long wait = due - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(Duration.ofNanos(wait));
        }
        path = (path + 1) % paths.size();
        String request =
            "GET " + paths.get(path) + " HTTP/1.1\r\nHost: " + server.getAuthority() + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        // the answer is small: it comes in one piece, and ends with its body
        int length = 0;
        while (!isWhole(buffer, length)) {
          int read = in.read(buffer, length, buffer.length - length);
          if (read < 0) {
            throw new IllegalStateException("The server closed the connection.");
          }
          length += read;
        }
        if (count == nanos.length) {
          nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = System.nanoTime() - due;
        if (buffer[9] != '2') {
          bad.incrementAndGet();
        }
      }
    }
    return Arrays.copyOf(nanos, count);
  }

  private static boolean isWhole(byte[] buffer, int length) {
    String text = new String(buffer, 0, length, StandardCharsets.US_ASCII);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return false;
    }
    int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
    if (at < 0) {
      return true;
    }
    int body = Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
    return length >= head + 4 + body;
  }
}
