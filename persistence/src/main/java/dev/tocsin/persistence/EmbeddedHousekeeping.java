package dev.tocsin.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the embedded database's file small. H2 writes each transaction as a chunk of its own at the
 * end, some ten kilobytes, and gathers what is still valid in old chunks only in the thread that it
 * does not start when commits are written at once. So this does: without it a process that runs for
 * months would fill the disk.
 */
final class EmbeddedHousekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedHousekeeping.class);
  static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Percent of the chunks' pages that are valid; below it the emptiest chunks are rewritten. */
  private static final int FILL_RATE = 50;

  /** Bytes that one round rewrites, which commits wait for. */
  private static final int ROUND = 2 * 1024 * 1024;

  private final HikariDataSource pool;
  private MVStore store;
  private boolean failing;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("database-housekeeping").daemon().factory());

  EmbeddedHousekeeping(HikariDataSource pool, Duration interval) {
    this.pool = pool;
    this.store = store();
    thread.scheduleWithFixedDelay(
        this::tidy, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Another one after a fault of the disk, when the next connection has opened the file anew. */
  private MVStore store() {
    try (Connection connection = pool.getConnection()) {
      JdbcConnection embedded = connection.unwrap(JdbcConnection.class);
      return ((SessionLocal) embedded.getSession()).getDatabase().getStore().getMvStore();
    } catch (SQLException failed) {
      throw new IllegalStateException(failed.getMessage(), failed);
    }
  }

  private void tidy() {
    try {
      if (store.isClosed()) {
        reopen();
      }
      store.compact(FILL_RATE, ROUND);
      failing = false;
    } catch (RuntimeException failed) {
      if (!failing) {
        LOG.warn("The embedded database's file cannot be written: {}", failed.getMessage());
      }
      failing = true;
    }
  }

  /**
   * After a fault of the disk its part that writes is closed and the rest is not, and stays so;
   * only a database that is closed as a whole is opened again by the next connection.
   */
  private void reopen() {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("shutdown immediately");
    } catch (SQLException closed) {
      LOG.debug("The embedded database is closed: {}", closed.getMessage());
    }
    pool.getHikariPoolMXBean().softEvictConnections();
    store = store();
    LOG.info("The embedded database was opened again after a fault of its file.");
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("The embedded database is still being tidied and closes nevertheless");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
