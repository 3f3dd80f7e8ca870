package dev.tocsin.app.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The real program in a process of its own: started with an environment, ended by a signal. What it
 * writes is kept.
 */
public final class TocsinProcess implements AutoCloseable {
  private static final String READY = "Tocsin is ready at ";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final Process process;
  private final Path output;

  private TocsinProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts and returns at once.
   *
   * @param environment {@code TOCSIN_*}; nothing of that kind is inherited
   * @param arguments of the command line
   */
  public static TocsinProcess start(Map<String, String> environment, String... arguments) {
    try {
      var output = Files.createTempFile("tocsin-process", ".log");
      var builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("TOCSIN_"));
      builder.environment().putAll(environment);
      return new TocsinProcess(builder.redirectOutput(output.toFile()).start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(String... arguments) {
    var command = new ArrayList<>(TrainedProgram.get().command());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Waits until it says that it serves; fails with its output where it does not. */
  public TocsinProcess awaitReady(Duration patience) {
    Awaitility.await()
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> readyUrl().isPresent() || !process.isAlive());
    if (readyUrl().isEmpty()) {
      throw new AssertionError("The process ended before it was ready:\n" + output());
    }
    return this;
  }

  private Optional<URI> readyUrl() {
    return output()
        .lines()
        .filter(line -> line.startsWith(READY))
        .map(line -> URI.create(line.substring(READY.length())))
        .findFirst();
  }

  /** What it said it serves. */
  public URI url() {
    return readyUrl().orElseThrow();
  }

  public HttpResponse<String> get(String path) {
    return get(url().resolve(path));
  }

  /** Any address, such as one of its management port. */
  public HttpResponse<String> get(URI address) {
    try {
      var request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The value of a metric without labels; empty while the process does not answer. */
  public Optional<Double> metric(String name) {
    try {
      return get("/metrics")
          .body()
          .lines()
          .filter(line -> line.startsWith(name + " "))
          .map(line -> Double.parseDouble(line.substring(name.length() + 1)))
          .findFirst();
    } catch (UncheckedIOException noAnswer) {
      return Optional.empty();
    }
  }

  /** Everything it has written so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** SIGKILL: it is gone when this returns. */
  public void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(30));
  }

  /** SIGTERM, and its exit code. */
  public int terminate(Duration patience) {
    process.destroy();
    return await(patience);
  }

  /** Waits for its end. */
  public int await(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("The process did not end:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends it the hard way, where it has not ended. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
