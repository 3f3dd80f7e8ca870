package dev.tocsin.persistence.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.Ids;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.AuditLog;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
  void showsNothingOfAnotherOrganization() {
    add(OrganizationId.create(), NOON, "monitor.create");
    assertThat(log.page(OrganizationId.create(), null, 10)).isEmpty();
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
