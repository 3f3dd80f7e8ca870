package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.conf.Settings;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shared store as this process has it open. */
final class Stores implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Stores.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Database database;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Stores(Database database) {
    this.database = database;
  }

  /** Opens the embedded database, or a pool of connections to one that need not answer yet. */
  static Stores open(Settings settings, StoreHealth health) {
    return new Stores(Database.open(databaseSettings(settings), health));
  }

  static DatabaseSettings databaseSettings(Settings settings) {
    var database = settings.database();
    var dataDir = settings.node().dataDir();
    return database.isPostgres()
        ? new DatabaseSettings(
            database.url(), database.user(), database.password().value(), dataDir)
        : DatabaseSettings.embedded(dataDir);
  }

  Database database() {
    return database;
  }

  /** Does what needs the store, again until it answers, or this is closed. Blocks. */
  void untilItAnswers(Runnable work) {
    for (boolean first = true; ; first = false) {
      try {
        work.run();
        return;
      } catch (StoreUnavailableException away) {
        first = pause(first, away);
      } catch (CompletionException failed) {
        if (!(failed.getCause() instanceof StoreUnavailableException away)) {
          throw failed;
        }
        first = pause(first, away);
      }
    }
  }

  private boolean pause(boolean first, StoreUnavailableException away) {
    if (first) {
      log.warn("The database does not answer; the start goes on when it does.");
    }
    try {
      if (closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
        throw away;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away;
    }
    return false;
  }

  @Override
  public void close() {
    closed.countDown();
    database.close();
  }
}
