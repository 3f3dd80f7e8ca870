package dev.tocsin.handover;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a giver still owes to a receiver, by the number of the event that each comes from. The
 * giver's journal holds what is owed; this is the part in memory, which knows what was acknowledged
 * since. The giver sends everything that is open, again every {@link #RESEND_MILLIS} ms, until it
 * is acknowledged, and writes {@link #acknowledgedUpTo} into its next event; after a crash it sends
 * again whatever that had not recorded, and the receiver, idempotent by the number, loses nothing
 * and does nothing twice.
 *
 * <p>Not safe for use by several threads: it belongs to one actor.
 */
public final class Handovers<M> {
  public static final long RESEND_MILLIS = 1_000;

  private final SortedMap<Long, M> open = new TreeMap<>();
  private long highest;

  public void owe(long sequence, M message) {
    if (sequence > highest) {
      highest = sequence;
      open.put(sequence, message);
    }
  }

  /** What to send, oldest first. */
  public Collection<M> open() {
    return Collections.unmodifiableCollection(open.values());
  }

  /** Acknowledging twice, or what was never owed, changes nothing. */
  public void acknowledge(long sequence) {
    open.remove(sequence);
  }

  /** The last event up to which nothing is open any more. */
  public long acknowledgedUpTo() {
    return open.isEmpty() ? highest : open.firstKey() - 1;
  }

  public boolean isSettled() {
    return open.isEmpty();
  }
}
