package dev.tocsin.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.h2.api.ErrorCode;

/** How connections are made. Time-outs nest: connection, statement, socket, journal call. */
public final class Pools {
  /** Milliseconds to wait for a connection, and for PostgreSQL to take one. */
  public static final int CONNECTION_TIMEOUT = 1_000;

  /** Milliseconds after which PostgreSQL gives a statement up. */
  public static final int STATEMENT_TIMEOUT = 3_000;

  /** Seconds without a byte after which a connection is dead; longer than any statement. */
  private static final int SOCKET_TIMEOUT = 4;

  private static final int TABLE_CONNECTIONS = 8;

  private Pools() {}

  static HikariDataSource tables(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tables");
    config.setMaximumPoolSize(TABLE_CONNECTIONS);
    config.setConnectionTimeout(CONNECTION_TIMEOUT);
    config.setValidationTimeout(CONNECTION_TIMEOUT / 2);
    config.setJdbcUrl(url(settings));
    config.setUsername(user(settings));
    config.setPassword(settings.password());
    config.setDataSourceProperties(properties(settings));
    if (settings.isPostgres()) {
      config.setConnectionInitSql(sessionSql());
      config.setInitializationFailTimeout(-1);
    } else {
      // the embedded database closes with its last connection, so some must always be open
      config.setMaxLifetime(0);
      createFolder(settings);
    }
    try {
      return new HikariDataSource(config);
    } catch (HikariPool.PoolInitializationException failed) {
      throw refusal(settings, failed);
    }
  }

  /** The address that the driver gets. */
  public static String url(DatabaseSettings settings) {
    return settings.isPostgres() ? settings.url() : EmbeddedUrl.of(settings.dataFolder());
  }

  public static String user(DatabaseSettings settings) {
    return settings.isPostgres() ? settings.user() : "tocsin";
  }

  /** What the driver is told besides the address. */
  public static Properties properties(DatabaseSettings settings) {
    Properties properties = new Properties();
    if (settings.isPostgres()) {
      properties.putAll(
          Map.of(
              "ApplicationName", "tocsin",
              "tcpKeepAlive", "true",
              "connectTimeout", "1",
              "loginTimeout", "1",
              "socketTimeout", Integer.toString(SOCKET_TIMEOUT),
              "cancelSignalTimeout", "1",
              "reWriteBatchedInserts", "true"));
    }
    return properties;
  }

  /** What each PostgreSQL connection is told first. */
  public static String sessionSql() {
    return "set statement_timeout = "
        + STATEMENT_TIMEOUT
        + "; set idle_in_transaction_session_timeout = "
        + 2 * STATEMENT_TIMEOUT;
  }

  private static void createFolder(DatabaseSettings settings) {
    try {
      Files.createDirectories(settings.dataFolder());
    } catch (IOException failed) {
      throw new StartRefusedException(
          "The data folder " + settings.dataFolder() + " cannot be created: " + failed.getMessage(),
          new UncheckedIOException(failed));
    }
  }

  private static StartRefusedException refusal(DatabaseSettings settings, Exception failed) {
    SQLException cause = StoreFaults.sqlCause(failed);
    if (cause != null && cause.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1) {
      return new StartRefusedException(
          "Another process uses the database in "
              + settings.dataFolder()
              + ". Stop it, or give this process another data folder (TOCSIN_DATA_DIR),"
              + " or let both share PostgreSQL (TOCSIN_DB_URL).",
          failed);
    }
    return new StartRefusedException(
        "The database in "
            + settings.dataFolder()
            + " cannot be opened: "
            + (cause == null ? failed : cause).getMessage(),
        failed);
  }
}
