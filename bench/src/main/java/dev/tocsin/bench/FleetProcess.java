package dev.tocsin.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link FleetNode} as this process sees it. */
final class FleetProcess implements AutoCloseable {
  static final String KEY = "a key for benches only, of 32 bytes and more";

  /** As {@code bin/tocsin} has them. */
  private static final List<String> OPTIONS =
      List.of(
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseCompactObjectHeaders",
          "-Xlog:aot=off",
          "-Xlog:cds=off",
          "-Xmx" + System.getProperty("bench.heap", "4g"));

  private static final Path DIST = Path.of("app/target/dist").toAbsolutePath();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final BlockingQueue<String> answers = new ArrayBlockingQueue<>(16);
  private final BufferedWriter commands;
  private final Instant launched;
  private final String url;

  private FleetProcess(ProcessBuilder builder) throws Exception {
    launched = Instant.now();
    process = builder.start();
    commands =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread.ofVirtual().start(this::follow);
    url = answer(Duration.ofMinutes(5)).substring(FleetNode.READY.length());
  }

  static FleetProcess start(Path data, Map<String, String> more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(cache());
    Stream.of(System.getProperty("bench.options", "").split(" "))
        .filter(option -> !option.isEmpty())
        .forEach(command::add);
    command.addAll(List.of("-cp", classPath(), FleetNode.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> environment = new HashMap<>();
    environment.put("TOCSIN_PORT", "0");
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", data.toString());
    environment.put("TOCSIN_OWNER_EMAIL", Installation.EMAIL);
    environment.put("TOCSIN_OWNER_PASSWORD", Installation.PASSWORD);
    environment.put("TOCSIN_SECRET_KEY", KEY);
    environment.putAll(more);
    builder.environment().putAll(environment);
    return new FleetProcess(builder);
  }

  /**
   * What the launcher's JVM has learnt before; it holds for a class path that begins as its own.
   */
  private static List<String> cache() throws IOException {
    try (Stream<Path> files = Files.list(DIST)) {
      return files
          .filter(file -> file.toString().endsWith(".aot"))
          .map(file -> "-XX:AOTCache=" + file)
          .toList();
    }
  }

  private static String classPath() throws IOException {
    try (Stream<Path> jars = Files.list(DIST.resolve("lib"))) {
      return jars.map(Path::toString).sorted().collect(Collectors.joining(File.pathSeparator))
          + File.pathSeparator
          + System.getProperty("java.class.path");
    }
  }

  private void follow() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(FleetNode.READY) || line.startsWith(FleetNode.DONE)) {
          answers.add(line);
        } else {
          System.out.println("  | " + line);
        }
      }
    } catch (IOException ended) {
      throw new UncheckedIOException(ended);
    }
  }

  private String answer(Duration patience) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    String answer = null;
    while (answer == null && System.nanoTime() < end && (process.isAlive() || !answers.isEmpty())) {
      answer = answers.poll(1, TimeUnit.SECONDS);
    }
    if (answer == null) {
      process.destroyForcibly();
      throw new IllegalStateException("The node did not answer within " + patience);
    }
    return answer;
  }

  /** Has the node do something, and waits until it has. */
  String tell(String command) throws Exception {
    commands.write(command + "\n");
    commands.flush();
    return answer(Duration.ofMinutes(10)).substring(FleetNode.DONE.length());
  }

  Instant launched() {
    return launched;
  }

  String url() {
    return url;
  }

  long processId() {
    return process.pid();
  }

  Api signIn() throws Exception {
    return Api.signIn(url, Installation.EMAIL, Installation.PASSWORD);
  }

  Duration cpu() throws IOException {
    return Peer.cpu(process.pid());
  }

  /** The share of one core that the process uses in the given time. */
  double cores(Duration time) throws Exception {
    Duration before = cpu();
    Thread.sleep(time.toMillis());
    return (double) cpu().minus(before).toMillis() / time.toMillis();
  }

  /** A metric without labels, as {@code /metrics} says it; NaN where it does not. */
  double metric(String name) throws Exception {
    String all =
        client
            .send(
                HttpRequest.newBuilder(URI.create(url + "/metrics"))
                    .timeout(Duration.ofSeconds(30))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return all.lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** When the monitors that run on the node have become so many. */
  Instant awaitRunning(int monitors) throws Exception {
    long end = System.nanoTime() + Duration.ofMinutes(6).toNanos();
    while (metric("tocsin_monitors_running") < monitors) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            metric("tocsin_monitors_running") + " of " + monitors + " run after 3 min");
      }
      Thread.sleep(250);
    }
    return Instant.now();
  }

  /** Ends the process in order. */
  @Override
  public void close() throws Exception {
    commands.write("end\n");
    commands.flush();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      System.out.println("  | the node did not end within 60 s");
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
