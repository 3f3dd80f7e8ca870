package dev.tocsin.persistence.configuration;

import dev.tocsin.ConflictException;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table of organizations, as far as configuration is concerned: its order of writes. */
final class OrganizationRows {
  private OrganizationRows() {}

  /**
   * Locks the organization until the transaction ends, so that its writes become visible in the
   * order of their revisions.
   *
   * @return the revision of the last write
   */
  static long lock(Handle handle, OrganizationId organization) {
    return handle
        .createQuery("select revision from organization where id = :organization for update")
        .bind("organization", organization.value())
        .mapTo(Long.class)
        .findOne()
        .orElseThrow(() -> new ConflictException("The organization does not exist any more"));
  }

  static void raise(Handle handle, OrganizationId organization, long revision) {
    handle
        .createUpdate("update organization set revision = :revision where id = :organization")
        .bind("organization", organization.value())
        .bind("revision", revision)
        .execute();
  }

  static Map<OrganizationId, Long> revisions(Handle handle) {
    Map<OrganizationId, Long> revisions = new HashMap<>();
    handle
        .createQuery("select id, revision from organization")
        .map(
            (row, context) ->
                revisions.put(
                    new OrganizationId(row.getObject("id", UUID.class)), row.getLong("revision")))
        .list();
    return revisions;
  }

  static Versioned find(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(
            """
            select name, created_at, time_zone, ping_key_version, revision from organization
            where id = :organization
            """)
        .bind("organization", organization.value())
        .map(
            row ->
                new Versioned(
                    new Organization(
                        organization,
                        row.getColumn("name", String.class),
                        row.getColumn("created_at", Instant.class),
                        ZoneId.of(row.getColumn("time_zone", String.class)),
                        row.getColumn("ping_key_version", Integer.class)),
                    row.getColumn("revision", Long.class)))
        .findOne()
        .orElseThrow(() -> new ConflictException("The organization does not exist any more"));
  }

  record Versioned(Organization organization, long revision) {}
}
