package dev.tocsin.configuration;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** One organization's configuration at a revision; readers may see a change while it is applied. */
final class OrganizationConfiguration {
  private static final Comparator<UUID> UNSIGNED =
      (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0
            ? high
            : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
      };

  private final NavigableMap<MonitorId, MonitorConfig> monitors =
      new ConcurrentSkipListMap<>(Comparator.comparing(MonitorId::value, UNSIGNED));
  private final Map<StatusPageId, StatusPageConfig> pages = new ConcurrentHashMap<>();
  private final Map<Class<?>, Map<UUID, Item<?>>> items = new ConcurrentHashMap<>();
  private final Set<MonitorId> deleted = ConcurrentHashMap.newKeySet();
  private volatile List<Member> people = List.of();
  private volatile Organization organization;
  private volatile long revision;

  OrganizationConfiguration(Organization organization) {
    this.organization = organization;
  }

  void apply(ConfigurationChanges changes) {
    organization = changes.organization();
    changes.monitors().forEach(monitor -> monitors.put(monitor.ref().monitor(), monitor));
    deleted.addAll(changes.deletedMonitors());
    changes.deletedMonitors().forEach(monitors::remove);
    changes.pages().forEach(page -> pages.put(page.id(), page));
    changes.deletedPages().forEach(pages::remove);
    changes.items().changed().forEach(this::put);
    changes.items().deleted().forEach(gone -> items.values().forEach(kind -> kind.remove(gone)));
    people = List.copyOf(changes.people());
    revision = changes.revision();
  }

  private void put(Item<?> item) {
    items
        .computeIfAbsent(item.content().getClass(), kind -> new ConcurrentHashMap<>())
        .put(item.id(), item);
  }

  Organization organization() {
    return organization;
  }

  long revision() {
    return revision;
  }

  NavigableMap<MonitorId, MonitorConfig> monitors() {
    return monitors;
  }

  boolean isDeleted(MonitorId monitor) {
    return deleted.contains(monitor);
  }

  Map<StatusPageId, StatusPageConfig> pages() {
    return pages;
  }

  Map<UUID, Item<?>> items(Class<?> type) {
    return items.getOrDefault(type, Map.of());
  }

  List<Member> people() {
    return people;
  }
}
