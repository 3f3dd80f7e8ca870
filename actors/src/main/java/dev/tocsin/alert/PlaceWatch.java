package dev.tocsin.alert;

import dev.tocsin.escalation.Urgency;
import dev.tocsin.notify.Account;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Raises an alert where messages do not reach a place, and ends it with the first that does. What
 * is counted here is lost with the node; what it led to is an alert, and is not. Where a service
 * answers nobody, one alert stands for all places of the account.
 *
 * <p>What a service took and then could not bring to a place counts as well; that it takes the next
 * one is no news of the place then, but only that it brings one there.
 */
final class PlaceWatch implements DeliveryWatch {
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);

  private final PlaceHealths healths;
  private final Place.Directory places;
  private final BiConsumer<AlertRef, AlertEntity.Command> alerts;
  private final Map<PlaceHealths.Address, Failing> failing = new ConcurrentHashMap<>();
  private final Map<PlaceHealths.Address, Lost> lost = new ConcurrentHashMap<>();
  private final Map<OfOrganization, Reported> reported = new ConcurrentHashMap<>();

  /**
   * Messages in a row that were taken and did not arrive, however far apart: some places get few.
   *
   * @param last the service's name for the last of them
   */
  private record Lost(int times, Instant since, String last) {
    static Lost after(@Nullable Lost before, String message, Instant at) {
      if (before == null) {
        return new Lost(1, at, message);
      }
      return before.last.equals(message)
          ? before
          : new Lost(before.times + 1, before.since, message);
    }
  }

  /** An account of the installation's own fails for each organization. */
  private record OfOrganization(OrganizationId organization, Account account) {}

  /** The place by which an account was reported last. */
  private record Reported(UUID place, Instant at) {}

  PlaceWatch(
      PlaceHealths healths,
      Place.Directory places,
      BiConsumer<AlertRef, AlertEntity.Command> alerts) {
    this.healths = healths;
    this.places = places;
    this.alerts = alerts;
  }

  @Override
  public void tried(OrganizationId organization, UUID place, Outcome outcome, Instant at) {
    PlaceHealths.Address address = new PlaceHealths.Address(organization, place);
    @Nullable Failing now =
        failing.compute(address, (same, before) -> Failing.after(before, outcome, at));
    if (now == null) {
      if (!lost.containsKey(address)) {
        endOwn(organization, place, at);
      }
      endWide(organization, place, at);
    } else if (now.isOver(at)) {
      raise(organization, place, now, at);
    }
  }

  @Override
  public void arrived(OrganizationId organization, UUID place, Postbox.Arrived told, Instant at) {
    PlaceHealths.Address address = new PlaceHealths.Address(organization, place);
    switch (told.arrival()) {
      case SENT -> {}
      case DELIVERED, UNANSWERED -> {
        // what was taken before the account failed may well arrive after it
        if (lost.remove(address) != null || !failing.containsKey(address)) {
          endOwn(organization, place, at);
        }
      }
      case UNDELIVERED -> {
        Lost now = lost.compute(address, (same, before) -> Lost.after(before, told.message(), at));
        if (now.times() >= Failing.REFUSALS) {
          String reason = told.reason() == null ? "It did not arrive" : told.reason();
          Failing failure = new Failing(now.times(), now.times(), now.since(), at, reason, false);
          raise(organization, place, failure, at);
        }
      }
    }
  }

  private void endOwn(OrganizationId organization, UUID place, Instant at) {
    healths
        .trouble(organization, place)
        .ifPresent(trouble -> alerts.accept(trouble.alert(), new AlertEntity.Over(at, 0, null)));
  }

  private void endWide(OrganizationId organization, UUID place, Instant at) {
    healths
        .wideTrouble(organization, place)
        .ifPresent(
            trouble -> {
              alerts.accept(trouble.alert(), new AlertEntity.Over(at, 0, null));
              failing.remove(trouble.address());
            });
  }

  private void raise(OrganizationId organization, UUID place, Failing now, Instant at) {
    if (healths.trouble(organization, place).isPresent()
        || now.wide() && healths.wideTrouble(organization, place).isPresent()) {
      return;
    }
    Optional<Place> found = places.find(organization, place);
    if (found.isEmpty()) {
      return;
    }
    if (now.wide()
        && isReported(new OfOrganization(organization, found.get().account()), place, at)) {
      return;
    }
    AlertRef alert = new AlertRef(organization, AlertId.of(place, now.since()));
    Failing told = now;
    if (healths.isOver(alert)) {
      told = now.anew();
      failing.put(new PlaceHealths.Address(organization, place), told);
      alert = new AlertRef(organization, AlertId.of(place, told.since()));
    }
    alerts.accept(alert, new AlertEntity.Report(subject(place, found.get(), told), at));
  }

  /** Many places fail in the moment that an alert takes to be known. */
  private boolean isReported(OfOrganization account, UUID place, Instant at) {
    Reported first =
        reported.compute(
            account,
            (same, known) ->
                known == null || known.at().plus(KNOWN_WITHIN).isBefore(at)
                    ? new Reported(place, at)
                    : known);
    return !first.place().equals(place);
  }

  private static AlertSubject subject(UUID place, Place found, Failing now) {
    return new AlertSubject(
        new AlertSource.OfPlace(place, now.wide()),
        found.called() + " is not delivering",
        now.reason(),
        Severity.ERROR,
        Urgency.LOW,
        null);
  }
}
