package dev.tocsin.subscriber;

import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of a page.
 *
 * @param components of which they are told; empty for all
 * @param confirmedAt null while nobody has said yes at the place itself: nothing is told there
 */
public record Subscriber(
    OrganizationId organization,
    StatusPageId page,
    SubscriberId id,
    Destination to,
    List<ComponentId> components,
    Instant createdAt,
    @Nullable Instant confirmedAt) {
  public Subscriber {
    components = List.copyOf(components);
  }

  public boolean isConfirmed() {
    return confirmedAt != null;
  }
}
