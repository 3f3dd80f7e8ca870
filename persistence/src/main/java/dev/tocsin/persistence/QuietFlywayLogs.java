package dev.tocsin.persistence;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.flywaydb.core.internal.database.base.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flyway's narration of an ordinary start is of interest to nobody. Made by Flyway, by its name.
 */
public final class QuietFlywayLogs implements LogCreator {
  @Override
  public Log createLogger(Class<?> type) {
    // it warns of every database newer than itself; Tocsin's tests tell whether one works
    return new QuietLog(LoggerFactory.getLogger(type), type != Database.class);
  }

  private record QuietLog(Logger log, boolean warns) implements Log {
    @Override
    public boolean isDebugEnabled() {
      return log.isTraceEnabled();
    }

    @Override
    public void debug(String message) {
      log.trace(message);
    }

    @Override
    public void info(String message) {
      log.debug(message);
    }

    @Override
    public void warn(String message) {
      if (warns) {
        log.warn(message);
      } else {
        log.debug(message);
      }
    }

    /** The caller gets the same as an exception, and says it once. */
    @Override
    public void error(String message) {
      log.debug(message);
    }

    @Override
    public void error(String message, Exception fault) {
      log.debug(message, fault);
    }

    @Override
    public void notice(String message) {
      log.debug(message);
    }
  }
}
