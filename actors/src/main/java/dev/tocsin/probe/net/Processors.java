package dev.tocsin.probe.net;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.concurrent.TimeUnit;

/** How full the processors of this machine (or container) are, over about a second. */
final class Processors {
  private static final double FULL = 0.85;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Of the newest value in the mean. */
  private static final double WEIGHT = 0.5;

  private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
  private long lookedAt = System.nanoTime() - PAUSE_NANOS;

  /** Full until it is known: a start has its hands full. */
  private double load = 1;

  /** False where the system does not say. */
  boolean areFull() {
    long now = System.nanoTime();
    if (now - lookedAt >= PAUSE_NANOS
        && system instanceof com.sun.management.OperatingSystemMXBean it) {
      lookedAt = now;
      double latest = it.getCpuLoad();
      if (latest >= 0) {
        load += WEIGHT * (latest - load);
      }
    }
    return load > FULL;
  }
}
