package dev.tocsin.app.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.conf.HostPort;
import dev.tocsin.conf.ManagementSettings.Port;
import dev.tocsin.conf.SettingsException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port for operators and other nodes. The JDK's own server: it shares nothing with what it
 * reports on.
 */
public final class ManagementServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ManagementServer.class);
  private static final int BACKLOG = 50;

  private final HttpServer server;
  private final ExecutorService executor;
  private final HostPort address;

  private ManagementServer(HttpServer server, ExecutorService executor, HostPort address) {
    this.server = server;
    this.executor = executor;
    this.address = address;
  }

  /**
   * @return empty where the settings say that there is none
   * @throws SettingsException where the port cannot be had
   */
  public static Optional<ManagementServer> start(String host, Port port, Operations operations) {
    return switch (port) {
      case Port.None none -> Optional.empty();
      case Port.Fixed fixed -> Optional.of(bind(host, fixed.port(), operations));
      case Port.Preferred preferred -> Optional.of(prefer(host, preferred.port(), operations));
    };
  }

  private static ManagementServer prefer(String host, int port, Operations operations) {
    try {
      return bind(host, port, operations);
    } catch (SettingsException taken) {
      var server = bind(host, 0, operations);
      log.info("The management port {} is taken; this node has {}.", port, server.address);
      return server;
    }
  }

  private static ManagementServer bind(String host, int port, Operations operations) {
    try {
      var server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
      var executor = Executors.newVirtualThreadPerTaskExecutor();
      server.setExecutor(executor);
      server.createContext("/", exchange -> answer(exchange, operations));
      server.start();
      var address = new HostPort(host, server.getAddress().getPort());
      return new ManagementServer(server, executor, address);
    } catch (BindException e) {
      throw new SettingsException(
          "The management port "
              + port
              + " on "
              + host
              + " cannot be taken ("
              + e.getMessage()
              + "); set tocsin.management.port to a free one.",
          e);
    } catch (IOException e) {
      throw new SettingsException(
          "The management port cannot be opened: " + e.getMessage() + ".", e);
    }
  }

  private static void answer(HttpExchange exchange, Operations operations) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var answer =
          operations
              .answer(path)
              .or(() -> operations.answerNode(path))
              .orElse(new Operations.Answer(404, "text/plain", "not found\n"));
      var body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      var head = exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** By which other nodes reach it. */
  public HostPort address() {
    return address;
  }

  @Override
  public void close() {
    server.stop(0);
    executor.close();
  }
}
