package dev.tocsin.escalation;

import java.time.Duration;
import java.util.List;

/**
 * One rung of a policy.
 *
 * @param delay after the step before it, or for the first after the alert was raised
 */
public record Step(Duration delay, List<Target> targets) {
  public Step {
    targets = List.copyOf(targets);
  }
}
