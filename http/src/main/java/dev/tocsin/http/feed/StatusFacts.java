package dev.tocsin.http.feed;

import dev.tocsin.incident.Affected;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.maintenance.PublicMaintenance.Phase;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A status page in the shape of Atlassian Statuspage's public API, version 2. */
public final class StatusFacts {
  private static final int MOST = 50;
  private static final Comparator<PublicIncident> NEWEST =
      Comparator.comparing(PublicIncident::publishedAt)
          .reversed()
          .thenComparing(incident -> incident.id().toString());

  private final PagePlace place;
  private final PageModel page;
  private final List<PublicIncident> incidents;
  private final List<PublicMaintenance> maintenances;
  private final List<ComponentJson> components;
  private final Map<ComponentId, String> names = new HashMap<>();

  /**
   * @param incidents in any order
   * @param maintenances by their beginnings
   */
  public StatusFacts(
      PagePlace place,
      PageModel page,
      List<PublicIncident> incidents,
      List<PublicMaintenance> maintenances) {
    this.place = place;
    this.page = page;
    this.incidents = newest(incidents);
    this.maintenances = maintenances;
    this.components = ComponentJson.of(place, page, incidents);
    for (PageModel.Section section : page.sections()) {
      String group = section.name() == null ? "" : section.name() + " - ";
      section.items().forEach(item -> names.put(item.id(), group + item.name()));
    }
  }

  static List<PublicIncident> newest(List<PublicIncident> incidents) {
    return incidents.stream().sorted(NEWEST).toList();
  }

  public StatusAnswer summary() {
    return new StatusAnswer(
        place,
        Rollup.of(page),
        components,
        unresolved(),
        Stream.concat(told(Phase.IN_PROGRESS), told(Phase.SCHEDULED)).toList());
  }

  public StatusAnswer status() {
    return new StatusAnswer(place, Rollup.of(page), null, null, null);
  }

  public StatusAnswer components() {
    return new StatusAnswer(place, null, components, null, null);
  }

  /** The newest, whether they go on or not. */
  public StatusAnswer incidents() {
    return new StatusAnswer(
        place, null, null, incidents.stream().limit(MOST).map(this::told).toList(), null);
  }

  public StatusAnswer unresolvedIncidents() {
    return new StatusAnswer(place, null, null, unresolved(), null);
  }

  /** The last to begin first. */
  public StatusAnswer maintenances() {
    return maintenances(maintenances.reversed().stream().limit(MOST).map(this::told).toList());
  }

  /** The next first. */
  public StatusAnswer upcomingMaintenances() {
    return maintenances(told(Phase.SCHEDULED).toList());
  }

  public StatusAnswer activeMaintenances() {
    return maintenances(told(Phase.IN_PROGRESS).toList());
  }

  private StatusAnswer maintenances(List<StatusAnswer.Maintenance> told) {
    return new StatusAnswer(place, null, null, null, told);
  }

  private Stream<StatusAnswer.Maintenance> told(Phase phase) {
    return maintenances.stream().filter(each -> each.phase() == phase).map(this::told);
  }

  private StatusAnswer.Maintenance told(PublicMaintenance maintenance) {
    Map<ComponentId, String> called = new LinkedHashMap<>();
    maintenance.components().forEach(each -> called.put(each, names.getOrDefault(each, "")));
    return new StatusAnswer.Maintenance(
        maintenance, called, having(new HashSet<>(maintenance.components())));
  }

  private List<ComponentJson> having(Set<ComponentId> named) {
    if (named.isEmpty()) {
      return List.of();
    }
    Set<String> ids = named.stream().map(ComponentId::toString).collect(Collectors.toSet());
    return components.stream().filter(each -> ids.contains(each.id())).toList();
  }

  private List<StatusAnswer.Incident> unresolved() {
    return incidents.stream().filter(incident -> !incident.isOver()).map(this::told).toList();
  }

  private StatusAnswer.Incident told(PublicIncident incident) {
    Set<ComponentId> named = new HashSet<>();
    incident.affected().forEach(each -> named.add(each.component()));
    incident.posts().stream()
        .flatMap(post -> post.affected().stream())
        .map(Affected::component)
        .forEach(named::add);
    Map<ComponentId, String> called = new LinkedHashMap<>();
    named.forEach(component -> called.put(component, names.getOrDefault(component, "")));
    return new StatusAnswer.Incident(incident, called, having(named));
  }
}
