package dev.tocsin.http.page;

import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.ComponentHistory;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which incidents a component suffered from on which day; sorted out once for a whole page. */
final class DayIncidents {
  private final Map<ComponentId, List<Link>> byComponent = new HashMap<>();

  /** An incident that has a page, and its days, the last included. */
  record Link(String href, String title, LocalDate from, LocalDate until) {
    boolean isOn(LocalDate day) {
      return !day.isBefore(from) && !day.isAfter(until);
    }
  }

  DayIncidents(PageContent content, Instant now) {
    Instant oldest = now.minus(Duration.ofDays(ComponentHistory.DAYS + 1L));
    Set<ComponentId> shown = new HashSet<>();
    content.model().items().map(PageModel.Item::id).forEach(shown::add);
    content.incidents().stream()
        .limit(PagesBelow.MOST)
        .filter(incident -> incident.endedAt() == null || incident.endedAt().isAfter(oldest))
        .forEach(incident -> add(content, incident, shown, now));
  }

  private void add(
      PageContent content, PublicIncident incident, Set<ComponentId> shown, Instant now) {
    Instant ended = incident.endedAt();
    Link link =
        new Link(
            content.place().path() + "/" + IncidentWords.path(incident),
            incident.heading().title(),
            LocalDate.ofInstant(incident.startedAt(), content.place().zone()),
            LocalDate.ofInstant(ended == null ? now : ended, content.place().zone()));
    Set<ComponentId> named = new HashSet<>();
    Stream.concat(
            incident.affected().stream(),
            incident.posts().stream().flatMap(post -> post.affected().stream()))
        .forEach(each -> named.add(each.component()));
    for (ComponentId component : named) {
      if (shown.contains(component) && incident.troubled(component)) {
        byComponent.computeIfAbsent(component, key -> new ArrayList<>()).add(link);
      }
    }
  }

  /** All that a component suffered from. */
  List<Link> of(ComponentId component) {
    return byComponent.getOrDefault(component, List.of());
  }
}
