package dev.tocsin.persistence.results;

import dev.tocsin.conf.ResultLogSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the log within its bounds. Where room is needed, the oldest hours that an archive has go
 * first; then those that nobody else has, which is said.
 */
final class LogRoom {
  private static final Logger log = LoggerFactory.getLogger(LogRoom.class);
  private static final int ABOVE = 50;

  /** By then a file system has given back what was deleted, and readers have closed it. */
  private static final Duration GIVEN_BACK = Duration.ofMinutes(1);

  private final LogFolder folder;
  private final ResultLogSettings limits;
  private final LongSupplier free;
  private final LongConsumer lost;
  private boolean isShort;
  private long available;
  private long dropped;
  private Instant droppedAt = Instant.EPOCH;

  /** Makes an hour ready to go; answers whether it may. */
  @FunctionalInterface
  interface Letting {
    boolean go(Instant hour) throws IOException;
  }

  /**
   * @param free bytes on the disk that may still be written; negative where nobody knows
   * @param lost is told how many results were dropped that no archive has
   */
  LogRoom(LogFolder folder, ResultLogSettings limits, LongSupplier free, LongConsumer lost) {
    this.folder = folder;
    this.limits = limits;
    this.free = free;
    this.lost = lost;
  }

  /**
   * Drops what is too old and in an archive, and what is too much.
   *
   * @return whether there is room to write
   */
  boolean make(Instant now, Letting letting) throws IOException {
    measure(now);
    Instant oldest = now.minus(limits.keepFor());
    for (LogFolder.Hour hour : folder.hours()) {
      if (hour.isArchived() && hour.begin().plus(LogFolder.HOUR).isBefore(oldest)) {
        drop(hour, now);
      }
    }
    if (isEnough()) {
      isShort = false;
      return true;
    }
    List<LogFolder.Hour> givenUp = new ArrayList<>();
    try {
      for (LogFolder.Hour hour : inTheirOrder()) {
        if (isEnough()) {
          break;
        }
        if (letting.go(hour.begin())) {
          if (!hour.isArchived()) {
            givenUp.add(hour);
            lost.accept(hour.results());
          }
          drop(hour, now);
        }
      }
    } finally {
      say(givenUp);
    }
    isShort = !isEnough();
    return !isShort;
  }

  private void drop(LogFolder.Hour hour, Instant now) throws IOException {
    long size = hour.size();
    folder.drop(hour.begin());
    dropped += size;
    droppedAt = now;
    available = plus(available, size);
  }

  /**
   * Once, and not after each hour that goes: it may take a while until that counts, and all hours
   * would go where one is enough. Where the room is not known nothing goes for its sake: what is
   * recorded is worth more than a guess, and a write that fails is counted and said.
   */
  private void measure(Instant now) {
    boolean mayBeUncounted = !now.isBefore(droppedAt) && now.isBefore(droppedAt.plus(GIVEN_BACK));
    if (!mayBeUncounted) {
      dropped = 0;
      droppedAt = Instant.EPOCH;
    }
    long measured = free.getAsLong();
    available = measured < 0 ? Long.MAX_VALUE : plus(measured, dropped);
  }

  private static long plus(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private boolean isEnough() {
    // what was short begins again a little above the bound, else it would stop at once
    long margin = isShort ? limits.keepFree() / ABOVE : 0;
    return folder.size() <= limits.maxSize() && available >= limits.keepFree() + margin;
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
          "There is no room for the results of these hours, which are in no archive; they are gone,"
              + " and tocsin_results_lost_total counts them: {}. Give tocsin.results.log.max-size"
              + " more, or the disk of the data folder.",
          givenUp.stream().map(hour -> hour.begin().toString()).collect(Collectors.joining(", ")));
    }
  }

  /** Why nothing is recorded, in the operator's words. */
  String shortage() {
    return available < limits.keepFree()
        ? "the disk of the data folder has less than tocsin.results.log.keep-free ("
            + limits.keepFree()
            + " bytes) left"
        : "this hour's results alone are more than tocsin.results.log.max-size ("
            + limits.maxSize()
            + " bytes)";
  }
}
