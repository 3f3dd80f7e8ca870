package dev.tocsin.persistence.results;

import dev.tocsin.conf.ResultLogSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log within its bounds. Where room is needed, the oldest hours that an archive has go
 * first; then those that nobody else has, which is said.
 */
final class LogRoom {
  private static final Logger log = LoggerFactory.getLogger(LogRoom.class);
  private static final int ABOVE = 50;

  private final LogFolder folder;
  private final ResultLogSettings limits;
  private final LongSupplier free;
  private boolean isShort;

  /** Makes an hour ready to go; answers whether it may. */
  @FunctionalInterface
  interface Letting {
    boolean go(Instant hour) throws IOException;
  }

  /**
   * @param free bytes on the disk that may still be written
   */
  LogRoom(LogFolder folder, ResultLogSettings limits, LongSupplier free) {
    this.folder = folder;
    this.limits = limits;
    this.free = free;
  }

  /**
   * Drops what is too old, and what is too much.
   *
   * @return whether there is room to write
   */
  boolean make(Instant now, Letting letting) throws IOException {
    Instant oldest = now.minus(limits.keepFor());
    for (LogFolder.Hour hour : folder.hours()) {
      if (hour.begin().plus(LogFolder.HOUR).isBefore(oldest)) {
        folder.drop(hour.begin());
      }
    }
    if (isEnough()) {
      isShort = false;
      return true;
    }
    List<LogFolder.Hour> givenUp = new ArrayList<>();
    for (LogFolder.Hour hour : inTheirOrder()) {
      if (isEnough()) {
        break;
      }
      if (letting.go(hour.begin())) {
        folder.drop(hour.begin());
        if (!hour.isArchived()) {
          givenUp.add(hour);
        }
      }
    }
    say(givenUp);
    isShort = !isEnough();
    return !isShort;
  }

  private boolean isEnough() {
    // what was short begins again a little above the bound, else it would stop at once
    long margin = isShort ? limits.keepFree() / ABOVE : 0;
    return folder.size() <= limits.maxSize() && free.getAsLong() >= limits.keepFree() + margin;
  }

  private List<LogFolder.Hour> inTheirOrder() {
    return folder.hours().stream()
        .sorted(
            Comparator.comparing((LogFolder.Hour hour) -> !hour.isArchived())
                .thenComparing(LogFolder.Hour::begin))
        .toList();
  }

  private static void say(List<LogFolder.Hour> givenUp) {
    if (!givenUp.isEmpty()) {
      log.warn(
          "There is no room for {} hours of results, from {} to {}, which are in no archive; they"
              + " are gone. Give tocsin.results.log.max-size more, or the disk of the data folder.",
          givenUp.size(),
          givenUp.getFirst().begin(),
          givenUp.getLast().begin().plus(LogFolder.HOUR));
    }
  }

  /** Why nothing is recorded, in the operator's words. */
  String shortage() {
    return free.getAsLong() < limits.keepFree()
        ? "the disk of the data folder has less than tocsin.results.log.keep-free ("
            + limits.keepFree()
            + " bytes) left"
        : "this hour's results alone are more than tocsin.results.log.max-size ("
            + limits.maxSize()
            + " bytes)";
  }
}
