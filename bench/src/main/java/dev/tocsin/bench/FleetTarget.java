package dev.tocsin.bench;

import dev.tocsin.monitor.CheckTimes;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a {@link Fleet} watches: nginx with one worker at 64 addresses of loopback, which writes
 * down who asked when, and can be told that a part of it is down.
 */
final class FleetTarget implements AutoCloseable {
  private static final int ADDRESSES = 64;

  private final Path folder;
  private final int port;
  private final Peer nginx;
  private Instant firstFrom = Instant.MIN;
  private Instant[] firsts = {};
  private long readTo;

  /** A request as it came in. */
  private record Arrival(Instant at, int number) {}

  private FleetTarget(Path folder, int port, Peer nginx) {
    this.folder = folder;
    this.port = port;
    this.nginx = nginx;
  }

  static FleetTarget start(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = Installation.freePort();
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        worker_processes 1;
        pid %1$s/nginx.pid;
        error_log stderr crit;
        events { worker_connections 16384; }
        http {
          log_format arrivals '$msec $uri';
          access_log %1$s/arrivals arrivals buffer=64k flush=1s;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          default_type application/json;
          server {
            %3$s
            location /shaky/ {
              if (-f %1$s/down) { return 503; }
              return 200 '%4$s';
            }
            location / { return 200 '%4$s'; }
          }
        }
        """
            .formatted(
                folder,
                port,
                IntStream.range(0, ADDRESSES)
                    .mapToObj(i -> "listen " + address(i) + ":" + port + " backlog=8192;")
                    .collect(Collectors.joining("\n")),
                "{\"status\":\"ok\",\"checks\":{\"database\":\"ok\",\"queue\":\"ok\"}}"));
    Peer nginx =
        Peer.start(
            folder, List.of("/usr/sbin/nginx", "-p", folder + "", "-c", folder + "/nginx.conf"));
    CheckedServer.awaitPort(port);
    return new FleetTarget(folder, port, nginx);
  }

  private static String address(int number) {
    return "127.0.0." + (number % ADDRESSES + 1);
  }

  /**
   * @param shaky whether it goes down with {@link #goDown}
   * @param path after the number, as {@code /v2/health}
   */
  String url(int number, boolean shaky, String path) {
    return "http://"
        + address(number)
        + ":"
        + port
        + (shaky ? "/shaky/" : "/steady/")
        + number
        + path;
  }

  void goDown() throws IOException {
    Files.createFile(folder.resolve("down"));
  }

  void comeUp() throws IOException {
    Files.deleteIfExists(folder.resolve("down"));
  }

  Duration cpu() throws IOException {
    return nginx.cpu();
  }

  private Stream<Arrival> arrivals() throws IOException {
    // the last line may not be whole
    return Files.lines(folder.resolve("arrivals"))
        .map(FleetTarget::arrival)
        .flatMap(Optional::stream);
  }

  private static Optional<Arrival> arrival(String line) {
    String[] parts = line.split("[ /]");
    return parts.length > 4
        ? Optional.of(
            new Arrival(
                Instant.ofEpochMilli(Math.round(Double.parseDouble(parts[0]) * 1000)),
                Integer.parseInt(parts[3])))
        : Optional.empty();
  }

  /**
   * Each monitor's first request after {@code from}, at its place; null where none came. Asked
   * again for the same time it reads only what is new, for it is asked while others need the
   * processor.
   */
  Instant[] first(int monitors, Instant from) throws IOException {
    if (!from.equals(firstFrom)) {
      firstFrom = from;
      firsts = new Instant[monitors];
    }
    byte[] more;
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("arrivals").toFile(), "r")) {
      file.seek(readTo);
      more = new byte[(int) Math.min(file.length() - readTo, 1 << 28)];
      file.readFully(more);
    }
    String text = new String(more, StandardCharsets.ISO_8859_1);
    int whole = text.lastIndexOf('\n') + 1;
    readTo += whole;
    text.substring(0, whole)
        .lines()
        .map(FleetTarget::arrival)
        .flatMap(Optional::stream)
        .filter(arrival -> !arrival.at().isBefore(from) && firsts[arrival.number()] == null)
        .forEach(arrival -> firsts[arrival.number()] = arrival.at());
    return firsts.clone();
  }

  /** How many seconds after its time each request between the two came. */
  Samples lateness(Fleet fleet, Duration interval, Instant from, Instant to) throws IOException {
    Samples late = new Samples();
    try (Stream<Arrival> arrivals = arrivals()) {
      arrivals
          .filter(arrival -> !arrival.at().isBefore(from) && arrival.at().isBefore(to))
          .forEach(
              arrival -> {
                Instant next = CheckTimes.next(fleet.ref(arrival.number()), interval, arrival.at());
                Duration since = Duration.between(next.minus(interval), arrival.at());
                late.add(since.toMillis() / 1e3);
              });
    }
    return late;
  }

  /**
   * The longest that one of these monitors was not asked for, between the two times.
   *
   * @param from the first's number
   * @param to the number behind the last's
   */
  Duration longestGap(int from, int to, Instant begin, Instant end) throws IOException {
    Instant[] before = new Instant[to - from];
    Arrays.fill(before, begin);
    Duration longest = Duration.ZERO;
    try (Stream<Arrival> arrivals = arrivals()) {
      for (Arrival arrival : (Iterable<Arrival>) arrivals::iterator) {
        int at = arrival.number() - from;
        boolean counts =
            at >= 0
                && at < before.length
                && arrival.at().isAfter(begin)
                && arrival.at().isBefore(end);
        if (counts) {
          longest = longer(longest, Duration.between(before[at], arrival.at()));
          before[at] = arrival.at();
        }
      }
    }
    for (Instant last : before) {
      longest = longer(longest, Duration.between(last, end));
    }
    return longest;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  @Override
  public void close() throws InterruptedException {
    nginx.close();
  }
}
