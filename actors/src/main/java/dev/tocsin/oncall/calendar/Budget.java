package dev.tocsin.oncall.calendar;

import dev.tocsin.input.InvalidInputException;

/**
 * How much one calendar may cost, whatever it says. Work is counted before it is done, in
 * occurrences that a rule may have to look at.
 */
final class Budget {
  private static final long WORK = 3_000_000;
  private static final int MOST_OCCURRENCES = 10_000;
  private static final int MOST_BAD_RULES = 20;

  private long work = WORK;
  private int occurrences = MOST_OCCURRENCES;
  private int badRules = MOST_BAD_RULES;
  private boolean cutOff;

  void work(long amount) throws NotUnderstoodException {
    if (amount > work) {
      throw new NotUnderstoodException(
          "The calendar's rules have too many dates; export a shorter time.");
    }
    work -= amount;
  }

  /**
   * @throws InvalidInputException where there are too many to be looked at
   */
  void occurrence() {
    if (--occurrences < 0) {
      throw new InvalidInputException(
          "calendar",
          "The calendar has more than 10,000 shifts in three years; export fewer of its events.");
    }
  }

  /** A rule that finds no date may have looked for it at a thousand places. */
  void badRule() {
    if (--badRules <= 0) {
      work = 0;
    }
  }

  void cutOff() {
    cutOff = true;
  }

  /** Whether there is more, later than anybody looked. */
  boolean isCutOff() {
    return cutOff;
  }
}
