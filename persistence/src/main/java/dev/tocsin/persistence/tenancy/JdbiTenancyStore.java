package dev.tocsin.persistence.tenancy;

import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.item.PersonalItems;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.tenancy.TenancyStore;

/** Everything that is kept of who may do what, in the shared store's tables. */
public final class JdbiTenancyStore {
  private JdbiTenancyStore() {}

  /**
   * @param secrets seals what has to be kept as it is
   */
  public static TenancyStore in(Database database, Secrets secrets) {
    PersonalItems personal = new PersonalItems(secrets);
    return new TenancyStore(
        new JdbiAccountStore(database, personal),
        new JdbiMemberStore(database, secrets, personal),
        new JdbiTokenStore(database),
        new JdbiAuditLog(database));
  }
}
