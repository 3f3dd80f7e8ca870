package dev.tocsin.persistence.tenancy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tocsin.ConflictException;
import dev.tocsin.conf.Secret;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DuplicateKeyException;
import dev.tocsin.persistence.item.PersonalItems;
import dev.tocsin.persistence.item.Revisions;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.AuditRows.Target;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Who is in an organization, and who may come: {@link MemberRows} and {@link InvitationRows}. */
final class JdbiMemberStore implements MemberStore {
  private final Database database;
  private final Secrets secrets;
  private final PersonalItems personal;

  JdbiMemberStore(Database database, Secrets secrets, PersonalItems personal) {
    this.database = database;
    this.secrets = secrets;
    this.personal = personal;
  }

  @Override
  public Changed change(
      OrganizationId organization, UnaryOperator<Organization> change, Author by, Instant at) {
    return database.write(
        handle -> {
          Organization after = change.apply(locked(handle, organization));
          handle
              .createUpdate(
                  """
                  update organization
                  set name = :name, time_zone = :timeZone
                  where id = :id
                  """)
              .bind("name", after.name())
              .bind("timeZone", after.timeZone().getId())
              .bind("id", organization.value())
              .execute();
          AuditRows.insert(
              handle,
              organization,
              at,
              by,
              "organization.update",
              new Target("organization", organization.toString()),
              JsonNodeFactory.instance
                  .objectNode()
                  .put("name", after.name())
                  .put("timeZone", after.timeZone().getId())
                  .toString());
          return new Changed(after, Revisions.next(handle, organization));
        });
  }

  private static Organization locked(Handle handle, OrganizationId organization) {
    return handle
        .createQuery(
            """
            select name, created_at, time_zone, ping_key_version from organization
            where id = :id for update
            """)
        .bind("id", organization.value())
        .map(
            row ->
                new Organization(
                    organization,
                    row.getColumn("name", String.class),
                    row.getColumn("created_at", Instant.class),
                    ZoneId.of(row.getColumn("time_zone", String.class)),
                    row.getColumn("ping_key_version", Integer.class)))
        .findOne()
        .orElseThrow(() -> new ConflictException("The organization does not exist any more."));
  }

  @Override
  public long renewPingKey(OrganizationId organization, Author by, Instant at) {
    return database.write(
        handle -> {
          handle
              .createUpdate(
                  """
                  update organization
                  set ping_key_version = ping_key_version + 1
                  where id = :id
                  """)
              .bind("id", organization.value())
              .execute();
          AuditRows.insert(
              handle,
              organization,
              at,
              by,
              "organization.renew-ping-key",
              new Target("organization", organization.toString()),
              "{}");
          return Revisions.next(handle, organization);
        });
  }

  @Override
  public List<Member> members(OrganizationId organization) {
    return database.read(handle -> MemberRows.of(handle, organization));
  }

  @Override
  public Optional<Member> changeRole(
      OrganizationId organization, UserId user, Role role, Author by, Instant at) {
    return database.write(
        handle -> {
          Optional<Member> known = MemberRows.locked(handle, organization, user);
          if (known.isEmpty() || known.get().role() == role) {
            return known;
          }
          if (known.get().role() == Role.OWNER) {
            MemberRows.requireAnotherOwner(handle, organization);
          }
          MemberRows.setRole(handle, organization, user, role);
          Revisions.next(handle, organization);
          AuditRows.insert(
              handle,
              organization,
              at,
              by,
              "member.change-role",
              MemberRows.target(user),
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
          Optional<Member> known = MemberRows.locked(handle, organization, user);
          if (known.isEmpty()) {
            return false;
          }
          if (known.get().role() == Role.OWNER) {
            MemberRows.requireAnotherOwner(handle, organization);
          }
          MemberRows.delete(handle, organization, user);
          PersonalItems.remove(
              handle, organization, user, at, Revisions.next(handle, organization));
          AuditRows.insert(
              handle, organization, at, by, "member.remove", MemberRows.target(user), "{}");
          MemberRows.eraseWithoutMembership(handle, user);
          return true;
        });
  }

  @Override
  public Created<Invitation> invite(
      Invitation invitation, SecretHash secret, @Nullable Secret mailed, Author by) {
    return database.write(
        handle -> {
          MemberRows.lock(handle, invitation.organization()); // the same form sent twice at once
          Optional<Invitation> known =
              InvitationRows.byId(handle, invitation.organization(), invitation.id());
          if (known.isPresent()) {
            return new Created<>(known.get(), false);
          }
          MemberRows.refuseMember(handle, invitation);
          if (mailed != null) {
            InvitationMailRows.refuseTooMany(handle, invitation, invitation.createdAt());
          }
          InvitationRows.replace(handle, invitation, secret);
          if (mailed != null) {
            InvitationMailRows.insert(
                handle, secrets, invitation, mailed, by, invitation.createdAt());
          }
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
          return new Created<>(stored(handle, invitation), true);
        });
  }

  private static Invitation stored(Handle handle, Invitation invitation) {
    return InvitationRows.byId(handle, invitation.organization(), invitation.id()).orElseThrow();
  }

  @Override
  public Optional<Invitation> mail(
      OrganizationId organization, InvitationId id, Secret fresh, Author by, Instant at) {
    return database.write(
        handle -> {
          MemberRows.lock(handle, organization);
          InvitationRows.lock(handle, organization, id); // it may be accepted or withdrawn just now
          Optional<Invitation> known =
              InvitationRows.byId(handle, organization, id)
                  .filter(invitation -> invitation.expiresAt().isAfter(at));
          known.ifPresent(
              invitation -> {
                InvitationMailRows.refuseTooMany(handle, invitation, at);
                if (!InvitationMailRows.again(handle, invitation, at)) {
                  InvitationMailRows.anew(handle, secrets, invitation, fresh, by, at);
                }
                AuditRows.insert(
                    handle,
                    organization,
                    at,
                    by,
                    "invitation.mail",
                    InvitationRows.target(id),
                    "{}");
              });
          return known.map(invitation -> stored(handle, invitation));
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
  public void accept(Invitation invitation, boolean isMailed, Account account, Instant at) {
    try {
      database.write(
          handle -> {
            accept(handle, invitation, isMailed, account, at);
            return true;
          });
    } catch (DuplicateKeyException createdMeanwhile) {
      throw new ConflictException(
          "This e-mail address has an account by now; use its password to accept.");
    }
  }

  private void accept(
      Handle handle, Invitation invitation, boolean isMailed, Account account, Instant at) {
    OrganizationId organization = invitation.organization();
    UserId user = account.user().id();
    long revision = Revisions.next(handle, organization);
    if (!InvitationRows.delete(handle, organization, invitation.id())) {
      throw new ConflictException("This invitation was used or withdrawn a moment ago.");
    }
    Optional<PasswordHash> present = AccountRows.lockedPassword(handle, user);
    if (present.isEmpty()) {
      TenancyRows.insertAccount(handle, account);
    } else if (!present.get().equals(account.password())) {
      throw new ConflictException(
          "The password of this account was changed a moment ago; use the new one to accept.");
    }
    if (TenancyRows.insertMembership(handle, organization, user, invitation.role(), at)) {
      personal.add(
          handle,
          new PersonalItems.Joined(organization, user, account.user().email()),
          isMailed && present.isEmpty() ? at : null,
          at,
          revision);
    }
    TenancyRows.choose(handle, user, organization);
    AuditRows.insert(
        handle, organization, at, Author.user(user), "member.join", MemberRows.target(user), "{}");
  }
}
