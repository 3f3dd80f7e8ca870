package dev.tocsin.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the tables to this program's version. The embedded database stores each statement that
 * changes a table at once, so a process that dies within a script leaves part of it: every
 * statement must be one that can be done again.
 */
final class Migrations {
  /** How many scripts there are: versions 1 to this one, without a gap. */
  static final int NEWEST = 18;

  /** Seconds: a migration may rewrite a table, which no statement of a request would. */
  private static final int SOCKET_TIMEOUT = 600;

  private Migrations() {}

  static void apply(DatabaseSettings settings, DataSource pool) {
    if (isUpToDate(pool)) {
      return;
    }
    try {
      Flyway.configure()
          .loggers(QuietFlywayLogs.class.getName())
          .dataSource(settings.isPostgres() ? patient(settings) : pool)
          .locations("classpath:db/migration")
          // the scripts are this program's own; their words may change, what they do may not
          .validateOnMigrate(false)
          .load()
          .migrate();
    } catch (FlywayException failed) {
      if (StoreFaults.translate(failed, settings) != failed) {
        throw failed;
      }
      if (StoreFaults.isRefusal(failed)) {
        throw new StartRefusedException(
            settings
                + " does not let Tocsin in: "
                + StoreFaults.reason(failed)
                + ". Check TOCSIN_DB_URL, TOCSIN_DB_USER and TOCSIN_DB_PASSWORD.",
            failed);
      }
      throw new StartRefusedException(
          "The tables of " + settings + " cannot be brought up to date: " + failed.getMessage(),
          failed);
    }
  }

  /** Spares an ordinary start half a second: Flyway's own look at it loads a thousand classes. */
  private static boolean isUpToDate(DataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet applied =
            statement.executeQuery(
                "select count(distinct version) from flyway_schema_history where success")) {
      return applied.next() && applied.getInt(1) >= NEWEST;
    } catch (SQLException noSuchTableYet) {
      // or the store is away, which Flyway will say
      return false;
    }
  }

  private static DataSource patient(DatabaseSettings settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setApplicationName("tocsin-migration");
    source.setConnectTimeout(Pools.CONNECTION_TIMEOUT / 1000);
    source.setSocketTimeout(SOCKET_TIMEOUT);
    return source;
  }
}
