package dev.tocsin.persistence.tenancy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tocsin.ConflictException;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DuplicateKeyException;
import dev.tocsin.persistence.tenancy.AuditRows.Target;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/** The tables of memberships; those of invitations are {@link InvitationRows}. */
final class JdbiMemberStore implements MemberStore {
  private static final String MEMBERS =
      """
      select a.id as account_id, a.email, a.name, a.created_at as account_created_at,
             m.role, m.created_at
      from membership m join account a on a.id = m.account_id
      where m.organization_id = :organization
      """;

  private final Database database;

  JdbiMemberStore(Database database) {
    this.database = database;
  }

  @Override
  public long rename(OrganizationId organization, String name, Author by, Instant at) {
    return database.write(
        handle -> {
          handle
              .createUpdate(
                  "update organization set name = :name, revision = revision + 1 where id = :id")
              .bind("name", name)
              .bind("id", organization.value())
              .execute();
          AuditRows.insert(
              handle,
              organization,
              at,
              by,
              "organization.rename",
              new Target("organization", organization.toString()),
              JsonNodeFactory.instance.objectNode().put("name", name).toString());
          return handle
              .createQuery("select revision from organization where id = :id")
              .bind("id", organization.value())
              .mapTo(Long.class)
              .one();
        });
  }

  @Override
  public List<Member> members(OrganizationId organization) {
    return database.read(
        handle ->
            handle
                .createQuery(MEMBERS + " order by m.created_at, a.id")
                .bind("organization", organization.value())
                .map(JdbiMemberStore::read)
                .list());
  }

  @Override
  public Optional<Member> changeRole(
      OrganizationId organization, UserId user, Role role, Author by, Instant at) {
    return database.write(
        handle -> {
          Optional<Member> known = lockedMember(handle, organization, user);
          if (known.isEmpty() || known.get().role() == role) {
            return known;
          }
          if (known.get().role() == Role.OWNER) {
            requireAnotherOwner(handle, organization);
          }
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
          AuditRows.insert(
              handle,
              organization,
              at,
              by,
              "member.change-role",
              target(user),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("role", TenancyRows.stored(role))
                  .put("before", TenancyRows.stored(known.get().role()))
                  .toString());
          return known.map(member -> new Member(member.user(), role, member.since()));
        });
  }

  @Override
  public boolean remove(OrganizationId organization, UserId user, Author by, Instant at) {
    return database.write(
        handle -> {
          Optional<Member> known = lockedMember(handle, organization, user);
          if (known.isEmpty()) {
            return false;
          }
          if (known.get().role() == Role.OWNER) {
            requireAnotherOwner(handle, organization);
          }
          handle
              .createUpdate(
                  """
                  delete from membership
                  where organization_id = :organization and account_id = :account
                  """)
              .bind("organization", organization.value())
              .bind("account", user.value())
              .execute();
          AuditRows.insert(handle, organization, at, by, "member.remove", target(user), "{}");
          eraseWithoutMembership(handle, user);
          return true;
        });
  }

  @Override
  public Created<Invitation> invite(Invitation invitation, SecretHash secret, Author by) {
    return database.write(
        handle -> {
          Optional<Invitation> known =
              InvitationRows.byId(handle, invitation.organization(), invitation.id());
          if (known.isPresent()) {
            return new Created<>(known.get(), false);
          }
          lock(handle, invitation.organization());
          refuseMember(handle, invitation);
          InvitationRows.replace(handle, invitation, secret);
          AuditRows.insert(
              handle,
              invitation.organization(),
              invitation.createdAt(),
              by,
              "invitation.create",
              InvitationRows.target(invitation.id()),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("role", TenancyRows.stored(invitation.role()))
                  .toString());
          return new Created<>(invitation, true);
        });
  }

  @Override
  public List<Invitation> invitations(OrganizationId organization, Instant now) {
    return database.read(handle -> InvitationRows.open(handle, organization, now));
  }

  @Override
  public boolean withdraw(
      OrganizationId organization, InvitationId invitation, Author by, Instant at) {
    return database.write(
        handle -> {
          if (!InvitationRows.delete(handle, organization, invitation)) {
            return false;
          }
          AuditRows.insert(
              handle,
              organization,
              at,
              by,
              "invitation.withdraw",
              InvitationRows.target(invitation),
              "{}");
          return true;
        });
  }

  @Override
  public Optional<Invitation> invitation(SecretHash secret, Instant now) {
    return database.read(handle -> InvitationRows.bySecret(handle, secret, now));
  }

  @Override
  public void accept(Invitation invitation, Account account, Instant at) {
    try {
      database.write(
          handle -> {
            accept(handle, invitation, account, at);
            return true;
          });
    } catch (DuplicateKeyException createdMeanwhile) {
      throw new ConflictException(
          "This e-mail address has an account by now; use its password to accept.");
    }
  }

  private static void accept(Handle handle, Invitation invitation, Account account, Instant at) {
    OrganizationId organization = invitation.organization();
    UserId user = account.user().id();
    if (!InvitationRows.delete(handle, organization, invitation.id())) {
      throw new ConflictException("This invitation was used or withdrawn a moment ago.");
    }
    if (!exists(handle, user)) {
      TenancyRows.insertAccount(handle, account);
    }
    TenancyRows.insertMembership(handle, organization, user, invitation.role(), at);
    handle
        .createUpdate("update account set last_organization_id = :organization where id = :account")
        .bind("organization", organization.value())
        .bind("account", user.value())
        .execute();
    AuditRows.insert(
        handle, organization, at, Author.user(user), "member.join", target(user), "{}");
  }

  /** Writes to one organization's memberships follow each other, so that an owner remains. */
  private static void lock(Handle handle, OrganizationId organization) {
    handle
        .createQuery("select id from organization where id = :id for update")
        .bind("id", organization.value())
        .mapTo(java.util.UUID.class)
        .list();
  }

  private static Optional<Member> lockedMember(
      Handle handle, OrganizationId organization, UserId user) {
    lock(handle, organization);
    return handle
        .createQuery(MEMBERS + " and m.account_id = :account")
        .bind("organization", organization.value())
        .bind("account", user.value())
        .map(JdbiMemberStore::read)
        .findOne();
  }

  private static void requireAnotherOwner(Handle handle, OrganizationId organization) {
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

  private static void refuseMember(Handle handle, Invitation invitation) {
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

  private static boolean exists(Handle handle, UserId user) {
    return handle
        .createQuery("select exists (select 1 from account where id = :id)")
        .bind("id", user.value())
        .mapTo(Boolean.class)
        .one();
  }

  private static void eraseWithoutMembership(Handle handle, UserId user) {
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

  private static Target target(UserId user) {
    return new Target("member", user.toString());
  }

  private static Member read(ResultSet row, StatementContext context) throws SQLException {
    return new Member(
        TenancyRows.user(row), TenancyRows.role(row), TenancyRows.time(row, "created_at"));
  }
}
