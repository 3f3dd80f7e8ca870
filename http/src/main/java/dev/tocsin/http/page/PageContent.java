package dev.tocsin.http.page;

import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.PageModel;
import java.util.List;

/**
 * All that a visitor of a status page is told. Two equal ones look the same.
 *
 * @param slug under which its pages are
 * @param incidents the most important first
 */
record PageContent(String slug, PageModel model, List<PublicIncident> incidents) {
  PageContent {
    incidents = List.copyOf(incidents);
  }
}
