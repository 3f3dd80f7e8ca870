package dev.tocsin.http.page;

import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.statuspage.PageModel;
import java.util.List;

/**
 * All that a visitor of a status page is told. Two equal ones look the same.
 *
 * @param slug under which its pages are
 * @param incidents the most important first
 * @param maintenances by their beginnings: those of the past, of now, and to come
 */
record PageContent(
    String slug,
    PageModel model,
    List<PublicIncident> incidents,
    List<PublicMaintenance> maintenances) {
  PageContent {
    incidents = List.copyOf(incidents);
    maintenances = List.copyOf(maintenances);
  }
}
