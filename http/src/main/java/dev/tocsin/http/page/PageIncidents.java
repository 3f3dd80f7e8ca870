package dev.tocsin.http.page;

import dev.tocsin.incident.Affected;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.Standing;
import dev.tocsin.statuspage.StatusPageConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The incidents that a status page tells of, and what they say of it. */
final class PageIncidents {
  private PageIncidents() {}

  /** The most important first. */
  static List<PublicIncident> of(StatusPageConfig page, IncidentBoard board) {
    return PublicIncident.on(
        board.all(page.organization()),
        page.components().stream().map(StatusPageConfig.Component::id).collect(Collectors.toSet()));
  }

  static PageModel.Said said(List<PublicIncident> incidents) {
    Map<ComponentId, List<Standing>> components = new HashMap<>();
    for (PublicIncident incident : incidents) {
      for (Affected each : incident.affected()) {
        incident
            .says(each.component())
            .ifPresent(
                says ->
                    components
                        .computeIfAbsent(each.component(), key -> new ArrayList<>())
                        .add(says));
      }
    }
    return new PageModel.Said(
        component -> components.getOrDefault(component, List.of()),
        incidents.stream().flatMap(incident -> incident.says().stream()).toList());
  }
}
