package dev.tocsin.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when pings may have failed to arrive before a monitor began to run on this node: there was
 * no node at all, or the one it ran on died.
 *
 * @param aliveUntil when any node of the installation was last known to live before this one began;
 *     the epoch where that is not known
 * @param begunAt when this node began
 */
public record Reception(Instant aliveUntil, Instant begunAt) {
  /** How long it takes at most to notice a dead node and to run its monitors elsewhere. */
  private static final Duration TAKEOVER = Duration.ofSeconds(30);

  /** A node that has begun runs its monitors by then. */
  private static final Duration START = Duration.ofMinutes(2);

  /** The gap before {@code now} begins here. */
  public Instant lostSince(Instant now) {
    Instant atTakeover = now.minus(TAKEOVER);
    boolean starting = now.isBefore(begunAt.plus(START));
    return starting && aliveUntil.isBefore(atTakeover) ? aliveUntil : atTakeover;
  }
}
