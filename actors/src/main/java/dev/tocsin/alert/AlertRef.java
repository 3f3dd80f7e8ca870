package dev.tocsin.alert;

import dev.tocsin.Ids;
import dev.tocsin.tenancy.OrganizationId;
import java.util.Optional;

/** The address of an alert: never without its organization, in the shards as in the tables. */
public record AlertRef(OrganizationId organization, AlertId alert) {
  private static final char SEPARATOR = '.';

  /** {@code organization.alert}, the id of the entity in its shard. */
  public String entityId() {
    return organization.toString() + SEPARATOR + alert;
  }

  public static Optional<AlertRef> parse(String entityId) {
    int at = entityId.indexOf(SEPARATOR);
    if (at < 0) {
      return Optional.empty();
    }
    return Ids.parse(entityId.substring(0, at))
        .flatMap(
            organization ->
                Ids.parse(entityId.substring(at + 1))
                    .map(
                        alert ->
                            new AlertRef(new OrganizationId(organization), new AlertId(alert))));
  }
}
