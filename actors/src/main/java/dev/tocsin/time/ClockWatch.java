package dev.tocsin.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when a clock and the monotonic time part: the clock was set, the machine was suspended,
 * or the two drifted apart little by little. Timers run on monotonic time, so after that every
 * deadline must be set anew.
 */
public final class ClockWatch {
  /** How often to {@link #look}. */
  public static final Duration PERIOD = Duration.ofSeconds(1);

  private static final Duration TOLERANCE = Duration.ofSeconds(1);
  private static final Logger log = LoggerFactory.getLogger(ClockWatch.class);

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final List<Consumer<Duration>> listeners = new CopyOnWriteArrayList<>();
  private Anchor anchor;

  /** A moment at which both were read. */
  private record Anchor(Instant time, long nanos) {}

  /**
   * @param nanos monotonic nanoseconds, like {@link System#nanoTime}
   */
  public ClockWatch(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
    this.anchor = new Anchor(clock.instant(), nanos.getAsLong());
  }

  /**
   * @param listener is told how far the clock jumped, negative for backwards, on the thread that
   *     looks; it must not block
   */
  public void onJump(Consumer<Duration> listener) {
    listeners.add(listener);
  }

  /**
   * Compares, and tells the listeners of a jump of more than a second. To be called each {@link
   * #PERIOD}.
   *
   * @return how far the clock jumped
   */
  public synchronized Optional<Duration> look() {
    var now = new Anchor(clock.instant(), nanos.getAsLong());
    var jump = Duration.between(anchor.time(), now.time()).minusNanos(now.nanos() - anchor.nanos());
    if (jump.abs().compareTo(TOLERANCE) <= 0) {
      return Optional.empty();
    }
    anchor = now;
    log.info("The clock jumped by {} s; deadlines are set anew.", jump.toMillis() / 1000.0);
    listeners.forEach(listener -> tell(listener, jump));
    return Optional.of(jump);
  }

  private static void tell(Consumer<Duration> listener, Duration jump) {
    try {
      listener.accept(jump);
    } catch (RuntimeException e) {
      log.error("Deadlines could not be set anew after the clock jumped.", e);
    }
  }
}
