package dev.tocsin.monitor;

import dev.tocsin.Ids;
import dev.tocsin.tenancy.OrganizationId;
import java.util.Optional;

/** The address of a monitor: never without its organization, in the shards as in the tables. */
public record MonitorRef(OrganizationId organization, MonitorId monitor) {
  private static final char SEPARATOR = '.';

  /** {@code organization.monitor}, the id of the entity in its shard. */
  public String entityId() {
    return organization.toString() + SEPARATOR + monitor;
  }

  public static Optional<MonitorRef> parse(String entityId) {
    int at = entityId.indexOf(SEPARATOR);
    if (at < 0) {
      return Optional.empty();
    }
    return Ids.parse(entityId.substring(0, at))
        .flatMap(
            organization ->
                Ids.parse(entityId.substring(at + 1))
                    .map(
                        monitor ->
                            new MonitorRef(
                                new OrganizationId(organization), new MonitorId(monitor))));
  }
}
