package dev.tocsin.http.ping;

import dev.tocsin.configuration.ConfigurationChanges;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.PingKeys;
import dev.tocsin.heartbeat.Slugs;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Which heartbeat an address means: what ids and keys from outside are checked against before they
 * reach a shard. It follows the node's configuration. Safe for use by many threads.
 */
public final class PingIndex {
  /** What one heartbeat is known by. */
  private record Names(HeartbeatSpec.Keys keys, String slug) {}

  private record Slug(OrganizationId organization, String slug) {}

  private final NodeConfiguration configuration;
  private final PingKeys pingKeys;
  private final Map<UUID, MonitorRef> byPing = new ConcurrentHashMap<>();
  private final Map<String, MonitorRef> byPush = new ConcurrentHashMap<>();
  private final Map<String, MonitorRef> byApiKey = new ConcurrentHashMap<>();
  private final Map<Slug, Set<MonitorRef>> bySlug = new ConcurrentHashMap<>();
  private final Map<MonitorRef, Names> names = new ConcurrentHashMap<>();
  private final Map<String, OrganizationId> organizations = new ConcurrentHashMap<>();
  private final Map<OrganizationId, String> keysOfOrganizations = new ConcurrentHashMap<>();
  private final ReentrantLock changing = new ReentrantLock();

  /** What an address by slug means. */
  public sealed interface Found {
    record One(MonitorRef monitor) implements Found {}

    /** The organization is there, and nothing in it has this slug. */
    record NoneIn(OrganizationId organization) implements Found {}

    record Several() implements Found {}

    record Unknown() implements Found {}

    /** This node has not read everything yet. */
    record Incomplete() implements Found {}
  }

  /** To be made before the configuration is read for the first time. */
  public PingIndex(NodeConfiguration configuration, PingKeys pingKeys) {
    this.configuration = configuration;
    this.pingKeys = pingKeys;
    configuration.onChange(this::changed);
  }

  public Found byPing(UUID ping) {
    return found(byPing.get(ping));
  }

  public Found byPush(String token) {
    return found(byPush.get(token));
  }

  public Found byApiKey(String key) {
    return found(byApiKey.get(key));
  }

  public Found bySlug(String pingKey, String slug) {
    OrganizationId organization = organizations.get(pingKey);
    if (organization == null) {
      return found(null);
    }
    Set<MonitorRef> all = bySlug.getOrDefault(new Slug(organization, slug), Set.of());
    return switch (all.size()) {
      case 0 -> new Found.NoneIn(organization);
      case 1 -> new Found.One(all.iterator().next());
      default -> new Found.Several();
    };
  }

  /** As addresses have it: its own, or what its name makes of itself. */
  public static String slug(MonitorConfig monitor, HeartbeatSpec spec) {
    return Optional.ofNullable(spec.slug()).orElseGet(() -> Slugs.of(monitor.name()));
  }

  private Found found(@Nullable MonitorRef monitor) {
    if (monitor != null) {
      return new Found.One(monitor);
    }
    return configuration.isComplete() ? new Found.Unknown() : new Found.Incomplete();
  }

  /** Two changes may be told in another order than they were made, so what is true now counts. */
  private void changed(ConfigurationChanges changes) {
    OrganizationId organization = changes.organization().id();
    changing.lock();
    try {
      if (configuration.find(organization) instanceof Lookup.Found<Organization>(var known)) {
        String key = pingKeys.of(known);
        String before = keysOfOrganizations.put(organization, key);
        if (!key.equals(before)) {
          if (before != null) {
            organizations.remove(before);
          }
          organizations.put(key, organization);
        }
      }
      changes.monitors().forEach(monitor -> update(monitor.ref()));
      changes.deletedMonitors().forEach(id -> update(new MonitorRef(organization, id)));
    } finally {
      changing.unlock();
    }
  }

  private void update(MonitorRef ref) {
    Names before = names.get(ref);
    Names now = null;
    if (configuration.monitor(ref) instanceof Lookup.Found<MonitorConfig>(MonitorConfig config)
        && config.spec() instanceof HeartbeatSpec spec
        && spec.keys() != null) {
      now = new Names(spec.keys(), slug(config, spec));
    }
    if (now != null ? now.equals(before) : before == null) {
      return;
    }
    if (before != null) {
      forget(ref, before);
    }
    if (now != null) {
      remember(ref, now);
    }
  }

  private void forget(MonitorRef ref, Names known) {
    names.remove(ref);
    byPing.remove(known.keys().ping());
    byPush.remove(known.keys().push());
    byApiKey.remove(known.keys().apiKey());
    bySlug.computeIfPresent(
        new Slug(ref.organization(), known.slug()),
        (slug, all) -> {
          Set<MonitorRef> rest = copy(all);
          rest.remove(ref);
          return rest.isEmpty() ? null : rest;
        });
  }

  private void remember(MonitorRef ref, Names known) {
    names.put(ref, known);
    byPing.put(known.keys().ping(), ref);
    byPush.put(known.keys().push(), ref);
    byApiKey.put(known.keys().apiKey(), ref);
    if (!known.slug().isEmpty()) {
      bySlug.merge(
          new Slug(ref.organization(), known.slug()),
          Set.of(ref),
          (all, one) -> {
            Set<MonitorRef> more = copy(all);
            more.addAll(one);
            return more;
          });
    }
  }

  /** A reader sees one set or the next, never one that is being changed. */
  private static Set<MonitorRef> copy(Set<MonitorRef> all) {
    Set<MonitorRef> copy = new TreeSet<>(Comparator.comparing(MonitorRef::entityId));
    copy.addAll(all);
    return copy;
  }
}
