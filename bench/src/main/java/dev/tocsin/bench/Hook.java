package dev.tocsin.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/** Whom alerts are posted to as JSON: a server on loopback that answers at once. */
final class Hook implements AutoCloseable {
  private final HttpServer server;

  /**
   * @param told is called with a post's path and body, before it is answered
   */
  Hook(BiConsumer<String, JsonNode> told) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> take(exchange, told));
    server.start();
  }

  private static void take(HttpExchange exchange, BiConsumer<String, JsonNode> told)
      throws IOException {
    try (exchange) {
      JsonNode body = Api.JSON.readTree(exchange.getRequestBody());
      told.accept(exchange.getRequestURI().getPath(), body);
      byte[] answer = "ok".getBytes();
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
