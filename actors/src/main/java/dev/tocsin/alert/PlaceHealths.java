package dev.tocsin.alert;

import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which places messages reach, as alerts say it: what is said of an alert reaches the board of
 * every node, so that all of them know the same, with the store away too. Safe for use by many
 * threads.
 */
public final class PlaceHealths {
  private final Map<Address, Seen> seen = new ConcurrentHashMap<>();
  private final Map<Address, Trouble> troubles = new ConcurrentHashMap<>();
  private final Place.Directory places;
  private final AlertBoard board;

  record Address(OrganizationId organization, UUID place) {}

  /** An alert about a place that goes on. */
  record Trouble(AlertRef alert, Address address, boolean wide, Instant since, String reason) {}

  /**
   * @param failedSince the first failure after that; null where the last attempt delivered
   */
  private record Seen(
      @Nullable Instant deliveredAt,
      @Nullable Instant failedSince,
      @Nullable Instant failedAt,
      @Nullable String reason) {
    static final Seen NOTHING = new Seen(null, null, null, null);

    Seen delivered(Instant at) {
      if (deliveredAt != null && !at.isAfter(deliveredAt)) {
        return this;
      }
      return failedAt != null && failedAt.isAfter(at)
          ? new Seen(at, failedSince, failedAt, reason)
          : new Seen(at, null, null, null);
    }

    Seen failed(Instant at, String why) {
      if (deliveredAt != null && !at.isAfter(deliveredAt)
          || failedAt != null && !at.isAfter(failedAt)) {
        return this;
      }
      return new Seen(deliveredAt, failedSince == null ? at : failedSince, at, why);
    }
  }

  public PlaceHealths(AlertBoard board, Place.Directory places) {
    this.places = places;
    this.board = board;
    board.onChange(this::take);
    board.each(this::take);
  }

  /** What tables know of the time before this node began. */
  public void load(List<DeliveryLog.Last> known) {
    for (DeliveryLog.Last last : known) {
      Address address = new Address(last.organization(), last.place());
      Instant deliveredAt = last.deliveredAt();
      if (deliveredAt != null) {
        seen.merge(
            address,
            Seen.NOTHING.delivered(deliveredAt),
            (now, then) -> now.delivered(deliveredAt));
      }
      Instant failedAt = last.failedAt();
      if (failedAt != null) {
        String reason = last.reason() == null ? "" : last.reason();
        seen.compute(
            address, (same, now) -> (now == null ? Seen.NOTHING : now).failed(failedAt, reason));
      }
    }
  }

  private void take(AlertSight sight) {
    AlertRecord alert = sight.record();
    OrganizationId organization = alert.ref().organization();
    for (Notification each : alert.notifications()) {
      if (each.attempts() > 0) {
        Address address = new Address(organization, each.intended().endpoint());
        seen.compute(address, (same, known) -> with(known == null ? Seen.NOTHING : known, each));
      }
    }
    AlertSubject subject = alert.subject();
    if (subject != null && subject.source() instanceof AlertSource.OfPlace(UUID place, var wide)) {
      Address address = new Address(organization, place);
      troubles.compute(
          address,
          (same, known) -> {
            if (isOver(alert)) { // also where that was said by another thread meanwhile
              return known != null && known.alert().equals(alert.ref()) ? null : known;
            }
            return new Trouble(alert.ref(), address, wide, alert.raisedAt(), subject.detail());
          });
    }
  }

  private boolean isOver(AlertRecord alert) {
    return alert.standing().over() || isOver(alert.ref());
  }

  /** Whether what an alert said of a place is over, as far as this node's board knows. */
  boolean isOver(AlertRef alert) {
    return board.find(alert).filter(sight -> sight.record().standing().over()).isPresent();
  }

  private static Seen with(Seen known, Notification tried) {
    String reason = tried.reason();
    return switch (tried.progress()) {
      case DELIVERED -> known.delivered(tried.at());
      case FAILED, WAITING -> known.failed(tried.at(), reason == null ? "" : reason);
      case DROPPED -> known; // its time is that of the answer, not of an attempt
    };
  }

  public PlaceHealth of(OrganizationId organization, UUID place) {
    Address address = new Address(organization, place);
    Seen known = seen.getOrDefault(address, Seen.NOTHING);
    Trouble own = troubles.get(address);
    if (own != null) {
      return new PlaceHealth(
          PlaceHealth.State.NOT_DELIVERING,
          own.since(),
          known.reason() == null ? own.reason() : known.reason(),
          known.deliveredAt());
    }
    if (known.failedSince() != null) {
      PlaceHealth.State state =
          wideTrouble(organization, place).isPresent()
              ? PlaceHealth.State.NOT_DELIVERING
              : PlaceHealth.State.FAILING;
      return new PlaceHealth(state, known.failedSince(), known.reason(), known.deliveredAt());
    }
    return known.deliveredAt() == null
        ? PlaceHealth.UNKNOWN
        : new PlaceHealth(
            PlaceHealth.State.DELIVERING, known.deliveredAt(), null, known.deliveredAt());
  }

  /** The alert that says that nothing arrives at a place. */
  Optional<Trouble> trouble(OrganizationId organization, UUID place) {
    return Optional.ofNullable(troubles.get(new Address(organization, place)));
  }

  /** The alert that says that nothing arrives anywhere by a place's account. */
  Optional<Trouble> wideTrouble(OrganizationId organization, UUID place) {
    for (Trouble each : troubles.values()) {
      if (each.wide()
          && each.address().organization().equals(organization)
          && isSameAccount(organization, place, each.address().place())) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  private boolean isSameAccount(OrganizationId organization, UUID one, UUID other) {
    Optional<Place> first = places.find(organization, one);
    Optional<Place> second = places.find(organization, other);
    return first.isPresent()
        && second.isPresent()
        && first.get().account().equals(second.get().account());
  }

  /** The alerts about places that do not exist any more. */
  List<AlertRef> ofGone() {
    List<AlertRef> gone = new ArrayList<>();
    for (Trouble each : troubles.values()) {
      if (places.find(each.address().organization(), each.address().place()).isEmpty()) {
        gone.add(each.alert());
      }
    }
    return gone;
  }
}
