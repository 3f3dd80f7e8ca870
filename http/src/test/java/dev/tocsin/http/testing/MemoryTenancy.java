package dev.tocsin.http.testing;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.conf.Secret;
import dev.tocsin.invitation.InvitationPost;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AccountStore;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.InvitationMail;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.Session;
import dev.tocsin.tenancy.SessionId;
import dev.tocsin.tenancy.SessionVerdict;
import dev.tocsin.tenancy.TenancyStore;
import dev.tocsin.tenancy.TokenId;
import dev.tocsin.tenancy.TokenStore;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Who may do what, in memory. */
public final class MemoryTenancy implements AccountStore, MemberStore, TokenStore, AuditLog {
  private final Store store;
  private final MemoryConfiguration configuration;
  private final Map<EmailAddress, Account> accounts = new LinkedHashMap<>();
  private final Map<OrganizationId, Map<UserId, Member>> members = new LinkedHashMap<>();
  private final Map<UserId, OrganizationId> chosen = new HashMap<>();
  private final Map<SessionId, Session> sessions = new LinkedHashMap<>();
  private final Map<SecretHash, ApiToken> tokens = new LinkedHashMap<>();
  private final Map<SecretHash, Invitation> invitations = new LinkedHashMap<>();
  private final Map<OrganizationId, List<AuditEntry>> audit = new HashMap<>();

  private volatile boolean mails;

  /** How often it was said that a mail waits. */
  public final AtomicInteger hints = new AtomicInteger();

  /** How often somebody's last organization was written. */
  public final AtomicInteger choicesWritten = new AtomicInteger();

  /** How often a session or token was asked for. */
  public final AtomicInteger verdictsAsked = new AtomicInteger();

  /** Comes between the next proof of a password and the session that it starts. */
  public final AtomicReference<Runnable> beforeNextSession = new AtomicReference<>(() -> {});

  public MemoryTenancy(Store store, MemoryConfiguration configuration) {
    this.store = store;
    this.configuration = configuration;
    configuration.people(
        organization -> List.copyOf(members.getOrDefault(organization, Map.of()).values()));
  }

  public TenancyStore store() {
    return new TenancyStore(this, this, this, this);
  }

  @Override
  public boolean hasOwner() {
    return store.run(this::ownerExists);
  }

  private boolean ownerExists() {
    return members.values().stream()
        .flatMap(it -> it.values().stream())
        .anyMatch(it -> it.role() == Role.OWNER);
  }

  @Override
  public boolean setUp(Organization organization, Account owner) {
    return store.run(() -> !ownerExists() && found(organization, owner));
  }

  @Override
  public void signUp(Organization organization, Account owner) {
    store.run(
        () -> {
          if (accounts.containsKey(owner.user().email())) {
            throw new ConflictException("This e-mail address has an account already.");
          }
          return found(organization, owner);
        });
  }

  private boolean found(Organization organization, Account owner) {
    accounts.put(owner.user().email(), owner);
    members.put(organization.id(), new LinkedHashMap<>());
    configuration.add(organization);
    add(organization.id(), owner, Role.OWNER, organization.createdAt());
    log(organization.id(), Author.user(owner.user().id()), "organization.create", "");
    return true;
  }

  /** Puts somebody into an organization, past the API. */
  public void add(OrganizationId organization, Account account, Role role, Instant at) {
    add(organization, account, role, at, null);
  }

  private void add(
      OrganizationId organization, Account account, Role role, Instant at, Instant verifiedAt) {
    accounts.put(account.user().email(), account);
    Member member = new Member(account.user(), role, at);
    boolean isNew = members.get(organization).put(account.user().id(), member) == null;
    configuration.joined(organization, member, verifiedAt, isNew);
  }

  @Override
  public Optional<Account> account(EmailAddress email) {
    return store.run(() -> Optional.ofNullable(accounts.get(email)));
  }

  @Override
  public Start startSession(Session session, PasswordHash proven) {
    beforeNextSession.getAndSet(() -> {}).run();
    return store.run(
        () -> {
          if (accounts.values().stream()
              .anyMatch(
                  it -> it.user().id().equals(session.user()) && !it.password().equals(proven))) {
            return new Start.OtherPassword();
          }
          sessions.put(session.id(), session);
          Optional<SessionVerdict> verdict = verdict(session.id(), session.createdAt());
          if (verdict.isEmpty()) {
            sessions.remove(session.id());
          }
          return verdict.<Start>map(Start.Started::new).orElseGet(Start.NoOrganization::new);
        });
  }

  @Override
  public boolean endSession(UserId user, SessionId session, Instant at) {
    return store.run(
        () ->
            Optional.ofNullable(sessions.get(session))
                    .filter(it -> it.user().equals(user))
                    .isPresent()
                && sessions.remove(session) != null);
  }

  @Override
  public List<SessionId> endOthers(UserId user, SessionId kept, Instant at) {
    return store.run(
        () -> {
          List<SessionId> others =
              sessions.values().stream()
                  .filter(it -> it.user().equals(user) && !it.id().equals(kept))
                  .map(Session::id)
                  .toList();
          others.forEach(sessions::remove);
          return others;
        });
  }

  @Override
  public Optional<User> change(UserId user, UnaryOperator<User> change, Instant at) {
    return store.run(
        () -> {
          accounts.replaceAll(
              (email, account) ->
                  account.user().id().equals(user)
                      ? new Account(change.apply(account.user()), account.password())
                      : account);
          eachMembership(
              user,
              (organization, member) -> {
                Member changed =
                    new Member(change.apply(member.user()), member.role(), member.since());
                configuration.joined(organization, changed, null, false);
                return changed;
              });
          return accounts.values().stream()
              .map(Account::user)
              .filter(it -> it.id().equals(user))
              .findFirst();
        });
  }

  @Override
  public Optional<List<SessionId>> changePassword(
      Account proven, PasswordHash password, SessionId kept, Instant at) {
    UserId user = proven.user().id();
    return store.run(
        () -> {
          if (accounts.values().stream()
              .noneMatch(
                  it -> it.user().id().equals(user) && it.password().equals(proven.password()))) {
            return Optional.empty();
          }
          accounts.replaceAll(
              (email, account) ->
                  account.user().id().equals(user)
                      ? new Account(account.user(), password)
                      : account);
          eachMembership(
              user,
              (organization, member) -> {
                log(organization, Author.user(user), "member.change-password", user.toString());
                return member;
              });
          return Optional.of(endOthers(user, kept, at));
        });
  }

  private void eachMembership(UserId user, BiFunction<OrganizationId, Member, Member> change) {
    members.forEach(
        (organization, all) ->
            all.computeIfPresent(user, (id, member) -> change.apply(organization, member)));
  }

  @Override
  public List<Session> sessions(UserId user, Instant now) {
    return store.run(
        () ->
            sessions.values().stream()
                .filter(it -> it.user().equals(user) && it.expiresAt().isAfter(now))
                .sorted(Comparator.comparing(Session::createdAt).reversed())
                .toList());
  }

  @Override
  public Optional<SessionVerdict> session(SessionId session, Instant now) {
    verdictsAsked.incrementAndGet();
    return store.run(() -> verdict(session, now));
  }

  private Optional<SessionVerdict> verdict(SessionId id, Instant now) {
    Session session = sessions.get(id);
    if (session == null || !session.expiresAt().isAfter(now)) {
      return Optional.empty();
    }
    Map<OrganizationId, Role> roles = new LinkedHashMap<>();
    members.forEach(
        (organization, all) ->
            Optional.ofNullable(all.get(session.user()))
                .ifPresent(member -> roles.put(organization, member.role())));
    return accounts.values().stream()
        .map(Account::user)
        .filter(user -> user.id().equals(session.user()) && !roles.isEmpty())
        .findFirst()
        .map(user -> new SessionVerdict(user, session.expiresAt(), roles, chosen.get(user.id())));
  }

  @Override
  public void choose(UserId user, OrganizationId organization) {
    choicesWritten.incrementAndGet();
    store.run(() -> Optional.ofNullable(chosen.put(user, organization)));
  }

  @Override
  public Changed change(
      OrganizationId organization, UnaryOperator<Organization> change, Author by, Instant at) {
    return store.run(
        () -> {
          log(organization, by, "organization.update", organization.toString());
          return configuration.change(organization, change);
        });
  }

  @Override
  public long renewPingKey(OrganizationId organization, Author by, Instant at) {
    return store.run(
        () -> {
          log(organization, by, "organization.renew-ping-key", organization.toString());
          return configuration.renewPingKey(organization);
        });
  }

  @Override
  public List<Member> members(OrganizationId organization) {
    return store.run(() -> List.copyOf(members.get(organization).values()));
  }

  @Override
  public Optional<Member> changeRole(
      OrganizationId organization, UserId user, Role role, Author by, Instant at) {
    return store.run(
        () -> {
          Optional<Member> known = Optional.ofNullable(members.get(organization).get(user));
          known.ifPresent(member -> requireOwner(organization, member, role));
          return known.map(
              member -> {
                Member changed = new Member(member.user(), role, member.since());
                members.get(organization).put(user, changed);
                configuration.joined(organization, changed, null, false);
                log(organization, by, "member.change-role", user.toString());
                return changed;
              });
        });
  }

  @Override
  public boolean remove(OrganizationId organization, UserId user, Author by, Instant at) {
    return store.run(
        () -> {
          Member member = members.get(organization).get(user);
          if (member == null) {
            return false;
          }
          requireOwner(organization, member, Role.VIEWER);
          members.get(organization).remove(user);
          configuration.left(organization, user);
          log(organization, by, "member.remove", user.toString());
          return true;
        });
  }

  private void requireOwner(OrganizationId organization, Member member, Role then) {
    long owners =
        members.get(organization).values().stream().filter(it -> it.role() == Role.OWNER).count();
    if (member.role() == Role.OWNER && then != Role.OWNER && owners < 2) {
      throw new ConflictException("This is the organization's last owner.");
    }
  }

  /** Whether invitations are mailed; nobody takes the mails but {@link #fares}. */
  public void mails(boolean open) {
    mails = open;
  }

  InvitationPost post() {
    return new InvitationPost() {
      @Override
      public boolean isOpen() {
        return mails;
      }

      @Override
      public void hint() {
        hints.incrementAndGet();
      }
    };
  }

  /** Says how the mail to an address fares. */
  public void fares(String email, InvitationMail mail) {
    store.run(
        () -> {
          invitations.replaceAll(
              (secret, it) -> it.email().value().equals(email) ? mailed(it, mail) : it);
          return true;
        });
  }

  private static Invitation mailed(Invitation it, InvitationMail mail) {
    return new Invitation(
        it.id(), it.organization(), it.email(), it.role(), it.createdAt(), it.expiresAt(), mail);
  }

  @Override
  public Optional<Invitation> mail(
      OrganizationId organization, InvitationId invitation, Secret fresh, Author by, Instant at) {
    return store.run(
        () -> {
          invitations.replaceAll(
              (secret, it) ->
                  it.organization().equals(organization) && it.id().equals(invitation)
                      ? mailed(it, new InvitationMail.Waiting(at, null))
                      : it);
          return invitations.values().stream()
              .filter(it -> it.organization().equals(organization) && it.id().equals(invitation))
              .findFirst();
        });
  }

  @Override
  public Created<Invitation> invite(
      Invitation asked, SecretHash secret, @Nullable Secret mailed, Author by) {
    Invitation invitation =
        mailed == null ? asked : mailed(asked, new InvitationMail.Waiting(asked.createdAt(), null));
    return store.run(
        () -> {
          for (Invitation known : invitations.values()) {
            if (known.id().equals(invitation.id())) {
              return new Created<>(known, false);
            }
          }
          if (members.get(invitation.organization()).values().stream()
              .anyMatch(it -> it.user().email().equals(invitation.email()))) {
            throw new ConflictException("This e-mail address belongs to a member already.");
          }
          invitations.put(secret, invitation);
          log(invitation.organization(), by, "invitation.create", invitation.id().toString());
          return new Created<>(invitation, true);
        });
  }

  @Override
  public List<Invitation> invitations(OrganizationId organization, Instant now) {
    return store.run(
        () ->
            invitations.values().stream()
                .filter(it -> it.organization().equals(organization))
                .toList());
  }

  @Override
  public boolean withdraw(
      OrganizationId organization, InvitationId invitation, Author by, Instant at) {
    return store.run(
        () ->
            invitations
                .values()
                .removeIf(
                    it -> it.organization().equals(organization) && it.id().equals(invitation)));
  }

  @Override
  public Optional<Invitation> invitation(SecretHash secret, Instant now) {
    return store.run(
        () ->
            Optional.ofNullable(invitations.get(secret)).filter(it -> it.expiresAt().isAfter(now)));
  }

  @Override
  public void accept(Invitation invitation, boolean isMailed, Account account, Instant at) {
    store.run(
        () -> {
          if (!invitations.values().remove(invitation)) {
            throw new ConflictException("This invitation was used or withdrawn a moment ago.");
          }
          boolean isNew = !accounts.containsKey(account.user().email());
          add(
              invitation.organization(),
              account,
              invitation.role(),
              at,
              isMailed && isNew ? at : null);
          chosen.put(account.user().id(), invitation.organization());
          return true;
        });
  }

  @Override
  public Created<ApiToken> create(ApiToken token, SecretHash secret) {
    return store.run(
        () -> {
          for (ApiToken known : tokens.values()) {
            if (known.id().equals(token.id())) {
              return new Created<>(known, false);
            }
          }
          tokens.put(secret, token);
          log(token.organization(), token.createdBy(), "token.create", token.id().toString());
          return new Created<>(token, true);
        });
  }

  @Override
  public List<ApiToken> tokens(OrganizationId organization) {
    return store.run(
        () ->
            tokens.values().stream().filter(it -> it.organization().equals(organization)).toList());
  }

  @Override
  public boolean delete(OrganizationId organization, TokenId token, Author by, Instant at) {
    return store.run(
        () ->
            tokens
                .values()
                .removeIf(it -> it.organization().equals(organization) && it.id().equals(token)));
  }

  @Override
  public Optional<ApiToken> find(SecretHash secret) {
    verdictsAsked.incrementAndGet();
    return store.run(() -> Optional.ofNullable(tokens.get(secret)));
  }

  @Override
  public Page page(OrganizationId organization, Search search, Cursor after, int limit) {
    return store.run(
        () -> {
          List<AuditEntry> found =
              audit.getOrDefault(organization, List.of()).reversed().stream()
                  .dropWhile(entry -> after != null && !entry.id().equals(after.id()))
                  .skip(after == null ? 0 : 1)
                  .filter(entry -> isWanted(entry, search))
                  .limit(limit + 1L)
                  .toList();
          List<AuditEntry> shown = found.subList(0, Math.min(limit, found.size()));
          return new Page(shown, found.size() > limit ? shown.getLast().cursor() : null);
        });
  }

  private static boolean isWanted(AuditEntry entry, Search search) {
    Words words = search.words();
    return (search.author() == null || search.author().equals(entry.by().id()))
        && (search.kind() == null || search.kind().equals(entry.targetKind()))
        && (search.from() == null || !entry.at().isBefore(search.from()))
        && (search.to() == null || entry.at().isBefore(search.to()))
        && (words == null
            || entry.action().contains(words.text())
            || words.named().contains(entry.targetId())
            || words.named().contains(entry.by().id().toString()));
  }

  @Override
  public List<AuditEntry> of(
      OrganizationId organization, String targetKind, String targetId, Cursor after, int limit) {
    return page(organization, null, Integer.MAX_VALUE).stream()
        .filter(it -> it.targetKind().equals(targetKind) && it.targetId().equals(targetId))
        .dropWhile(it -> after != null && !it.id().equals(after.id()))
        .skip(after == null ? 0 : 1)
        .limit(limit)
        .toList();
  }

  /** Says that something was done. */
  public void add(OrganizationId organization, AuditEntry entry) {
    audit.computeIfAbsent(organization, none -> new ArrayList<>()).add(entry);
  }

  private void log(OrganizationId organization, Author by, String action, String target) {
    audit
        .computeIfAbsent(organization, none -> new ArrayList<>())
        .add(
            new AuditEntry(
                Ids.create(),
                Instant.parse("2026-01-01T00:00:00Z"),
                by,
                action,
                action.substring(0, action.indexOf('.')),
                target,
                "{}"));
  }
}
