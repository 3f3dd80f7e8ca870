package dev.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.alert.AlertId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What somebody wants to become of an incident. Wanted again, it changes nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "change")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IncidentChange.Open.class, name = "open"),
  @JsonSubTypes.Type(value = IncidentChange.Tell.class, name = "tell"),
  @JsonSubTypes.Type(value = IncidentChange.Correct.class, name = "correct"),
  @JsonSubTypes.Type(value = IncidentChange.Retract.class, name = "retract"),
  @JsonSubTypes.Type(value = IncidentChange.Amend.class, name = "amend"),
  @JsonSubTypes.Type(value = IncidentChange.Grow.class, name = "grow"),
  @JsonSubTypes.Type(value = IncidentChange.Follow.class, name = "follow"),
  @JsonSubTypes.Type(value = IncidentChange.AsOf.class, name = "as-of"),
  @JsonSubTypes.Type(value = IncidentChange.Publish.class, name = "publish"),
  @JsonSubTypes.Type(value = IncidentChange.Link.class, name = "link"),
  @JsonSubTypes.Type(value = IncidentChange.Unlink.class, name = "unlink"),
  @JsonSubTypes.Type(value = IncidentChange.Note.class, name = "note"),
  @JsonSubTypes.Type(value = IncidentChange.Remove.class, name = "remove")
})
public sealed interface IncidentChange {
  /**
   * @param alerts that it is about
   */
  record Open(
      Heading heading,
      Visibility visibility,
      Instant startedAt,
      Origin origin,
      Post first,
      List<AlertId> alerts)
      implements IncidentChange {
    public Open {
      alerts = List.copyOf(alerts);
    }
  }

  record Tell(Post post) implements IncidentChange {}

  record Correct(UUID post, String message) implements IncidentChange {}

  record Retract(UUID post) implements IncidentChange {}

  /**
   * What it is called, and when it was; what is null stays as it is.
   *
   * @param end the end that a person says
   */
  record Amend(
      @Nullable String title,
      @Nullable Impact impact,
      @Nullable Instant startedAt,
      @Nullable End end)
      implements IncidentChange {}

  /**
   * @param at null for that of its updates
   */
  record End(@Nullable Instant at) {}

  /** Of what it says already, only what is worse is news. */
  record Grow(List<Affected> affected) implements IncidentChange {
    public Grow {
      affected = List.copyOf(affected);
    }
  }

  /** What monitors see of components, better or worse; what differs is news. */
  record Follow(List<Affected> affected) implements IncidentChange {
    public Follow {
      affected = List.copyOf(affected);
    }
  }

  /**
   * What was decided by an incident as it was; where anything happened to it since, nothing is
   * done.
   *
   * @param sequence of the incident then
   */
  record AsOf(long sequence, IncidentChange change) implements IncidentChange {}

  record Publish() implements IncidentChange {}

  record Link(AlertId alert) implements IncidentChange {}

  record Unlink(AlertId alert) implements IncidentChange {}

  record Note(UUID id, String text) implements IncidentChange {}

  record Remove() implements IncidentChange {}
}
