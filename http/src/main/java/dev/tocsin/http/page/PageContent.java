package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.statuspage.PageModel;
import java.util.List;

/**
 * All that a visitor of a status page is told. Two equal ones look the same.
 *
 * @param place under which its pages are
 * @param incidents the most important first
 * @param maintenances by their beginnings: those of the past, of now, and to come
 */
record PageContent(
    PagePlace place,
    PageModel model,
    List<PublicIncident> incidents,
    List<PublicMaintenance> maintenances) {
  PageContent {
    incidents = List.copyOf(incidents);
    maintenances = List.copyOf(maintenances);
  }

  String slug() {
    return place.slug();
  }
}
