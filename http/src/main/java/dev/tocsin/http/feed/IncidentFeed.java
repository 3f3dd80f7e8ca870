package dev.tocsin.http.feed;

import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The newest incidents of a page for readers of feeds. Equal ones have the same bytes.
 *
 * @param incidents the newest first
 * @param names of the components that they name
 */
public record IncidentFeed(
    PagePlace place, List<PublicIncident> incidents, Map<ComponentId, String> names) {
  static final String LANGUAGE = "en";

  private static final int MOST = 25;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm zzz", Locale.ENGLISH);

  public IncidentFeed {
    incidents = List.copyOf(incidents);
    names = Map.copyOf(names);
  }

  public static IncidentFeed of(PagePlace place, PageModel page, List<PublicIncident> incidents) {
    List<PublicIncident> newest = StatusFacts.newest(incidents).stream().limit(MOST).toList();
    Map<ComponentId, String> names = new LinkedHashMap<>();
    List<ComponentId> named =
        newest.stream()
            .flatMap(incident -> incident.affected().stream())
            .map(Affected::component)
            .toList();
    page.items()
        .filter(item -> named.contains(item.id()))
        .forEach(item -> names.put(item.id(), item.name()));
    return new IncidentFeed(place, newest, names);
  }

  String title() {
    return place.name() + ": incidents";
  }

  String about() {
    return "What is wrong at " + place.name() + ", and what was.";
  }

  /** When something in it changed last. */
  Instant updated() {
    return incidents.stream()
        .map(PublicIncident::changedAt)
        .reduce(place.createdAt(), ComponentJson::later);
  }

  /** Of a page or an incident; the same for ever, wherever the page is. */
  static String urn(UUID id) {
    return "urn:uuid:" + id;
  }

  String link(PublicIncident incident) {
    return place.address("incidents/" + incident.id());
  }

  /**
   * All its updates, the latest first, as HTML.
   *
   * @param html makes HTML of Markdown
   */
  String content(PublicIncident incident, UnaryOperator<String> html) {
    StringBuilder text = new StringBuilder();
    List<String> suffering =
        incident.affected().stream()
            .filter(each -> each.state().isTrouble())
            .map(each -> names.getOrDefault(each.component(), ""))
            .filter(name -> !name.isEmpty())
            .toList();
    if (!incident.isOver() && !suffering.isEmpty()) {
      text.append("<p>Affected: ").append(escaped(String.join(", ", suffering))).append("</p>\n");
    }
    for (Post post : incident.posts().reversed()) {
      text.append("<p><strong>").append(word(post.phase())).append("</strong>, <time datetime=\"");
      text.append(post.at()).append("\">").append(TIME.format(post.at().atZone(place.zone())));
      text.append("</time></p>\n").append(html.apply(post.message())).append('\n');
    }
    return text.toString();
  }

  private static String word(Phase phase) {
    return phase.name().charAt(0) + phase.name().substring(1).toLowerCase(Locale.ROOT);
  }

  private static String escaped(String text) {
    return text.codePoints()
        .mapToObj(
            each ->
                switch (each) {
                  case '&' -> "&amp;";
                  case '<' -> "&lt;";
                  case '>' -> "&gt;";
                  default -> Character.toString(each);
                })
        .collect(Collectors.joining());
  }
}
