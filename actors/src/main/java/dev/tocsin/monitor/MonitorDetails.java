package dev.tocsin.monitor;

import dev.tocsin.CborSerializable;
import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.Ping;
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
 * @param heartbeat null where nobody is to ping
 */
public record MonitorDetails(
    MonitorStatus status,
    @Nullable CheckResult lastCheck,
    String region,
    List<Point> results,
    @Nullable Heartbeat heartbeat)
    implements CborSerializable {

  /**
   * @param total duration of the check in microseconds
   */
  public record Point(Instant at, Outcome outcome, long total) {}

  /**
   * @param pings the last ones, newest first
   * @param expectedBy when it is late; null while nothing is expected
   */
  public record Heartbeat(Beats beats, List<Ping> pings, @Nullable Instant expectedBy) {}
}
