package dev.tocsin.probe;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** Executes one kind of check. */
public interface Probe<S extends CheckSpec> {
  /**
   * Asks the target once, over a fresh connection.
   *
   * @param timeout for everything from the name's resolution to the last byte
   * @return the result, within the time-out and what it takes to judge an answer that came in time
   *     (a few seconds on a busy node); a target's failure is a result, and the stage fails only
   *     for a defect of Tocsin itself
   */
  CompletionStage<CheckResult> check(S spec, Duration timeout);
}
