package dev.tocsin.incident.rule;

import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.tenancy.Author;
import java.util.UUID;

/**
 * What is to be done next.
 *
 * @param rule by which
 */
record Step(IncidentRef incident, IncidentChange change, UUID rule) {
  Author by() {
    return Author.rule(rule);
  }
}
