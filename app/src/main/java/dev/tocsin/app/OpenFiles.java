package dev.tocsin.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** Compares what the operating system grants with what the checks in flight may need. */
final class OpenFiles {
  /** A connection, and its name's resolution. */
  private static final int EACH_CHECK = 2;

  /** Libraries, the store, the cluster, and a few hundred visitors. */
  private static final int EVERYTHING_ELSE = 1_000;

  private OpenFiles() {}

  /** What to warn of at the start, where the limit is too low. */
  static Optional<String> warning(int checksInFlight) {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? warning(checksInFlight, system.getMaxFileDescriptorCount())
        : Optional.empty();
  }

  static Optional<String> warning(int checksInFlight, long limit) {
    var needed = (long) checksInFlight * EACH_CHECK + EVERYTHING_ELSE;
    if (limit < 0 || limit >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        "This process may open "
            + limit
            + " files, but "
            + checksInFlight
            + " checks in flight need about "
            + needed
            + "; raise the limit (ulimit -n, or LimitNOFILE of the service), or lower"
            + " tocsin.checks.max-in-flight.");
  }
}
