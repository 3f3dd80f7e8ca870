package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;
import dev.tocsin.http.page.IncidentWords.Past;
import dev.tocsin.http.page.IncidentWords.Time;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.maintenance.PublicMaintenance.Phase;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a status page says of maintenance, word by word. */
public final class MaintenanceWords {
  private final String path;
  private final Map<ComponentId, String> names = new LinkedHashMap<>();
  private final Times times;

  MaintenanceWords(PagePlace place, PageModel page, Times times) {
    this.path = place.path();
    this.times = times;
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
      Line line,
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

  private Line line(PublicMaintenance maintenance) {
    Window window = maintenance.window();
    return switch (maintenance.phase()) {
      case SCHEDULED -> new Line("Planned for", time(window.from()));
      case IN_PROGRESS -> new Line("Under maintenance until", time(window.until()));
      case COMPLETED -> Line.of("Completed after " + lasts(window));
    };
  }

  /** In two lines: the day, and from when to when of what. */
  Past brief(PublicMaintenance maintenance) {
    Window window = maintenance.window();
    boolean isOver = maintenance.phase() == Phase.COMPLETED;
    List<String> components = components(maintenance);
    String of = components.isEmpty() ? "" : String.join(", ", components) + ".";
    return new Past(
        IncidentWords.day(window.from(), times.zone()),
        window.from(),
        href(maintenance),
        maintenance.title(),
        isOver ? List.of() : List.of(time(window.from()), time(window.until())),
        isOver ? "Maintenance, completed after " + lasts(window) + "." : of,
        IncidentWords.gist(maintenance.message()));
  }

  private List<String> components(PublicMaintenance maintenance) {
    return maintenance.components().stream().map(names::get).filter(Objects::nonNull).toList();
  }

  private static String lasts(Window window) {
    return Words.duration(Duration.between(window.from(), window.until()));
  }

  private String href(PublicMaintenance maintenance) {
    return path + "/" + path(maintenance);
  }

  private Time time(Instant at) {
    return new Time(at, times.time(at));
  }
}
