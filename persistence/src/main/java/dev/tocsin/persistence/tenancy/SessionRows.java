package dev.tocsin.persistence.tenancy;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.Session;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.SessionVerdict;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/** The table of sessions, and what a session may do. */
final class SessionRows {
  private static final String MEMBERSHIPS =
      """
      select a.id as account_id, a.email, a.name, a.time_zone,
             a.created_at as account_created_at, a.last_organization_id, s.expires_at, m.organization_id, m.role
      from account_session s
      join account a on a.id = s.account_id
      join membership m on m.account_id = a.id
      where s.id = :session and s.expires_at > :now
      order by m.created_at, m.organization_id
      """;

  private SessionRows() {}

  /** One row of a session and one of its user's memberships. */
  private record Membership(
      User user, Instant expiresAt, @Nullable UUID last, OrganizationId organization, Role role) {}

  static AuditRows.Target target(SessionId session) {
    return new AuditRows.Target("session", session.toString());
  }

  /** Inserts nothing where the account was removed a moment ago. */
  static void insert(Handle handle, Session session) {
    handle
        .createUpdate(
            """
            insert into account_session
              (id, account_id, client, address, created_at, expires_at)
            select :id, id, :client, :address, :createdAt, :expiresAt from account where id = :account
            """)
        .bind("id", session.id().value())
        .bind("account", session.user().value())
        .bind("client", session.client())
        .bind("address", session.address())
        .bind("createdAt", session.createdAt())
        .bind("expiresAt", session.expiresAt())
        .execute();
  }

  static List<Session> of(Handle handle, UserId user, Instant now) {
    return handle
        .createQuery(
            """
            select id, account_id, client, address, created_at, expires_at
            from account_session
            where account_id = :account and expires_at > :now
            order by created_at desc, id
            """)
        .bind("account", user.value())
        .bind("now", now)
        .map(SessionRows::read)
        .list();
  }

  static Optional<SessionVerdict> verdict(Handle handle, SessionId session, Instant now) {
    List<Membership> rows =
        handle
            .createQuery(MEMBERSHIPS)
            .bind("session", session.value())
            .bind("now", now)
            .map(SessionRows::membership)
            .list();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Membership first = rows.getFirst();
    Map<OrganizationId, Role> roles = new LinkedHashMap<>();
    rows.forEach(row -> roles.put(row.organization(), row.role()));
    return Optional.of(
        new SessionVerdict(
            first.user(),
            first.expiresAt(),
            Collections.unmodifiableMap(roles),
            first.last() == null ? null : new OrganizationId(first.last())));
  }

  static void removeExpired(Handle handle, UserId user, Instant now) {
    handle
        .createUpdate(
            "delete from account_session where account_id = :account and expires_at <= :now")
        .bind("account", user.value())
        .bind("now", now)
        .execute();
  }

  static int delete(Handle handle, UserId user, SessionId session) {
    return handle
        .createUpdate("delete from account_session where account_id = :account and id = :id")
        .bind("account", user.value())
        .bind("id", session.value())
        .execute();
  }

  /**
   * @param sessions one at least
   */
  static void delete(Handle handle, UserId user, List<SessionId> sessions) {
    handle
        .createUpdate("delete from account_session where account_id = :account and id in (<ids>)")
        .bind("account", user.value())
        .bindList("ids", sessions.stream().map(SessionId::value).toList())
        .execute();
  }

  private static Membership membership(ResultSet row, StatementContext context)
      throws SQLException {
    return new Membership(
        TenancyRows.user(row),
        TenancyRows.time(row, "expires_at"),
        row.getObject("last_organization_id", UUID.class),
        new OrganizationId(row.getObject("organization_id", UUID.class)),
        TenancyRows.role(row));
  }

  private static Session read(ResultSet row, StatementContext context) throws SQLException {
    return new Session(
        new SessionId(row.getObject("id", UUID.class)),
        new UserId(row.getObject("account_id", UUID.class)),
        row.getString("client"),
        row.getString("address"),
        TenancyRows.time(row, "created_at"),
        TenancyRows.time(row, "expires_at"));
  }
}
