package dev.tocsin.http.testing;

import dev.tocsin.notify.http.Services;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Destinations;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.subscriber.SubscriberLinks;
import dev.tocsin.subscriber.SubscriberStore;
import dev.tocsin.subscriber.Subscriptions;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Subscribers in memory, and who was asked. */
public final class MemorySubscribers implements SubscriberStore {
  /** Each letter that asks somebody. */
  public final List<Destination> asked = new CopyOnWriteArrayList<>();

  public final Map<UUID, List<Progress>> progress = new ConcurrentHashMap<>();

  private final Map<SubscriberId, Subscriber> table = new ConcurrentHashMap<>();
  private final Store store;

  public MemorySubscribers(Store store) {
    this.store = store;
  }

  public Subscriptions subscriptions(DerivedKeys keys, URI publicUrl, InstantSource time) {
    return new Subscriptions(
        this,
        new SubscriberLinks(keys, publicUrl),
        new Destinations(
            EnumSet.allOf(Destination.Kind.class),
            new Services(
                    post -> CompletableFuture.failedStage(new IllegalStateException()),
                    new AddressPolicy(() -> false, "PRIVATE", List::of),
                    time)
                .fields()),
        () -> {});
  }

  /** Those of all pages, the newest first. */
  public List<Subscriber> all() {
    return table.values().stream()
        .sorted(Comparator.comparing((Subscriber one) -> one.id().toString()).reversed())
        .toList();
  }

  @Override
  public void ask(Subscriber wanted, @Nullable Author by, Instant now) {
    store.run(
        () -> {
          boolean isKnown =
              table.values().stream()
                  .anyMatch(
                      one ->
                          one.page().equals(wanted.page())
                              && one.to().key().equals(wanted.to().key()));
          if (!isKnown) {
            table.put(wanted.id(), wanted);
          }
          asked.add(wanted.to());
          return true;
        });
  }

  @Override
  public Optional<Subscriber> find(SubscriberId subscriber) {
    return store.run(() -> Optional.ofNullable(table.get(subscriber)));
  }

  @Override
  public boolean confirm(SubscriberId subscriber, Instant now) {
    return change(subscriber, one -> with(one, one.components(), now));
  }

  @Override
  public boolean choose(SubscriberId subscriber, List<ComponentId> components) {
    return change(subscriber, one -> with(one, components, one.confirmedAt()));
  }

  private boolean change(
      SubscriberId subscriber, java.util.function.UnaryOperator<Subscriber> change) {
    return store.run(
        () -> table.computeIfPresent(subscriber, (id, one) -> change.apply(one)) != null);
  }

  private static Subscriber with(
      Subscriber one, List<ComponentId> components, @Nullable Instant confirmedAt) {
    return new Subscriber(
        one.organization(),
        one.page(),
        one.id(),
        one.to(),
        components,
        one.createdAt(),
        confirmedAt);
  }

  @Override
  public boolean leave(SubscriberId subscriber) {
    return store.run(() -> table.remove(subscriber) != null);
  }

  @Override
  public boolean remove(
      OrganizationId organization,
      StatusPageId page,
      SubscriberId subscriber,
      Author by,
      Instant now) {
    return store.run(
        () ->
            table
                .values()
                .removeIf(
                    one ->
                        one.id().equals(subscriber)
                            && one.organization().equals(organization)
                            && one.page().equals(page)));
  }

  @Override
  public List<Subscriber> list(
      OrganizationId organization, StatusPageId page, @Nullable SubscriberId before, int limit) {
    return store.run(
        () ->
            all().stream()
                .filter(one -> one.organization().equals(organization) && one.page().equals(page))
                .filter(
                    one -> before == null || one.id().toString().compareTo(before.toString()) < 0)
                .limit(limit)
                .toList());
  }

  @Override
  public Map<Destination.Kind, Integer> counts(OrganizationId organization, StatusPageId page) {
    return store.run(
        () ->
            new ArrayList<>(table.values())
                .stream()
                    .filter(
                        one -> one.organization().equals(organization) && one.page().equals(page))
                    .filter(Subscriber::isConfirmed)
                    .collect(
                        Collectors.groupingBy(
                            one -> one.to().kind(),
                            Collectors.collectingAndThen(Collectors.counting(), Long::intValue))));
  }

  @Override
  public List<Progress> progress(OrganizationId organization, UUID subject) {
    return store.run(() -> progress.getOrDefault(subject, List.of()));
  }
}
