package dev.tocsin.monitor;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import java.time.Instant;

/**
 * How many of the latest results agree, and since when; what a verdict is confirmed by.
 *
 * @param down results in a row that were down
 * @param notUp results in a row that were degraded or down
 * @param notDown results in a row that were up or degraded
 * @param up results in a row that were up
 */
public record Runs(Run down, Run notUp, Run notDown, Run up) {
  private static final Run EMPTY = new Run(0, Instant.EPOCH);
  public static final Runs NONE = new Runs(EMPTY, EMPTY, EMPTY, EMPTY);

  /**
   * @param since when the first result of the run began; the epoch where the run is empty
   */
  public record Run(int length, Instant since) {
    private Run with(boolean belongs, Instant at) {
      if (!belongs) {
        return EMPTY;
      }
      // confirmations are at most 10: a longer run says nothing more
      return length == 0 ? new Run(1, at) : length > 10 ? this : new Run(length + 1, since);
    }
  }

  /** A result that nothing is known by neither continues a run nor ends one. */
  public Runs with(CheckResult result) {
    Outcome outcome = result.outcome();
    if (outcome == Outcome.UNKNOWN) {
      return this;
    }
    Instant at = result.at();
    boolean allUp = up.equals(notDown) && outcome == Outcome.UP;
    Run nextUp = up.with(outcome == Outcome.UP, at);
    return new Runs(
        down.with(outcome == Outcome.DOWN, at),
        notUp.with(outcome != Outcome.UP, at),
        allUp ? nextUp : notDown.with(outcome != Outcome.DOWN, at), // of most there is one
        nextUp);
  }
}
