package dev.tocsin.escalation;

import java.util.UUID;

/**
 * Whom a step tells.
 *
 * @param pick how many of a team's people; {@link Pick#ALL} for all other types
 */
public record Target(Type type, UUID id, Pick pick) {
  public enum Type {
    SCHEDULE,
    USER,
    TEAM,
    CHANNEL
  }

  public enum Pick {
    ALL,
    /** One after the other, the next with each alert. */
    ROUND_ROBIN
  }

  public Target(Type type, UUID id) {
    this(type, id, Pick.ALL);
  }
}
