package dev.tocsin.tenancy;

import java.time.Instant;
import java.time.ZoneId;

/**
 * The tenant: everything else belongs to exactly one.
 *
 * @param timeZone where its days begin and end
 * @param pingKeyVersion counts the keys that its ping addresses were made with
 */
public record Organization(
    OrganizationId id, String name, Instant createdAt, ZoneId timeZone, int pingKeyVersion) {
  public static final ZoneId USUAL_TIME_ZONE = ZoneId.of("UTC");

  public Organization(OrganizationId id, String name, Instant createdAt) {
    this(id, name, createdAt, USUAL_TIME_ZONE, 1);
  }

  public Organization changed(String otherName, ZoneId otherZone) {
    return new Organization(id, otherName, createdAt, otherZone, pingKeyVersion);
  }
}
