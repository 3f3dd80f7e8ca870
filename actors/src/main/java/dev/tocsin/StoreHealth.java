package dev.tocsin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the shared store answers this node, told by those who use it. It says so once when the
 * store goes away and once when it is back, whatever number of calls fail in between.
 */
public final class StoreHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  private final InstantSource clock;
  private final AtomicReference<@Nullable Instant> awaySince = new AtomicReference<>();

  public StoreHealth(InstantSource clock) {
    this.clock = clock;
  }

  public boolean isAway() {
    return awaySince.get() != null;
  }

  public void failed(Throwable failure) {
    if (awaySince.compareAndSet(null, clock.instant())) {
      LOG.warn(
          "The store does not answer; checks go on, and what they find is stored later: {}",
          rootMessage(failure));
    }
  }

  public void answered() {
    Instant since = awaySince.getAndSet(null);
    if (since != null) {
      LOG.info(
          "The store answers again, after {} s",
          Duration.between(since, clock.instant()).toSeconds());
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
