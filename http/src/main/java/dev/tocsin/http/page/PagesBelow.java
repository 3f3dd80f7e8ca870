package dev.tocsin.http.page;

import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.http.page.IncidentWords.Past;
import dev.tocsin.incident.IncidentCluster;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.PublicMaintenance;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pages under one status page, each rendered when something on it is another than before. */
final class PagesBelow {
  static final String HISTORY = "history";
  static final String MAINTENANCE = "maintenance/";

  /** Incidents that have a page of their own, the open ones and then the newest. */
  private static final int MOST = 300;

  private final PageRenderer renderer;
  private Map<String, Rendered> rendered = Map.of();

  private record Rendered(Object view, ReadyBody body) {}

  PagesBelow(PageRenderer renderer) {
    this.renderer = renderer;
  }

  /** By the path under the page, without a slash before it. */
  Map<String, ReadyBody> of(PageContent content, Instant now) {
    IncidentWords words = new IncidentWords(content.slug(), content.model(), now);
    String name = content.model().name();
    String home = "/status/" + content.slug();
    Map<String, Rendered> all = new HashMap<>();
    for (PublicIncident incident : content.incidents().stream().limit(MOST).toList()) {
      put(
          all,
          IncidentWords.path(incident),
          "status/incident.jte",
          new IncidentPageView(name, home, words.told(incident)));
    }
    MaintenanceWords planned = new MaintenanceWords(content.slug(), content.model(), now);
    for (PublicMaintenance maintenance : lastOf(content.maintenances())) {
      put(
          all,
          MaintenanceWords.path(maintenance),
          "status/maintenance.jte",
          new MaintenancePageView(name, home, planned.told(maintenance)));
    }
    put(
        all,
        HISTORY,
        "status/history.jte",
        new IncidentHistoryView(
            name,
            home,
            IncidentCluster.KEPT.toDays(),
            IncidentWords.months(past(content, words, planned))));
    rendered = all;
    Map<String, ReadyBody> bodies = new TreeMap<>();
    all.forEach((path, one) -> bodies.put(path, one.body()));
    return bodies;
  }

  private static List<Past> past(
      PageContent content, IncidentWords incidents, MaintenanceWords maintenances) {
    return Stream.concat(
            content.incidents().stream().limit(MOST).map(incidents::past),
            lastOf(content.maintenances()).stream()
                .filter(each -> each.phase() == PublicMaintenance.Phase.COMPLETED)
                .map(maintenances::brief))
        .toList();
  }

  private static List<PublicMaintenance> lastOf(List<PublicMaintenance> all) {
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  private void put(Map<String, Rendered> all, String path, String template, Object view) {
    Rendered before = rendered.get(path);
    all.put(
        path,
        before != null && before.view().equals(view)
            ? before
            : new Rendered(view, renderer.render(template, view)));
  }
}
