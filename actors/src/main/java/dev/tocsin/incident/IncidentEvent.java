package dev.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.alert.AlertId;
import dev.tocsin.tenancy.Author;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to an incident, for good. It has the words that customers read, and of people
 * their ids alone.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IncidentEvent.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = IncidentEvent.Posted.class, name = "posted"),
  @JsonSubTypes.Type(value = IncidentEvent.Corrected.class, name = "corrected"),
  @JsonSubTypes.Type(value = IncidentEvent.Retracted.class, name = "retracted"),
  @JsonSubTypes.Type(value = IncidentEvent.Described.class, name = "described"),
  @JsonSubTypes.Type(value = IncidentEvent.Grown.class, name = "grown"),
  @JsonSubTypes.Type(value = IncidentEvent.Followed.class, name = "followed"),
  @JsonSubTypes.Type(value = IncidentEvent.Published.class, name = "published"),
  @JsonSubTypes.Type(value = IncidentEvent.Linked.class, name = "linked"),
  @JsonSubTypes.Type(value = IncidentEvent.Unlinked.class, name = "unlinked"),
  @JsonSubTypes.Type(value = IncidentEvent.Noted.class, name = "noted"),
  @JsonSubTypes.Type(value = IncidentEvent.Dated.class, name = "dated"),
  @JsonSubTypes.Type(value = IncidentEvent.Removed.class, name = "removed")
})
public sealed interface IncidentEvent extends CborSerializable {
  /** When it was done, whatever time it speaks of. */
  Instant at();

  Author by();

  /**
   * @param startedAt since when customers suffer
   * @param first what is told of it to begin with
   */
  record Opened(
      Instant at,
      Author by,
      Heading heading,
      Visibility visibility,
      Instant startedAt,
      Origin origin,
      Post first)
      implements IncidentEvent {}

  record Posted(Instant at, Author by, Post post) implements IncidentEvent {}

  /** The words of a post were changed; which it had before stays in the history. */
  record Corrected(Instant at, Author by, UUID post, String message) implements IncidentEvent {}

  /** A post is shown to nobody any more. */
  record Retracted(Instant at, Author by, UUID post) implements IncidentEvent {}

  record Described(Instant at, Author by, Heading heading) implements IncidentEvent {}

  /** More suffers from it, or something suffers more. Nothing is told to subscribers by that. */
  record Grown(Instant at, Author by, List<Affected> affected) implements IncidentEvent {
    public Grown {
      affected = List.copyOf(affected);
    }
  }

  /** It says of components what their monitors see, better or worse. Nobody is told by that. */
  record Followed(Instant at, Author by, List<Affected> affected) implements IncidentEvent {
    public Followed {
      affected = List.copyOf(affected);
    }
  }

  record Published(Instant at, Author by) implements IncidentEvent {}

  record Linked(Instant at, Author by, AlertId alert) implements IncidentEvent {}

  record Unlinked(Instant at, Author by, AlertId alert) implements IncidentEvent {}

  /** Between people who work on it: no customer ever reads it. */
  record Noted(Instant at, Author by, UUID id, String text) implements IncidentEvent {}

  /**
   * @param endedAt null where it goes on
   */
  record Dated(Instant at, Author by, Instant startedAt, @Nullable Instant endedAt)
      implements IncidentEvent {}

  /** It is taken off all pages and lists. */
  record Removed(Instant at, Author by) implements IncidentEvent {}
}
