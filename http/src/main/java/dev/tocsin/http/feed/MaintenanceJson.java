package dev.tocsin.http.feed;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tocsin.Ids;
import dev.tocsin.http.Json;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.maintenance.PublicMaintenance.Phase;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One time of a maintenance, as Statuspage writes it.
 *
 * @param status scheduled, in_progress or completed
 * @param monitoringAt always null
 * @param impact always maintenance
 * @param startedAt when it was announced
 * @param components that are worked on, as they are now
 */
@JsonNaming(SnakeCaseStrategy.class)
record MaintenanceJson(
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
    Instant scheduledFor,
    Instant scheduledUntil) {

  static MaintenanceJson of(
      PagePlace place, StatusAnswer.Maintenance told, UnaryOperator<String> words) {
    PublicMaintenance maintenance = told.maintenance();
    Instant from = maintenance.window().from();
    Instant until = maintenance.window().until();
    return new MaintenanceJson(
        maintenance.id().toString(),
        maintenance.title(),
        Json.name(maintenance.phase()),
        maintenance.announcedAt(),
        updatedAt(maintenance),
        null,
        maintenance.phase() == Phase.COMPLETED ? until : null,
        "maintenance",
        place.address("maintenance/" + maintenance.id()),
        maintenance.announcedAt(),
        place.id().toString(),
        updates(maintenance, told.names(), words),
        told.components(),
        from,
        until);
  }

  /** When it came to its phase. */
  static Instant updatedAt(PublicMaintenance maintenance) {
    return ComponentJson.later(
        maintenance.announcedAt(),
        switch (maintenance.phase()) {
          case SCHEDULED -> maintenance.announcedAt();
          case IN_PROGRESS -> maintenance.window().from();
          case COMPLETED -> maintenance.window().until();
        });
  }

  /** What Statuspage would post by itself as it goes on; the latest first. */
  private static List<UpdateJson> updates(
      PublicMaintenance maintenance, Map<ComponentId, String> names, UnaryOperator<String> words) {
    List<UpdateJson> updates = new ArrayList<>();
    String about =
        maintenance.message().isEmpty() ? maintenance.title() : words.apply(maintenance.message());
    updates.add(update(maintenance, Phase.SCHEDULED, about, maintenance.announcedAt(), null));
    if (maintenance.phase() != Phase.SCHEDULED) {
      updates.add(
          update(
              maintenance,
              Phase.IN_PROGRESS,
              "The maintenance has begun.",
              maintenance.window().from(),
              touched(names, PageState.OPERATIONAL, PageState.UNDER_MAINTENANCE)));
    }
    if (maintenance.phase() == Phase.COMPLETED) {
      updates.add(
          update(
              maintenance,
              Phase.COMPLETED,
              "The maintenance is over.",
              maintenance.window().until(),
              touched(names, PageState.UNDER_MAINTENANCE, PageState.OPERATIONAL)));
    }
    return updates.reversed();
  }

  private static UpdateJson update(
      PublicMaintenance maintenance,
      Phase phase,
      String body,
      Instant at,
      @Nullable List<UpdateJson.Touched> touched) {
    String status = Json.name(phase);
    return new UpdateJson(
        Ids.derive(maintenance.id(), "maintenance update", status).toString(),
        status,
        body,
        maintenance.id().toString(),
        at,
        at,
        at,
        touched,
        true,
        null,
        null);
  }

  private static @Nullable List<UpdateJson.Touched> touched(
      Map<ComponentId, String> names, PageState before, PageState after) {
    return names.isEmpty()
        ? null
        : names.entrySet().stream()
            .map(
                each ->
                    new UpdateJson.Touched(
                        each.getKey().toString(),
                        each.getValue(),
                        Rollup.status(before),
                        Rollup.status(after)))
            .toList();
  }
}
