package dev.tocsin.configuration;

import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.UUID;

/**
 * One {@link Content} of an organization.
 *
 * @param revision of the organization at which this version was written; grows with each change
 */
public record Item<T extends Content>(
    OrganizationId organization, UUID id, T content, Instant createdAt, long revision) {
  public String name() {
    return content.name();
  }
}
