package dev.tocsin.persistence.cluster;

import dev.tocsin.persistence.Database;
import org.apache.pekko.actor.setup.Setup;

/** Gives an actor system the store, for what Pekko makes by a class's name. */
public final class DatabaseSetup extends Setup {
  private final Database database;

  public DatabaseSetup(Database database) {
    this.database = database;
  }

  public Database database() {
    return database;
  }
}
