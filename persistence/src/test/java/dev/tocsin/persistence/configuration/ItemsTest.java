package dev.tocsin.persistence.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.escalation.EscalationPolicy;
import dev.tocsin.escalation.NotificationRules;
import dev.tocsin.escalation.Step;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Team;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Timing;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.item.PersonalItems;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.JdbiAuditLog;
import dev.tocsin.persistence.tenancy.JdbiTenancyStore;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.tenancy.Account;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.EmailAddress;
import dev.tocsin.tenancy.Invitation;
import dev.tocsin.tenancy.InvitationId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.PasswordHash;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.SecretHash;
import dev.tocsin.tenancy.TenancyStore;
import dev.tocsin.tenancy.User;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class ItemsTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456Z");
  private static final Author ANN = Author.user(UserId.create());
  private static final Secrets SECRETS = new Secrets(new byte[32]);
  private static final ContentKinds KINDS =
      new ContentKinds(
          List.of(
              Team.KIND,
              EscalationPolicy.KIND,
              ContactMethod.KIND,
              NotificationRules.KIND,
              Channel.KIND));

  private final Database database;
  private final JdbiConfigurationStore store;
  private final TenancyStore tenancy;
  private final JdbiAuditLog audit;
  private final Organization organization = new Organization(OrganizationId.create(), "One", NOON);
  private final OrganizationId id = organization.id();
  private final User owner = user();

  ItemsTest(TestDatabase test) {
    this.database = test.database();
    this.store = new JdbiConfigurationStore(database, SECRETS, KINDS, InstantSource.fixed(NOON));
    this.tenancy = JdbiTenancyStore.in(database, SECRETS);
    this.audit = new JdbiAuditLog(database);
  }

  @BeforeEach
  void found() {
    tenancy.accounts().signUp(organization, new Account(owner, new PasswordHash("x")));
  }

  @Test
  void nothingTakesTheIdOfSomethingOfAnotherKind() {
    Item<Channel> channel = store.createItem(item(channel("Room")), ANN);
    Item<Team> team =
        new Item<>(channel.organization(), channel.id(), new Team("Night", List.of()), NOON, 0);
    assertThatThrownBy(() -> store.createItem(team, ANN)).isInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> store.updateItem(team, 0, ANN)).isInstanceOf(ConflictException.class);
    assertThat(store.changesSince(channel.organization(), 0).items().changed())
        .extracting(Item::name)
        .contains("Room")
        .doesNotContain("Night");
  }

  @Test
  void givesBackEachKindAsItWasWritten() {
    Item<Team> team = store.createItem(item(new Team("Night", List.of(owner.id()))), ANN);
    Item<EscalationPolicy> policy = store.createItem(item(policy("Usual", true, team.id())), ANN);
    Item<Channel> channel = store.createItem(item(channel("Room")), ANN);
    ConfigurationChanges all = store.changesSince(id, 0);
    assertThat(all.items().changed()).contains(team, policy, channel);
    assertThat(all.revision()).isEqualTo(channel.revision()).isEqualTo(4);
    assertThat(store.changesSince(id, policy.revision()).items().changed())
        .isEqualTo(List.of(channel));
  }

  @Test
  void sealsWhatMayBeSecretAndNamesNoValueInTheAuditLog() {
    Item<Channel> room = store.createItem(item(channel("Room")), ANN);
    Channel other =
        new Channel("Room", new Endpoint("webhook", Map.of("url", "https://x.example/opensesame")));
    store.updateItem(room.with(other), room.revision(), ANN);
    assertThat(content(room.id())).startsWith("v1:").doesNotContain("opensesame");
    AuditEntry entry = newest("channel.update");
    assertThat(entry.targetId()).isEqualTo(room.id().toString());
    assertThat(entry.detail())
        .contains("\"name\":\"Room\"", "endpoint.settings.url")
        .doesNotContain("opensesame", "hunter2");
  }

  @Test
  void repeatsACreationWithoutEffectAndRefusesToBringADeletedOneBack() {
    Item<Team> team = item(new Team("Night", List.of()));
    Item<Team> created = store.createItem(team, ANN);
    assertThat(store.createItem(team.with(new Team("Other", List.of())), ANN)).isEqualTo(created);
    long deleted = store.deleteItem(id, Team.KIND, team.id(), ANN, NOON);
    assertThat(store.deleteItem(id, Team.KIND, team.id(), ANN, NOON)).isEqualTo(deleted);
    assertThatThrownBy(() -> store.createItem(team, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage("The team that this request created is deleted");
    ConfigurationChanges changes = store.changesSince(id, created.revision());
    assertThat(changes.items().deleted()).containsExactly(team.id());
    assertThat(changes.items().changed()).isEmpty();
    assertThat(content(team.id())).isEmpty();
  }

  @Test
  void refusesAChangeBasedOnWhatSomebodyElseChanged() {
    Item<Team> created = store.createItem(item(new Team("Night", List.of())), ANN);
    Team mine = new Team("Mine", List.of());
    store.updateItem(created.with(mine), created.revision(), ANN);
    assertThatThrownBy(() -> store.updateItem(created.with(mine), created.revision(), ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("read it again");
    assertThat(newest("team.update").detail()).contains("\"changed\":[\"name\"]");
  }

  @Test
  void anOrganizationHasOneDefaultPolicy() {
    Item<EscalationPolicy> first = store.createItem(item(policy("First", true, null)), ANN);
    Item<EscalationPolicy> second = store.createItem(item(policy("Second", true, null)), ANN);
    ConfigurationChanges changes = store.changesSince(id, first.revision());
    assertThat(changes.items().changed())
        .extracting(it -> ((EscalationPolicy) it.content()).byDefault())
        .containsExactlyInAnyOrder(false, true);
    assertThat(changes.items().changed())
        .allMatch(it -> it.revision() == second.revision())
        .contains(second);
    assertThat(newest("escalation-policy.update").targetId()).isEqualTo(first.id().toString());
  }

  @Test
  void deletesNothingThatIsNamed() {
    Item<Team> team = store.createItem(item(new Team("Night", List.of())), ANN);
    Item<EscalationPolicy> policy = store.createItem(item(policy("Usual", false, team.id())), ANN);
    MonitorConfig monitor =
        store.createMonitor(
            new MonitorConfig(
                new MonitorRef(id, MonitorId.create()),
                "API",
                new ManualSpec(),
                Timing.DEFAULT,
                List.of(),
                new Care(policy.id(), team.id()),
                NOON,
                0),
            ANN);
    assertThat(store.changesSince(id, 0).monitors()).containsExactly(monitor);
    assertThatThrownBy(() -> store.deleteItem(id, Team.KIND, team.id(), ANN, NOON))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "It is named by the escalation policy \"Usual\", the monitor \"API\"; take it out there"
                + " first");
    store.deleteMonitor(monitor.ref(), ANN, NOON);
    store.deleteItem(id, EscalationPolicy.KIND, policy.id(), ANN, NOON);
    store.deleteItem(id, Team.KIND, team.id(), ANN, NOON);
    assertThat(store.changesSince(id, 0).items().changed())
        .extracting(Item::id)
        .containsExactly(ContactMethod.ofAccount(id, owner.id()));
  }

  @Test
  void leavesOutWhatCannotBeRead() {
    Item<Team> team = store.createItem(item(new Team("Night", List.of())), ANN);
    Item<Channel> room = store.createItem(item(channel("Room")), ANN);
    for (UUID broken : List.of(team.id(), room.id())) {
      database.write(
          handle ->
              handle
                  .createUpdate("update item set content = '{' where id = :id")
                  .bind("id", broken)
                  .execute());
    }
    assertThat(store.changesSince(id, team.revision() - 1).items().changed()).isEmpty();
    store.deleteItem(id, Team.KIND, team.id(), ANN, NOON);
    store.updateItem(item(room.id(), channel("Room 2")), room.revision(), ANN);
    assertThat(store.changesSince(id, room.revision()).items().changed())
        .extracting(Item::name)
        .containsExactly("Room 2");
  }

  @Test
  void whoJoinsBeginsWithTheirAccountsAddressWhichOnlyAMailShowsToBeTheirs() {
    User told = join(true);
    User shown = join(false);
    assertThat(method(owner.id()).isVerified()).isFalse();
    assertThat(method(shown.id()).isVerified()).isFalse();
    assertThat(method(told.id()).verifiedAt()).isEqualTo(NOON);
    assertThat(method(told.id()).endpoint())
        .isEqualTo(new Endpoint("email", Map.of("address", told.email().value())));
  }

  @Test
  void eachWriteToAMemberRaisesTheRevisionAndTellsThePeople() {
    User bob = join(false);
    long before = store.changesSince(id, 0).revision();
    tenancy.members().changeRole(id, bob.id(), Role.ADMIN, ANN, NOON);
    ConfigurationChanges changed = store.changesSince(id, before);
    assertThat(changed.revision()).isGreaterThan(before);
    assertThat(changed.people()).extracting(Member::role).containsExactly(Role.OWNER, Role.ADMIN);

    tenancy.accounts().change(bob.id(), it -> it.changed("Bob", null), NOON);
    ConfigurationChanges named = store.changesSince(id, changed.revision());
    assertThat(named.revision()).isGreaterThan(changed.revision());
    assertThat(named.people()).extracting(it -> it.user().name()).contains("Bob");
  }

  @Test
  void whoLeavesTakesTheirOwnAlongAndMayComeBack() {
    User bob = join(true);
    UUID method = ContactMethod.ofAccount(id, bob.id());
    NotificationRules rules =
        new NotificationRules(
            "Rules",
            bob.id(),
            List.of(new NotificationRules.Rule(Urgency.HIGH, Duration.ZERO, method)));
    store.updateItem(item(bob.id().value(), rules), 0, ANN);
    assertThatThrownBy(() -> store.deleteItem(id, ContactMethod.KIND, method, ANN, NOON))
        .isInstanceOf(ConflictException.class);
    Item<Team> team = store.createItem(item(new Team("Night", List.of(bob.id()))), ANN);
    assertThat(newest("notification-rules.create").detail())
        .isEqualTo("{\"user\":\"" + bob.id() + "\"}");

    tenancy.members().remove(id, bob.id(), ANN, NOON);
    ConfigurationChanges gone = store.changesSince(id, team.revision());
    assertThat(gone.items().deleted()).containsExactlyInAnyOrder(method, bob.id().value());
    assertThat(gone.people()).hasSize(1);
    assertThat(store.changesSince(id, 0).items().changed()).contains(team);

    join(bob, false);
    assertThat(method(bob.id()).isVerified()).isFalse();
    Item<NotificationRules> again =
        store.updateItem(
            item(bob.id().value(), new NotificationRules("R", bob.id(), List.of())), 0, ANN);
    assertThat(store.changesSince(id, 0).items().changed()).contains(again);
  }

  @Test
  void membersFromAnEarlierReleaseAreGivenTheirAddressOnce() {
    UUID method = ContactMethod.ofAccount(id, owner.id());
    database.write(
        handle ->
            handle.createUpdate("delete from item where id = :id").bind("id", method).execute());
    PersonalItems personal = new PersonalItems(SECRETS);
    personal.complete(database, NOON);
    assertThat(method(owner.id()).isVerified()).isFalse();
    long revision = store.changesSince(id, 0).revision();
    personal.complete(database, NOON);
    store.deleteItem(id, ContactMethod.KIND, method, ANN, NOON);
    personal.complete(database, NOON);
    assertThat(store.changesSince(id, 0).items().changed()).isEmpty();
    assertThat(store.changesSince(id, 0).revision()).isEqualTo(revision + 1);
  }

  @Test
  void changesNothingOfAnotherOrganization() {
    Organization other = new Organization(OrganizationId.create(), "Other", NOON);
    tenancy.accounts().signUp(other, new Account(user(), new PasswordHash("x")));
    Item<Team> team = store.createItem(item(new Team("Night", List.of())), ANN);
    store.deleteItem(other.id(), Team.KIND, team.id(), ANN, NOON);
    assertThatThrownBy(
            () ->
                store.updateItem(
                    new Item<>(other.id(), team.id(), team.content(), NOON, 0),
                    team.revision(),
                    ANN))
        .isInstanceOf(ConflictException.class);
    assertThat(store.changesSince(id, 0).items().changed()).contains(team);
    assertThat(store.changesSince(other.id(), 0).items().changed()).doesNotContain(team).hasSize(1);
  }

  private ContactMethod method(UserId user) {
    return store.changesSince(id, 0).items().changed().stream()
        .filter(it -> it.id().equals(ContactMethod.ofAccount(id, user)))
        .map(it -> (ContactMethod) it.content())
        .findFirst()
        .orElseThrow();
  }

  private User join(boolean isMailed) {
    return join(user(), isMailed);
  }

  private User join(User user, boolean isMailed) {
    Invitation invitation =
        new Invitation(
            InvitationId.create(),
            id,
            user.email(),
            Role.RESPONDER,
            NOON,
            NOON.plus(Duration.ofDays(1)));
    tenancy.members().invite(invitation, SecretHash.of(Ids.create().toString()), ANN);
    tenancy.members().accept(invitation, isMailed, new Account(user, new PasswordHash("x")), NOON);
    return user;
  }

  private static User user() {
    UserId id = UserId.create();
    return new User(id, new EmailAddress(id + "@example.com"), null, NOON);
  }

  private AuditEntry newest(String action) {
    return audit.page(id, null, 100).stream()
        .filter(entry -> entry.action().equals(action))
        .findFirst()
        .orElseThrow();
  }

  private String content(UUID item) {
    return database.read(
        handle ->
            handle
                .createQuery("select content from item where id = :id")
                .bind("id", item)
                .mapTo(String.class)
                .one());
  }

  private static EscalationPolicy policy(String name, boolean byDefault, UUID team) {
    return new EscalationPolicy(
        name,
        team,
        1,
        Duration.ofMinutes(5),
        byDefault,
        Duration.ofHours(1),
        List.of(
            new Step(
                Duration.ofSeconds(30),
                List.of(
                    new Target(Target.Type.TEAM, Ids.create(), Target.Pick.ROUND_ROBIN),
                    new Target(Target.Type.USER, Ids.create())))));
  }

  private static Channel channel(String name) {
    return new Channel(name, new Endpoint("webhook", Map.of("url", "https://x.example/hunter2")));
  }

  private <T extends Content> Item<T> item(T content) {
    return item(Ids.create(), content);
  }

  private <T extends Content> Item<T> item(UUID item, T content) {
    return new Item<>(id, item, content, NOON, 0);
  }
}
