package dev.tocsin.persistence.tenancy;

import dev.tocsin.ConflictException;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DuplicateKeyException;
import dev.tocsin.persistence.tenancy.AuditRows.Target;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Organization;
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

/** The tables of users and sessions. */
final class JdbiAccountStore implements AccountStore {
  private static final String MEMBERSHIPS =
      """
      select a.id as account_id, a.email, a.name, a.created_at as account_created_at,
             a.last_organization_id, s.expires_at, m.organization_id, m.role
      from account_session s
      join account a on a.id = s.account_id
      join membership m on m.account_id = a.id
      where s.id = :session and s.expires_at > :now
      order by m.created_at, m.organization_id
      """;

  private final Database database;

  JdbiAccountStore(Database database) {
    this.database = database;
  }

  /** One row of a session and one of its user's memberships. */
  private record Membership(
      User user, Instant expiresAt, @Nullable UUID last, OrganizationId organization, Role role) {}

  @Override
  public boolean hasOwner() {
    return database.read(JdbiAccountStore::hasOwner);
  }

  private static boolean hasOwner(Handle handle) {
    return handle
        .createQuery("select exists (select 1 from membership where role = 'owner')")
        .mapTo(Boolean.class)
        .one();
  }

  @Override
  public boolean setUp(Organization organization, Account owner) {
    try {
      return database.write(
          handle -> {
            if (hasOwner(handle)) {
              return false;
            }
            found(handle, organization, owner);
            return true;
          });
    } catch (DuplicateKeyException anotherNodeWasQuicker) {
      return false;
    }
  }

  @Override
  public void signUp(Organization organization, Account owner) {
    try {
      database.write(
          handle -> {
            found(handle, organization, owner);
            return true;
          });
    } catch (DuplicateKeyException hasAnAccount) {
      throw new ConflictException(
          "This e-mail address has an account already; sign in with it instead.");
    }
  }

  private static void found(Handle handle, Organization organization, Account owner) {
    Instant at = organization.createdAt();
    handle
        .createUpdate(
            "insert into organization (id, name, created_at, revision) values (:id, :name, :at, 1)")
        .bind("id", organization.id().value())
        .bind("name", organization.name())
        .bind("at", at)
        .execute();
    TenancyRows.insertAccount(handle, owner);
    UserId user = owner.user().id();
    TenancyRows.insertMembership(handle, organization.id(), user, Role.OWNER, at);
    AuditRows.insert(
        handle,
        organization.id(),
        at,
        Author.user(user),
        "organization.create",
        new Target("organization", organization.id().toString()),
        "{}");
  }

  @Override
  public Optional<Account> account(EmailAddress email) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select id as account_id, email, name, created_at as account_created_at,
                           password_hash
                    from account where email_key = :emailKey
                    """)
                .bind("emailKey", email.key())
                .map(TenancyRows::account)
                .findOne());
  }

  @Override
  public Optional<SessionVerdict> startSession(Session session) {
    return database.write(
        handle -> {
          removeExpired(handle, session.user(), session.createdAt());
          // nothing is inserted where the account was removed a moment ago
          handle
              .createUpdate(
                  """
                  insert into account_session (id, account_id, client, created_at, expires_at)
                  select :id, id, :client, :createdAt, :expiresAt from account where id = :account
                  """)
              .bind("id", session.id().value())
              .bind("account", session.user().value())
              .bind("client", session.client())
              .bind("createdAt", session.createdAt())
              .bind("expiresAt", session.expiresAt())
              .execute();
          Optional<SessionVerdict> verdict = verdict(handle, session.id(), session.createdAt());
          verdict
              .flatMap(SessionVerdict::current)
              .ifPresentOrElse(
                  organization ->
                      audit(
                          handle,
                          organization,
                          session.user(),
                          "session.start",
                          session.id(),
                          session.createdAt()),
                  () -> delete(handle, session.user(), session.id()));
          return verdict;
        });
  }

  @Override
  public boolean endSession(UserId user, SessionId session, Instant at) {
    return database.write(
        handle -> {
          Optional<OrganizationId> organization =
              verdict(handle, session, at).flatMap(SessionVerdict::current);
          if (delete(handle, user, session) == 0) {
            return false;
          }
          organization.ifPresent(it -> audit(handle, it, user, "session.end", session, at));
          return true;
        });
  }

  @Override
  public List<Session> sessions(UserId user, Instant now) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    select id, account_id, client, created_at, expires_at from account_session
                    where account_id = :account and expires_at > :now
                    order by created_at desc, id
                    """)
                .bind("account", user.value())
                .bind("now", now)
                .map(JdbiAccountStore::readSession)
                .list());
  }

  @Override
  public Optional<SessionVerdict> session(SessionId session, Instant now) {
    return database.read(handle -> verdict(handle, session, now));
  }

  @Override
  public void choose(UserId user, OrganizationId organization) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    "update account set last_organization_id = :organization where id = :account")
                .bind("organization", organization.value())
                .bind("account", user.value())
                .execute());
  }

  private static Optional<SessionVerdict> verdict(Handle handle, SessionId session, Instant now) {
    List<Membership> rows =
        handle
            .createQuery(MEMBERSHIPS)
            .bind("session", session.value())
            .bind("now", now)
            .map(JdbiAccountStore::membership)
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

  private static void removeExpired(Handle handle, UserId user, Instant now) {
    handle
        .createUpdate(
            "delete from account_session where account_id = :account and expires_at <= :now")
        .bind("account", user.value())
        .bind("now", now)
        .execute();
  }

  private static int delete(Handle handle, UserId user, SessionId session) {
    return handle
        .createUpdate("delete from account_session where account_id = :account and id = :id")
        .bind("account", user.value())
        .bind("id", session.value())
        .execute();
  }

  private static void audit(
      Handle handle,
      OrganizationId organization,
      UserId user,
      String action,
      SessionId session,
      Instant at) {
    AuditRows.insert(
        handle,
        organization,
        at,
        Author.user(user),
        action,
        new Target("session", session.toString()),
        "{}");
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

  private static Session readSession(ResultSet row, StatementContext context) throws SQLException {
    return new Session(
        new SessionId(row.getObject("id", UUID.class)),
        new UserId(row.getObject("account_id", UUID.class)),
        row.getString("client"),
        TenancyRows.time(row, "created_at"),
        TenancyRows.time(row, "expires_at"));
  }
}
