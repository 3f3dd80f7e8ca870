package dev.tocsin.configuration;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keeps configuration as the tables would, and can be away. */
public final class MemoryConfigurationStore implements ConfigurationStore {
  private final Map<OrganizationId, Long> revisions = new HashMap<>();
  private final Map<MonitorRef, MonitorConfig> monitors = new HashMap<>();
  private final Map<MonitorRef, Long> deleted = new HashMap<>();
  private final Map<StatusPageId, StatusPageConfig> pages = new HashMap<>();
  private final Map<StatusPageId, Long> deletedPages = new HashMap<>();
  private final Map<UUID, Item<?>> items = new HashMap<>();
  private final Map<UUID, Long> deletedItems = new HashMap<>();
  private final List<Member> people = new ArrayList<>();
  private boolean away;

  public synchronized void setAway(boolean isAway) {
    away = isAway;
  }

  public synchronized void createOrganization(OrganizationId organization) {
    revisions.putIfAbsent(organization, 1L);
  }

  @Override
  public synchronized Map<OrganizationId, Long> revisions() {
    reach();
    return Map.copyOf(revisions);
  }

  @Override
  public synchronized ConfigurationChanges changesSince(
      OrganizationId organization, long revision) {
    reach();
    List<MonitorConfig> changed = new ArrayList<>();
    List<MonitorId> removed = new ArrayList<>();
    monitors.forEach(
        (ref, monitor) -> {
          if (ref.organization().equals(organization) && monitor.revision() > revision) {
            changed.add(monitor);
          }
        });
    deleted.forEach(
        (ref, at) -> {
          if (ref.organization().equals(organization) && at > revision && revision > 0) {
            removed.add(ref.monitor());
          }
        });
    List<StatusPageConfig> changedPages =
        pages.values().stream()
            .filter(page -> page.organization().equals(organization))
            .filter(page -> page.revision() > revision)
            .toList();
    List<StatusPageId> removedPages =
        deletedPages.entrySet().stream()
            .filter(page -> page.getValue() > revision && revision > 0)
            .map(Map.Entry::getKey)
            .toList();
    return new ConfigurationChanges(
        new Organization(organization, "sample", Instant.EPOCH),
        revisions.getOrDefault(organization, 0L),
        changed,
        removed,
        changedPages,
        removedPages,
        new ItemChanges(
            items.values().stream()
                .filter(item -> item.organization().equals(organization))
                .filter(item -> item.revision() > revision)
                .<Item<?>>map(item -> item)
                .toList(),
            deletedItems.entrySet().stream()
                .filter(item -> item.getValue() > revision && revision > 0)
                .map(Map.Entry::getKey)
                .toList()),
        List.copyOf(people));
  }

  @Override
  public synchronized MonitorConfig createMonitor(MonitorConfig monitor, Author by) {
    reach();
    MonitorConfig known = monitors.get(monitor.ref());
    return known != null ? known : put(monitor);
  }

  @Override
  public synchronized MonitorConfig updateMonitor(MonitorConfig monitor, long expected, Author by) {
    reach();
    MonitorConfig known = monitors.get(monitor.ref());
    if (known == null || known.revision() != expected) {
      throw new ConflictException("changed meanwhile");
    }
    return put(monitor);
  }

  private MonitorConfig put(MonitorConfig monitor) {
    MonitorConfig stored =
        monitor.storedAt(monitor.createdAt(), next(monitor.ref().organization()));
    monitors.put(stored.ref(), stored);
    return stored;
  }

  @Override
  public synchronized long deleteMonitor(MonitorRef monitor, Author by, Instant at) {
    reach();
    if (monitors.remove(monitor) != null) {
      deleted.put(monitor, next(monitor.organization()));
    }
    return revisions.getOrDefault(monitor.organization(), 0L);
  }

  @Override
  public synchronized boolean isDeleted(MonitorRef monitor) {
    reach();
    return deleted.containsKey(monitor);
  }

  @Override
  public synchronized StatusPageConfig createPage(StatusPageConfig page, Author by) {
    reach();
    pages.put(page.id(), page);
    next(page.organization());
    return page;
  }

  @Override
  public synchronized StatusPageConfig updatePage(StatusPageConfig page, long expected, Author by) {
    return createPage(page, by);
  }

  @Override
  public synchronized long deletePage(
      OrganizationId organization, StatusPageId page, Author by, Instant at) {
    reach();
    pages.remove(page);
    deletedPages.put(page, next(organization));
    return revisions.get(organization);
  }

  @Override
  public synchronized <T extends Content> Item<T> createItem(Item<T> item, Author by) {
    reach();
    Item<T> stored =
        new Item<>(
            item.organization(),
            item.id(),
            item.content(),
            item.createdAt(),
            next(item.organization()));
    items.put(item.id(), stored);
    return stored;
  }

  @Override
  public synchronized <T extends Content> Item<T> updateItem(
      Item<T> item, long expected, Author by) {
    return createItem(item, by);
  }

  @Override
  public synchronized long deleteItem(
      OrganizationId organization, ContentKind<?> kind, UUID item, Author by, Instant at) {
    reach();
    items.remove(item);
    deletedItems.put(item, next(organization));
    return revisions.get(organization);
  }

  /** Somebody joins, as the tables of people would have it. */
  public synchronized void join(OrganizationId organization, Member member) {
    people.add(member);
    next(organization);
  }

  private long next(OrganizationId organization) {
    return revisions.merge(organization, 1L, Long::sum);
  }

  private void reach() {
    if (away) {
      throw new StoreUnavailableException("away");
    }
  }
}
