package dev.tocsin.escalation;

import java.time.Duration;

/**
 * Which alerts are told of as one: those that are raised within the window after the first one, for
 * as long as that is not resolved.
 *
 * @param window zero where each alert is told of by itself
 */
public record Grouping(By by, Duration window) {
  public static final Grouping USUAL = new Grouping(By.SOURCE, Duration.ofMinutes(5));

  public enum By {
    /** Those of one monitor, or of one program that raises alerts under its name. */
    SOURCE,
    /** All that climb by the same policy. */
    POLICY
  }
}
