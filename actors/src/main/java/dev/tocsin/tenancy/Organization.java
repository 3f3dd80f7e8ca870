package dev.tocsin.tenancy;

import java.time.Instant;

/**
 * The tenant: everything else belongs to exactly one.
 *
 * @param pingKeyVersion counts the keys that its ping addresses were made with
 */
public record Organization(OrganizationId id, String name, Instant createdAt, int pingKeyVersion) {
  public Organization(OrganizationId id, String name, Instant createdAt) {
    this(id, name, createdAt, 1);
  }

  public Organization named(String other) {
    return new Organization(id, other, createdAt, pingKeyVersion);
  }
}
