package dev.tocsin.persistence;

import java.nio.file.Path;

/** The address of the embedded database (H2), with what makes it behave and survive. */
final class EmbeddedUrl {
  private EmbeddedUrl() {}

  static String of(Path dataFolder) {
    Path file = dataFolder.toAbsolutePath().resolve("tocsin");
    if (file.toString().contains(";")) {
      throw new StartRefusedException(
          "The path of the data folder " + dataFolder + " must not contain a semicolon.");
    }
    return "jdbc:h2:"
        // an interrupted thread would close a plain file channel, and the database with it
        + "async:"
        + file
        // one dialect for both databases
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        // a commit returns when its bytes are with the operating system, not up to a second later
        + ";WRITE_DELAY=0"
        // the operating system's lock, which ends with the process
        + ";FILE_LOCK=FS"
        // a list of all monitors stays in memory on its way, instead of in a temporary table
        + ";MAX_MEMORY_ROWS=1000000"
        // the program closes it, after the last writer, and not H2 at the first signal
        + ";DB_CLOSE_ON_EXIT=FALSE"
        + ";LOCK_TIMEOUT="
        + Pools.STATEMENT_TIMEOUT;
  }
}
