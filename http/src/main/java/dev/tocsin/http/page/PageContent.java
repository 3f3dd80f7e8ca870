package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.PageModel;
import java.util.List;

/**
 * All that a visitor of a status page is told. Two equal ones look the same.
 *
 * @param place under which its pages are
 * @param incidents the most important first
 */
record PageContent(PagePlace place, PageModel model, List<PublicIncident> incidents) {
  PageContent {
    incidents = List.copyOf(incidents);
  }

  String slug() {
    return place.slug();
  }
}
