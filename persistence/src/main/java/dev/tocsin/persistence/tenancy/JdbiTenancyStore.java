package dev.tocsin.persistence.tenancy;

import dev.tocsin.persistence.Database;
import dev.tocsin.tenancy.TenancyStore;

/** Everything that is kept of who may do what, in the shared store's tables. */
public final class JdbiTenancyStore {
  private JdbiTenancyStore() {}

  public static TenancyStore in(Database database) {
    return new TenancyStore(
        new JdbiAccountStore(database),
        new JdbiMemberStore(database),
        new JdbiTokenStore(database),
        new JdbiAuditLog(database));
  }
}
