package dev.tocsin.persistence;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the database is away, and once that it is back. */
final class Availability {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final long PRESENT = 0;

  private final DatabaseSettings settings;
  private final AtomicLong awaySinceNanos = new AtomicLong(PRESENT);

  Availability(DatabaseSettings settings) {
    this.settings = settings;
  }

  boolean isAway() {
    return awaySinceNanos.get() != PRESENT;
  }

  void away(Throwable why) {
    if (awaySinceNanos.compareAndSet(PRESENT, System.nanoTime() | 1)) {
      Throwable sql = StoreFaults.sqlCause(why);
      LOG.warn("The database is away: {} ({})", settings, firstLine(sql == null ? why : sql));
    }
  }

  void present() {
    if (isAway()) {
      long since = awaySinceNanos.getAndSet(PRESENT);
      if (since != PRESENT) {
        Duration away = Duration.ofNanos(System.nanoTime() - since);
        LOG.info("The database is back after {} s: {}", away.toMillis() / 1000.0, settings);
      }
    }
  }

  private static String firstLine(Throwable fault) {
    String message = String.valueOf(fault.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
