package dev.tocsin.app;

import dev.tocsin.monitor.MonitorParts;
import dev.tocsin.time.WallClock;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What a node takes from outside, so that tests start the real thing with ends of their own.
 *
 * @param clock what the time is taken to be
 * @param clusterPatience how long a start waits for its cluster
 * @param checks stands between the monitors and what executes their checks
 */
public record Parts(
    WallClock clock, Duration clusterPatience, UnaryOperator<MonitorParts.Checks> checks) {
  /** With checks that are executed as they are asked for. */
  public Parts(WallClock clock, Duration clusterPatience) {
    this(clock, clusterPatience, UnaryOperator.identity());
  }

  /** Those of the program. */
  public static Parts real() {
    return new Parts(WallClock.system(), Duration.ofSeconds(30));
  }
}
