package dev.tocsin.persistence;

import dev.tocsin.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Set;
import org.h2.mvstore.MVStoreException;
import org.jdbi.v3.core.ConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells what a failed statement means for its caller. */
final class StoreFaults {
  private static final String UNIQUE_VIOLATION = "23505";

  /**
   * SQLSTATE classes of a store that cannot do it now: connection, too little of something, an
   * operator's intervention (shutdown and statement time-out among them), the system's own errors.
   */
  private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "57", "58");

  /**
   * A lock was not got in time (PostgreSQL, H2), the server takes no writes (a standby), a
   * transaction that waited too long was ended, the embedded database is closed or its file fails.
   */
  private static final Set<String> UNAVAILABLE_STATES =
      Set.of("55P03", "HYT00", "25006", "25P03", "90067", "90098", "90121", "90028", "90031");

  /** A deadlock or a collision with another transaction: nothing was done. */
  private static final String COLLISION_CLASS = "40";

  private StoreFaults() {}

  /** What to throw instead: the very exception where it says nothing of the store. */
  static RuntimeException translate(RuntimeException fault, DatabaseSettings settings) {
    SQLException cause = sqlCause(fault);
    if (cause == null) {
      return fault;
    }
    if (isOfTheFile(fault)) {
      return new StoreUnavailableException(
          "The store did not take it: the disk of " + settings + " is full or fails", fault);
    }
    if (UNIQUE_VIOLATION.equals(cause.getSQLState())) {
      return new DuplicateKeyException(fault);
    }
    if (fault instanceof ConnectionException || isUnavailable(cause) || isCollision(cause)) {
      return new StoreUnavailableException(
          "The store did not take it: " + settings + " does not answer as it should", fault);
    }
    return fault;
  }

  /** The embedded database's file could not be read or written; its own state says no more. */
  private static boolean isOfTheFile(Throwable fault) {
    for (Throwable each = fault; each != null; each = each.getCause()) {
      if (each instanceof MVStoreException) {
        return true;
      }
    }
    return false;
  }

  /** Whether the server answers, and does not let this program in. */
  static boolean isRefusal(RuntimeException fault) {
    SQLException cause = sqlCause(fault);
    String state = cause == null ? null : cause.getSQLState();
    return state != null && (state.startsWith("28") || state.equals("3D000"));
  }

  /** What the database says of it. */
  static String reason(RuntimeException fault) {
    SQLException cause = sqlCause(fault);
    return String.valueOf(cause == null ? fault.getMessage() : cause.getMessage());
  }

  static boolean isCollision(RuntimeException fault) {
    SQLException cause = sqlCause(fault);
    return cause != null && isCollision(cause);
  }

  private static boolean isCollision(SQLException cause) {
    String state = cause.getSQLState();
    return state != null && state.startsWith(COLLISION_CLASS);
  }

  private static boolean isUnavailable(SQLException cause) {
    String state = cause.getSQLState();
    if (state == null || state.length() != 5) {
      return cause instanceof SQLTransientException;
    }
    return UNAVAILABLE_CLASSES.contains(state.substring(0, 2))
        || UNAVAILABLE_STATES.contains(state)
        || cause instanceof SQLTransientException;
  }

  /** The innermost: pools and libraries wrap the driver's own. */
  static @Nullable SQLException sqlCause(Throwable fault) {
    SQLException found = null;
    Throwable at = fault;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at instanceof SQLException sql && (found == null || sql.getSQLState() != null)) {
        found = sql;
      }
      at = at.getCause();
    }
    return found;
  }
}
