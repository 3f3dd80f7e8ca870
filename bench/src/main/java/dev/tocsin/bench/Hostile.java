package dev.tocsin.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Healthy targets beside hundreds that hang, drip, pour or reset, on a host each: how late the
 * checks of the healthy ones come, as the healthy ones see it.
 */
final class Hostile implements Main.Benchmark {
  private static final int HEALTHY = 500;
  private static final int HOSTILE = 600;
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final Duration WARM_UP = Duration.ofSeconds(20);
  private static final Duration MEASURED = Duration.ofSeconds(60);
  private static final double BOUND_SECONDS = 1;

  /** What a hostile target does with a connection. */
  private enum Malice {
    HANGS {
      @Override
      void answer(Socket socket) throws Exception {
        Thread.sleep(Duration.ofMinutes(5));
      }
    },
    DRIPS {
      @Override
      void answer(Socket socket) throws Exception {
        OutputStream out = socket.getOutputStream();
        for (byte each :
            "HTTP/1.1 200 OK\r\nX-Slow: ".repeat(50).getBytes(StandardCharsets.US_ASCII)) {
          out.write(each);
          Thread.sleep(1_000);
        }
      }
    },
    POURS_HEADERS {
      @Override
      void answer(Socket socket) throws Exception {
        pour(socket, "HTTP/1.1 200 OK\r\n", "X-Filler: " + "y".repeat(1_000) + "\r\n");
      }
    },
    POURS_A_BODY {
      @Override
      void answer(Socket socket) throws Exception {
        pour(socket, "HTTP/1.1 200 OK\r\n\r\n", "z".repeat(8_000));
      }
    },
    RESETS {
      @Override
      void answer(Socket socket) throws Exception {
        socket.setSoLinger(true, 0);
      }
    };

    abstract void answer(Socket socket) throws Exception;

    private static void pour(Socket socket, String start, String more) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = more.getBytes(StandardCharsets.US_ASCII);
      while (true) {
        out.write(bytes);
      }
    }
  }

  @Override
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("tocsin-bench");
    List<Queue<Long>> arrivals =
        IntStream.range(0, HEALTHY)
            .mapToObj(i -> (Queue<Long>) new ConcurrentLinkedQueue<Long>())
            .toList();
    List<ServerSocket> hostile = new ArrayList<>();
    try (CheckedServer authority = CheckedServer.start(folder);
        Target healthy =
            new Target(
                number -> {
                  arrivals.get(number).add(System.nanoTime());
                  return 204;
                })) {
      for (int i = 0; i < HOSTILE; i++) {
        hostile.add(open(i));
      }
      List<String> good = IntStream.range(0, HEALTHY).mapToObj(healthy::url).toList();
      double alone = latest(authority, good, arrivals);
      List<String> all = Stream.concat(good.stream(), hostile.stream().map(Hostile::url)).toList();
      double beside = latest(authority, all, arrivals);
      System.out.printf(
          "healthy checks at most %.2f s late alone, %.2f s beside %d hostile targets (bound %.0f s:"
              + " %s)%n",
          alone, beside, HOSTILE, BOUND_SECONDS, beside <= BOUND_SECONDS ? "met" : "missed");
    } finally {
      for (ServerSocket each : hostile) {
        each.close();
      }
    }
  }

  /** On a loopback address of its own. */
  private static ServerSocket open(int number) throws IOException {
    InetAddress host =
        InetAddress.getByAddress(
            new byte[] {127, 1, (byte) (number / 200), (byte) (number % 200 + 1)});
    ServerSocket server = new ServerSocket(0, 50, host);
    Malice malice = Malice.values()[number % Malice.values().length];
    Thread.ofVirtual().start(() -> accept(server, malice));
    return server;
  }

  private static void accept(ServerSocket server, Malice malice) {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual()
            .start(
                () -> {
                  try (socket) {
                    malice.answer(socket);
                  } catch (Exception gone) {
                    // the check has ended, as it should
                  }
                });
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static String url(ServerSocket server) {
    return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort() + "/";
  }

  /** Seconds from when a healthy target's check was due by its grid to when it arrived, at most. */
  private static double latest(
      CheckedServer authority, List<String> urls, List<Queue<Long>> arrivals) throws Exception {
    try (CheckNode node =
        CheckNode.start(urls, CheckNode.timing(INTERVAL, TIMEOUT), authority.authority())) {
      node.runByTimes();
      Thread.sleep(WARM_UP);
      arrivals.forEach(Queue::clear);
      long begin = System.nanoTime();
      Thread.sleep(MEASURED);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Samples late = new Samples();
      long missing = 0;
      for (Queue<Long> each : arrivals) {
        // the grid's phase is that of the earliest, relative to the interval
        long[] offsets =
            each.stream().mapToLong(at -> Math.floorMod(at - begin, INTERVAL.toNanos())).toArray();
        long earliest = phase(offsets);
        for (long offset : offsets) {
          late.add(Math.floorMod(offset - earliest, INTERVAL.toNanos()) / 1e9);
        }
        missing += Math.max(0, MEASURED.dividedBy(INTERVAL) - 1 - offsets.length);
      }
      System.out.printf(
          "%d monitors, %.0f s: %d healthy checks, %d missing; late p50 %.3f s, p99 %.3f s, most"
              + " %.3f s; results up %d, down %d%n",
          urls.size(),
          seconds,
          arrivals.stream().mapToInt(Queue::size).sum(),
          missing,
          late.median(),
          late.percentile(0.99),
          late.percentile(1),
          node.ended("up"),
          node.ended("down"));
      return late.percentile(1);
    }
  }

  /** The offset after the longest gap on the circle of the interval. */
  private static long phase(long[] offsets) {
    long[] sorted = offsets.clone();
    Arrays.sort(sorted);
    long longest = -1;
    long phase = 0;
    for (int i = 0; i < sorted.length; i++) {
      long before = i == 0 ? sorted[sorted.length - 1] - INTERVAL.toNanos() : sorted[i - 1];
      if (sorted[i] - before > longest) {
        longest = sorted[i] - before;
        phase = sorted[i];
      }
    }
    return phase;
  }
}
