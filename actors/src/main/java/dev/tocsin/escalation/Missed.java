package dev.tocsin.escalation;

import java.util.UUID;

/** A target of a step that led to nobody, and why. */
public record Missed(Target.Type type, UUID id, Why why) {
  public enum Why {
    /** The schedule has nobody at that time, or the team no people. */
    NOBODY,
    /** The person has no verified way to be reached. */
    NO_CONTACT,
    /** It does not exist any more. */
    GONE,
    /** What would be told there is that nothing arrives there. */
    NOT_DELIVERING
  }
}
