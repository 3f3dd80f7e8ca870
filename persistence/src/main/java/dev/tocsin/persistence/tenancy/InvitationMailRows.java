package dev.tocsin.persistence.tenancy;

import dev.tocsin.conf.Secret;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationMail;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.access.ThrottledException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The table of mails with invitations. Everywhere else an invitation's secret is kept as a hash,
 * but a mail that is tried again must carry it: until the mail server has the mail it is kept
 * sealed with the installation's key, so that neither a copy of the database nor a look into it
 * lets anybody in.
 */
final class InvitationMailRows {
  /** Of one organization: a sign-up that is open must not make a source of unasked mails. */
  static final int A_DAY = 200;

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration LATER = Duration.ofHours(1);

  private InvitationMailRows() {}

  static Secrets.Place place(UUID organization, UUID invitation) {
    return new Secrets.Place(organization, invitation, "invitation_mail.token");
  }

  /** Counted in the audit log, where what was revoked meanwhile counts too. */
  static void refuseTooMany(Handle handle, Invitation invitation, Instant now) {
    int lately =
        handle
            .createQuery(
                """
                select count(*) from audit_log
                where organization_id = :organization and at > :since
                  and action in ('invitation.create', 'invitation.mail')
                """)
            .bind("organization", invitation.organization().value())
            .bind("since", now.minus(DAY))
            .mapTo(Integer.class)
            .one();
    if (lately >= A_DAY) {
      throw new ThrottledException(LATER);
    }
  }

  static void insert(
      Handle handle, Secrets secrets, Invitation invitation, Secret token, Author by, Instant at) {
    UUID organization = invitation.organization().value();
    UUID id = invitation.id().value();
    handle
        .createUpdate(
            """
            insert into invitation_mail
              (organization_id, invitation_id, id, token, author_kind, author_id, queued_at,
               state, attempts, due_at)
            values
              (:organization, :invitation, :id, :token, :authorKind, :authorId, :at,
               'waiting', 0, :at)
            """)
        .bind("organization", organization)
        .bind("invitation", id)
        .bind("id", UUID.randomUUID())
        .bind("token", secrets.seal(token.value(), place(organization, id)))
        .bind("authorKind", AuditRows.stored(by.kind()))
        .bind("authorId", by.id())
        .bind("at", at)
        .execute();
  }

  /**
   * Makes it due at once; an attempt that is under way is not disturbed.
   *
   * @return false where its secret is not kept any more
   */
  static boolean again(Handle handle, Invitation invitation, Instant at) {
    return handle
            .createUpdate(
                """
                update invitation_mail
                set state = 'waiting', attempts = 0, due_at = :at, ended_at = null, reason = null
                where organization_id = :organization and invitation_id = :invitation
                  and token is not null
                """)
            .bind("organization", invitation.organization().value())
            .bind("invitation", invitation.id().value())
            .bind("at", at)
            .execute()
        > 0;
  }

  /** With another secret, so that a link from before stops working. */
  static void anew(
      Handle handle, Secrets secrets, Invitation invitation, Secret fresh, Author by, Instant at) {
    handle
        .createUpdate(
            """
            delete from invitation_mail
            where organization_id = :organization and invitation_id = :invitation
            """)
        .bind("organization", invitation.organization().value())
        .bind("invitation", invitation.id().value())
        .execute();
    handle
        .createUpdate(
            """
            update invitation set secret_hash = :secret
            where organization_id = :organization and id = :invitation
            """)
        .bind("secret", SecretHash.of(fresh.value()).hex())
        .bind("organization", invitation.organization().value())
        .bind("invitation", invitation.id().value())
        .execute();
    insert(handle, secrets, invitation, fresh, by, at);
  }

  /** From the columns {@code mail_state, mail_due_at, mail_ended_at, mail_reason}. */
  static @Nullable InvitationMail read(ResultSet row) throws SQLException {
    String state = row.getString("mail_state");
    return state == null
        ? null
        : switch (state) {
          case "waiting" ->
              new InvitationMail.Waiting(
                  TenancyRows.time(row, "mail_due_at"), row.getString("mail_reason"));
          case "sent" -> new InvitationMail.Sent(ended(row));
          case "refused" -> new InvitationMail.Refused(ended(row), reason(row));
          default -> throw new IllegalStateException("No mail is " + state);
        };
  }

  private static Instant ended(ResultSet row) throws SQLException {
    OffsetDateTime at = row.getObject("mail_ended_at", OffsetDateTime.class);
    return at == null ? Instant.EPOCH : at.toInstant();
  }

  private static String reason(ResultSet row) throws SQLException {
    String reason = row.getString("mail_reason");
    return reason == null ? "" : reason;
  }
}
