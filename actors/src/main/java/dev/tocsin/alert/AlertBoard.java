package dev.tocsin.alert;

import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The alerts that are open or were a short while ago, in this node's memory: what is shown with the
 * store away too, and what an alert's next owner begins with. Of two statements about an alert the
 * newer one stands. Safe for use by many threads.
 */
public final class AlertBoard {
  private final Map<OrganizationId, Map<AlertRef, AlertSight>> sights = new ConcurrentHashMap<>();
  private final Map<Person, Instant> told = new ConcurrentHashMap<>();
  private final List<Consumer<AlertSight>> listeners = new CopyOnWriteArrayList<>();

  private record Person(OrganizationId organization, UserId user) {}

  public Optional<AlertSight> find(AlertRef alert) {
    return Optional.ofNullable(of(alert.organization()).get(alert));
  }

  /**
   * @return whether it was news
   */
  public boolean publish(AlertSight sight) {
    boolean[] news = new boolean[1];
    Map<AlertRef, AlertSight> all =
        sights.computeIfAbsent(
            sight.record().ref().organization(), none -> new ConcurrentHashMap<>());
    all.compute(
        sight.record().ref(),
        (ref, known) -> {
          news[0] = known == null || sight.isNewerThan(known);
          return news[0] ? sight : known;
        });
    if (news[0]) {
      remember(sight.record());
      listeners.forEach(listener -> listener.accept(sight));
    }
    return news[0];
  }

  private Map<AlertRef, AlertSight> of(OrganizationId organization) {
    return sights.getOrDefault(organization, Map.of());
  }

  private void remember(AlertRecord alert) {
    for (Notification each : alert.notifications()) {
      UserId user = each.intended().person();
      if (user != null) {
        told.merge(
            new Person(alert.ref().organization(), user),
            each.intended().due(),
            (one, other) -> one.isBefore(other) ? other : one);
      }
    }
  }

  /** When a person was told of any alert last; long ago where nobody here knows. */
  Instant lastTold(OrganizationId organization, UserId user) {
    return told.getOrDefault(new Person(organization, user), Instant.EPOCH);
  }

  /** Those of an organization that are open, in no order. */
  public List<AlertSight> open(OrganizationId organization) {
    List<AlertSight> open = new ArrayList<>();
    for (AlertSight sight : of(organization).values()) {
      if (sight.record().isOpen()) {
        open.add(sight);
      }
    }
    return open;
  }

  public void each(Consumer<AlertSight> each) {
    sights.values().forEach(all -> all.values().forEach(each));
  }

  /** Forgets those that were over before a time; what is said of them later is old. */
  public void forget(Instant before) {
    sights.values().forEach(all -> all.values().removeIf(sight -> isPast(sight, before)));
  }

  private static boolean isPast(AlertSight sight, Instant before) {
    return !sight.record().isOpen()
        && sight.record().standing().over()
        && sight.isAllStored()
        && sight.record().standing().since().isBefore(before);
  }

  /** Called for each piece of news, on the thread that brought it; it must not block. */
  public void onChange(Consumer<AlertSight> listener) {
    listeners.add(listener);
  }
}
