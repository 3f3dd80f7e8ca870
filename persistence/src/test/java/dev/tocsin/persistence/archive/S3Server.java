package dev.tocsin.persistence.archive;

import dev.tocsin.conf.ArchiveSettings;
import dev.tocsin.conf.Secret;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real S3 server as a process of its own, one for all tests. */
final class S3Server {
  static final String BUCKET = "results";
  private static final Duration START = Duration.ofMinutes(4);
  private static final Pattern HTTP_PORT = Pattern.compile("(\\d+) \\(http\\)");

  private S3Server() {}

  static int port() {
    return Holder.PORT;
  }

  /** A place of its own within the server. */
  static ArchiveSettings.S3 place(String prefix, int port) {
    return place(BUCKET, prefix, port);
  }

  static ArchiveSettings.S3 place(String bucket, String prefix, int port) {
    return new ArchiveSettings.S3(
        bucket,
        prefix,
        Optional.of(URI.create("http://127.0.0.1:" + port)),
        Optional.empty(),
        true,
        Optional.of(new ArchiveSettings.Credentials("key", new Secret("hidden"))));
  }

  private static final class Holder {
    static final int PORT = start();

    private static int start() {
      try {
        Path folder = Files.createTempDirectory("s3");
        Path log = folder.resolve("log");
        Process process =
            new ProcessBuilder(
                    List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djava.io.tmpdir=" + folder,
                        "-jar",
                        jar(),
                        "--spring.main.lazy-initialization=true",
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--com.adobe.testing.s3mock.http-port=0",
                        "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return portIn(log, process);
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }

    /** The first request takes as long as all others together. */
    private static void warmUp(int port) throws IOException {
      URI bucket = URI.create("http://127.0.0.1:" + port + "/" + BUCKET + "?list-type=2");
      try (InputStream answer = bucket.toURL().openStream()) {
        answer.transferTo(OutputStream.nullOutputStream());
      }
    }

    private static String jar() {
      return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> entry.contains("s3mock") && entry.endsWith(".jar"))
          .findFirst()
          .orElseThrow();
    }

    private static int portIn(Path log, Process process) throws IOException {
      long deadline = System.nanoTime() + START.toNanos();
      while (process.isAlive() && System.nanoTime() < deadline) {
        String said = Files.readString(log);
        Matcher port = HTTP_PORT.matcher(said);
        if (said.contains("Started S3MockApplication") && port.find()) {
          while (port.group(1).equals("0") && port.find()) {
            // the first line names what is asked for, the second what was given
          }
          int number = Integer.parseInt(port.group(1));
          warmUp(number);
          return number;
        }
        try {
          process.waitFor(Duration.ofMillis(50));
        } catch (InterruptedException interrupted) {
          throw new IllegalStateException(interrupted);
        }
      }
      throw new IllegalStateException("S3Mock does not start: " + Files.readString(log));
    }
  }
}
