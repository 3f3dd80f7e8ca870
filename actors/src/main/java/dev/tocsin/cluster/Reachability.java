package dev.tocsin.cluster;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** For how long the store has answered without a break; outlives the lives of a node. */
public final class Reachability {
  private final LongSupplier nanos;
  private @Nullable Long since;

  /**
   * @param nanos monotonic nanoseconds, like {@link System#nanoTime}
   */
  public Reachability(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The store answered just now. */
  synchronized Duration answered() {
    var now = nanos.getAsLong();
    if (since == null) {
      since = now;
    }
    return Duration.ofNanos(now - since);
  }

  /** The store did not answer. */
  synchronized void failed() {
    since = null;
  }
}
