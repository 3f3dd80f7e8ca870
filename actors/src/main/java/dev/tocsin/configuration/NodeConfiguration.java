package dev.tocsin.configuration;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.Member;
import dev.tocsin.tenancy.Organization;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All configuration, in this node's memory: what lists are made of, and the index that ids from
 * outside are checked against. It follows the tables by each organization's revision; it goes on
 * answering from what it has while they are away. Safe for use by many threads.
 */
public final class NodeConfiguration {
  private final ConfigurationStore store;
  private final Executor blocking;
  private final Map<OrganizationId, OrganizationConfiguration> organizations =
      new ConcurrentHashMap<>();
  private final Map<String, StatusPageConfig> pagesBySlug = new ConcurrentHashMap<>();
  private final List<Consumer<ConfigurationChanges>> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock applying = new ReentrantLock();
  private volatile boolean complete;

  /**
   * @param blocking runs the store's calls; each may wait for seconds
   */
  public NodeConfiguration(ConfigurationStore store, Executor blocking) {
    this.store = store;
    this.blocking = blocking;
  }

  /** Whether everything was read at least once, so that what is not here does not exist. */
  public boolean isComplete() {
    return complete;
  }

  public Lookup<MonitorConfig> monitor(MonitorRef ref) {
    return lookup(
        organization(ref.organization())
            .map(organization -> organization.monitors().get(ref.monitor())));
  }

  /** The same, as the configuration holds it: of each there are many uses and one copy. */
  public MonitorRef known(MonitorRef ref) {
    return monitor(ref) instanceof Lookup.Found<MonitorConfig>(MonitorConfig found)
        ? found.ref()
        : ref;
  }

  /** Whether it was deleted while this node ran: what is still said of it comes late. */
  public boolean isDeleted(MonitorRef ref) {
    return organization(ref.organization())
        .map(organization -> organization.isDeleted(ref.monitor()))
        .orElse(false);
  }

  public Lookup<StatusPageConfig> page(OrganizationId organization, StatusPageId page) {
    return lookup(organization(organization).map(known -> known.pages().get(page)));
  }

  public Lookup<StatusPageConfig> pageBySlug(String slug) {
    return lookup(Optional.ofNullable(pagesBySlug.get(slug)));
  }

  public Lookup<Organization> find(OrganizationId organization) {
    return lookup(organization(organization).map(OrganizationConfiguration::organization));
  }

  /** Every organization that this node has read of. */
  public List<Organization> organizations() {
    return organizations.values().stream().map(OrganizationConfiguration::organization).toList();
  }

  /** In the order of their ids, from the first after {@code after}; null starts at the first. */
  public Collection<MonitorConfig> monitors(
      OrganizationId organization, @Nullable MonitorId after) {
    return organization(organization)
        .map(known -> after == null ? known.monitors() : known.monitors().tailMap(after, false))
        .map(known -> Collections.unmodifiableCollection(known.values()))
        .orElse(List.of());
  }

  public Collection<StatusPageConfig> pages(OrganizationId organization) {
    return organization(organization)
        .map(known -> Collections.unmodifiableCollection(known.pages().values()))
        .orElse(List.of());
  }

  public <T extends Content> Collection<Item<T>> items(
      OrganizationId organization, ContentKind<T> kind) {
    return organization(organization)
        .map(known -> known.items(kind.type()).values())
        .orElse(List.of())
        .stream()
        .flatMap(item -> item.as(kind).stream())
        .toList();
  }

  public <T extends Content> Lookup<Item<T>> item(
      OrganizationId organization, ContentKind<T> kind, UUID id) {
    return lookup(
        organization(organization)
            .map(known -> known.items(kind.type()).get(id))
            .flatMap(item -> item.as(kind)));
  }

  /** Who is in the organization, in the order they joined. */
  public Collection<Member> people(OrganizationId organization) {
    return organization(organization).map(OrganizationConfiguration::people).orElse(List.of());
  }

  public Lookup<Member> person(OrganizationId organization, UserId user) {
    return lookup(
        people(organization).stream()
            .filter(member -> member.user().id().equals(user))
            .findFirst());
  }

  /** Every monitor of every organization. */
  public void eachMonitor(Consumer<MonitorConfig> each) {
    organizations.values().forEach(known -> known.monitors().values().forEach(each));
  }

  /** Called after a change has become visible here, on the thread that applied it. */
  public void onChange(Consumer<ConfigurationChanges> listener) {
    listeners.add(listener);
  }

  /** Brings this node up to date; fails with {@link StoreUnavailableException}. */
  public CompletionStage<Void> refresh() {
    return CompletableFuture.runAsync(this::refreshAll, blocking);
  }

  /** Brings one organization to a revision or beyond; at once where it is there already. */
  public CompletionStage<Void> refresh(OrganizationId organization, long revision) {
    if (revisionOf(organization) >= revision) {
      return CompletableFuture.completedStage(null);
    }
    return CompletableFuture.runAsync(() -> catchUp(organization), blocking);
  }

  /** Brings one organization to its newest revision. */
  public CompletionStage<Void> refresh(OrganizationId organization) {
    return CompletableFuture.runAsync(() -> catchUp(organization), blocking);
  }

  /** Asks the tables: what this node does not know may also be newer than what it knows. */
  public CompletionStage<Boolean> wasDeleted(MonitorRef ref) {
    return CompletableFuture.supplyAsync(() -> store.isDeleted(ref), blocking);
  }

  public long revisionOf(OrganizationId organization) {
    return organization(organization).map(OrganizationConfiguration::revision).orElse(0L);
  }

  private void refreshAll() {
    for (Map.Entry<OrganizationId, Long> current : store.revisions().entrySet()) {
      if (organization(current.getKey()).isEmpty()
          || revisionOf(current.getKey()) < current.getValue()) {
        catchUp(current.getKey());
      }
    }
    complete = true;
  }

  private void catchUp(OrganizationId id) {
    ConfigurationChanges changes = store.changesSince(id, revisionOf(id));
    applying.lock();
    try {
      if (organization(id).isPresent() && changes.revision() <= revisionOf(id)) {
        return; // another thread was quicker
      }
      apply(id, changes);
    } finally {
      applying.unlock();
    }
    listeners.forEach(listener -> listener.accept(changes));
  }

  private void apply(OrganizationId id, ConfigurationChanges changes) {
    OrganizationConfiguration known =
        organizations.computeIfAbsent(
            id, missing -> new OrganizationConfiguration(changes.organization()));
    List<StatusPageConfig> replaced = new ArrayList<>();
    changes
        .pages()
        .forEach(
            page -> Optional.ofNullable(known.pages().get(page.id())).ifPresent(replaced::add));
    changes
        .deletedPages()
        .forEach(page -> Optional.ofNullable(known.pages().get(page)).ifPresent(replaced::add));
    replaced.forEach(page -> pagesBySlug.remove(page.slug(), page));
    known.apply(changes);
    changes.pages().forEach(page -> pagesBySlug.put(page.slug(), page));
  }

  private Optional<OrganizationConfiguration> organization(OrganizationId id) {
    return Optional.ofNullable(organizations.get(id));
  }

  private <T> Lookup<T> lookup(Optional<? extends T> known) {
    if (known.isPresent()) {
      return new Lookup.Found<>(known.get());
    }
    return complete ? new Lookup.Unknown<>() : new Lookup.Incomplete<>();
  }
}
