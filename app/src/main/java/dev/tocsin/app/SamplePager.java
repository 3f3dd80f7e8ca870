package dev.tocsin.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.conf.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the people of a demo are reached: a program on loopback that takes every message and wakes
 * nobody, so that alerts climb as they would and nothing leaves this machine. It keeps its port,
 * which the sample names, from one start to the next.
 */
final class SamplePager {
  private static final Logger log = LoggerFactory.getLogger(SamplePager.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PORT = "demo-pager-port";
  private static final int WAITING = 50;
  private static final int PATIENCE_SECONDS = 20;

  private final BlockingQueue<String> codes = new LinkedBlockingQueue<>();
  private final int port;

  private SamplePager(Path folder) throws IOException {
    Path file = folder.resolve(PORT);
    int before = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
    this.port = listen(before);
    Files.writeString(file, port + "\n");
  }

  /** Listens from now on, as long as the process lives. */
  static SamplePager open(Path folder) {
    try {
      return new SamplePager(folder);
    } catch (IOException | NumberFormatException e) {
      throw new SettingsException(
          folder.resolve(PORT) + " cannot be read or written (" + e + ").", e);
    }
  }

  private int listen(int wanted) throws IOException {
    HttpServer server;
    try {
      server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), WAITING);
    } catch (IOException taken) {
      if (wanted == 0) {
        throw taken;
      }
      log.info("Port {} is another's now: the demo's messages are not taken.", wanted);
      return wanted;
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
    return server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      String code = JSON.readTree(exchange.getRequestBody()).path("code").asText("");
      if (!code.isEmpty()) {
        codes.add(code);
      }
      exchange.sendResponseHeaders(204, -1);
    }
  }

  /** Where one person's messages go. */
  String address(String person) {
    return "http://127.0.0.1:" + port + "/" + person;
  }

  /** The code that was sent here, which shows whose the way is. */
  String code() throws InterruptedException {
    String code = codes.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (code == null) {
      throw new IllegalStateException("No code came for the demo's people.");
    }
    return code;
  }
}
