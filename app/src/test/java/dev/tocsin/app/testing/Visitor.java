package dev.tocsin.app.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Somebody who reads a public page again and again, and remembers what was wrong with it. */
public final class Visitor implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofMillis(50);

  /** Longer than any visitor waits on a busy machine of two cores; a page comes from memory. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final HttpRequest request;
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private volatile Predicate<String> expected = page -> true;
  private volatile String latest = "";
  private volatile int reads;

  /** Begins to read. */
  public Visitor(URI page) {
    request = HttpRequest.newBuilder(page).timeout(PATIENCE).build();
    thread.scheduleWithFixedDelay(
        this::readOrComplain, 0, BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void readOrComplain() {
    try {
      read();
    } catch (IOException | RuntimeException e) {
      complaints.add("no answer: " + e);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() throws IOException, InterruptedException {
    var mustBe = expected;
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      complaints.add("answered " + answer.statusCode());
    } else if (!mustBe.test(answer.body())) {
      complaints.add("not what was expected: " + answer.body());
    }
    latest = answer.body();
    reads++;
  }

  /** What was read last. */
  public String latest() {
    return latest;
  }

  /** From the next reading on, anything else is a complaint. */
  public void expects(Predicate<String> page) {
    expected = page;
  }

  public int reads() {
    return reads;
  }

  /** What was wrong so far. */
  public List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    thread.shutdownNow();
    http.close();
  }
}
