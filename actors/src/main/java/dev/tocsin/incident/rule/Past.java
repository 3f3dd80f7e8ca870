package dev.tocsin.incident.rule;

import dev.tocsin.alert.AlertId;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.Post;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.tenancy.Author;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an incident's history says to rules: who had a hand in it, and what it was about. */
final class Past {
  private final IncidentRecord incident;

  Past(IncidentRecord incident) {
    this.incident = incident;
  }

  boolean isClosed() {
    return !incident.isThere() || incident.phase().isOver();
  }

  /** Whether a person has told something that still stands: then it is theirs. */
  boolean isTakenOver() {
    return incident.posts().stream().anyMatch(post -> isOfPerson(post));
  }

  private boolean isOfPerson(Post post) {
    return incident.history().stream()
        .anyMatch(
            event ->
                event instanceof IncidentEvent.Posted posted
                    && posted.post().id().equals(post.id())
                    && !isByRule(event));
  }

  private static boolean isByRule(IncidentEvent event) {
    return event.by().kind() == Author.Kind.SYSTEM;
  }

  /** Components of which a person said how they are: their word stays. */
  Set<ComponentId> saidByPeople() {
    return incident.posts().stream()
        .filter(this::isOfPerson)
        .flatMap(post -> post.affected().stream())
        .map(Affected::component)
        .collect(Collectors.toSet());
  }

  boolean wasDescribedByPerson() {
    return incident.history().stream()
        .anyMatch(event -> event instanceof IncidentEvent.Described && !isByRule(event));
  }

  /** Its own silent changes of states. */
  Stream<IncidentEvent> followed() {
    return incident.history().stream().filter(IncidentEvent.Followed.class::isInstance);
  }

  long told() {
    return incident.posts().size();
  }

  /** When something was told last, by the clock and not by the time that it bears. */
  Instant lastTold() {
    return incident.history().stream()
        .filter(
            event -> event instanceof IncidentEvent.Posted || event instanceof IncidentEvent.Opened)
        .map(IncidentEvent::at)
        .reduce(Instant.EPOCH, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** The last moment at which it speaks of trouble, or has words. */
  Instant lastWord() {
    Stream<Instant> silent =
        incident.history().stream()
            .filter(
                event ->
                    event instanceof IncidentEvent.Followed || event instanceof IncidentEvent.Grown)
            .filter(
                event ->
                    IncidentRecord.affected(event).stream()
                        .anyMatch(each -> each.state().isTrouble()))
            .map(IncidentEvent::at);
    return Stream.concat(silent, incident.posts().stream().map(Post::at))
        .reduce(incident.standing().startedAt(), (one, other) -> one.isAfter(other) ? one : other);
  }

  boolean wasUnlinked(AlertId alert) {
    return incident.history().stream()
        .anyMatch(
            event ->
                event instanceof IncidentEvent.Unlinked unlinked && unlinked.alert().equals(alert));
  }

  /** When it was closed by a rule; empty where it goes on, or a person closed it. */
  Optional<Instant> closedByRuleAt() {
    return closing().filter(Past::isByRule).map(IncidentEvent::at);
  }

  /** What ended it, or took it away; empty where it goes on. */
  private Optional<IncidentEvent> closing() {
    return isClosed()
        ? incident.history().reversed().stream()
            .filter(
                event ->
                    event instanceof IncidentEvent.Removed
                        || event instanceof IncidentEvent.Posted posted
                            && posted.post().phase().isOver()
                        || event instanceof IncidentEvent.Opened)
            .findFirst()
        : Optional.empty();
  }

  /**
   * Whether a trouble was dealt with by this incident, which is closed: where it was known of it
   * before, or went on when a person closed it. What began after that is another problem.
   *
   * @param began when the component's trouble did
   */
  boolean dealtWith(ComponentId component, Instant began) {
    Optional<IncidentEvent> closing = closing();
    if (closing.isEmpty() || incident.history().getLast().at().isBefore(began)) {
      return false;
    }
    boolean wasKnown =
        incident.history().stream()
            .filter(event -> troubles(event, component))
            .anyMatch(event -> !event.at().isBefore(began));
    return wasKnown
        || !isByRule(closing.get())
            && !began.isAfter(closing.get().at())
            && wasTroubled(component, closing.get());
  }

  private static boolean troubles(IncidentEvent event, ComponentId component) {
    return IncidentRecord.affected(event).stream()
        .anyMatch(each -> each.component().equals(component) && each.state().isTrouble());
  }

  private boolean wasTroubled(ComponentId component, IncidentEvent closing) {
    IncidentRecord before = IncidentRecord.empty(incident.ref());
    for (IncidentEvent event : incident.history()) {
      if (event == closing) {
        break;
      }
      before = before.apply(event);
    }
    return before.affected().stream()
        .anyMatch(each -> each.component().equals(component) && each.state().isTrouble());
  }
}
