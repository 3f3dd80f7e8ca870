package dev.tocsin.probe.domain;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that plays IANA and registries; it answers each path as it was told. */
final class Registry implements AutoCloseable {
  private record Answer(int status, String body, Map<String, String> headers) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final CountDownLatch over = new CountDownLatch(1);

  Registry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** JSON with single quotes. */
  void says(String path, String json) {
    says(path, 200, json, Map.of());
  }

  void says(String path, int status, String json, Map<String, String> headers) {
    answers.put(path, new Answer(status, json.replace('\'', '"'), headers));
  }

  /** Takes the request and never answers. */
  void hangs(String path) {
    answers.put(path, new Answer(0, "", Map.of()));
  }

  /** How often a path was asked for. */
  long asked(String path) {
    return asked.stream().filter(path::equals).count();
  }

  List<String> accepted() {
    return accepted;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(path);
    accepted.add(exchange.getRequestHeaders().getFirst("Accept"));
    Answer answer = answers.getOrDefault(path, new Answer(404, "", Map.of()));
    if (answer.status() == 0) {
      try {
        over.await();
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
      exchange.close();
      return;
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  @Override
  public void close() {
    over.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
