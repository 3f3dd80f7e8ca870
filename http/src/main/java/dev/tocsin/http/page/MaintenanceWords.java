package dev.tocsin.http.page;

import dev.tocsin.http.page.IncidentWords.Past;
import dev.tocsin.http.page.IncidentWords.Time;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.maintenance.PublicMaintenance.Phase;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a status page says of maintenance, word by word. */
public final class MaintenanceWords {
  private final String slug;
  private final Map<ComponentId, String> names = new LinkedHashMap<>();
  private final int year;

  /**
   * @param slug the page's, under which each time of a maintenance has its own
   */
  MaintenanceWords(String slug, PageModel page, Instant now) {
    this.slug = slug;
    this.year = now.atZone(ZoneOffset.UTC).getYear();
    page.items().forEach(item -> names.put(item.id(), item.name()));
  }

  /**
   * All that is said of one time of a maintenance.
   *
   * @param id of its heading, among those of a page
   * @param state as the style sheet calls it
   * @param line {@code Under maintenance until 20 Nov, 03:00 UTC}, {@code Planned}
   * @param html what it is about, safe to stand in the page as it is; maybe empty
   * @param components that are worked on, by their names
   */
  public record Told(
      String id,
      String href,
      String title,
      String state,
      String line,
      Time begins,
      Time ends,
      String lasts,
      String html,
      List<String> components) {}

  /** {@code maintenance/0192...}: under the page. */
  static String path(PublicMaintenance maintenance) {
    return "maintenance/" + maintenance.id();
  }

  Told told(PublicMaintenance maintenance) {
    Window window = maintenance.window();
    return new Told(
        maintenance.id().toString(),
        href(maintenance),
        maintenance.title(),
        maintenance.phase() == Phase.COMPLETED ? "up" : "maint",
        line(maintenance),
        time(window.from()),
        time(window.until()),
        lasts(window),
        Markdown.html(maintenance.message()),
        components(maintenance));
  }

  private String line(PublicMaintenance maintenance) {
    Window window = maintenance.window();
    return switch (maintenance.phase()) {
      case SCHEDULED -> "Planned for " + time(window.from()).text();
      case IN_PROGRESS -> "Under maintenance until " + time(window.until()).text();
      case COMPLETED -> "Completed after " + lasts(window);
    };
  }

  /** In two lines: the day, and from when to when of what. */
  Past brief(PublicMaintenance maintenance) {
    Window window = maintenance.window();
    String when =
        switch (maintenance.phase()) {
          case SCHEDULED, IN_PROGRESS ->
              time(window.from()).text() + " to " + time(window.until()).text() + ".";
          case COMPLETED -> "Maintenance, completed after " + lasts(window) + ".";
        };
    List<String> components = components(maintenance);
    String of =
        components.isEmpty() || maintenance.phase() == Phase.COMPLETED
            ? ""
            : " " + String.join(", ", components) + ".";
    return new Past(
        IncidentWords.day(window.from()),
        window.from(),
        href(maintenance),
        maintenance.title(),
        when + of,
        IncidentWords.gist(maintenance.message()));
  }

  private List<String> components(PublicMaintenance maintenance) {
    return maintenance.components().stream().map(names::get).filter(Objects::nonNull).toList();
  }

  private static String lasts(Window window) {
    return Words.duration(Duration.between(window.from(), window.until()));
  }

  private String href(PublicMaintenance maintenance) {
    return "/status/" + slug + "/" + path(maintenance);
  }

  private Time time(Instant at) {
    return new Time(at, Words.time(at, year));
  }
}
