package dev.tocsin.persistence.tenancy;

import dev.tocsin.ConflictException;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DuplicateKeyException;
import dev.tocsin.persistence.item.PersonalItems;
import dev.tocsin.persistence.item.Revisions;
import dev.tocsin.persistence.tenancy.AuditRows.Target;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.Session;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.SessionVerdict;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Who has an account, and where they are signed in: {@link SessionRows}. */
final class JdbiAccountStore implements AccountStore {
  private final Database database;
  private final PersonalItems personal;

  JdbiAccountStore(Database database, PersonalItems personal) {
    this.database = database;
    this.personal = personal;
  }

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

  private void found(Handle handle, Organization organization, Account owner) {
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
    personal.add(
        handle,
        new PersonalItems.Joined(organization.id(), user, owner.user().email()),
        null,
        at,
        1);
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
                    select a.id as account_id, a.email, a.name, a.time_zone,
                           a.created_at as account_created_at, a.password_hash
                    from account a where a.email_key = :emailKey
                    """)
                .bind("emailKey", email.key())
                .map(TenancyRows::account)
                .findOne());
  }

  @Override
  public Start startSession(Session session, PasswordHash proven) {
    return database.write(
        handle -> {
          Optional<PasswordHash> present = AccountRows.lockedPassword(handle, session.user());
          return present.isPresent() && !present.get().equals(proven)
              ? new Start.OtherPassword()
              : start(handle, session);
        });
  }

  private static Start start(Handle handle, Session session) {
    SessionRows.removeExpired(handle, session.user(), session.createdAt());
    SessionRows.insert(handle, session);
    Optional<SessionVerdict> verdict =
        SessionRows.verdict(handle, session.id(), session.createdAt());
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
            () -> SessionRows.delete(handle, session.user(), session.id()));
    return verdict.<Start>map(Start.Started::new).orElseGet(Start.NoOrganization::new);
  }

  @Override
  public boolean endSession(UserId user, SessionId session, Instant at) {
    return database.write(
        handle -> {
          Optional<OrganizationId> organization =
              SessionRows.verdict(handle, session, at).flatMap(SessionVerdict::current);
          if (SessionRows.delete(handle, user, session) == 0) {
            return false;
          }
          organization.ifPresent(it -> audit(handle, it, user, "session.end", session, at));
          return true;
        });
  }

  @Override
  public List<SessionId> endOthers(UserId user, SessionId kept, Instant at) {
    return database.write(handle -> endOthers(handle, user, kept, at));
  }

  private static List<SessionId> endOthers(Handle handle, UserId user, SessionId kept, Instant at) {
    List<SessionId> all = SessionRows.of(handle, user, at).stream().map(Session::id).toList();
    // else it was ended itself, and another node has not heard of that yet
    return all.contains(kept) ? endAllBut(handle, user, kept, at) : List.of();
  }

  private static List<SessionId> endAllBut(Handle handle, UserId user, SessionId kept, Instant at) {
    Optional<OrganizationId> organization =
        SessionRows.verdict(handle, kept, at).flatMap(SessionVerdict::current);
    List<SessionId> others =
        SessionRows.of(handle, user, at).stream()
            .map(Session::id)
            .filter(session -> !session.equals(kept))
            .toList();
    if (!others.isEmpty()) {
      SessionRows.delete(handle, user, others);
      organization.ifPresent(
          it ->
              AuditRows.insert(
                  handle,
                  it,
                  at,
                  Author.user(user),
                  "session.end",
                  others.stream().map(SessionRows::target).toList()));
    }
    return others;
  }

  @Override
  public Optional<User> change(UserId user, UnaryOperator<User> change, Instant at) {
    return database.write(
        handle -> {
          // organizations before accounts, as whoever removes a member locks them
          Set<OrganizationId> raised = new HashSet<>();
          raise(handle, user, raised);
          Optional<User> before = AccountRows.locked(handle, user);
          raise(handle, user, raised); // one that the person has joined just now
          return before
              .map(change)
              .map(
                  after -> {
                    AccountRows.change(handle, after);
                    AccountRows.audit(handle, user, "member.update-profile", at);
                    return after;
                  });
        });
  }

  /** Nodes hold the people of an organization by its revision. */
  private static void raise(Handle handle, UserId user, Set<OrganizationId> raised) {
    for (OrganizationId organization : AccountRows.organizations(handle, user)) {
      if (raised.add(organization)) {
        Revisions.next(handle, organization);
      }
    }
  }

  @Override
  public Optional<List<SessionId>> changePassword(
      Account proven, PasswordHash password, SessionId kept, Instant at) {
    UserId user = proven.user().id();
    return database.write(
        handle -> {
          if (!AccountRows.changePassword(handle, proven, password)) {
            return Optional.empty();
          }
          AccountRows.audit(handle, user, "member.change-password", at);
          // all of them also where this one was ended: what the old password began is over
          return Optional.of(endAllBut(handle, user, kept, at));
        });
  }

  @Override
  public List<Session> sessions(UserId user, Instant now) {
    return database.read(handle -> SessionRows.of(handle, user, now));
  }

  @Override
  public Optional<SessionVerdict> session(SessionId session, Instant now) {
    return database.read(handle -> SessionRows.verdict(handle, session, now));
  }

  @Override
  public void choose(UserId user, OrganizationId organization) {
    database.write(
        handle -> {
          TenancyRows.choose(handle, user, organization);
          return true;
        });
  }

  private static void audit(
      Handle handle,
      OrganizationId organization,
      UserId user,
      String action,
      SessionId session,
      Instant at) {
    AuditRows.insert(
        handle, organization, at, Author.user(user), action, SessionRows.target(session), "{}");
  }
}
