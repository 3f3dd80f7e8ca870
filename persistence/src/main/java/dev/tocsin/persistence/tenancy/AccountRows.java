package dev.tocsin.persistence.tenancy;

import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people change of their accounts. */
final class AccountRows {
  private AccountRows() {}

  static boolean change(
      Handle handle, UserId user, @Nullable String name, @Nullable ZoneId timeZone) {
    return handle
            .createUpdate(
                "update account set name = :name, time_zone = :timeZone where id = :account")
            .bindByType("name", name, String.class)
            .bindByType("timeZone", timeZone == null ? null : timeZone.getId(), String.class)
            .bind("account", user.value())
            .execute()
        > 0;
  }

  static void changePassword(Handle handle, UserId user, PasswordHash password) {
    handle
        .createUpdate("update account set password_hash = :password where id = :account")
        .bind("password", password.phc())
        .bind("account", user.value())
        .execute();
  }

  /** In each organization of the person, for it concerns them all. */
  static void audit(Handle handle, UserId user, String action, Instant at) {
    handle
        .createQuery("select organization_id from membership where account_id = :account")
        .bind("account", user.value())
        .mapTo(UUID.class)
        .list()
        .forEach(
            organization ->
                AuditRows.insert(
                    handle,
                    new OrganizationId(organization),
                    at,
                    Author.user(user),
                    action,
                    MemberRows.target(user),
                    "{}"));
  }
}
