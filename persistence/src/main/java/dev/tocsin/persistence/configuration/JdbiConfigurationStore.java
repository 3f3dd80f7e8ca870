package dev.tocsin.persistence.configuration;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.ConfigurationStore;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.ContentKinds;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.ItemChanges;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DuplicateKeyException;
import dev.tocsin.persistence.StoredJson;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.tenancy.AuditRows;
import dev.tocsin.persistence.tenancy.MemberRows;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The tables of what people configured; see {@link ConfigurationStore}. */
public final class JdbiConfigurationStore implements ConfigurationStore {
  private final Database database;
  private final MonitorRows monitors;
  private final ItemTable items;
  private final InstantSource clock;

  /**
   * @param secrets seal what is asked of a target, and the contents of secret kinds
   * @param kinds of items that are known here
   * @param clock for the audit rows
   */
  public JdbiConfigurationStore(
      Database database, Secrets secrets, ContentKinds kinds, InstantSource clock) {
    this.database = database;
    this.monitors = new MonitorRows(secrets);
    this.items = new ItemTable(secrets, kinds, clock);
    this.clock = clock;
  }

  @Override
  public Map<OrganizationId, Long> revisions() {
    return database.read(OrganizationRows::revisions);
  }

  @Override
  public ConfigurationChanges changesSince(OrganizationId organization, long revision) {
    return database.snapshot(
        handle -> {
          OrganizationRows.Versioned now = OrganizationRows.find(handle, organization);
          boolean all = revision == 0;
          return new ConfigurationChanges(
              now.organization(),
              now.revision(),
              monitors.changedSince(handle, organization, revision),
              all ? List.of() : monitors.deletedSince(handle, organization, revision),
              PageRows.changedSince(handle, organization, revision),
              all ? List.of() : PageRows.deletedSince(handle, organization, revision),
              new ItemChanges(
                  items.rows().changedSince(handle, organization, revision),
                  all ? List.of() : items.rows().deletedSince(handle, organization, revision)),
              MemberRows.of(handle, organization));
        });
  }

  @Override
  public MonitorConfig createMonitor(MonitorConfig monitor, Author by) {
    OrganizationId organization = monitor.ref().organization();
    return database.write(
        handle -> {
          long revision = OrganizationRows.lock(handle, organization) + 1;
          Optional<MonitorConfig> existing = monitors.find(handle, monitor.ref());
          if (existing.isPresent()) {
            return existing.get();
          }
          if (monitors.wasDeleted(handle, monitor.ref())) {
            throw new ConflictException("The monitor that this request created is deleted");
          }
          MonitorConfig stored = stored(monitor, monitor.createdAt(), revision);
          monitors.insert(handle, stored);
          OrganizationRows.raise(handle, organization, revision);
          audit(handle, stored.ref(), clock.instant(), by, "create", named(stored.name()));
          return stored;
        });
  }

  @Override
  public MonitorConfig updateMonitor(MonitorConfig monitor, long expected, Author by) {
    OrganizationId organization = monitor.ref().organization();
    return database.write(
        handle -> {
          long revision = OrganizationRows.lock(handle, organization) + 1;
          MonitorConfig before =
              monitors
                  .find(handle, monitor.ref())
                  .filter(found -> found.revision() == expected)
                  .orElseThrow(() -> changedMeanwhile("monitor"));
          MonitorConfig stored = stored(monitor, before.createdAt(), revision);
          monitors.update(handle, stored);
          OrganizationRows.raise(handle, organization, revision);
          audit(
              handle,
              stored.ref(),
              clock.instant(),
              by,
              "update",
              changed(
                  stored.name(),
                  ChangedFields.between(stored(before, before.createdAt(), revision), stored)));
          return stored;
        });
  }

  @Override
  public long deleteMonitor(MonitorRef monitor, Author by, Instant at) {
    OrganizationId organization = monitor.organization();
    return database.write(
        handle -> {
          long revision = OrganizationRows.lock(handle, organization);
          Optional<MonitorConfig> before = monitors.find(handle, monitor);
          if (before.isEmpty()) {
            return revision;
          }
          monitors.delete(handle, monitor, at, revision + 1);
          OrganizationRows.raise(handle, organization, revision + 1);
          audit(handle, monitor, at, by, "delete", named(before.get().name()));
          return revision + 1;
        });
  }

  @Override
  public boolean isDeleted(MonitorRef monitor) {
    return database.read(handle -> MonitorRows.isDeleted(handle, monitor));
  }

  @Override
  public StatusPageConfig createPage(StatusPageConfig page, Author by) {
    OrganizationId organization = page.organization();
    return slugFree(
        page,
        handle -> {
          long revision = OrganizationRows.lock(handle, organization) + 1;
          Optional<StatusPageConfig> existing = PageRows.find(handle, organization, page.id());
          if (existing.isPresent()) {
            return existing.get();
          }
          if (PageRows.wasDeleted(handle, organization, page.id())) {
            throw new ConflictException("The page that this request created is deleted");
          }
          StatusPageConfig stored = stored(page, page.createdAt(), revision);
          PageRows.insert(handle, stored);
          OrganizationRows.raise(handle, organization, revision);
          audit(handle, stored, clock.instant(), by, "create", named(stored.name()));
          return stored;
        });
  }

  @Override
  public StatusPageConfig updatePage(StatusPageConfig page, long expected, Author by) {
    OrganizationId organization = page.organization();
    return slugFree(
        page,
        handle -> {
          long revision = OrganizationRows.lock(handle, organization) + 1;
          StatusPageConfig before =
              PageRows.find(handle, organization, page.id())
                  .filter(found -> found.revision() == expected)
                  .orElseThrow(() -> changedMeanwhile("page"));
          StatusPageConfig stored = stored(page, before.createdAt(), revision);
          PageRows.update(handle, stored);
          OrganizationRows.raise(handle, organization, revision);
          List<String> fields =
              ChangedFields.between(stored(before, before.createdAt(), revision), stored);
          audit(handle, stored, clock.instant(), by, "update", changed(stored.name(), fields));
          return stored;
        });
  }

  @Override
  public long deletePage(OrganizationId organization, StatusPageId page, Author by, Instant at) {
    return database.write(
        handle -> {
          long revision = OrganizationRows.lock(handle, organization);
          Optional<StatusPageConfig> before = PageRows.find(handle, organization, page);
          if (before.isEmpty()) {
            return revision;
          }
          PageRows.delete(handle, organization, page, at, revision + 1);
          OrganizationRows.raise(handle, organization, revision + 1);
          audit(handle, before.get(), at, by, "delete", named(before.get().name()));
          return revision + 1;
        });
  }

  @Override
  public <T extends Content> Item<T> createItem(Item<T> item, Author by) {
    return database.write(handle -> items.create(handle, item, by));
  }

  @Override
  public <T extends Content> Item<T> updateItem(Item<T> item, long expected, Author by) {
    return database.write(handle -> items.update(handle, item, expected, by));
  }

  @Override
  public long deleteItem(
      OrganizationId organization, ContentKind<?> kind, UUID item, Author by, Instant at) {
    return database.write(handle -> items.delete(handle, organization, kind, item, by, at));
  }

  /** The only unique key of a page that another transaction can hold is its slug. */
  private StatusPageConfig slugFree(
      StatusPageConfig page, Function<Handle, StatusPageConfig> write) {
    try {
      return database.write(write);
    } catch (DuplicateKeyException taken) {
      throw new ConflictException(
          "The address /status/" + page.slug() + " belongs to another page; choose another slug");
    }
  }

  private static ConflictException changedMeanwhile(String what) {
    return new ConflictException(
        "The "
            + what
            + " was changed or deleted after it was read; read it again and repeat the change");
  }

  /** As a reader of the table will see it: times to the microsecond. */
  private static MonitorConfig stored(MonitorConfig monitor, Instant createdAt, long revision) {
    return monitor.storedAt(createdAt.truncatedTo(ChronoUnit.MICROS), revision);
  }

  private static StatusPageConfig stored(StatusPageConfig page, Instant createdAt, long revision) {
    return new StatusPageConfig(
        page.organization(),
        page.id(),
        page.slug(),
        page.name(),
        page.visibility(),
        page.groups(),
        page.components(),
        createdAt.truncatedTo(ChronoUnit.MICROS),
        revision);
  }

  private static Map<String, Object> named(String name) {
    return Map.of("name", name);
  }

  private static Map<String, Object> changed(String name, List<String> fields) {
    return Map.of("name", name, "changed", fields);
  }

  private static void audit(
      Handle handle,
      MonitorRef monitor,
      Instant at,
      Author by,
      String what,
      Map<String, Object> detail) {
    AuditRows.insert(
        handle,
        monitor.organization(),
        at,
        by,
        "monitor." + what,
        new AuditRows.Target("monitor", monitor.monitor().toString()),
        StoredJson.write(detail));
  }

  private static void audit(
      Handle handle,
      StatusPageConfig page,
      Instant at,
      Author by,
      String what,
      Map<String, Object> detail) {
    AuditRows.insert(
        handle,
        page.organization(),
        at,
        by,
        "status-page." + what,
        new AuditRows.Target("status-page", page.id().toString()),
        StoredJson.write(detail));
  }
}
