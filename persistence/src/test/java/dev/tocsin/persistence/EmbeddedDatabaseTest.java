package dev.tocsin.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.Ids;
import dev.tocsin.StoreUnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedDatabaseTest {
  private @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 6})
  void losesNothingThatWasCommittedWhenItsProcessIsKilled(int writers) throws Exception {
    Random random = new Random(20260501);
    Set<String> told = new HashSet<>();
    for (int round = 0; round < 4; round++) {
      Process writer = start(round * 1_000_000, writers);
      try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
        int kill = 1 + random.nextInt(1_500);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          // the last line may have been cut
          if (line.endsWith(";")) {
            told.add("n" + line.substring(0, line.length() - 1));
          }
          if (--kill == 0) {
            writer.toHandle().destroyForcibly();
          }
        }
      }
      writer.waitFor();
      try (Database database = Database.open(DatabaseSettings.embedded(folder))) {
        Set<String> found = names(database);
        assertThat(found).containsAll(told);
        assertThat(found.size() - told.size()).isBetween(0, (round + 1) * writers);
      }
    }
    assertThat(told).hasSizeGreaterThan(100);
  }

  @Test
  void refusesASecondProcessWithASentenceThatSaysWhatToDo() throws Exception {
    Process writer = start(0, 1);
    try (BufferedReader lines = writer.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.readLine()).isEqualTo("0;");
      assertThatThrownBy(() -> Database.open(DatabaseSettings.embedded(folder)))
          .isInstanceOf(StartRefusedException.class)
          .hasMessage(
              "Another process uses the database in "
                  + folder
                  + ". Stop it, or give this process another data folder (TOCSIN_DATA_DIR),"
                  + " or let both share PostgreSQL (TOCSIN_DB_URL).");
    } finally {
      writer.destroyForcibly().waitFor();
    }
  }

  @Test
  void survivesAnInterruptedThread() {
    try (Database database = Database.open(DatabaseSettings.embedded(folder))) {
      database.migrate();
      Thread.currentThread().interrupt();
      try {
        write(database, "interrupted");
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
      write(database, "after");
      assertThat(names(database)).containsExactlyInAnyOrder("interrupted", "after");
    }
  }

  @Test
  void isOpenedAgainAfterItsFileFailed() {
    try (Database database = Database.open(DatabaseSettings.embedded(folder))) {
      database.migrate();
      write(database, "before");
      database.read(
          handle -> {
            closeWhatWrites(handle.getConnection());
            return true;
          });
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(StoreUnavailableException.class)
          .until(
              () -> {
                write(database, "after");
                return true;
              });
      assertThat(names(database)).contains("before", "after");
    }
  }

  /** As H2 does by itself where the disk is full. */
  private static void closeWhatWrites(Connection connection) {
    try {
      var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
      session.getDatabase().getStore().getMvStore().closeImmediately();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void refusesAFolderThatItsAddressCannotHold() {
    assertThatThrownBy(() -> Database.open(DatabaseSettings.embedded(folder.resolve("a;b"))))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining("must not contain a semicolon");
  }

  @Test
  void keepsItsFileSmallWhateverTheNumberOfWrites() {
    try (Database database = Database.open(DatabaseSettings.embedded(folder))) {
      database.migrate();
      // space is free again some time after it was written, 45 s by default
      database.read(handle -> handle.execute("set retention_time 100"));
      write(database, "one");
      for (int i = 0; i < 6_000; i++) {
        database.write(handle -> handle.execute("update organization set revision = revision + 1"));
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                write(database, "more");
                assertThat(size()).isLessThan(60L * 1024 * 1024);
              });
    }
  }

  @Test
  void opensAnUpToDateDatabaseInAMoment() {
    try (Database database = Database.open(DatabaseSettings.embedded(folder))) {
      database.migrate();
    }
    for (int round = 0; round < 3; round++) {
      long before = System.nanoTime();
      try (Database database = Database.open(DatabaseSettings.embedded(folder))) {
        Duration opened = Duration.ofNanos(System.nanoTime() - before);
        database.migrate();
        Duration took = Duration.ofNanos(System.nanoTime() - before);
        System.out.println(
            "opened in " + opened.toMillis() + " ms, with migrate " + took.toMillis() + " ms");
        assertThat(took).isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  private Process start(int first, int writers) {
    try {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-cp",
              System.getProperty("java.class.path"),
              CrashingWriter.class.getName(),
              folder.toString(),
              Integer.toString(first),
              Integer.toString(writers))
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private long size() {
    try {
      return Files.size(folder.resolve("tocsin.mv.db"));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static void write(Database database, String name) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    "insert into organization (id, name, created_at) values (:id, :name, :at)")
                .bind("id", Ids.create())
                .bind("name", name)
                .bind("at", Instant.EPOCH)
                .execute());
  }

  private static Set<String> names(Database database) {
    return new HashSet<>(
        database.read(
            handle ->
                handle.createQuery("select name from organization").mapTo(String.class).list()));
  }
}
