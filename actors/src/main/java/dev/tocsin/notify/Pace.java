package dev.tocsin.notify;

/**
 * How much a place takes.
 *
 * @param messagesPerMinute after so many, what comes is bundled into one; 0 for no bound
 * @param tellsResolved whether a message says that the alert is over; a telephone does not ring for
 *     that
 */
public record Pace(int messagesPerMinute, boolean tellsResolved) {
  /** As much as a person reads. */
  public static final Pace USUAL = new Pace(5, true);
}
