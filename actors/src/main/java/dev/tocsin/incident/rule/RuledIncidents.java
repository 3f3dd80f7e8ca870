package dev.tocsin.incident.rule;

import dev.tocsin.incident.IncidentRecord;

/** What is to be known of an incident that a rule opened. */
public final class RuledIncidents {
  private RuledIncidents() {}

  /** Whether a person has told something of it that still stands: then no rule resolves it. */
  public static boolean isTakenOver(IncidentRecord incident) {
    return new Past(incident).isTakenOver();
  }
}
