package dev.tocsin.configuration;

import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.Optional;
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

  /** The same item with another content, as it is before it is stored. */
  public Item<T> with(T other) {
    return new Item<>(organization, id, other, createdAt, revision);
  }

  /** As an item of that kind; empty where it is of another one. */
  public <K extends Content> Optional<Item<K>> as(ContentKind<K> kind) {
    return kind.type().isInstance(content)
        ? Optional.of(new Item<>(organization, id, kind.type().cast(content), createdAt, revision))
        : Optional.empty();
  }
}
