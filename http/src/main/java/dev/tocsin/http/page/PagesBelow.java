package dev.tocsin.http.page;

import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.incident.IncidentCluster;
import dev.tocsin.incident.PublicIncident;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The pages under one status page, each rendered when something on it is another than before. */
final class PagesBelow {
  static final String HISTORY = "history";

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
    put(
        all,
        HISTORY,
        "status/history.jte",
        new IncidentHistoryView(
            name,
            home,
            IncidentCluster.KEPT.toDays(),
            words.months(content.incidents().stream().limit(MOST).toList())));
    rendered = all;
    Map<String, ReadyBody> bodies = new TreeMap<>();
    all.forEach((path, one) -> bodies.put(path, one.body()));
    return bodies;
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
