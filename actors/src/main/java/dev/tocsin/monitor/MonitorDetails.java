package dev.tocsin.monitor;

import dev.tocsin.CborSerializable;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only the monitor's own entity knows.
 *
 * @param region where {@code lastCheck} was executed
 * @param results the last 60, newest first
 */
public record MonitorDetails(
    MonitorStatus status, @Nullable CheckResult lastCheck, String region, List<Point> results)
    implements CborSerializable {

  /**
   * @param total duration of the check in microseconds
   */
  public record Point(Instant at, Outcome outcome, long total) {}
}
