package dev.tocsin.persistence.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.Pools;
import java.util.HashMap;
import java.util.Map;

/** What the journal's settings ({@code persistence.conf}) lack until the database is known. */
public final class JournalSettings {
  private static final String DATABASE = "pekko-persistence-jdbc.shared-databases.tocsin";

  private static final int RECOVERIES = 128;

  private JournalSettings() {}

  /** To be laid over {@code persistence.conf}. Holds the password: never to be logged. */
  public static Config overlay(DatabaseSettings settings) {
    Map<String, Object> db = new HashMap<>();
    db.put("url", Pools.url(settings));
    db.put("user", Pools.user(settings));
    db.put("password", settings.password());
    db.put("connectionTimeout", Pools.CONNECTION_TIMEOUT);
    db.put("validationTimeout", Pools.CONNECTION_TIMEOUT / 2);
    Map<String, Object> properties = new HashMap<>();
    Pools.properties(settings).forEach((key, value) -> properties.put(key.toString(), value));
    db.put("properties", properties);
    if (settings.isPostgres()) {
      db.put("connectionInitSql", Pools.sessionSql());
    } else {
      db.put("maxLifetime", 0);
    }
    String profile =
        settings.isPostgres() ? "slick.jdbc.PostgresProfile$" : "slick.jdbc.H2Profile$";
    Config shared = ConfigFactory.parseMap(Map.of("profile", profile, "db", db)).atPath(DATABASE);
    // what reads at the same time is read with one statement there
    return settings.isPostgres()
        ? ConfigFactory.parseMap(Map.of("pekko.persistence.max-concurrent-recoveries", RECOVERIES))
            .withFallback(shared)
        : shared;
  }
}
