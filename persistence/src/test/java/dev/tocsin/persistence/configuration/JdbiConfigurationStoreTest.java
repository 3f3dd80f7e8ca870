package dev.tocsin.persistence.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Quorum;
import dev.tocsin.monitor.Timing;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.JdbiAuditLog;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.http.HttpSpec;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.GroupId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@OnEachDatabase
class JdbiConfigurationStoreTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00.123456Z");
  private static final ContentKinds KINDS = new ContentKinds(List.of());
  private static final Author ANN = Author.user(UserId.create());

  private final TestDatabase test;
  private final Database database;
  private final JdbiConfigurationStore store;
  private final JdbiAuditLog audit;
  private final OrganizationId organization = OrganizationId.create();

  JdbiConfigurationStoreTest(TestDatabase test) {
    this.test = test;
    this.database = test.database();
    this.store =
        new JdbiConfigurationStore(
            database, new Secrets(new byte[32]), KINDS, InstantSource.fixed(NOON));
    this.audit = new JdbiAuditLog(database);
  }

  @BeforeEach
  void createOrganization() {
    createOrganization(organization);
  }

  @Test
  void givesBackEachMonitorAsItWasWritten() {
    MonitorConfig http = store.createMonitor(monitor("API", http()), ANN);
    MonitorConfig manual = store.createMonitor(monitor("Door", new ManualSpec()), ANN);
    ConfigurationChanges all = store.changesSince(organization, 0);
    assertThat(all.monitors()).containsExactlyInAnyOrder(http, manual);
    assertThat(all.organization().name()).isEqualTo("One");
    assertThat(all.revision()).isEqualTo(manual.revision()).isEqualTo(2);
    assertThat(store.revisions()).containsEntry(organization, 2L);
  }

  @Test
  void keepsNoSecretReadable() {
    store.createMonitor(monitor("API", http()), ANN);
    String row =
        database.read(
            handle ->
                handle
                    .createQuery("select spec from monitor where organization_id = :organization")
                    .bind("organization", organization.value())
                    .mapTo(String.class)
                    .one());
    assertThat(row).startsWith("v1:").doesNotContain("hunter2").doesNotContain("example");
  }

  @Test
  void tellsOnlyWhatChangedAfterARevision() {
    MonitorConfig first = store.createMonitor(monitor("First", new ManualSpec()), ANN);
    MonitorConfig second = store.createMonitor(monitor("Second", new ManualSpec()), ANN);
    MonitorConfig third = store.createMonitor(monitor("Third", new ManualSpec()), ANN);
    MonitorConfig renamed = store.updateMonitor(named(first, "Renamed"), first.revision(), ANN);
    store.deleteMonitor(second.ref(), ANN, NOON);

    ConfigurationChanges changes = store.changesSince(organization, third.revision());
    assertThat(changes.monitors()).containsExactly(renamed);
    assertThat(changes.deletedMonitors()).containsExactly(second.ref().monitor());
    assertThat(changes.revision()).isEqualTo(5);

    ConfigurationChanges all = store.changesSince(organization, 0);
    assertThat(all.monitors()).containsExactlyInAnyOrder(renamed, third);
    assertThat(all.deletedMonitors()).isEmpty();
  }

  @Test
  void repeatsACreationWithoutEffect() {
    MonitorConfig monitor = monitor("API", http());
    MonitorConfig created = store.createMonitor(monitor, ANN);
    assertThat(store.createMonitor(named(monitor, "Other"), ANN)).isEqualTo(created);
    assertThat(store.revisions()).containsEntry(organization, 1L);
    assertThat(audit.page(organization, null, 10)).hasSize(1);
  }

  @Test
  void refusesToBringADeletedMonitorBack() {
    MonitorConfig monitor = store.createMonitor(monitor("API", http()), ANN);
    store.deleteMonitor(monitor.ref(), ANN, NOON);
    assertThatThrownBy(() -> store.createMonitor(monitor, ANN))
        .isInstanceOf(ConflictException.class);
  }

  @Test
  void refusesAChangeBasedOnWhatSomebodyElseChanged() {
    MonitorConfig created = store.createMonitor(monitor("API", http()), ANN);
    store.updateMonitor(named(created, "Mine"), created.revision(), ANN);
    assertThatThrownBy(() -> store.updateMonitor(named(created, "Yours"), created.revision(), ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("read it again");
    assertThat(store.revisions()).containsEntry(organization, 2L);
    assertThat(audit.page(organization, null, 10)).hasSize(2);
  }

  @Test
  void deletesOnceAndForgetsWhatWasAsked() {
    MonitorConfig created = store.createMonitor(monitor("API", http()), ANN);
    assertThat(store.deleteMonitor(created.ref(), ANN, NOON)).isEqualTo(2);
    assertThat(store.deleteMonitor(created.ref(), ANN, NOON)).isEqualTo(2);
    assertThat(store.deleteMonitor(new MonitorRef(organization, MonitorId.create()), ANN, NOON))
        .isEqualTo(2);
    String row =
        database.read(
            handle ->
                handle
                    .createQuery(
                        "select name || spec from monitor where organization_id = :organization")
                    .bind("organization", organization.value())
                    .mapTo(String.class)
                    .one());
    assertThat(row).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"any", "majority", "all", "1", "3"})
  void keepsTheQuorumAndNamesItsChange(String text) {
    Quorum quorum = Quorum.parse(text).orElseThrow();
    MonitorConfig created = store.createMonitor(monitor("API", new ManualSpec(), quorum), ANN);
    assertThat(store.changesSince(organization, 0).monitors()).containsExactly(created);
    assertThat(created.timing().quorum()).isEqualTo(quorum);

    Quorum other = new Quorum.Count(7);
    MonitorConfig changed =
        store.updateMonitor(
            new MonitorConfig(
                created.ref(),
                created.name(),
                created.spec(),
                timing(other),
                created.tags(),
                NOON,
                0),
            created.revision(),
            ANN);
    assertThat(store.changesSince(organization, created.revision()).monitors())
        .containsExactly(changed);
    assertThat(changed.timing().quorum()).isEqualTo(other);
    assertThat(newest("monitor.update").detail()).contains("timing.quorum");
  }

  @Test
  void aMonitorThatANodeOfTheReleaseBeforeWroteHasTheUsualQuorum() {
    MonitorConfig written = written(monitor("API", new ManualSpec(), Quorum.Share.ANY));
    database.write(
        handle -> {
          new MonitorRows(new Secrets(new byte[32])).insert(handle, written);
          OrganizationRows.raise(handle, organization, 1);
          // what an insert without the column leaves there
          return handle.execute("update monitor set quorum = default");
        });
    assertThat(store.changesSince(organization, 0).monitors()).containsExactly(written);
  }

  @Test
  void writesAnAuditRowThatNamesFieldsAndNoValues() {
    MonitorConfig created = store.createMonitor(monitor("API", http()), ANN);
    HttpSpec other =
        new HttpSpec(
            new HttpSpec.Request(
                "https://example.org/",
                "GET",
                Map.of("X-Key", "swordfish"),
                null,
                null,
                "opensesame"),
            List.of(new HttpSpec.StatusRange(200, 299)),
            null,
            null,
            null,
            new HttpSpec.Connection(true, true, 14));
    store.updateMonitor(
        new MonitorConfig(created.ref(), "API 2", other, created.timing(), created.tags(), NOON, 0),
        created.revision(),
        ANN);
    AuditEntry entry = newest("monitor.update");
    assertThat(entry.by()).isEqualTo(ANN);
    assertThat(entry.at()).isEqualTo(NOON);
    assertThat(entry.targetKind()).isEqualTo("monitor");
    assertThat(entry.targetId()).isEqualTo(created.ref().monitor().toString());
    assertThat(entry.detail())
        .contains("\"name\":\"API 2\"")
        .contains("spec.request.url", "spec.request.headers", "spec.request.bearer", "\"name\"")
        .doesNotContain("swordfish")
        .doesNotContain("opensesame")
        .doesNotContain("hunter2")
        .doesNotContain("revision");
  }

  @Test
  void numbersConcurrentWritesWithoutGapsOrDoubles() throws Exception {
    List<Long> revisions = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(6)) {
      List<Future<MonitorConfig>> writes = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        MonitorConfig monitor = monitor("M" + i, new ManualSpec());
        writes.add(threads.submit(() -> store.createMonitor(monitor, ANN)));
      }
      for (Future<MonitorConfig> write : writes) {
        revisions.add(write.get().revision());
      }
    }
    assertThat(revisions).doesNotHaveDuplicates().allMatch(r -> r >= 1 && r <= 60).hasSize(60);
  }

  @Test
  void givesBackAPageAsItWasWrittenAndChanged() {
    StatusPageConfig created = store.createPage(page("one", "Status"), ANN);
    assertThat(store.changesSince(organization, 0).pages()).containsExactly(created);
    assertThat(store.createPage(page(created.id(), "other", "Other"), ANN)).isEqualTo(created);

    StatusPageConfig updated =
        store.updatePage(page(created.id(), "two", "Status 2"), created.revision(), ANN);
    assertThat(store.changesSince(organization, created.revision()).pages())
        .containsExactly(updated);
    assertThat(newest("status-page.update").detail()).contains("slug").contains("name");
    assertThatThrownBy(() -> store.updatePage(updated, created.revision(), ANN))
        .isInstanceOf(ConflictException.class);

    long deleted = store.deletePage(organization, created.id(), ANN, NOON);
    ConfigurationChanges changes = store.changesSince(organization, updated.revision());
    assertThat(changes.deletedPages()).containsExactly(created.id());
    assertThat(changes.revision()).isEqualTo(deleted);
    assertThat(store.deletePage(organization, created.id(), ANN, NOON)).isEqualTo(deleted);
  }

  @Test
  void letsASlugBelongToOnePageOfTheInstallationUntilItIsDeleted() {
    OrganizationId other = OrganizationId.create();
    createOrganization(other);
    String slug = "acme-" + organization;
    StatusPageConfig page = store.createPage(page(slug, "Acme"), ANN);
    StatusPageConfig rival =
        new StatusPageConfig(
            other,
            StatusPageId.create(),
            slug,
            "Rival",
            StatusPageConfig.Visibility.PUBLIC,
            List.of(),
            List.of(),
            NOON,
            0);
    assertThatThrownBy(() -> store.createPage(rival, ANN))
        .isInstanceOf(ConflictException.class)
        .hasMessage(
            "The address /status/" + slug + " belongs to another page; choose another slug");
    assertThat(store.revisions()).containsEntry(other, 0L);
    store.deletePage(organization, page.id(), ANN, NOON);
    assertThat(store.createPage(rival, ANN).slug()).isEqualTo(slug);
  }

  @Test
  void changesNothingOfAnotherOrganization() {
    MonitorConfig created = store.createMonitor(monitor("API", http()), ANN);
    OrganizationId other = OrganizationId.create();
    createOrganization(other);
    MonitorRef foreign = new MonitorRef(other, created.ref().monitor());
    assertThat(store.deleteMonitor(foreign, ANN, NOON)).isZero();
    assertThatThrownBy(
            () ->
                store.updateMonitor(
                    new MonitorConfig(
                        foreign, "X", new ManualSpec(), Timing.DEFAULT, List.of(), NOON, 0),
                    created.revision(),
                    ANN))
        .isInstanceOf(ConflictException.class);
    assertThat(store.changesSince(organization, 0).monitors()).containsExactly(created);
  }

  @Test
  void readsManyMonitorsInSeconds() {
    int monitors = Integer.getInteger("tocsin.test.monitors", 20_000);
    database.write(
        handle -> {
          MonitorRows rows = new MonitorRows(new Secrets(new byte[32]));
          for (int i = 0; i < monitors; i++) {
            rows.insert(handle, written(monitor("Monitor " + i, http())));
          }
          OrganizationRows.raise(handle, organization, 1);
          return true;
        });
    long before = System.nanoTime();
    assertThat(store.changesSince(organization, 0).monitors()).hasSize(monitors);
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    System.out.println(test + ": " + monitors + " monitors read in " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofSeconds(15));
  }

  private AuditEntry newest(String action) {
    return audit.page(organization, null, 100).stream()
        .filter(entry -> entry.action().equals(action))
        .findFirst()
        .orElseThrow();
  }

  private MonitorConfig monitor(String name, CheckSpec spec) {
    return monitor(name, spec, Quorum.Share.MAJORITY);
  }

  private static Timing timing(Quorum quorum) {
    return new Timing(Duration.ofSeconds(30), Duration.ofMillis(2500), 3, 2, quorum);
  }

  private MonitorConfig monitor(String name, CheckSpec spec, Quorum quorum) {
    return new MonitorConfig(
        new MonitorRef(organization, MonitorId.create()),
        name,
        spec,
        timing(quorum),
        List.of("eu", "payment"),
        NOON,
        0);
  }

  private static MonitorConfig written(MonitorConfig monitor) {
    return new MonitorConfig(
        monitor.ref(),
        monitor.name(),
        monitor.spec(),
        monitor.timing(),
        monitor.tags(),
        monitor.createdAt(),
        1);
  }

  private static MonitorConfig named(MonitorConfig monitor, String name) {
    return new MonitorConfig(
        monitor.ref(),
        name,
        monitor.spec(),
        monitor.timing(),
        monitor.tags(),
        monitor.createdAt(),
        monitor.revision());
  }

  private static HttpSpec http() {
    return new HttpSpec(
        new HttpSpec.Request(
            "https://example.com/health?deep=1",
            "POST",
            Map.of("X-Key", "hunter2"),
            "{}",
            new HttpSpec.Basic("ann", "hunter2"),
            null),
        List.of(new HttpSpec.StatusRange(200, 299), new HttpSpec.StatusRange(304, 304)),
        new HttpSpec.Keyword("ok", null, false),
        new HttpSpec.JsonPathRule("$.status", "up"),
        Duration.ofMillis(1500),
        new HttpSpec.Connection(true, true, 14));
  }

  private StatusPageConfig page(String slug, String name) {
    return page(StatusPageId.create(), slug.length() > 20 ? slug : slug + "-" + organization, name);
  }

  private StatusPageConfig page(StatusPageId id, String slug, String name) {
    GroupId group = GroupId.create();
    return new StatusPageConfig(
        organization,
        id,
        slug,
        name,
        StatusPageConfig.Visibility.PRIVATE,
        List.of(new StatusPageConfig.Group(group, "Europe")),
        List.of(
            new StatusPageConfig.Component(
                ComponentId.create(),
                "API",
                "What programs use",
                group,
                List.of(MonitorId.create())),
            new StatusPageConfig.Component(ComponentId.create(), "Site", "", null, List.of())),
        NOON,
        0);
  }

  private void createOrganization(OrganizationId id) {
    database.write(
        handle ->
            handle
                .createUpdate(
                    "insert into organization (id, name, created_at) values (:id, 'One', :at)")
                .bind("id", id.value())
                .bind("at", NOON)
                .execute());
  }
}
