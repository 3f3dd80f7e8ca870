package dev.tocsin.persistence;

import java.nio.file.Path;

/**
 * Where the shared store is.
 *
 * @param url {@code jdbc:postgresql://host:port/name}; empty for the embedded database, a file in
 *     the data folder
 * @param user of PostgreSQL; unused by the embedded database
 * @param password of PostgreSQL; unused by the embedded database
 * @param dataFolder of this process
 */
public record DatabaseSettings(String url, String user, String password, Path dataFolder) {
  private static final String POSTGRES_PREFIX = "jdbc:postgresql:";

  public DatabaseSettings {
    if (!url.isEmpty() && !url.startsWith(POSTGRES_PREFIX)) {
      throw new StartRefusedException(
          "The database's address must begin with "
              + POSTGRES_PREFIX
              + "// as in jdbc:postgresql://localhost:5432/tocsin;"
              + " leave it out to use the embedded database.");
    }
  }

  /** The embedded database in the data folder. */
  public static DatabaseSettings embedded(Path dataFolder) {
    return new DatabaseSettings("", "", "", dataFolder);
  }

  public boolean isPostgres() {
    return !url.isEmpty();
  }

  /** Without the password, which a URL may bear too. */
  @Override
  public String toString() {
    return isPostgres() ? "PostgreSQL at " + address() : "the embedded database in " + dataFolder;
  }

  /** Host, port and name, without parameters or credentials. */
  private String address() {
    String rest = url.substring(POSTGRES_PREFIX.length());
    int parameters = rest.indexOf('?');
    String bare = parameters < 0 ? rest : rest.substring(0, parameters);
    String place = bare.startsWith("//") ? bare.substring(2) : bare;
    return place.substring(place.lastIndexOf('@') + 1);
  }
}
