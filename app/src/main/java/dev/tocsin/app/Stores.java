package dev.tocsin.app;

import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.conf.SecretKey;
import dev.tocsin.conf.Settings;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.Installation;
import dev.tocsin.persistence.secret.Secrets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shared store as this process has it open. */
final class Stores implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Stores.class);
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final Database database;
  private final Secrets secrets;
  private final CountDownLatch closed = new CountDownLatch(1);

  private Stores(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** Opens the embedded database, or a pool of connections to one that need not answer yet. */
  static Stores open(Settings settings, SecretKey secretKey, InstantSource clock) {
    return new Stores(
        Database.open(databaseSettings(settings), new StoreHealth(clock)),
        new Secrets(secretKey.bytes()));
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

  /**
   * Brings the tables up to date, and sees that they were made with the same secret key; blocks
   * until the store is there, or this is closed.
   */
  void prepare() {
    for (boolean first = true; ; first = false) {
      try {
        database.migrate();
        Installation.of(database, secrets);
        return;
      } catch (StoreUnavailableException away) {
        if (first) {
          log.warn("The database does not answer; the start goes on when it does.");
        }
        pause(away);
      }
    }
  }

  private void pause(StoreUnavailableException away) {
    try {
      if (closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
        throw away;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    database.close();
  }
}
