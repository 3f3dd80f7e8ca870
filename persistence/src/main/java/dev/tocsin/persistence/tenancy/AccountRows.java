package dev.tocsin.persistence.tenancy;

import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What people change of their accounts. */
final class AccountRows {
  private AccountRows() {}

  /** Until the transaction's end nobody else writes what is read. */
  static Optional<User> locked(Handle handle, UserId user) {
    return handle
        .createQuery(
            """
            select id as account_id, email, name, time_zone, created_at as account_created_at
            from account where id = :account for update
            """)
        .bind("account", user.value())
        .map((row, context) -> TenancyRows.user(row))
        .findOne();
  }

  /** As {@link #locked}. */
  static Optional<PasswordHash> lockedPassword(Handle handle, UserId user) {
    return handle
        .createQuery("select password_hash from account where id = :account for update")
        .bind("account", user.value())
        .mapTo(String.class)
        .findOne()
        .map(PasswordHash::new);
  }

  static void change(Handle handle, User user) {
    ZoneId timeZone = user.timeZone();
    handle
        .createUpdate("update account set name = :name, time_zone = :timeZone where id = :account")
        .bindByType("name", user.name(), String.class)
        .bindByType("timeZone", timeZone == null ? null : timeZone.getId(), String.class)
        .bind("account", user.id().value())
        .execute();
  }

  /**
   * @return false where the password is not the proven one any more
   */
  static boolean changePassword(Handle handle, Account proven, PasswordHash password) {
    return handle
            .createUpdate(
                """
                update account set password_hash = :password
                where id = :account and password_hash = :proven
                """)
            .bind("password", password.phc())
            .bind("proven", proven.password().phc())
            .bind("account", proven.user().id().value())
            .execute()
        > 0;
  }

  /** Where the person is a member, in the order in which organizations are locked. */
  static List<OrganizationId> organizations(Handle handle, UserId user) {
    return handle
        .createQuery(
            """
            select organization_id from membership where account_id = :account
            order by organization_id
            """)
        .bind("account", user.value())
        .mapTo(UUID.class)
        .map(OrganizationId::new)
        .list();
  }

  /** In each organization of the person, for it concerns them all. */
  static void audit(Handle handle, UserId user, String action, Instant at) {
    organizations(handle, user)
        .forEach(
            organization ->
                AuditRows.insert(
                    handle,
                    organization,
                    at,
                    Author.user(user),
                    action,
                    MemberRows.target(user),
                    "{}"));
  }
}
