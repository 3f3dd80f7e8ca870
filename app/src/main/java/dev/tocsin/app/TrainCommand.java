package dev.tocsin.app;

import dev.tocsin.conf.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * {@code tocsin train}: a whole node for half a minute, on a folder that is removed again, so that
 * the JVM can keep what it loaded, linked and learnt for quicker starts. The build runs it.
 */
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(TrainCommand.class);
  private static final List<String> PATHS =
      List.of("/health/live", "/health/ready", "/metrics", "/", "/login", "/status/none");
  private static final int ROUNDS = 5;

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("tocsin-train");
    try {
      int port;
      try (var node = Node.start(settings(folder, 0), Parts.real())) {
        port = node.port();
        for (int round = 0; round < ROUNDS; round++) {
          for (var path : PATHS) {
            request(URI.create("http://127.0.0.1:" + port + path));
          }
        }
        attempt(() -> new Training(port).settle());
      }
      attempt(() -> startAgain(folder, port));
    } finally {
      remove(folder);
    }
    return 0;
  }

  /** A start that finds something is another one. */
  private static void startAgain(Path folder, int port) throws Exception {
    try (var node = Node.start(settings(folder, port), Parts.real())) {
      new Training(node.port()).work();
    }
  }

  private static Settings settings(Path folder, int port) {
    return Settings.load(
        Optional.empty(),
        Map.of(
            "TOCSIN_PORT",
            Integer.toString(port),
            "TOCSIN_BIND",
            "127.0.0.1",
            "TOCSIN_DATA_DIR",
            folder.toString(),
            "TOCSIN_OWNER_EMAIL",
            Training.EMAIL,
            "TOCSIN_OWNER_PASSWORD",
            Training.PASSWORD,
            "TOCSIN_DRAIN_TIME",
            "1s"));
  }

  private interface Lesson {
    void take() throws Exception;
  }

  /** What was learnt until then is worth keeping. */
  private static void attempt(Lesson lesson) throws InterruptedException {
    try {
      lesson.take();
    } catch (InterruptedException ended) {
      throw ended;
    } catch (Exception failed) {
      log.warn("A part of the training failed.", failed);
    }
  }

  /** Whatever it answers is fine. */
  private static void request(URI address) throws IOException {
    var connection = (HttpURLConnection) address.toURL().openConnection();
    try (InputStream body =
        connection.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      if (body != null) {
        body.readAllBytes();
      }
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
