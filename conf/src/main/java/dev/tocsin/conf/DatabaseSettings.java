package dev.tocsin.conf;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The shared store.
 *
 * @param url a JDBC address without credentials; the embedded database's where none was given
 */
public record DatabaseSettings(String url, String user, Secret password) {
  private static final String POSTGRES = "jdbc:postgresql://";

  static DatabaseSettings read(SettingsReader reader, Path dataDir) {
    var key = "tocsin.db.url";
    var url = reader.text(key);
    var user = reader.text("tocsin.db.user");
    var password = reader.secret("tocsin.db.password");
    if (url.isEmpty()) {
      if (!user.isEmpty() || !password.isEmpty()) {
        throw new SettingsException(
            "tocsin.db.user and tocsin.db.password belong to a PostgreSQL database, but tocsin.db.url"
                + " is not set; set it to an address like jdbc:postgresql://host:5432/tocsin, or"
                + " remove them.");
      }
      return embedded(dataDir);
    }
    if (!url.startsWith(POSTGRES)) {
      throw reader.wrong(key, "empty, or an address like jdbc:postgresql://host:5432/tocsin");
    }
    if (holdsPassword(url)) {
      throw new SettingsException(
          key
              + " holds a password"
              + reader.where(key)
              + "; addresses are shown in messages, so put it into tocsin.db.password.");
    }
    return new DatabaseSettings(url, user, password);
  }

  private static DatabaseSettings embedded(Path dataDir) {
    return new DatabaseSettings(
        "jdbc:h2:file:" + dataDir.resolve("tocsin"), "tocsin", new Secret(""));
  }

  private static boolean holdsPassword(String url) {
    var query = url.indexOf('?');
    return url.contains("@")
        || (query >= 0 && url.substring(query).toLowerCase(Locale.ROOT).contains("password="));
  }

  public boolean isPostgres() {
    return url.startsWith(POSTGRES);
  }
}
