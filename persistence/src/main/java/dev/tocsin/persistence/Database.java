package dev.tocsin.persistence;

import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * The shared store's tables. Every call blocks, for at most about four seconds, and throws {@link
 * StoreUnavailableException} where the store did not do it, {@link DuplicateKeyException} where a
 * unique key exists already.
 */
public final class Database implements AutoCloseable {
  /** How often a transaction that collided with another is done anew; collisions leave nothing. */
  private static final int ATTEMPTS = 3;

  private final DatabaseSettings settings;
  private final HikariDataSource pool;
  private final @Nullable EmbeddedHousekeeping housekeeping;
  private final Jdbi jdbi;
  private final StoreHealth health;

  private Database(DatabaseSettings settings, HikariDataSource pool, StoreHealth health) {
    this.settings = settings;
    this.pool = pool;
    this.health = health;
    this.housekeeping =
        settings.isPostgres()
            ? null
            : new EmbeddedHousekeeping(pool, EmbeddedHousekeeping.INTERVAL);
    this.jdbi = Jdbi.create(pool);
    jdbi.registerArgument(new SqlTypes.Instants())
        .registerArgument(new SqlTypes.Dates())
        .registerArgument(new SqlTypes.Uuids());
    jdbi.registerColumnMapper(Instant.class, SqlTypes::instant);
    jdbi.getConfig(SqlStatements.class).setUnusedBindingAllowed(false);
  }

  /**
   * Opens the store; PostgreSQL need not answer yet.
   *
   * @throws StartRefusedException where another process has the embedded database open, or its file
   *     cannot be opened
   */
  public static Database open(DatabaseSettings settings) {
    return open(settings, new StoreHealth(InstantSource.system()));
  }

  /**
   * @param health is told what becomes of each call
   */
  public static Database open(DatabaseSettings settings, StoreHealth health) {
    return new Database(settings, Pools.tables(settings), health);
  }

  public DatabaseSettings settings() {
    return settings;
  }

  public boolean isPostgres() {
    return settings.isPostgres();
  }

  /** Whether the last call found the store away. */
  public boolean isAway() {
    return health.isAway();
  }

  /**
   * Brings the tables to this program's version; several nodes may do it at once, one of them does
   * the work.
   *
   * @throws StartRefusedException where a migration fails, or what is there is not Tocsin's
   */
  public void migrate() {
    attempt(
        () -> {
          Migrations.apply(settings, pool);
          return true;
        });
  }

  /** Runs statements of which each is a transaction of its own. */
  public <T> T read(Function<Handle, T> statements) {
    return attempt(() -> jdbi.withHandle(statements::apply));
  }

  /** Runs statements that all see the store at one moment, and may stream. */
  public <T> T snapshot(Function<Handle, T> statements) {
    return attempt(
        () -> jdbi.inTransaction(TransactionIsolationLevel.REPEATABLE_READ, statements::apply));
  }

  /**
   * Runs statements as one transaction, again where it collided with another: all of it happens or
   * nothing. What {@code statements} throws rolls it back.
   */
  public <T> T write(Function<Handle, T> statements) {
    return attempt(() -> jdbi.inTransaction(statements::apply));
  }

  /** The clock that all nodes share. */
  public StoreTime now() {
    return read(
        handle -> {
          long before = System.nanoTime();
          Instant now = clock(handle);
          return new StoreTime(now, Duration.ofNanos(System.nanoTime() - before));
        });
  }

  /** The database's clock; within a transaction the embedded one's stands still at its start. */
  public Instant clock(Handle handle) {
    return handle
        .createQuery(isPostgres() ? "select clock_timestamp()" : "select current_timestamp(6)")
        .mapTo(Instant.class)
        .one();
  }

  @Override
  public void close() {
    if (housekeeping != null) {
      housekeeping.close();
    }
    pool.close();
  }

  private <T> T attempt(Supplier<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        T result = work.get();
        health.answered();
        return result;
      } catch (RuntimeException fault) {
        if (attempt < ATTEMPTS && StoreFaults.isCollision(fault)) {
          continue;
        }
        RuntimeException translated = StoreFaults.translate(fault, settings);
        if (translated instanceof StoreUnavailableException) {
          health.failed(fault);
        }
        throw translated;
      }
    }
  }
}
