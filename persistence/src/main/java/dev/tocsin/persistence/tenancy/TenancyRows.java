package dev.tocsin.persistence.tenancy;

import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** What the tables of people have in common. */
final class TenancyRows {
  private TenancyRows() {}

  static String stored(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  static Role role(ResultSet row) throws SQLException {
    return Role.valueOf(row.getString("role").toUpperCase(Locale.ROOT));
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** From the columns {@code account_id, email, name, time_zone, account_created_at}. */
  static User user(ResultSet row) throws SQLException {
    String zone = row.getString("time_zone");
    return new User(
        new UserId(row.getObject("account_id", UUID.class)),
        new EmailAddress(row.getString("email")),
        row.getString("name"),
        time(row, "account_created_at"),
        zone == null ? null : ZoneId.of(zone));
  }

  static Account account(ResultSet row, StatementContext context) throws SQLException {
    return new Account(user(row), new PasswordHash(row.getString("password_hash")));
  }

  static void insertAccount(Handle handle, Account account) {
    User user = account.user();
    handle
        .createUpdate(
            """
            insert into account (id, email, email_key, name, password_hash, created_at)
            values (:id, :email, :emailKey, :name, :passwordHash, :createdAt)
            """)
        .bind("id", user.id().value())
        .bind("email", user.email().value())
        .bind("emailKey", user.email().key())
        .bind("name", user.name())
        .bind("passwordHash", account.password().phc())
        .bind("createdAt", user.createdAt())
        .execute();
  }

  /** Makes an organization the person's last. */
  static void choose(Handle handle, UserId user, OrganizationId organization) {
    handle
        .createUpdate("update account set last_organization_id = :organization where id = :account")
        .bind("organization", organization.value())
        .bind("account", user.value())
        .execute();
  }

  /**
   * @return false where they are a member already
   */
  static boolean insertMembership(
      Handle handle, OrganizationId organization, UserId user, Role role, Instant at) {
    return handle
            .createUpdate(
                """
            insert into membership (organization_id, account_id, role, created_at)
            values (:organization, :account, :role, :createdAt)
            on conflict do nothing
            """)
            .bind("organization", organization.value())
            .bind("account", user.value())
            .bind("role", stored(role))
            .bind("createdAt", at)
            .execute()
        > 0;
  }
}
