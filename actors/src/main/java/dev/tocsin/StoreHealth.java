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
 * store goes away and once when it is back, whatever number of calls fail in between; and of a
 * store with too much to do, which answers some calls and not others, once in a while.
 */
public final class StoreHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StoreHealth.class);

  /** So soon after it was said that it is away, that is not said again. */
  private static final Duration QUIET = Duration.ofSeconds(30);

  /** Unless it stays away for so long. */
  private static final Duration LONG = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final AtomicReference<@Nullable Instant> awaySince = new AtomicReference<>();
  private Instant saidAt = Instant.EPOCH;
  private boolean said;

  public StoreHealth(InstantSource clock) {
    this.clock = clock;
  }

  public boolean isAway() {
    return awaySince.get() != null;
  }

  public void failed(Throwable failure) {
    Instant now = clock.instant();
    awaySince.compareAndSet(null, now);
    sayAway(failure, now);
  }

  private synchronized void sayAway(Throwable failure, Instant now) {
    Instant since = awaySince.get();
    boolean worthIt =
        !now.isBefore(saidAt.plus(QUIET)) || since != null && now.isAfter(since.plus(LONG));
    if (!said && worthIt) {
      said = true;
      saidAt = now;
      LOG.warn(
          "The store does not answer; checks go on, and what they find is stored later: {}",
          rootMessage(failure));
    }
  }

  public void answered() {
    Instant since = awaySince.getAndSet(null);
    if (since != null) {
      sayBack(since);
    }
  }

  private synchronized void sayBack(Instant since) {
    if (said) {
      said = false;
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
