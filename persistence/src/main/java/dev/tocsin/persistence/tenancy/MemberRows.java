package dev.tocsin.persistence.tenancy;

import dev.tocsin.ConflictException;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The table of memberships, with the accounts that have them. */
public final class MemberRows {
  private static final String MEMBERS =
      """
      select a.id as account_id, a.email, a.name, a.time_zone,
             a.created_at as account_created_at, m.role, m.created_at
      from membership m join account a on a.id = m.account_id
      where m.organization_id = :organization
      """;

  private MemberRows() {}

  static AuditRows.Target target(UserId user) {
    return new AuditRows.Target("member", user.toString());
  }

  /** In the order they joined. */
  public static List<Member> of(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(MEMBERS + " order by m.created_at, a.id")
        .bind("organization", organization.value())
        .map(MemberRows::read)
        .list();
  }

  static void setRole(Handle handle, OrganizationId organization, UserId user, Role role) {
    handle
        .createUpdate(
            """
            update membership set role = :role
            where organization_id = :organization and account_id = :account
            """)
        .bind("role", TenancyRows.stored(role))
        .bind("organization", organization.value())
        .bind("account", user.value())
        .execute();
  }

  static void delete(Handle handle, OrganizationId organization, UserId user) {
    handle
        .createUpdate(
            """
            delete from membership
            where organization_id = :organization and account_id = :account
            """)
        .bind("organization", organization.value())
        .bind("account", user.value())
        .execute();
  }

  /** Writes to one organization's memberships follow each other, so that an owner remains. */
  static void lock(Handle handle, OrganizationId organization) {
    handle
        .createQuery("select id from organization where id = :id for update")
        .bind("id", organization.value())
        .mapTo(UUID.class)
        .list();
  }

  static Optional<Member> locked(Handle handle, OrganizationId organization, UserId user) {
    lock(handle, organization);
    return handle
        .createQuery(MEMBERS + " and m.account_id = :account")
        .bind("organization", organization.value())
        .bind("account", user.value())
        .map(MemberRows::read)
        .findOne();
  }

  static void requireAnotherOwner(Handle handle, OrganizationId organization) {
    long owners =
        handle
            .createQuery(
                """
                select count(*) from membership
                where organization_id = :organization and role = 'owner'
                """)
            .bind("organization", organization.value())
            .mapTo(Long.class)
            .one();
    if (owners < 2) {
      throw new ConflictException(
          "This is the organization's last owner; make somebody else an owner first.");
    }
  }

  static void refuseMember(Handle handle, Invitation invitation) {
    boolean isMember =
        handle
            .createQuery(
                """
                select exists (
                  select 1 from membership m join account a on a.id = m.account_id
                  where m.organization_id = :organization and a.email_key = :emailKey)
                """)
            .bind("organization", invitation.organization().value())
            .bind("emailKey", invitation.email().key())
            .mapTo(Boolean.class)
            .one();
    if (isMember) {
      throw new ConflictException("This e-mail address belongs to a member already.");
    }
  }

  static void eraseWithoutMembership(Handle handle, UserId user) {
    boolean remains =
        handle
            .createQuery("select exists (select 1 from membership where account_id = :account)")
            .bind("account", user.value())
            .mapTo(Boolean.class)
            .one();
    if (!remains) {
      handle
          .createUpdate("delete from account_session where account_id = :account")
          .bind("account", user.value())
          .execute();
      handle
          .createUpdate("delete from account where id = :account")
          .bind("account", user.value())
          .execute();
    }
  }

  private static Member read(ResultSet row, StatementContext context) throws SQLException {
    return new Member(
        TenancyRows.user(row), TenancyRows.role(row), TenancyRows.time(row, "created_at"));
  }
}
