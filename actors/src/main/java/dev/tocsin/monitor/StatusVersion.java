package dev.tocsin.monitor;

/**
 * Orders what is said of one monitor, so that the older of two statements never wins.
 *
 * @param sequence the number of the last event in the monitor's journal
 * @param observed changes seen since then that the journal does not hold yet
 */
public record StatusVersion(long sequence, int observed) implements Comparable<StatusVersion> {
  public static final StatusVersion NONE = new StatusVersion(0, 0);

  @Override
  public int compareTo(StatusVersion other) {
    int bySequence = Long.compare(sequence, other.sequence);
    return bySequence != 0 ? bySequence : Integer.compare(observed, other.observed);
  }
}
