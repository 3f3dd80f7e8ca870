package dev.tocsin.subscriber;

import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.Phase;
import dev.tocsin.statuspage.PageState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What subscribers of a page are told, as it read when it was told.
 *
 * @param subject what it is about: an incident's id
 * @param path of its own page, under the status page
 * @param stage how far it is, as customers read it: {@code Investigating}
 * @param message in Markdown, as it was typed; maybe empty
 * @param parts of the page that it says something of; empty where it is about the page as a whole
 */
public record Bulletin(
    Kind kind,
    UUID subject,
    UUID post,
    String path,
    String title,
    String stage,
    Instant at,
    String message,
    List<Part> parts) {
  /** What a page tells of. */
  public enum Kind {
    INCIDENT
  }

  /** A component, by the name that it had, and what is said of it. */
  public record Part(String component, PageState state) {
    /** {@code Partial outage}. */
    public String word() {
      return spoken(state);
    }
  }

  public Bulletin {
    parts = List.copyOf(parts);
  }

  public static Bulletin ofIncident(
      IncidentId incident,
      UUID post,
      String title,
      Phase phase,
      Instant at,
      String message,
      List<Part> parts) {
    return new Bulletin(
        Kind.INCIDENT,
        incident.value(),
        post,
        "incidents/" + incident,
        title,
        spoken(phase),
        at,
        message,
        parts);
  }

  private static String spoken(Enum<?> constant) {
    String words = constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
