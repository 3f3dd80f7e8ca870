package dev.tocsin.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program as a user starts it: {@code bin/tocsin} with environment variables. */
final class Installation implements AutoCloseable {
  static final String EMAIL = "owner@bench.example";
  static final String PASSWORD = "a long bench password";

  private static final String READY = "Tocsin is ready at ";
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Process process;
  private final String url;
  private final Duration startedIn;

  private Installation(Process process, String url, Duration startedIn) {
    this.process = process;
    this.url = url;
    this.startedIn = startedIn;
  }

  static Installation start(Path data, Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("TOCSIN_PORT", Integer.toString(freePort()));
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", data.toString());
    environment.put("TOCSIN_OWNER_EMAIL", EMAIL);
    environment.put("TOCSIN_OWNER_PASSWORD", PASSWORD);
    environment.putAll(more);
    String launcher = System.getProperty("tocsin.launcher", "bin/tocsin");
    ProcessBuilder builder = new ProcessBuilder(launcher).redirectErrorStream(true);
    builder.environment().putAll(environment);
    long begin = System.nanoTime();
    Process process = builder.start();
    CountDownLatch ready = new CountDownLatch(1);
    Thread.ofVirtual().start(() -> follow(process, ready));
    if (!ready.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("Tocsin was not ready within " + PATIENCE);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new Installation(process, "http://127.0.0.1:" + environment.get("TOCSIN_PORT"), took);
  }

  private static void follow(Process process, CountDownLatch ready) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(READY)) {
          ready.countDown();
        } else if (line.contains("WARN") || line.contains("ERROR")) {
          System.out.println("  | " + line);
        }
      }
    } catch (IOException ended) {
      System.out.println("  | the log ended: " + ended.getMessage());
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** A new folder that nginx, which may run as another user, can read. */
  static Path folder() throws IOException {
    Path folder = Files.createTempDirectory("tocsin-bench");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    return folder;
  }

  /** Removes a folder and all that is in it. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  Duration startedIn() {
    return startedIn;
  }

  String url() {
    return url;
  }

  long processId() {
    return process.pid();
  }

  /** CPU time that the process has used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  Api signIn() throws Exception {
    return Api.signIn(url, EMAIL, PASSWORD);
  }

  /** Asks the process to end, as an operator does, and waits for it. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      System.out.println("  | it did not end within 30 s of SIGTERM");
      process.destroyForcibly();
      process.waitFor();
    }
  }
}
