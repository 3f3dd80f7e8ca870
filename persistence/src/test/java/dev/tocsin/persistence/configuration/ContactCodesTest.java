package dev.tocsin.persistence.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.Ids;
import dev.tocsin.escalation.ContactCodes;
import dev.tocsin.escalation.ContactCodes.Verdict;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.item.JdbiContactCodes;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.JdbiTenancyStore;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.ThrottledException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class ContactCodesTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final Database database;
  private final ContactCodes codes;
  private final OrganizationId organization = OrganizationId.create();
  private final UserId user = UserId.create();
  private final UUID method = Ids.create();

  ContactCodesTest(TestDatabase test) {
    this.database = test.database();
    this.codes = new JdbiContactCodes(database);
  }

  @BeforeEach
  void found() {
    User owner = new User(user, new EmailAddress(user + "@example.com"), null, NOON);
    JdbiTenancyStore.in(database, new Secrets(new byte[32]))
        .accounts()
        .signUp(
            new Organization(organization, "One", NOON), new Account(owner, new PasswordHash("x")));
  }

  private void send(UUID to, String hash, Duration after) {
    codes.add(new ContactCodes.Code(organization, Ids.create(), to, user, hash, NOON.plus(after)));
  }

  private Verdict guess(String hash, Duration after) {
    return codes.guess(organization, method, hash, NOON.plus(after));
  }

  @Test
  void theLatestCodeIsRightOnce() {
    assertThat(guess("a", Duration.ZERO)).isEqualTo(Verdict.NONE);
    send(method, "a", Duration.ZERO);
    send(method, "b", Duration.ofMinutes(1));
    assertThat(guess("a", Duration.ofMinutes(2))).isEqualTo(Verdict.WRONG);
    assertThat(codes.guess(OrganizationId.create(), method, "b", NOON.plusSeconds(120)))
        .isEqualTo(Verdict.NONE);
    assertThat(guess("b", Duration.ofMinutes(2))).isEqualTo(Verdict.RIGHT);
    assertThat(guess("b", Duration.ofMinutes(2))).isEqualTo(Verdict.NONE);
  }

  @Test
  void aCodeIsGuessedAtFiveTimesAndForAQuarterOfAnHour() {
    send(method, "a", Duration.ZERO);
    for (int i = 0; i < ContactCodes.ATTEMPTS; i++) {
      assertThat(guess("x", Duration.ofSeconds(1))).isEqualTo(Verdict.WRONG);
    }
    assertThat(guess("a", Duration.ofSeconds(1))).isEqualTo(Verdict.NONE);
    send(method, "b", Duration.ofMinutes(1));
    assertThat(guess("b", Duration.ofMinutes(16))).isEqualTo(Verdict.NONE);
    assertThat(guess("b", Duration.ofMinutes(15))).isEqualTo(Verdict.RIGHT);
  }

  @Test
  void aMethodGetsOneAMinuteAndAPersonTenAnHour() {
    send(method, "a", Duration.ZERO);
    assertThatThrownBy(() -> send(method, "b", Duration.ofSeconds(40)))
        .isInstanceOfSatisfying(
            ThrottledException.class,
            many -> assertThat(many.retryAfter()).isEqualTo(Duration.ofSeconds(20)));
    for (int i = 1; i < ContactCodes.AN_HOUR; i++) {
      send(Ids.create(), "c", Duration.ofMinutes(i));
    }
    assertThatThrownBy(() -> send(Ids.create(), "d", Duration.ofMinutes(20)))
        .isInstanceOfSatisfying(
            ThrottledException.class,
            many -> assertThat(many.retryAfter()).isEqualTo(Duration.ofMinutes(40)));
    send(Ids.create(), "e", Duration.ofMinutes(61));
  }
}
