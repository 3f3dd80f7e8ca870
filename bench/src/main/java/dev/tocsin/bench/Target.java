package dev.tocsin.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;

/** What is watched: a server on loopback whose answer to {@code /N} is a status code of N's. */
final class Target implements AutoCloseable {
  private final HttpServer server;
  private final AtomicLong answered = new AtomicLong();

  Target(IntUnaryOperator status) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          int number = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
          exchange.getResponseHeaders().set("Connection", "close");
          exchange.sendResponseHeaders(status.applyAsInt(number), -1);
          exchange.close();
          answered.incrementAndGet();
        });
    server.start();
  }

  String url(int number) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + number;
  }

  long answered() {
    return answered.get();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
