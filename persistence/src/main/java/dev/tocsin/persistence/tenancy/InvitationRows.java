package dev.tocsin.persistence.tenancy;

import dev.tocsin.persistence.tenancy.AuditRows.Target;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.SecretHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The table of invitations. */
final class InvitationRows {
  private static final String COLUMNS =
      """
      select i.organization_id, i.id, i.email, i.role, i.created_at, i.expires_at,
        m.state as mail_state, m.due_at as mail_due_at, m.ended_at as mail_ended_at,
        m.reason as mail_reason
      from invitation i
        left join invitation_mail m
          on m.organization_id = i.organization_id and m.invitation_id = i.id
      """;

  private InvitationRows() {}

  static Target target(InvitationId invitation) {
    return new Target("invitation", invitation.toString());
  }

  static void lock(Handle handle, OrganizationId organization, InvitationId invitation) {
    handle
        .createQuery(
            "select id from invitation where organization_id = :organization and id = :id for update")
        .bind("organization", organization.value())
        .bind("id", invitation.value())
        .mapTo(UUID.class)
        .findOne();
  }

  static Optional<Invitation> byId(
      Handle handle, OrganizationId organization, InvitationId invitation) {
    return handle
        .createQuery(COLUMNS + "where i.organization_id = :organization and i.id = :id")
        .bind("organization", organization.value())
        .bind("id", invitation.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  /** The secret says which organization is meant. */
  static Optional<Invitation> bySecret(Handle handle, SecretHash secret, Instant now) {
    return handle
        .createQuery(COLUMNS + "where i.secret_hash = :secret and i.expires_at > :now")
        .bind("secret", secret.hex())
        .bind("now", now)
        .map((row, context) -> read(row))
        .findOne();
  }

  static List<Invitation> open(Handle handle, OrganizationId organization, Instant now) {
    return handle
        .createQuery(
            COLUMNS
                + """
                where i.organization_id = :organization and i.expires_at > :now
                order by i.created_at desc, i.id desc
                """)
        .bind("organization", organization.value())
        .bind("now", now)
        .map((row, context) -> read(row))
        .list();
  }

  static boolean delete(Handle handle, OrganizationId organization, InvitationId invitation) {
    return handle
            .createUpdate(
                "delete from invitation where organization_id = :organization and id = :id")
            .bind("organization", organization.value())
            .bind("id", invitation.value())
            .execute()
        > 0;
  }

  /** The latest invitation of an address is the one that counts. */
  static void replace(Handle handle, Invitation invitation, SecretHash secret) {
    handle
        .createUpdate(
            """
            delete from invitation
            where organization_id = :organization and email_key = :emailKey
            """)
        .bind("organization", invitation.organization().value())
        .bind("emailKey", invitation.email().key())
        .execute();
    handle
        .createUpdate(
            """
            insert into invitation
              (organization_id, id, email, email_key, role, secret_hash, created_at, expires_at)
            values
              (:organization, :id, :email, :emailKey, :role, :secret, :createdAt, :expiresAt)
            """)
        .bind("organization", invitation.organization().value())
        .bind("id", invitation.id().value())
        .bind("email", invitation.email().value())
        .bind("emailKey", invitation.email().key())
        .bind("role", TenancyRows.stored(invitation.role()))
        .bind("secret", secret.hex())
        .bind("createdAt", invitation.createdAt())
        .bind("expiresAt", invitation.expiresAt())
        .execute();
  }

  /** From its own columns, and those that {@link InvitationMailRows#read} wants. */
  static Invitation read(ResultSet row) throws SQLException {
    return new Invitation(
        new InvitationId(row.getObject("id", UUID.class)),
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        new EmailAddress(row.getString("email")),
        TenancyRows.role(row),
        TenancyRows.time(row, "created_at"),
        TenancyRows.time(row, "expires_at"),
        InvitationMailRows.read(row));
  }
}
