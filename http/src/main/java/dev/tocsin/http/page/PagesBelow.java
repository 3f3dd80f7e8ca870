package dev.tocsin.http.page;

import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.http.feed.AtomFeed;
import dev.tocsin.http.feed.IncidentFeed;
import dev.tocsin.http.feed.MaintenanceCalendar;
import dev.tocsin.http.feed.RssFeed;
import dev.tocsin.http.feed.StatusAnswer;
import dev.tocsin.http.feed.StatusFacts;
import dev.tocsin.http.page.IncidentWords.Past;
import dev.tocsin.incident.IncidentCluster;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.PublicMaintenance;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is under one status page, each rendered when something on it is another than before. */
final class PagesBelow {
  static final String HISTORY = "history";
  static final String FRAME = "embed";
  static final String ATOM = "feed.atom";
  static final String RSS = "feed.rss";
  static final String CALENDAR = "maintenance.ics";

  /** The same for every page, so that none has it. */
  static final String WIDGET = "widget.js";

  static final String MAINTENANCE = "maintenance/";

  private static final Set<String> SINGLE = Set.of("", HISTORY, FRAME, ATOM, RSS, CALENDAR, WIDGET);
  private static final String INCIDENTS = "incidents/";
  private static final String API = "api/v2/";

  /** Incidents that have a page of their own, the open ones and then the newest. */
  static final int MOST = 300;

  private final PageRenderer renderer;
  private Map<String, Rendered> rendered = Map.of();

  private record Rendered(Object view, ReadyBody body) {}

  PagesBelow(PageRenderer renderer) {
    this.renderer = renderer;
  }

  /** Whether a path is for a page to answer, be there something or not. */
  static boolean has(String path) {
    return SINGLE.contains(path)
        || path.startsWith(INCIDENTS)
        || path.startsWith(MAINTENANCE)
        || path.startsWith(API);
  }

  /** By the path under the page, without a slash before it. */
  Map<String, ReadyBody> of(PageContent content, StatusPageView page, Instant now) {
    Map<String, Rendered> all = new HashMap<>();
    pages(all, content, new Times(now, content.place().zone()));
    page(all, FRAME, "status/embed.jte", page.brief());
    answers(all, content);
    feeds(all, content);
    rendered = all;
    Map<String, ReadyBody> bodies = new TreeMap<>();
    all.forEach((path, one) -> bodies.put(path, one.body()));
    return bodies;
  }

  private void pages(Map<String, Rendered> all, PageContent content, Times times) {
    IncidentWords words = new IncidentWords(content.place(), content.model(), times);
    for (PublicIncident incident : content.incidents().stream().limit(MOST).toList()) {
      page(
          all,
          IncidentWords.path(incident),
          "status/incident.jte",
          new IncidentPageView(content.place(), words.told(incident)));
    }
    MaintenanceWords planned = new MaintenanceWords(content.place(), content.model(), times);
    for (PublicMaintenance maintenance : lastOf(content.maintenances())) {
      page(
          all,
          MaintenanceWords.path(maintenance),
          "status/maintenance.jte",
          new MaintenancePageView(content.place(), planned.told(maintenance)));
    }
    page(
        all,
        HISTORY,
        "status/history.jte",
        new IncidentHistoryView(
            content.place(),
            IncidentCluster.KEPT.toDays(),
            IncidentWords.months(past(content, words, planned), content.place().zone())));
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

  private void answers(Map<String, Rendered> all, PageContent content) {
    StatusFacts facts =
        new StatusFacts(
            content.place(), content.model(), content.incidents(), content.maintenances());
    answer(all, "summary", facts.summary());
    answer(all, "status", facts.status());
    answer(all, "components", facts.components());
    answer(all, "incidents", facts.incidents());
    answer(all, "incidents/unresolved", facts.unresolvedIncidents());
    answer(all, "scheduled-maintenances", facts.maintenances());
    answer(all, "scheduled-maintenances/upcoming", facts.upcomingMaintenances());
    answer(all, "scheduled-maintenances/active", facts.activeMaintenances());
  }

  private void answer(Map<String, Rendered> all, String name, StatusAnswer answer) {
    put(all, API + name + ".json", answer, () -> answer.bytes(Markdown::words));
  }

  private void feeds(Map<String, Rendered> all, PageContent content) {
    IncidentFeed feed = IncidentFeed.of(content.place(), content.model(), content.incidents());
    put(all, ATOM, feed, () -> AtomFeed.bytes(feed, ATOM, Markdown::html));
    put(all, RSS, feed, () -> RssFeed.bytes(feed, RSS, Markdown::html));
    MaintenanceCalendar calendar =
        MaintenanceCalendar.of(content.place(), content.model(), content.maintenances());
    put(all, CALENDAR, calendar, () -> calendar.bytes(Markdown::words));
  }

  private void page(Map<String, Rendered> all, String path, String template, Object view) {
    put(all, path, view, () -> renderer.html(template, view));
  }

  private void put(
      Map<String, Rendered> all, String path, Object view, Supplier<byte[]> rendering) {
    Rendered before = rendered.get(path);
    all.put(
        path,
        before != null && before.view().equals(view)
            ? before
            : new Rendered(view, ReadyBody.packed(PageForm.of(path).kind(), rendering.get())));
  }
}
