package dev.tocsin.history;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Results as the archive takes them in, hour by hour. Calls block. */
@FunctionalInterface
public interface HourlyResults {
  /**
   * Reads a whole hour, monitor by monitor in the order of {@link MonitorOrder}, each monitor's
   * results oldest first; never more than a small part of the hour is in memory.
   *
   * @param hour its first moment, UTC
   */
  void hour(Instant hour, Consumer<List<RecordedResult>> eachMonitor);
}
