package dev.tocsin.app;

import dev.tocsin.time.WallClock;
import java.time.Duration;

/**
 * What a node takes from outside, so that tests start the real thing with ends of their own.
 *
 * @param clock what the time is taken to be
 * @param clusterPatience how long a start waits for its cluster
 */
public record Parts(WallClock clock, Duration clusterPatience) {
  /** Those of the program. */
  public static Parts real() {
    return new Parts(WallClock.system(), Duration.ofSeconds(30));
  }
}
