package dev.tocsin.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.persistence.testing.RestartablePostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class DatabaseAwayTest {
  /** A connection, a statement and a socket's time-out, and room for a busy machine. */
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private @TempDir Path folder;
  private RestartablePostgres postgres;
  private Database database;

  @BeforeEach
  void start() {
    postgres = new RestartablePostgres();
    database = Database.open(postgres.settings(folder));
    database.migrate();
  }

  @AfterEach
  void stop() {
    database.close();
    postgres.close();
  }

  @Test
  void saysSoWhileItIsStoppedAndWorksWhenItIsBack() {
    postgres.stop();
    for (int call = 0; call < 3; call++) {
      isUnavailableInTime("select 1");
    }
    postgres.start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> ask("select 1") == 1);
    assertThat(database.isAway()).isFalse();
  }

  @Test
  void saysSoWhileItHangs() {
    postgres.freeze();
    try {
      isUnavailableInTime("select 1");
      isUnavailableInTime("select 1");
    } finally {
      postgres.thaw();
    }
    await().atMost(PATIENCE).ignoreExceptions().until(() -> ask("select 1") == 1);
  }

  @Test
  void givesUpAStatementThatTakesTooLong() {
    isUnavailableInTime("select 1 from pg_sleep(20)");
    assertThat(ask("select 1")).isEqualTo(1);
  }

  @Test
  void givesUpWaitingForARowThatAnotherHolds() {
    database.write(handle -> handle.execute("create table row_of (id integer, n integer)"));
    database.write(handle -> handle.execute("insert into row_of values (1, 0)"));
    assertThatThrownBy(
            () ->
                database.write(
                    handle -> {
                      handle.execute("update row_of set n = 1 where id = 1");
                      isUnavailable(() -> onAnotherThread("update row_of set n = 2 where id = 1"));
                      throw new IllegalStateException("enough");
                    }))
        .hasMessage("enough");
    assertThat(ask("select n from row_of")).isZero();
  }

  @Test
  void writesOneLineWhenItGoesAndOneWhenItIsBack() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    try {
      postgres.stop();
      for (int call = 0; call < 5; call++) {
        isUnavailableInTime("select 1");
      }
      postgres.start();
      await().atMost(PATIENCE).ignoreExceptions().until(() -> ask("select 1") == 1);
    } finally {
      root.detachAppender(lines);
    }
    List<String> said =
        lines.list.stream()
            .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
            .filter(line -> !line.getLoggerName().startsWith("io.zonky"))
            .map(ILoggingEvent::getFormattedMessage)
            .toList();
    assertThat(said).hasSize(2);
    assertThat(said.getFirst()).startsWith("The store does not answer");
    assertThat(said.getLast()).startsWith("The store answers again, after ");
  }

  private int ask(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Integer.class).one());
  }

  private void onAnotherThread(String sql) {
    try {
      CompletableFuture.runAsync(() -> database.write(handle -> handle.execute(sql))).join();
    } catch (CompletionException failed) {
      throw (RuntimeException) failed.getCause();
    }
  }

  private void isUnavailableInTime(String sql) {
    isUnavailable(() -> ask(sql));
  }

  private static void isUnavailable(Runnable call) {
    long before = System.nanoTime();
    assertThatThrownBy(call::run).isInstanceOf(StoreUnavailableException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(BOUND);
  }
}
