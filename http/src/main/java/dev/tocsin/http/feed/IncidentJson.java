package dev.tocsin.http.feed;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tocsin.http.Json;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.PublicIncident;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident, as Statuspage writes it.
 *
 * @param status investigating, identified, monitoring, resolved or postmortem
 * @param impact none, minor, major or critical
 * @param shortlink its own page
 * @param incidentUpdates the latest first
 * @param components that it names, as they are now
 * @param reminderIntervals always null
 */
@JsonNaming(SnakeCaseStrategy.class)
record IncidentJson(
    String id,
    String name,
    String status,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant monitoringAt,
    @Nullable Instant resolvedAt,
    String impact,
    String shortlink,
    Instant startedAt,
    String pageId,
    List<UpdateJson> incidentUpdates,
    List<ComponentJson> components,
    @Nullable String reminderIntervals) {

  static IncidentJson of(
      PagePlace place,
      PublicIncident incident,
      List<UpdateJson> updates,
      List<ComponentJson> components) {
    return new IncidentJson(
        incident.id().toString(),
        incident.heading().title(),
        Json.name(incident.phase()),
        incident.publishedAt(),
        incident.changedAt(),
        monitoringAt(incident),
        incident.endedAt(),
        Json.name(incident.heading().impact()),
        place.address("incidents/" + incident.id()),
        incident.startedAt(),
        place.id().toString(),
        updates,
        components,
        null);
  }

  /** When it came to that phase last; null where it never did. */
  private static @Nullable Instant monitoringAt(PublicIncident incident) {
    Instant at = null;
    Phase before = null;
    for (Post post : incident.posts()) {
      if (post.phase() == Phase.MONITORING && before != Phase.MONITORING) {
        at = post.at();
      }
      before = post.phase();
    }
    return at;
  }
}
