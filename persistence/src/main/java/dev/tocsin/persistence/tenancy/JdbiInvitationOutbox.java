package dev.tocsin.persistence.tenancy;

import dev.tocsin.conf.Secret;
import dev.tocsin.invitation.InvitationOutbox;
import dev.tocsin.invitation.OutgoingInvitation;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.item.Revisions;
import dev.tocsin.persistence.secret.SealBrokenException;
import dev.tocsin.persistence.secret.Secrets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** Mails with invitations, as {@link InvitationMailRows} keeps them, for who sends them. */
public final class JdbiInvitationOutbox implements InvitationOutbox {
  private static final String OTHER_KEY =
      "the secret key of this installation is another one since; invite the address again";

  private final Database database;
  private final Secrets secrets;

  public JdbiInvitationOutbox(Database database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /** A row that is due, its secret still sealed. */
  private record Row(OutgoingInvitation outgoing, String sealed) {}

  @Override
  public List<OutgoingInvitation> claim(Instant now, Instant until, int limit) {
    return database.write(
        handle -> {
          removeExpired(handle, now);
          List<OutgoingInvitation> claimed = new ArrayList<>();
          for (Row row : due(handle, now, until, limit)) {
            if (claim(handle, row.outgoing(), now)) {
              open(handle, row, now).ifPresent(claimed::add);
            }
          }
          return claimed;
        });
  }

  private static void removeExpired(Handle handle, Instant now) {
    handle
        .createUpdate(
            """
            delete from invitation_mail m
            where exists (
              select 1 from invitation i
              where i.organization_id = m.organization_id and i.id = m.invitation_id
                and i.expires_at <= :now)
            """)
        .bind("now", now)
        .execute();
  }

  private static List<Row> due(Handle handle, Instant now, Instant until, int limit) {
    return handle
        .createQuery(
            """
            select i.organization_id, i.id, i.email, i.role, i.created_at, i.expires_at,
              m.state as mail_state, m.due_at as mail_due_at, m.ended_at as mail_ended_at,
              m.reason as mail_reason, m.id as mail_id, m.token, m.attempts, m.queued_at,
              o.name as organization_name, o.time_zone, coalesce(a.name, a.email) as person
            from invitation_mail m
              join invitation i
                on i.organization_id = m.organization_id and i.id = m.invitation_id
              join organization o on o.id = m.organization_id
              left join account a on m.author_kind = 'user' and a.id = m.author_id
            where m.state = 'waiting' and m.token is not null and m.due_at <= :now
              and (m.claimed_until is null or m.claimed_until <= :now)
            order by m.due_at, m.id
            limit :limit
            """)
        .bind("now", now)
        .bind("limit", limit)
        .map((row, context) -> row(row, until))
        .list();
  }

  private static Row row(ResultSet row, Instant until) throws SQLException {
    return new Row(
        new OutgoingInvitation(
            InvitationRows.read(row),
            row.getObject("mail_id", UUID.class),
            row.getInt("attempts") + 1,
            new Secret(""),
            new OutgoingInvitation.Host(
                row.getString("organization_name"),
                ZoneId.of(row.getString("time_zone")),
                row.getString("person")),
            TenancyRows.time(row, "queued_at"),
            until),
        row.getString("token"));
  }

  /** False where another node was quicker. */
  private static boolean claim(Handle handle, OutgoingInvitation outgoing, Instant now) {
    return bound(
                handle.createUpdate(
                    """
                    update invitation_mail set attempts = :attempt, claimed_until = :until
                    where organization_id = :organization and id = :mail and state = 'waiting'
                      and (claimed_until is null or claimed_until <= :now)
                    """),
                outgoing)
            .bind("attempt", outgoing.attempt())
            .bind("until", outgoing.claimedUntil())
            .bind("now", now)
            .execute()
        > 0;
  }

  private Optional<OutgoingInvitation> open(Handle handle, Row row, Instant now) {
    OutgoingInvitation sealed = row.outgoing();
    var invitation = sealed.invitation();
    try {
      String token =
          secrets.open(
              row.sealed(),
              InvitationMailRows.place(invitation.organization().value(), invitation.id().value()));
      return Optional.of(
          new OutgoingInvitation(
              invitation,
              sealed.mail(),
              sealed.attempt(),
              new Secret(token),
              sealed.host(),
              sealed.queuedAt(),
              sealed.claimedUntil()));
    } catch (SealBrokenException otherKey) {
      // its secret cannot be had back: only a new one helps
      end(handle, sealed, "refused", now, OTHER_KEY, true);
      return Optional.empty();
    }
  }

  @Override
  public void sent(OutgoingInvitation invitation, Instant at) {
    database.write(handle -> end(handle, invitation, "sent", at, null, true));
  }

  @Override
  public void refused(OutgoingInvitation invitation, Instant at, String reason) {
    database.write(handle -> end(handle, invitation, "refused", at, reason, false));
  }

  /**
   * @param forget the secret
   */
  private static int end(
      Handle handle,
      OutgoingInvitation invitation,
      String state,
      Instant at,
      @Nullable String reason,
      boolean forget) {
    return raised(
        handle,
        invitation,
        bound(
                handle.createUpdate(
                    """
                update invitation_mail
                set state = :state, ended_at = :at, reason = :reason, claimed_until = null,
                  token = case when :forget then null else token end
                where organization_id = :organization and id = :mail and state = 'waiting'
                """),
                invitation)
            .bind("state", state)
            .bind("at", at)
            .bind("reason", reason)
            .bind("forget", forget)
            .execute());
  }

  /** Whoever looks at the organization's people is shown how it fares by their node's memory. */
  private static int raised(Handle handle, OutgoingInvitation invitation, int changed) {
    if (changed > 0) {
      Revisions.next(handle, invitation.invitation().organization());
    }
    return changed;
  }

  @Override
  public void later(OutgoingInvitation invitation, Instant nextTry, String reason) {
    database.write(
        handle ->
            raised(
                handle,
                invitation,
                bound(
                        handle.createUpdate(
                            """
                        update invitation_mail
                        set due_at = :next, reason = :reason, claimed_until = null
                        where organization_id = :organization and id = :mail
                          and state = 'waiting' and claimed_until = :until
                        """),
                        invitation)
                    .bind("next", nextTry)
                    .bind("reason", reason)
                    .bind("until", invitation.claimedUntil())
                    .execute()));
  }

  private static Update bound(Update statement, OutgoingInvitation invitation) {
    return statement
        .bind("organization", invitation.invitation().organization().value())
        .bind("mail", invitation.mail());
  }

  @Override
  public Optional<Instant> nextDue() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select min(greatest(due_at, coalesce(claimed_until, due_at)))
                    from invitation_mail where state = 'waiting' and token is not null
                    """)
                .mapTo(Instant.class)
                .findOne());
  }
}
