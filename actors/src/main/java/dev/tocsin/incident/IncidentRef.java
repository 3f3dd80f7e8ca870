package dev.tocsin.incident;

import dev.tocsin.tenancy.OrganizationId;

/** The address of an incident: never without its organization, in the shards as in the tables. */
public record IncidentRef(OrganizationId organization, IncidentId incident) {
  /** {@code organization.incident}, the id of the entity in its shard. */
  public String entityId() {
    return organization.toString() + '.' + incident;
  }
}
