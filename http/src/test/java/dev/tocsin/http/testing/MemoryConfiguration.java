package dev.tocsin.http.testing;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.ConfigurationStore;
import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.ContactMethod;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.MemberStore;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Configuration, in memory. */
public final class MemoryConfiguration implements ConfigurationStore {
  private final Store store;
  private final Map<OrganizationId, Organization> organizations = new LinkedHashMap<>();
  private final Map<OrganizationId, Long> revisions = new HashMap<>();
  private final Map<MonitorRef, MonitorConfig> monitors = new LinkedHashMap<>();
  private final Map<MonitorRef, Long> deletedMonitors = new LinkedHashMap<>();
  private final Map<StatusPageId, StatusPageConfig> pages = new LinkedHashMap<>();
  private final Map<StatusPageId, Long> deletedPages = new LinkedHashMap<>();

  private final MemoryItems items = new MemoryItems();
  private Function<OrganizationId, List<Member>> people = organization -> List.of();

  public MemoryConfiguration(Store store) {
    this.store = store;
  }

  /** Who is where is said by others. */
  void people(Function<OrganizationId, List<Member>> all) {
    people = all;
  }

  /** Somebody came, or changed. */
  void joined(OrganizationId organization, Member member, Instant verifiedAt, boolean isNew) {
    long revision = next(organization);
    UserId user = member.user().id();
    UUID id = ContactMethod.ofAccount(organization, user);
    if (isNew) {
      items.put(
          new Item<>(
              organization,
              id,
              ContactMethod.ofAccount(user, member.user().email(), verifiedAt),
              member.since(),
              0),
          revision);
    }
  }

  void left(OrganizationId organization, UserId user) {
    items.deleteOwned(organization, user, next(organization));
  }

  public void add(Organization organization) {
    organizations.put(organization.id(), organization);
    revisions.put(organization.id(), 1L);
  }

  public MemberStore.Changed change(OrganizationId id, UnaryOperator<Organization> change) {
    organizations.computeIfPresent(id, (same, before) -> change.apply(before));
    return new MemberStore.Changed(organizations.get(id), next(id));
  }

  long renewPingKey(OrganizationId id) {
    organizations.computeIfPresent(
        id,
        (same, before) ->
            new Organization(
                id,
                before.name(),
                before.createdAt(),
                before.timeZone(),
                before.pingKeyVersion() + 1));
    return next(id);
  }

  private long next(OrganizationId organization) {
    return revisions.merge(organization, 1L, Long::sum);
  }

  @Override
  public Map<OrganizationId, Long> revisions() {
    return store.run(() -> Map.copyOf(revisions));
  }

  @Override
  public ConfigurationChanges changesSince(OrganizationId organization, long revision) {
    return store.run(
        () ->
            new ConfigurationChanges(
                organizations.get(organization),
                revisions.get(organization),
                monitors.values().stream()
                    .filter(it -> it.ref().organization().equals(organization))
                    .filter(it -> it.revision() > revision)
                    .toList(),
                deletedMonitors.entrySet().stream()
                    .filter(it -> it.getKey().organization().equals(organization))
                    .filter(it -> it.getValue() > revision)
                    .map(it -> it.getKey().monitor())
                    .collect(Collectors.<MonitorId>toList()),
                pages.values().stream()
                    .filter(it -> it.organization().equals(organization))
                    .filter(it -> it.revision() > revision)
                    .toList(),
                deletedPages.entrySet().stream()
                    .filter(it -> it.getValue() > revision)
                    .map(Map.Entry::getKey)
                    .collect(Collectors.<StatusPageId>toList()),
                items.changesSince(organization, revision),
                people.apply(organization)));
  }

  @Override
  public MonitorConfig createMonitor(MonitorConfig monitor, Author by) {
    return store.run(() -> monitors.computeIfAbsent(monitor.ref(), ref -> revised(monitor)));
  }

  @Override
  public MonitorConfig updateMonitor(MonitorConfig monitor, long expected, Author by) {
    return store.run(
        () -> {
          MonitorConfig known = monitors.get(monitor.ref());
          if (known == null || known.revision() != expected) {
            throw new ConflictException("Somebody else changed this monitor meanwhile.");
          }
          MonitorConfig after = revised(monitor);
          monitors.put(monitor.ref(), after);
          return after;
        });
  }

  private MonitorConfig revised(MonitorConfig monitor) {
    return monitor.storedAt(monitor.createdAt(), next(monitor.ref().organization()));
  }

  @Override
  public long deleteMonitor(MonitorRef monitor, Author by, Instant at) {
    return store.run(
        () -> {
          monitors.remove(monitor);
          long revision = next(monitor.organization());
          deletedMonitors.put(monitor, revision);
          return revision;
        });
  }

  @Override
  public boolean isDeleted(MonitorRef monitor) {
    return store.run(() -> deletedMonitors.containsKey(monitor));
  }

  @Override
  public StatusPageConfig createPage(StatusPageConfig page, Author by) {
    return store.run(
        () -> {
          if (pages.containsKey(page.id())) {
            return pages.get(page.id());
          }
          requireFreeSlug(page);
          return put(page);
        });
  }

  @Override
  public StatusPageConfig updatePage(StatusPageConfig page, long expected, Author by) {
    return store.run(
        () -> {
          StatusPageConfig known = pages.get(page.id());
          if (known == null || known.revision() != expected) {
            throw new ConflictException("Somebody else changed this page meanwhile.");
          }
          requireFreeSlug(page);
          return put(page);
        });
  }

  private void requireFreeSlug(StatusPageConfig page) {
    if (pages.values().stream()
        .anyMatch(it -> it.slug().equals(page.slug()) && !it.id().equals(page.id()))) {
      throw new ConflictException("This slug is taken.");
    }
  }

  private StatusPageConfig put(StatusPageConfig page) {
    StatusPageConfig after =
        new StatusPageConfig(
            page.organization(),
            page.id(),
            page.slug(),
            page.name(),
            page.visibility(),
            List.copyOf(page.groups()),
            List.copyOf(page.components()),
            page.createdAt(),
            next(page.organization()));
    pages.put(page.id(), after);
    return after;
  }

  @Override
  public long deletePage(OrganizationId organization, StatusPageId page, Author by, Instant at) {
    return store.run(
        () -> {
          pages.remove(page);
          long revision = next(organization);
          deletedPages.put(page, revision);
          return revision;
        });
  }

  @Override
  public <T extends Content> Item<T> createItem(Item<T> item, Author by) {
    return store.run(
        () -> {
          if (items.has(item.organization(), item.id())) {
            @SuppressWarnings("unchecked")
            Item<T> known = (Item<T>) items.get(item.organization(), item.id());
            return known;
          }
          return items.put(item, next(item.organization()));
        });
  }

  @Override
  public <T extends Content> Item<T> updateItem(Item<T> item, long expected, Author by) {
    return store.run(
        () -> {
          Item<?> known = items.get(item.organization(), item.id());
          if ((known == null ? 0 : known.revision()) != expected) {
            throw new ConflictException("Somebody else changed this meanwhile.");
          }
          return items.put(item, next(item.organization()));
        });
  }

  @Override
  public long deleteItem(
      OrganizationId organization, ContentKind<?> kind, UUID item, Author by, Instant at) {
    return store.run(
        () -> {
          List<String> monitors =
              this.monitors.values().stream()
                  .filter(it -> it.ref().organization().equals(organization))
                  .filter(it -> item.equals(it.care().policy()) || item.equals(it.care().team()))
                  .map(MonitorConfig::name)
                  .toList();
          if (!monitors.isEmpty()) {
            throw new ConflictException("It is named by " + monitors + "; take it out there first");
          }
          long revision = next(organization);
          items.delete(organization, item, revision);
          return revision;
        });
  }
}
