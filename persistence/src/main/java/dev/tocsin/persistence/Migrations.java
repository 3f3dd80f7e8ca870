package dev.tocsin.persistence;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the tables to this program's version. */
final class Migrations {
  /** Seconds: a migration may rewrite a table, which no statement of a request would. */
  private static final int SOCKET_TIMEOUT = 600;

  private Migrations() {}

  static void apply(DatabaseSettings settings, DataSource pool) {
    try {
      Flyway.configure()
          .loggers(QuietFlywayLogs.class.getName())
          .dataSource(settings.isPostgres() ? patient(settings) : pool)
          .locations("classpath:db/migration")
          .load()
          .migrate();
    } catch (FlywayException failed) {
      if (StoreFaults.translate(failed, settings) != failed) {
        throw failed;
      }
      throw new StartRefusedException(
          "The tables of " + settings + " cannot be brought up to date: " + failed.getMessage(),
          failed);
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
