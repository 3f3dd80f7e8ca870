package dev.tocsin.persistence.item;

import dev.tocsin.tenancy.OrganizationId;
import org.jdbi.v3.core.Handle;

/** The counter of writes to an organization's configuration. */
public final class Revisions {
  private Revisions() {}

  /**
   * Raises it, and holds other writers of the organization back until the transaction ends.
   *
   * @return the revision of what this transaction writes
   */
  public static long next(Handle handle, OrganizationId organization) {
    handle
        .createUpdate("update organization set revision = revision + 1 where id = :id")
        .bind("id", organization.value())
        .execute();
    return handle
        .createQuery("select revision from organization where id = :id")
        .bind("id", organization.value())
        .mapTo(Long.class)
        .one();
  }
}
