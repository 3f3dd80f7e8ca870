package dev.tocsin.incident;

import dev.tocsin.alert.AlertId;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Incidents, and what happens to them. */
final class Samples {
  static final Instant AT = Instant.parse("2026-05-01T12:00:00.5Z");
  static final Author ANN = Author.user(UserId.create());

  private Samples() {}

  static IncidentRef ref() {
    return new IncidentRef(OrganizationId.create(), IncidentId.create());
  }

  static Post post(Phase phase, Instant at) {
    return new Post(
        UUID.randomUUID(),
        at,
        phase,
        "We **look**.",
        List.of(new Affected(ComponentId.create(), PageState.PARTIAL_OUTAGE)),
        null);
  }

  static IncidentChange.Open open(Instant at) {
    return new IncidentChange.Open(
        new Heading("Labels fail", Impact.MAJOR),
        Visibility.PUBLIC,
        at,
        new Origin.ByHand(),
        post(Phase.INVESTIGATING, at),
        List.of(AlertId.create()));
  }

  /** One of each kind. */
  static Stream<IncidentEvent> events() {
    Post post = post(Phase.IDENTIFIED, AT);
    return Stream.of(
        new IncidentEvent.Opened(
            AT,
            ANN,
            new Heading("Labels fail", Impact.CRITICAL),
            Visibility.INTERNAL,
            AT,
            new Origin.ByRule(UUID.randomUUID(), "public-public", 3),
            post(Phase.INVESTIGATING, AT)),
        new IncidentEvent.Posted(AT, ANN, post),
        new IncidentEvent.Corrected(AT, ANN, post.id(), "It is the storage."),
        new IncidentEvent.Retracted(AT, ANN, post.id()),
        new IncidentEvent.Described(AT, ANN, new Heading("Labels are late", Impact.MINOR)),
        new IncidentEvent.Grown(AT, ANN, post.affected()),
        new IncidentEvent.Followed(AT, ANN, post.affected()),
        new IncidentEvent.Published(AT, ANN),
        new IncidentEvent.Linked(AT, ANN, AlertId.create()),
        new IncidentEvent.Unlinked(AT, ANN, AlertId.create()),
        new IncidentEvent.Noted(AT, ANN, UUID.randomUUID(), "Disk 4."),
        new IncidentEvent.Dated(AT, ANN, AT, null),
        new IncidentEvent.Dated(AT, ANN, AT, AT.plusSeconds(60)),
        new IncidentEvent.Removed(AT, ANN));
  }

  static IncidentRecord record() {
    IncidentRecord record = IncidentRecord.empty(ref());
    for (IncidentEvent event : events().toList()) {
      record = record.apply(event);
    }
    return record;
  }
}
