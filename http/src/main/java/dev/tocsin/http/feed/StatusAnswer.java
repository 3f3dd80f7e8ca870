package dev.tocsin.http.feed;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.tocsin.http.Json;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.statuspage.ComponentId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one of the addresses answers, before it is written: equal ones have the same bytes. What it
 * does not tell of is null.
 */
public record StatusAnswer(
    PagePlace place,
    @Nullable Rollup status,
    @Nullable List<ComponentJson> components,
    @Nullable List<Incident> incidents,
    @Nullable List<Maintenance> maintenances) {

  /**
   * @param names of the components that it names, with their groups
   * @param components that it names, as they are now
   */
  record Incident(
      PublicIncident incident, Map<ComponentId, String> names, List<ComponentJson> components) {}

  /** The same of one time of a maintenance. */
  record Maintenance(
      PublicMaintenance maintenance,
      Map<ComponentId, String> names,
      List<ComponentJson> components) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record Page(String id, String name, String url, String timeZone, Instant updatedAt) {}

  record Status(String indicator, String description) {}

  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Shape(
      Page page,
      @Nullable List<ComponentJson> components,
      @Nullable List<IncidentJson> incidents,
      @Nullable List<MaintenanceJson> scheduledMaintenances,
      @Nullable Status status) {}

  /**
   * JSON in UTF-8.
   *
   * @param words makes plain words of Markdown
   */
  public byte[] bytes(UnaryOperator<String> words) {
    return Json.bytes(
        new Shape(
            new Page(place.id().toString(), place.name(), place.home(), timeZone(), updatedAt()),
            components,
            incidents == null
                ? null
                : incidents.stream()
                    .map(
                        each ->
                            IncidentJson.of(
                                place,
                                each.incident(),
                                UpdateJson.of(each.incident(), each.names(), words),
                                each.components()))
                    .toList(),
            maintenances == null
                ? null
                : maintenances.stream()
                    .map(each -> MaintenanceJson.of(place, each, words))
                    .toList(),
            status == null ? null : new Status(status.indicator(), status.description())));
  }

  /** By the name that has a place in it, as all others have. */
  private String timeZone() {
    return place.zone().normalized().equals(ZoneOffset.UTC) ? "Etc/UTC" : place.zone().getId();
  }

  /** When something that it says changed last. */
  private Instant updatedAt() {
    return Stream.of(
            Stream.ofNullable(status).map(Rollup::since).flatMap(Stream::ofNullable),
            Stream.ofNullable(components).flatMap(List::stream).map(ComponentJson::updatedAt),
            Stream.ofNullable(incidents)
                .flatMap(List::stream)
                .map(each -> each.incident().changedAt()),
            Stream.ofNullable(maintenances)
                .flatMap(List::stream)
                .map(each -> MaintenanceJson.updatedAt(each.maintenance())))
        .flatMap(all -> all)
        .reduce(place.createdAt(), ComponentJson::later);
  }
}
