package dev.tocsin.app.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Something to watch: a web server on loopback that can go away and come back on the same port. */
public final class Target implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;
  private @Nullable HttpServer server;

  /** It answers 200 at once. */
  public Target() {
    this.server = listen(0);
    this.port = server.getAddress().getPort();
  }

  private HttpServer listen(int on) {
    try {
      var bound =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), on), 0);
      bound.createContext("/", Target::answer);
      bound.setExecutor(threads);
      bound.start();
      return bound;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, -1);
    }
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port + "/");
  }

  /** From here on connections are refused. */
  public void goDown() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  public void comeUp() {
    if (server == null) {
      server = listen(port);
    }
  }

  @Override
  public void close() {
    goDown();
    threads.close();
  }
}
