package dev.tocsin.persistence.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.Ids;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.AuditLog.Search;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JdbiAuditLogTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private final Database database;
  private final AuditLog log;

  JdbiAuditLogTest(TestDatabase test) {
    this.database = test.database();
    this.log = new JdbiAuditLog(database);
  }

  @Test
  void pagesFromTheNewestToTheOldestWithoutGapsWhereTimesAreEqual() {
    OrganizationId organization = OrganizationId.create();
    for (int i = 0; i < 10; i++) {
      add(organization, NOON.plusSeconds(i / 3), "monitor.create");
    }
    List<AuditEntry> all = new ArrayList<>();
    AuditLog.Cursor cursor = null;
    for (int page = 0; page < 5; page++) {
      List<AuditEntry> entries = log.page(organization, cursor, 3);
      all.addAll(entries);
      if (!entries.isEmpty()) {
        cursor = AuditLog.Cursor.parse(entries.getLast().cursor().text()).orElseThrow();
      }
    }
    assertThat(all).hasSize(10).doesNotHaveDuplicates();
    assertThat(all.stream().map(AuditEntry::at).toList().reversed()).isSorted();
  }

  @Test
  void keepsWhoDidWhat() {
    OrganizationId organization = OrganizationId.create();
    Author author = Author.user(UserId.create());
    database.write(
        handle -> {
          AuditRows.insert(
              handle,
              organization,
              NOON,
              author,
              "page.delete",
              new AuditRows.Target("page", "7"),
              "{\"slug\":\"a\"}");
          return true;
        });
    AuditEntry entry = log.page(organization, null, 10).getFirst();
    assertThat(entry)
        .isEqualTo(
            new AuditEntry(
                entry.id(), NOON, author, "page.delete", "page", "7", "{\"slug\":\"a\"}"));
  }

  @Test
  void findsByWhoWhatAndWhen() {
    OrganizationId organization = OrganizationId.create();
    Author ann = Author.user(UserId.create());
    Author bob = Author.user(UserId.create());
    add(organization, 0, ann, "monitor.create", "m1", "{\"name\":\"Shop Front\"}");
    add(organization, 1, bob, "monitor.pause", "m1", "{}");
    add(organization, 2, ann, "token.create", "t1", "{\"name\":\"ci\"}");
    add(OrganizationId.create(), 1, ann, "monitor.pause", "m1", "{}");

    assertThat(found(organization, new Search(null, ann.id(), null, null, null)))
        .containsExactly("token.create", "monitor.create");
    assertThat(found(organization, new Search(null, null, "monitor", null, null)))
        .containsExactly("monitor.pause", "monitor.create");
    assertThat(
            found(
                organization,
                new Search(null, null, null, NOON.plusSeconds(1), NOON.plusSeconds(2))))
        .containsExactly("monitor.pause");
    assertThat(found(organization, new Search(null, bob.id(), "token", null, null))).isEmpty();
    assertThat(found(organization, Search.ALL)).hasSize(3);
  }

  @Test
  void findsATextInWhatWasDoneInItsDetailAndByTheIdsThatAreCalledSo() {
    OrganizationId organization = OrganizationId.create();
    Author ann = Author.user(UserId.create());
    Author bob = Author.user(UserId.create());
    add(organization, 0, ann, "monitor.create", "m1", "{\"name\":\"Shop Front\"}");
    add(organization, 1, bob, "monitor.pause", "m2", "{}");
    add(organization, 2, ann, "token.create", "t1", "{\"name\":\"100%_ci\"}");

    assertThat(found(organization, text("SHOP f"))).containsExactly("monitor.create");
    assertThat(found(organization, text("Token."))).containsExactly("token.create");
    assertThat(found(organization, text("100%_"))).containsExactly("token.create");
    assertThat(found(organization, text("10%"))).isEmpty();
    assertThat(found(organization, text("' or 1 = 1 --"))).isEmpty();
    assertThat(found(organization, text("bob", "m1", bob.id().toString())))
        .containsExactly("monitor.pause", "monitor.create");
  }

  @Test
  void looksThroughABoundedPartAndSaysWhereToGoOn() {
    OrganizationId organization = OrganizationId.create();
    Author author = Author.user(UserId.create());
    for (int i = 0; i < 10; i++) {
      add(organization, i, author, i == 1 ? "token.create" : "monitor.pause", "1", "{}");
    }
    AuditLog bounded = new JdbiAuditLog(database, 4);
    Search tokens = new Search(null, null, "token", null, null);

    AuditLog.Page first = bounded.page(organization, tokens, null, 5);
    AuditLog.Page second = bounded.page(organization, tokens, first.next(), 5);
    AuditLog.Page third = bounded.page(organization, tokens, second.next(), 5);

    assertThat(first.entries()).isEmpty();
    assertThat(second.entries()).isEmpty();
    assertThat(third.entries()).extracting(AuditEntry::action).containsExactly("token.create");
    assertThat(third.next()).isNull();
    assertThat(log.page(organization, tokens, null, 5).next()).isNull();
  }

  @Test
  void pagesOfASearchFollowEachOther() {
    OrganizationId organization = OrganizationId.create();
    Author author = Author.user(UserId.create());
    for (int i = 0; i < 9; i++) {
      add(organization, i / 2, author, i % 3 == 0 ? "token.create" : "monitor.pause", "1", "{}");
    }
    Search pauses = new Search(null, null, "monitor", null, null);
    List<AuditEntry> all = new ArrayList<>();
    AuditLog.Cursor cursor = null;
    do {
      AuditLog.Page page = log.page(organization, pauses, cursor, 4);
      all.addAll(page.entries());
      cursor = page.next();
    } while (cursor != null);
    assertThat(all).hasSize(6).doesNotHaveDuplicates();
  }

  private static Search text(String text, String... named) {
    return new Search(new AuditLog.Words(text, Set.of(named)), null, null, null, null);
  }

  private List<String> found(OrganizationId organization, Search search) {
    return log.page(organization, search, null, 10).entries().stream()
        .map(AuditEntry::action)
        .toList();
  }

  private void add(
      OrganizationId organization,
      int seconds,
      Author by,
      String action,
      String target,
      String detail) {
    database.write(
        handle -> {
          AuditRows.insert(
              handle,
              organization,
              NOON.plusSeconds(seconds),
              by,
              action,
              new AuditRows.Target(action.substring(0, action.indexOf('.')), target),
              detail);
          return true;
        });
  }

  @Test
  void showsNothingOfAnotherOrganization() {
    add(OrganizationId.create(), NOON, "monitor.create");
    assertThat(log.page(OrganizationId.create(), null, 10)).isEmpty();
  }

  @Test
  void tellsWhatWasDoneToOneThing() {
    OrganizationId organization = OrganizationId.create();
    for (int i = 0; i < 5; i++) {
      addOf(organization, NOON.plusSeconds(i), new AuditRows.Target("monitor", "one"));
      addOf(organization, NOON.plusSeconds(i), new AuditRows.Target("monitor", "other"));
      addOf(organization, NOON.plusSeconds(i), new AuditRows.Target("page", "one"));
      addOf(OrganizationId.create(), NOON, new AuditRows.Target("monitor", "one"));
    }
    List<AuditEntry> first = log.of(organization, "monitor", "one", null, 3);
    List<AuditEntry> rest = log.of(organization, "monitor", "one", first.getLast().cursor(), 3);

    assertThat(first).hasSize(3).allMatch(entry -> entry.targetId().equals("one"));
    assertThat(first.getFirst().at()).isEqualTo(NOON.plusSeconds(4));
    assertThat(rest).hasSize(2).allMatch(entry -> entry.targetKind().equals("monitor"));
    assertThat(rest.getLast().at()).isEqualTo(NOON);
  }

  private void addOf(OrganizationId organization, Instant at, AuditRows.Target target) {
    database.write(
        handle -> {
          AuditRows.insert(
              handle, organization, at, Author.user(UserId.create()), "a.thing", target, "{}");
          return true;
        });
  }

  @Test
  void addsADerivedEntryOnce() {
    OrganizationId organization = OrganizationId.create();
    AuditEntry entry =
        new AuditEntry(
            Ids.create(), NOON, Author.system(organization), "monitor.pause", "monitor", "1", "{}");
    List<AuditRows.OrganizationEntry> twice =
        List.of(
            new AuditRows.OrganizationEntry(organization, entry),
            new AuditRows.OrganizationEntry(organization, entry));
    for (int repeat = 0; repeat < 2; repeat++) {
      database.write(
          handle -> {
            AuditRows.insertAbsent(handle, twice);
            return true;
          });
    }
    assertThat(log.page(organization, null, 10)).containsExactly(entry);
  }

  @Test
  void refusesWhatIsNoCursor() {
    assertThat(AuditLog.Cursor.parse("")).isEmpty();
    assertThat(AuditLog.Cursor.parse("2026-05-01T12:00:00Z~7")).isEmpty();
    assertThat(AuditLog.Cursor.parse("noon~" + Ids.create())).isEmpty();
  }

  private void add(OrganizationId organization, Instant at, String action) {
    database.write(
        handle -> {
          AuditRows.insert(
              handle,
              organization,
              at,
              Author.system(organization),
              action,
              new AuditRows.Target("monitor", "1"),
              "{}");
          return true;
        });
  }
}
