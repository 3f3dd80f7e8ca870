package dev.tocsin.app.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What the monitors of a test watch: numbered things behind one HTTP server on loopback, each with
 * a status code that the test chooses. When each was asked is remembered.
 */
public final class Targets implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicIntegerArray answers;
  private final AtomicReferenceArray<long[]> asked;

  /** All of them answer 200 until told otherwise. */
  public Targets(int count) {
    answers = new AtomicIntegerArray(count);
    asked = new AtomicReferenceArray<>(count);
    for (int i = 0; i < count; i++) {
      answers.set(i, 200);
      asked.set(i, new long[0]);
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
    var now = System.nanoTime();
    asked.updateAndGet(
        number,
        before -> {
          var after = Arrays.copyOf(before, before.length + 1);
          after[before.length] = now;
          return after;
        });
    exchange.getResponseHeaders().set("Connection", "close");
    exchange.sendResponseHeaders(answers.get(number), -1);
    exchange.close();
  }

  public int count() {
    return answers.length();
  }

  public String url(int number) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + number;
  }

  /** What this one answers from now on. */
  public void answer(int number, int status) {
    answers.set(number, status);
  }

  /** Whether each of them was asked after that moment of {@link System#nanoTime}. */
  public boolean allAskedSince(long nanos) {
    for (int i = 0; i < asked.length(); i++) {
      var times = asked.get(i);
      if (times.length == 0 || times[times.length - 1] - nanos <= 0) {
        return false;
      }
    }
    return true;
  }

  /** How long after that moment the last of them was asked for the first time. */
  public Duration longestWaitSince(long nanos) {
    long longest = 0;
    for (int i = 0; i < asked.length(); i++) {
      var first =
          Arrays.stream(asked.get(i)).map(time -> time - nanos).filter(wait -> wait > 0).min();
      longest = Math.max(longest, first.orElse(Long.MAX_VALUE));
    }
    return Duration.ofNanos(longest);
  }

  /** The longest time between two moments in which any of them was not asked. */
  public Duration longestGap(long from, long to) {
    long longest = 0;
    for (int i = 0; i < asked.length(); i++) {
      long before = from;
      for (long time : asked.get(i)) {
        if (time - from > 0 && time - to < 0) {
          longest = Math.max(longest, time - before);
          before = time;
        }
      }
      longest = Math.max(longest, to - before);
    }
    return Duration.ofNanos(longest);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
