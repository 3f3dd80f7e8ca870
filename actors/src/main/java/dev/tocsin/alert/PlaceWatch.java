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
 */
final class PlaceWatch implements DeliveryWatch {
  private static final Duration KNOWN_WITHIN = Duration.ofSeconds(30);

  private final PlaceHealths healths;
  private final Place.Directory places;
  private final BiConsumer<AlertRef, AlertEntity.Command> alerts;
  private final Map<PlaceHealths.Address, Failing> failing = new ConcurrentHashMap<>();
  private final Map<OfOrganization, Reported> reported = new ConcurrentHashMap<>();

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
      end(organization, place, at);
    } else if (now.isOver(at)) {
      raise(organization, place, now, at);
    }
  }

  private void end(OrganizationId organization, UUID place, Instant at) {
    AlertEntity.Over over = new AlertEntity.Over(at, 0, null);
    healths.trouble(organization, place).ifPresent(trouble -> alerts.accept(trouble.alert(), over));
    healths
        .wideTrouble(organization, place)
        .ifPresent(
            trouble -> {
              alerts.accept(trouble.alert(), over);
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
