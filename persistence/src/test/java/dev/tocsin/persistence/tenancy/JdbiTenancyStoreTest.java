package dev.tocsin.persistence.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AccountStore.Start;
import dev.tocsin.tenancy.ApiToken;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Created;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
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
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiTenancyStoreTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
  private static final PasswordHash PASSWORD = new PasswordHash("$argon2id$...");
  private static final PasswordHash OTHER = new PasswordHash("$argon2id$new");
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));

  private final Database database;
  private final TenancyStore store;

  JdbiTenancyStoreTest(TestDatabase test) {
    this.database = test.database();
    this.store = JdbiTenancyStore.in(database, new Secrets(new byte[32]));
  }

  @BeforeEach
  void empty() {
    database.write(
        handle -> {
          for (String table :
              List.of(
                  "invitation",
                  "api_token",
                  "account_session",
                  "membership",
                  "account",
                  "audit_log",
                  "item",
                  "organization")) {
            handle.execute("delete from " + table);
          }
          return true;
        });
  }

  @Test
  void ofManyNodesThatSetUpAtOnceOneSucceeds() throws Exception {
    OrganizationId id = OrganizationId.create();
    List<Callable<Boolean>> nodes = new ArrayList<>();
    CyclicBarrier together = new CyclicBarrier(6);
    for (int i = 0; i < 6; i++) {
      nodes.add(
          () -> {
            together.await();
            return store
                .accounts()
                .setUp(new Organization(id, "default", NOW), account("owner@example.com"));
          });
    }
    assertThat(run(nodes)).containsOnlyOnce(true).hasSize(6);
    assertThat(store.members().members(id)).hasSize(1);
    assertThat(store.accounts().hasOwner()).isTrue();
    assertThat(actions(id)).containsExactly("organization.create");
  }

  @Test
  void setsUpNothingWhereThereIsAnOwner() {
    found("first", "a@example.com");
    assertThat(store.accounts().setUp(organization("second"), account("b@example.com"))).isFalse();
    assertThat(store.accounts().account(email("b@example.com"))).isEmpty();
  }

  @Test
  void givesANewOrganizationARevisionThatNodesNotice() {
    OrganizationId id = found("first", "a@example.com").id();
    long revision =
        database.read(
            handle ->
                handle
                    .createQuery("select revision from organization where id = :id")
                    .bind("id", id.value())
                    .mapTo(Long.class)
                    .one());
    assertThat(revision).isEqualTo(1);
    MemberStore.Changed changed =
        store
            .members()
            .change(
                id,
                it -> it.changed("renamed", ZoneId.of("Europe/Berlin")),
                by("a@example.com"),
                NOW);
    assertThat(changed.revision()).isEqualTo(2);
    assertThat(changed.organization().name()).isEqualTo("renamed");
  }

  @Test
  void findsAnAccountWhateverTheCaseOfItsAddress() {
    found("first", "Ann@Example.com");
    assertThat(store.accounts().account(email("aNN@example.COM")).orElseThrow().user().email())
        .extracting(EmailAddress::value)
        .isEqualTo("Ann@Example.com");
    assertThatThrownBy(
            () -> store.accounts().signUp(organization("other"), account("ANN@example.com")))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void answersWhatASessionMayDoUntilItEnds() {
    Organization organization = found("first", "a@example.com");
    UserId user = user("a@example.com");
    Session session = session(user);
    SessionVerdict started = started(session);
    assertThat(started.roles()).containsExactly(java.util.Map.entry(organization.id(), Role.OWNER));
    assertThat(store.accounts().session(session.id(), NOW)).contains(started);
    assertThat(store.accounts().sessions(user, NOW)).containsExactly(session);

    assertThat(store.accounts().session(session.id(), session.expiresAt())).isEmpty();
    assertThat(store.accounts().endSession(UserId.create(), session.id(), NOW)).isFalse();
    assertThat(store.accounts().endSession(user, session.id(), NOW)).isTrue();
    assertThat(store.accounts().endSession(user, session.id(), NOW)).isFalse();
    assertThat(store.accounts().session(session.id(), NOW)).isEmpty();
    assertThat(actions(organization.id()))
        .containsExactlyInAnyOrder("organization.create", "session.start", "session.end");
  }

  @Test
  void endsAllSessionsOfAPersonButOne() {
    OrganizationId id = found("first", "a@example.com").id();
    join(id, "b@example.com", Role.VIEWER);
    UserId user = user("a@example.com");
    Session kept = startedSession(user);
    Session other = startedSession(user);
    Session another = startedSession(user("b@example.com"));

    assertThat(store.accounts().endOthers(user, kept.id(), NOW)).containsExactly(other.id());

    assertThat(store.accounts().sessions(user, NOW)).containsExactly(kept);
    assertThat(store.accounts().sessions(another.user(), NOW)).containsExactly(another);
    assertThat(actions(id)).containsOnlyOnce("session.end");
  }

  @Test
  void aNewPasswordEndsAllOtherSessionsAndIsInTheLogOfEachOrganization() {
    OrganizationId first = found("first", "a@example.com").id();
    OrganizationId second = found("second", "b@example.com").id();
    join(second, "a@example.com", Role.VIEWER);
    UserId user = user("a@example.com");
    Session kept = startedSession(user);
    Session other = startedSession(user);

    assertThat(store.accounts().changePassword(known("a@example.com"), OTHER, kept.id(), NOW))
        .contains(List.of(other.id()));

    assertThat(store.accounts().account(email("a@example.com")).orElseThrow().password())
        .isEqualTo(OTHER);
    assertThat(store.accounts().account(email("b@example.com")).orElseThrow().password())
        .isNotEqualTo(OTHER);
    assertThat(actions(first)).contains("member.change-password");
    assertThat(actions(second)).contains("member.change-password");
  }

  @Test
  void noSessionBeginsWithAPasswordThatWasChangedMeanwhile() {
    OrganizationId id = found("first", "a@example.com").id();
    Account before = known("a@example.com");
    Session kept = startedSession(before.user().id());
    assertThat(store.accounts().changePassword(before, OTHER, kept.id(), NOW)).isPresent();

    Session late = session(before.user().id());
    assertThat(store.accounts().startSession(late, before.password()))
        .isEqualTo(new Start.OtherPassword());
    assertThat(store.accounts().sessions(before.user().id(), NOW)).containsExactly(kept);
    assertThat(actions(id)).containsOnlyOnce("session.start");

    assertThat(store.accounts().changePassword(before, new PasswordHash("3"), late.id(), NOW))
        .isEmpty();
    assertThat(known("a@example.com").password()).isEqualTo(OTHER);
    Invitation invitation = invitation(found("other", "b@example.com").id(), "a@example.com");
    store.members().invite(invitation, SecretHash.of("1"), by("b@example.com"));
    assertThatThrownBy(() -> store.members().accept(invitation, before, NOW))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("changed");
    store.members().accept(invitation, known("a@example.com"), NOW);
  }

  @Test
  void ofASignInAndAChangeOfThePasswordAtOnceNoSessionRemains() throws Exception {
    for (int round = 0; round < 20; round++) {
      String email = "a" + round + "@example.com";
      found("round " + round, email);
      Account before = known(email);
      UserId user = before.user().id();
      Session kept = startedSession(user);
      CyclicBarrier together = new CyclicBarrier(2);
      run(
          List.<Callable<Object>>of(
              () -> {
                together.await();
                return store.accounts().changePassword(before, OTHER, kept.id(), NOW);
              },
              () -> {
                together.await();
                return store.accounts().startSession(session(user), before.password());
              }));
      assertThat(known(email).password()).isEqualTo(OTHER);
      assertThat(store.accounts().sessions(user, NOW)).containsExactly(kept);
    }
  }

  @Test
  void aChangeOfThePasswordFromASessionThatHasEndedEndsAllOthers() {
    found("first", "a@example.com");
    Account before = known("a@example.com");
    UserId user = before.user().id();
    Session ended = startedSession(user);
    Session other = startedSession(user);
    store.accounts().endSession(user, ended.id(), NOW);

    assertThat(store.accounts().changePassword(before, OTHER, ended.id(), NOW))
        .contains(List.of(other.id()));
    assertThat(store.accounts().sessions(user, NOW)).isEmpty();
  }

  @Test
  void twoChangesOfAPersonAtOnceBothStand() throws Exception {
    for (int round = 0; round < 20; round++) {
      String email = "a" + round + "@example.com";
      found("round " + round, email);
      UserId user = user(email);
      CyclicBarrier together = new CyclicBarrier(2);
      run(
          List.<Callable<Object>>of(
              () -> {
                together.await();
                return store.accounts().change(user, it -> it.changed("Ann", it.timeZone()), NOW);
              },
              () -> {
                together.await();
                return store
                    .accounts()
                    .change(user, it -> it.changed(it.name(), ZoneId.of("Asia/Tokyo")), NOW);
              }));
      User after = known(email).user();
      assertThat(after.name()).isEqualTo("Ann");
      assertThat(after.timeZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
  }

  @Test
  void twoChangesOfAnOrganizationAtOnceBothStand() throws Exception {
    for (int round = 0; round < 20; round++) {
      String email = "o" + round + "@example.com";
      OrganizationId id = found("round " + round, email).id();
      Author by = by(email);
      CyclicBarrier together = new CyclicBarrier(2);
      run(
          List.<Callable<Object>>of(
              () -> {
                together.await();
                return store
                    .members()
                    .change(id, it -> it.changed("Renamed", it.timeZone()), by, NOW);
              },
              () -> {
                together.await();
                return store
                    .members()
                    .change(id, it -> it.changed(it.name(), ZoneId.of("Asia/Tokyo")), by, NOW);
              }));
      Organization after = store.members().change(id, it -> it, by, NOW).organization();
      assertThat(after.name()).isEqualTo("Renamed");
      assertThat(after.timeZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    }
  }

  @Test
  void keepsTheNameAndTheZoneOfAPerson() {
    OrganizationId id = found("first", "a@example.com").id();
    UserId user = user("a@example.com");
    Session session = startedSession(user);

    assertThat(store.accounts().change(user, it -> it.changed("Ann", ZoneId.of("Asia/Tokyo")), NOW))
        .map(User::called)
        .contains("Ann");

    User known = store.accounts().session(session.id(), NOW).orElseThrow().user();
    assertThat(known.called()).isEqualTo("Ann");
    assertThat(known.timeZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
    assertThat(store.members().members(id).getFirst().user()).isEqualTo(known);
    assertThat(store.accounts().account(email("a@example.com")).orElseThrow().user())
        .isEqualTo(known);
    assertThat(store.accounts().change(user, it -> it.changed(null, null), NOW)).isPresent();
    assertThat(store.members().members(id).getFirst().user().timeZone()).isNull();
    assertThat(store.accounts().change(UserId.create(), it -> it, NOW)).isEmpty();
  }

  private Session startedSession(UserId user) {
    Session session = new Session(SessionId.create(), user, "curl/8", "192.0.2.1", NOW, LATER);
    started(session);
    return session;
  }

  private SessionVerdict started(Session session) {
    return switch (store.accounts().startSession(session, PASSWORD)) {
      case Start.Started(SessionVerdict verdict) -> verdict;
      case Start.NoOrganization nowhere -> throw new AssertionError(nowhere);
      case Start.OtherPassword other -> throw new AssertionError(other);
    };
  }

  @Test
  void startsNoSessionForSomebodyWhoIsNotThere() {
    found("first", "a@example.com");
    assertThat(store.accounts().startSession(session(UserId.create()), PASSWORD))
        .isEqualTo(new Start.NoOrganization());
  }

  @Test
  void remembersTheOrganizationThatWasChosenLast() {
    Organization first = found("first", "a@example.com");
    Organization second = found("second", "b@example.com");
    join(second.id(), "a@example.com", Role.VIEWER);
    UserId user = user("a@example.com");
    Session session = session(user);
    started(session);
    assertThat(store.accounts().session(session.id(), NOW).orElseThrow().current())
        .contains(second.id());
    store.accounts().choose(user, first.id());
    assertThat(store.accounts().session(session.id(), NOW).orElseThrow().current())
        .contains(first.id());
  }

  @Test
  void keepsTheLastOwner() {
    Organization organization = found("first", "a@example.com");
    UserId owner = user("a@example.com");
    assertThatThrownBy(
            () ->
                store
                    .members()
                    .changeRole(organization.id(), owner, Role.ADMIN, by("a@example.com"), NOW))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("last owner");
    assertThatThrownBy(
            () -> store.members().remove(organization.id(), owner, by("a@example.com"), NOW))
        .isInstanceOf(ConflictException.class);
    assertThat(store.members().members(organization.id()))
        .extracting(Member::role)
        .containsExactly(Role.OWNER);
  }

  @Test
  void ofTwoOwnersWhoLeaveAtOnceOneStays() throws Exception {
    for (int round = 0; round < 5; round++) {
      String a = "a" + round + "@example.com";
      String b = "b" + round + "@example.com";
      OrganizationId id = found("round " + round, a).id();
      join(id, b, Role.OWNER);
      CyclicBarrier together = new CyclicBarrier(2);
      List<Callable<Boolean>> leaving = new ArrayList<>();
      for (String owner : List.of(a, b)) {
        UserId user = user(owner);
        leaving.add(
            () -> {
              together.await();
              try {
                return store.members().remove(id, user, Author.user(user), NOW);
              } catch (ConflictException lastOwner) {
                return false;
              }
            });
      }
      assertThat(run(leaving)).containsExactlyInAnyOrder(true, false);
      assertThat(store.members().members(id)).hasSize(1);
    }
  }

  @Test
  void erasesAPersonWhoIsInNoOrganizationAnyMore() {
    OrganizationId id = found("first", "a@example.com").id();
    join(id, "b@example.com", Role.VIEWER);
    UserId gone = user("b@example.com");
    Session session = session(gone);
    started(session);
    assertThat(store.members().remove(id, gone, by("a@example.com"), NOW)).isTrue();
    assertThat(store.accounts().account(email("b@example.com"))).isEmpty();
    assertThat(store.accounts().session(session.id(), NOW)).isEmpty();
    assertThat(store.members().remove(id, gone, by("a@example.com"), NOW)).isFalse();
  }

  @Test
  void changesNobodyOfAnotherOrganization() {
    OrganizationId mine = found("mine", "a@example.com").id();
    OrganizationId theirs = found("theirs", "b@example.com").id();
    UserId other = user("b@example.com");
    Author me = by("a@example.com");
    assertThat(store.members().changeRole(mine, other, Role.VIEWER, me, NOW)).isEmpty();
    assertThat(store.members().remove(mine, other, me, NOW)).isFalse();
    Invitation invitation = invitation(theirs, "c@example.com");
    store.members().invite(invitation, SecretHash.of("one"), by("b@example.com"));
    assertThat(store.members().withdraw(mine, invitation.id(), me, NOW)).isFalse();
    assertThat(store.members().invitations(mine, NOW)).isEmpty();
    ApiToken token = token(theirs);
    store.tokens().create(token, SecretHash.of("two"));
    assertThat(store.tokens().delete(mine, token.id(), me, NOW)).isFalse();
    assertThat(store.tokens().tokens(mine)).isEmpty();
    assertThat(store.tokens().tokens(theirs)).containsExactly(token);
    assertThat(store.audit().page(mine, null, 100))
        .extracting(AuditEntry::action)
        .containsExactly("organization.create");
  }

  @Test
  void acceptsAnInvitationOnce() {
    OrganizationId id = found("first", "a@example.com").id();
    Invitation invitation = invitation(id, "new@example.com");
    SecretHash secret = SecretHash.of("secret");
    assertThat(store.members().invite(invitation, secret, by("a@example.com")).isNew()).isTrue();
    assertThat(store.members().invitation(secret, NOW)).contains(invitation);
    assertThat(store.members().invitation(secret, invitation.expiresAt())).isEmpty();
    store.members().accept(invitation, account("new@example.com"), NOW);
    assertThat(store.members().invitation(secret, NOW)).isEmpty();
    assertThatThrownBy(() -> store.members().accept(invitation, account("other@example.com"), NOW))
        .isInstanceOf(ConflictException.class);
    assertThat(store.members().members(id))
        .extracting(Member::role)
        .containsExactly(Role.OWNER, Role.RESPONDER);
    assertThat(actions(id)).contains("invitation.create", "member.join");
  }

  @Test
  void theLatestInvitationOfAnAddressCounts() {
    OrganizationId id = found("first", "a@example.com").id();
    Author me = by("a@example.com");
    Invitation first = invitation(id, "new@example.com");
    Invitation second = invitation(id, "NEW@example.com");
    store.members().invite(first, SecretHash.of("1"), me);
    store.members().invite(second, SecretHash.of("2"), me);
    assertThat(store.members().invitations(id, NOW)).containsExactly(second);
    assertThat(store.members().invitation(SecretHash.of("1"), NOW)).isEmpty();
    Created<Invitation> repeat = store.members().invite(second, SecretHash.of("3"), me);
    assertThat(repeat).isEqualTo(new Created<>(second, false));
    assertThat(store.members().invitation(SecretHash.of("2"), NOW)).contains(second);
    assertThatThrownBy(
            () -> store.members().invite(invitation(id, "A@example.com"), SecretHash.of("4"), me))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void findsATokenByItsSecretUntilItIsDeleted() {
    OrganizationId id = found("first", "a@example.com").id();
    ApiToken token = token(id);
    SecretHash secret = SecretHash.of("tcs_secret");
    assertThat(store.tokens().create(token, secret)).isEqualTo(new Created<>(token, true));
    assertThat(store.tokens().create(token, SecretHash.of("tcs_other")))
        .isEqualTo(new Created<>(token, false));
    assertThat(store.tokens().find(secret)).contains(token);
    assertThat(store.tokens().find(SecretHash.of("tcs_other"))).isEmpty();
    assertThat(store.tokens().delete(id, token.id(), by("a@example.com"), NOW)).isTrue();
    assertThat(store.tokens().find(secret)).isEmpty();
    assertThat(actions(id))
        .containsExactlyInAnyOrder("organization.create", "token.create", "token.delete");
  }

  private List<String> actions(OrganizationId organization) {
    return store.audit().page(organization, null, 100).stream().map(AuditEntry::action).toList();
  }

  private Organization found(String name, String owner) {
    Organization organization = organization(name);
    store.accounts().signUp(organization, account(owner));
    return organization;
  }

  private void join(OrganizationId organization, String email, Role role) {
    Invitation invitation =
        new Invitation(InvitationId.create(), organization, email(email), role, NOW, LATER);
    store
        .members()
        .invite(invitation, SecretHash.of(Ids.create().toString()), Author.system(organization));
    Account account = store.accounts().account(email(email)).orElseGet(() -> account(email));
    store.members().accept(invitation, account, NOW.plusMillis(1));
  }

  private Account known(String email) {
    return store.accounts().account(email(email)).orElseThrow();
  }

  private Author by(String email) {
    return Author.user(user(email));
  }

  private UserId user(String email) {
    return store.accounts().account(email(email)).orElseThrow().user().id();
  }

  private static Session session(UserId user) {
    return new Session(SessionId.create(), user, "curl/8", NOW, LATER);
  }

  private static ApiToken token(OrganizationId organization) {
    return new ApiToken(
        TokenId.create(), organization, "deploy", Role.ADMIN, Author.user(UserId.create()), NOW);
  }

  private static Invitation invitation(OrganizationId organization, String email) {
    return new Invitation(
        InvitationId.create(), organization, email(email), Role.RESPONDER, NOW, LATER);
  }

  private static Organization organization(String name) {
    return new Organization(OrganizationId.create(), name, NOW);
  }

  private static Account account(String email) {
    return new Account(new User(UserId.create(), email(email), null, NOW), PASSWORD);
  }

  private static EmailAddress email(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }

  private static <T> List<T> run(List<Callable<T>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<T> results = new ArrayList<>();
      for (Future<T> result : threads.invokeAll(calls)) {
        results.add(result.get());
      }
      return results;
    }
  }
}
