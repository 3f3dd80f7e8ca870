package dev.tocsin.http.page;

import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.StatusPageConfig;
import java.util.List;
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
    return new PageModel.Said(
        component ->
            incidents.stream().flatMap(incident -> incident.says(component).stream()).toList(),
        incidents.stream().flatMap(incident -> incident.says().stream()).toList());
  }
}
