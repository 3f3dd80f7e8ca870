package dev.tocsin.incident;

import dev.tocsin.Ids;
import dev.tocsin.tenancy.OrganizationId;
import java.util.Optional;

/** The address of an incident: never without its organization, in the shards as in the tables. */
public record IncidentRef(OrganizationId organization, IncidentId incident) {
  /** {@code organization.incident}, the id of the entity in its shard. */
  public String entityId() {
    return organization.toString() + '.' + incident;
  }

  public static Optional<IncidentRef> parse(String entityId) {
    String[] ids = entityId.split("\\.", 2);
    return ids.length < 2
        ? Optional.empty()
        : Ids.parse(ids[0])
            .flatMap(
                organization ->
                    Ids.parse(ids[1])
                        .map(
                            incident ->
                                new IncidentRef(
                                    new OrganizationId(organization), new IncidentId(incident))));
  }
}
