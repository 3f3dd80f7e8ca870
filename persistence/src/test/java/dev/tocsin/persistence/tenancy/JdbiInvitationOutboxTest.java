package dev.tocsin.persistence.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.conf.Secret;
import dev.tocsin.invitation.OutgoingInvitation;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.InvitationMail;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.TenancyStore;
import dev.tocsin.tenancy.TokenId;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.RandomSecret;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiInvitationOutboxTest {
  private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
  private static final Instant UNTIL = NOW.plus(Duration.ofMinutes(3));
  private static final Duration WEEK = Duration.ofDays(7);

  private final Database database;
  private final Secrets secrets = new Secrets(new byte[32]);
  private final TenancyStore store;
  private final JdbiInvitationOutbox outbox;
  private OrganizationId home;
  private User mara;

  JdbiInvitationOutboxTest(TestDatabase test) {
    this.database = test.database();
    this.store = JdbiTenancyStore.in(database, secrets);
    this.outbox = new JdbiInvitationOutbox(database, secrets);
  }

  @BeforeEach
  void found() {
    Organization organization = new Organization(OrganizationId.create(), "Harbourline", NOW);
    home = organization.id();
    mara = new User(UserId.create(), email("mara" + home + "@example.com"), "Mara Lind", NOW);
    store.accounts().signUp(organization, new Account(mara, new PasswordHash("x")));
    store
        .members()
        .change(
            home,
            it -> it.changed("Harbourline", ZoneId.of("Europe/Berlin")),
            Author.user(mara.id()),
            NOW);
  }

  @AfterEach
  void empty() {
    database.write(handle -> handle.execute("delete from invitation"));
  }

  @Test
  void whatIsInvitedIsDueWithAllThatItsMailSays() {
    String token = invite("ann@example.com");

    assertThat(mail()).isEqualTo(new InvitationMail.Waiting(NOW, null));
    assertThat(outbox.nextDue()).contains(NOW);
    List<OutgoingInvitation> due = outbox.claim(NOW, UNTIL, 10);
    assertThat(due).hasSize(1);
    OutgoingInvitation one = due.getFirst();
    assertThat(one.invitation().email()).isEqualTo(email("ann@example.com"));
    assertThat(one.invitation().role()).isEqualTo(Role.RESPONDER);
    assertThat(one.token()).isEqualTo(new Secret(token));
    assertThat(one.attempt()).isEqualTo(1);
    assertThat(one.queuedAt()).isEqualTo(NOW);
    assertThat(one.host())
        .isEqualTo(
            new OutgoingInvitation.Host("Harbourline", ZoneId.of("Europe/Berlin"), "Mara Lind"));
    assertThat(outbox.nextDue()).contains(UNTIL);
  }

  @Test
  void aProgramThatInvitesIsNobody() {
    store
        .members()
        .invite(
            invitation("ann@example.com"),
            SecretHash.of("s"),
            new Secret("s"),
            Author.token(TokenId.create()));
    assertThat(outbox.claim(NOW, UNTIL, 10).getFirst().host().person()).isNull();
  }

  @Test
  void whatIsClaimedIsNobodyElsesUntilTheClaimRunsOut() {
    invite("ann@example.com");
    OutgoingInvitation first = outbox.claim(NOW, UNTIL, 10).getFirst();

    assertThat(outbox.claim(UNTIL.minusMillis(1), UNTIL.plusSeconds(60), 10)).isEmpty();
    OutgoingInvitation second = outbox.claim(UNTIL, UNTIL.plusSeconds(60), 10).getFirst();
    assertThat(second.mail()).isEqualTo(first.mail());
    assertThat(second.token()).isEqualTo(first.token());
    assertThat(second.attempt()).isEqualTo(2);

    // who claimed it first comes back late: that it went out counts, that it did not does not
    outbox.later(first, NOW.plus(WEEK), "late");
    assertThat(mail()).isEqualTo(new InvitationMail.Waiting(NOW, null));
    outbox.sent(first, UNTIL.plusSeconds(1));
    outbox.later(second, UNTIL.plusSeconds(70), "connection refused");
    assertThat(mail()).isEqualTo(new InvitationMail.Sent(UNTIL.plusSeconds(1)));
    assertThat(outbox.claim(NOW.plus(Duration.ofDays(1)), UNTIL.plus(WEEK), 10)).isEmpty();
  }

  @Test
  void ofManyNodesOneClaims() throws Exception {
    for (int i = 0; i < 10; i++) {
      invite("ann" + i + "@example.com");
    }
    CyclicBarrier together = new CyclicBarrier(6);
    List<Callable<List<OutgoingInvitation>>> nodes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      nodes.add(
          () -> {
            together.await();
            return outbox.claim(NOW, UNTIL, 20);
          });
    }
    List<OutgoingInvitation> claimed = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(nodes)) {
        claimed.addAll(each.get());
      }
    }
    assertThat(claimed.stream().map(OutgoingInvitation::mail)).hasSize(10).doesNotHaveDuplicates();
  }

  @Test
  void whatIsSentIsForgottenAndMailedAnewWithAnotherLink() {
    String token = invite("ann@example.com");
    OutgoingInvitation first = claimed();
    outbox.sent(first, NOW);
    assertThat(kept()).isEmpty();
    assertThat(outbox.nextDue()).isEmpty();

    Secret fresh = new Secret(RandomSecret.create(RandomSecret.INVITATION));
    Instant later = NOW.plusSeconds(60);
    Invitation again = again(fresh, later);

    assertThat(again.mail()).isEqualTo(new InvitationMail.Waiting(later, null));
    OutgoingInvitation second = outbox.claim(later, UNTIL, 10).getFirst();
    assertThat(second.token()).isEqualTo(fresh);
    assertThat(second.mail()).isNotEqualTo(first.mail());
    assertThat(store.members().invitation(SecretHash.of(token), later)).isEmpty();
    assertThat(store.members().invitation(SecretHash.of(fresh.value()), later)).isPresent();
    // what came of the first does not touch the second
    outbox.refused(first, later, "late");
    assertThat(mail()).isEqualTo(new InvitationMail.Waiting(later, null));
  }

  @Test
  void whatIsRefusedOrWaitsKeepsItsLink() {
    String token = invite("ann@example.com");
    outbox.refused(claimed(), NOW, "550 nobody");
    assertThat(mail()).isEqualTo(new InvitationMail.Refused(NOW, "550 nobody"));
    assertThat(outbox.claim(NOW.plus(Duration.ofDays(1)), UNTIL.plus(WEEK), 10)).isEmpty();

    again(new Secret("unused"), NOW.plusSeconds(5));
    OutgoingInvitation second = outbox.claim(NOW.plusSeconds(5), UNTIL, 10).getFirst();
    assertThat(second.token().value()).isEqualTo(token);
    assertThat(second.attempt()).isEqualTo(1);
    outbox.later(second, NOW.plusSeconds(600), "connection refused");
    assertThat(mail())
        .isEqualTo(new InvitationMail.Waiting(NOW.plusSeconds(600), "connection refused"));
    assertThat(outbox.claim(NOW.plusSeconds(599), UNTIL.plus(WEEK), 10)).isEmpty();

    again(new Secret("unused"), NOW.plusSeconds(10));
    assertThat(outbox.claim(NOW.plusSeconds(10), UNTIL, 10)).hasSize(1);
    // while it is being sent, nobody sends it a second time
    again(new Secret("unused"), NOW.plusSeconds(11));
    assertThat(outbox.claim(NOW.plusSeconds(12), UNTIL, 10)).isEmpty();
    assertThat(store.members().invitation(SecretHash.of(token), NOW)).isPresent();
  }

  @Test
  void oneThatWasNeverMailedIsMailedWithANewLink() {
    Invitation invitation = invitation("ann@example.com");
    store.members().invite(invitation, SecretHash.of("copied"), Author.user(mara.id()));
    assertThat(mail()).isNull();
    assertThat(outbox.claim(NOW, UNTIL, 10)).isEmpty();

    again(new Secret("fresh"), NOW);
    assertThat(claimed().token().value()).isEqualTo("fresh");
    assertThat(store.members().invitation(SecretHash.of("copied"), NOW)).isEmpty();
    assertThat(
            store
                .members()
                .mail(home, InvitationId.create(), new Secret("x"), Author.user(mara.id()), NOW))
        .isEmpty();
    assertThat(
            store
                .members()
                .mail(
                    home, invitation.id(), new Secret("x"), Author.user(mara.id()), NOW.plus(WEEK)))
        .isEmpty();
  }

  @Test
  void whatIsRevokedReplacedUsedOrOverIsNotMailed() {
    invite("ann@example.com");
    OutgoingInvitation underWay = claimed();
    Invitation ann = store.members().invitations(home, NOW).getFirst();
    store.members().withdraw(home, ann.id(), Author.user(mara.id()), NOW);
    outbox.later(underWay, NOW, "away");
    assertThat(outbox.claim(UNTIL, UNTIL.plus(WEEK), 10)).isEmpty();

    invite("ann@example.com");
    String second = invite("ANN@example.com");
    assertThat(claimed().token().value()).isEqualTo(second);

    Invitation open = store.members().invitations(home, NOW).getFirst();
    store
        .members()
        .accept(
            open,
            new Account(
                new User(UserId.create(), email("x" + home + "@example.com"), null, NOW),
                new PasswordHash("x")),
            NOW);
    assertThat(rows()).isZero();

    invite("bob@example.com");
    assertThat(outbox.claim(NOW.plus(WEEK), NOW.plus(WEEK).plusSeconds(60), 10)).isEmpty();
    assertThat(rows()).isZero();
  }

  @Test
  void theSecretIsSealedAndOpensWithThisKeyAlone() {
    String token = invite("ann@example.com");
    assertThat(kept()).singleElement().asString().startsWith("v1:").doesNotContain(token);

    JdbiInvitationOutbox other =
        new JdbiInvitationOutbox(database, new Secrets("another secret key, long".getBytes()));
    assertThat(other.claim(NOW, UNTIL, 10)).isEmpty();
    assertThat(mail())
        .isInstanceOfSatisfying(
            InvitationMail.Refused.class,
            refused -> assertThat(refused.reason()).contains("secret key"));
    assertThat(kept()).isEmpty();
  }

  @Test
  void anOrganizationSendsSoManyADay() {
    for (int i = 0; i < InvitationMailRows.A_DAY; i++) {
      invite("guest" + i + "@example.com");
    }
    assertThatThrownBy(() -> invite("one.more@example.com")).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> again(new Secret("x"), NOW)).isInstanceOf(ThrottledException.class);
    assertThat(store.members().invitations(home, NOW)).hasSize(InvitationMailRows.A_DAY);
    // without mail nobody else is bothered
    store
        .members()
        .invite(invitation("one.more@example.com"), SecretHash.of("m"), Author.user(mara.id()));
  }

  private String invite(String email) {
    String token = RandomSecret.create(RandomSecret.INVITATION);
    store
        .members()
        .invite(invitation(email), SecretHash.of(token), new Secret(token), Author.user(mara.id()));
    return token;
  }

  private Invitation invitation(String email) {
    return new Invitation(
        InvitationId.create(), home, email(email), Role.RESPONDER, NOW, NOW.plus(WEEK));
  }

  private Invitation again(Secret fresh, Instant at) {
    InvitationId id = store.members().invitations(home, NOW).getFirst().id();
    return store.members().mail(home, id, fresh, Author.user(mara.id()), at).orElseThrow();
  }

  private OutgoingInvitation claimed() {
    return outbox.claim(NOW, UNTIL, 10).getFirst();
  }

  private InvitationMail mail() {
    return store.members().invitations(home, NOW).getFirst().mail();
  }

  private List<String> kept() {
    return database.read(
        handle ->
            handle
                .createQuery("select token from invitation_mail where token is not null")
                .mapTo(String.class)
                .list());
  }

  private int rows() {
    return database.read(
        handle ->
            handle.createQuery("select count(*) from invitation_mail").mapTo(Integer.class).one());
  }

  private static EmailAddress email(String text) {
    return EmailAddress.parse(text).orElseThrow();
  }
}
