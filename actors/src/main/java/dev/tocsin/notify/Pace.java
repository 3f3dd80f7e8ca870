package dev.tocsin.notify;

/**
 * How much a place takes.
 *
 * @param messagesPerMinute after so many, what comes is bundled into one; 0 for no bound
 * @param tellsResolved whether a message says that the alert is over; a telephone does not ring for
 *     that
 * @param atOnce how many may be on their way at the same time in a storm, each of another alert; a
 *     crash may have so many come a second time
 */
public record Pace(int messagesPerMinute, boolean tellsResolved, int atOnce) {
  /** As much as a person reads. */
  public static final Pace USUAL = new Pace(5, true);

  /** Another program wants all of them, and knows by a key what it has had. */
  public static final Pace PROGRAM = new Pace(0, true, 16);

  public Pace(int messagesPerMinute, boolean tellsResolved) {
    this(messagesPerMinute, tellsResolved, 1);
  }
}
