package dev.tocsin.app.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program that alerts are posted to: it keeps what it was told, and answers as the test says. */
public final class Receiver implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One post.
   *
   * @param key that services recognize a repeat by
   */
  public record Told(String key, JsonNode body, long nanos) {
    public List<String> alerts() {
      return body.path("alerts").findValuesAsText("id");
    }

    public boolean isTriggered() {
      return body.path("alerts").findValuesAsText("state").contains("triggered");
    }
  }

  private final HttpServer server;
  private final Queue<Told> told = new ConcurrentLinkedQueue<>();

  /** Is called with the number of the post, from 1, and answers the status; 0 drops the line. */
  private volatile IntUnaryOperator answer = number -> 204;

  private volatile Runnable afterwards = () -> {};

  public Receiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      int number;
      synchronized (told) {
        told.add(
            new Told(
                exchange.getRequestHeaders().getFirst("Idempotency-Key"), body, System.nanoTime()));
        number = told.size();
      }
      int status = answer.applyAsInt(number);
      if (status != 0) {
        exchange.sendResponseHeaders(status, -1);
      }
    }
    afterwards.run();
  }

  public void answer(IntUnaryOperator now) {
    answer = now;
  }

  /** What happens right after each answer. */
  public void afterwards(Runnable now) {
    afterwards = now;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  public List<Told> told() {
    return List.copyOf(told);
  }

  /** What came until now does not count. */
  public void forget() {
    told.clear();
  }

  /** How often each alert was told as triggered. */
  public Map<String, Long> triggered() {
    return triggered(told.stream());
  }

  /** The same, of those messages alone that do not say that they may come twice. */
  public Map<String, Long> triggeredForCertain() {
    return triggered(told.stream().filter(each -> !each.body().path("mayRepeat").asBoolean()));
  }

  private static Map<String, Long> triggered(Stream<Told> told) {
    return told.filter(Told::isTriggered)
        .flatMap(each -> each.alerts().stream())
        .collect(Collectors.groupingBy(alert -> alert, Collectors.counting()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
