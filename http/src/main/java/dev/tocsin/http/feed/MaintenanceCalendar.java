package dev.tocsin.http.feed;

import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.oncall.calendar.CalendarText;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The maintenance of a page by RFC 5545, each time of it an event of its own, that keeps its UID.
 * Equal ones have the same bytes.
 *
 * @param names of the components that are worked on
 */
public record MaintenanceCalendar(
    PagePlace place, List<PublicMaintenance> maintenances, Map<ComponentId, String> names) {
  public MaintenanceCalendar {
    maintenances = List.copyOf(maintenances);
    names = Map.copyOf(names);
  }

  public static MaintenanceCalendar of(
      PagePlace place, PageModel page, List<PublicMaintenance> maintenances) {
    Map<ComponentId, String> names = new HashMap<>();
    if (!maintenances.isEmpty()) {
      page.items().forEach(item -> names.put(item.id(), item.name()));
    }
    return new MaintenanceCalendar(place, maintenances, names);
  }

  /**
   * Text in UTF-8.
   *
   * @param words makes plain words of Markdown
   */
  public byte[] bytes(UnaryOperator<String> words) {
    CalendarText text =
        new CalendarText()
            .line("BEGIN", "VCALENDAR")
            .line("VERSION", "2.0")
            .line("PRODID", "-//Tocsin//Maintenance//EN")
            .line("CALSCALE", "GREGORIAN")
            .line("METHOD", "PUBLISH")
            .words("X-WR-CALNAME", place.name() + ": maintenance")
            .line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
            .line("X-PUBLISHED-TTL", "PT1H");
    for (PublicMaintenance maintenance : maintenances) {
      add(text, maintenance, words);
    }
    return text.line("END", "VCALENDAR").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void add(CalendarText text, PublicMaintenance maintenance, UnaryOperator<String> words) {
    text.line("BEGIN", "VEVENT")
        .line("UID", maintenance.id().toString())
        // grows whenever it is changed, so that a program takes the change
        .line("SEQUENCE", Long.toString(Math.clamp(maintenance.revision(), 0, Integer.MAX_VALUE)))
        .moment("DTSTAMP", maintenance.announcedAt())
        .moment("CREATED", maintenance.announcedAt())
        .moment("DTSTART", maintenance.window().from())
        .moment("DTEND", maintenance.window().until())
        .words("SUMMARY", maintenance.title())
        .paragraphs("DESCRIPTION", description(maintenance, words))
        .line("URL", place.address("maintenance/" + maintenance.id()))
        .line("STATUS", "CONFIRMED")
        .line("TRANSP", "TRANSPARENT")
        .line("END", "VEVENT");
  }

  private String description(PublicMaintenance maintenance, UnaryOperator<String> words) {
    String components =
        String.join(
            ", ",
            maintenance.components().stream().map(names::get).filter(Objects::nonNull).toList());
    return String.join(
        "\n\n",
        Stream.of(
                words.apply(maintenance.message()),
                components.isEmpty() ? "" : "Components: " + components)
            .filter(part -> !part.isEmpty())
            .toList());
  }
}
