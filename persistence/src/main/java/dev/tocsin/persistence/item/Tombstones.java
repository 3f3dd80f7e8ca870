package dev.tocsin.persistence.item;

import dev.tocsin.tenancy.OrganizationId;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The deleted rows of a table, which stay, bare, so that nodes learn of them by their revision and
 * no repeated request creates the same again.
 *
 * @param table with the columns {@code organization_id, id, revision, deleted_at}
 */
public record Tombstones(String table) {
  public boolean has(Handle handle, OrganizationId organization, UUID id) {
    return handle
        .createQuery(
            "select count(*) from "
                + table
                + " where organization_id = :organization and id = :id and deleted_at is not null")
        .bind("organization", organization.value())
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
  }

  /** The ids of what was deleted after a revision. */
  public List<UUID> since(Handle handle, OrganizationId organization, long revision) {
    return handle
        .createQuery(
            "select id from "
                + table
                + " where organization_id = :organization and revision > :revision"
                + " and deleted_at is not null")
        .bind("organization", organization.value())
        .bind("revision", revision)
        .mapTo(UUID.class)
        .list();
  }
}
