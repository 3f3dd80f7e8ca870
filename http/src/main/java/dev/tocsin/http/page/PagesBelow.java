package dev.tocsin.http.page;

import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.http.feed.AtomFeed;
import dev.tocsin.http.feed.IncidentFeed;
import dev.tocsin.http.feed.RssFeed;
import dev.tocsin.http.feed.StatusAnswer;
import dev.tocsin.http.feed.StatusFacts;
import dev.tocsin.incident.IncidentCluster;
import dev.tocsin.incident.PublicIncident;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What is under one status page, each rendered when something on it is another than before. */
final class PagesBelow {
  static final String HISTORY = "history";
  static final String FRAME = "embed";
  static final String ATOM = "feed.atom";
  static final String RSS = "feed.rss";
  static final String CALENDAR = "maintenance.ics";

  /** The same for every page, so that none has it. */
  static final String WIDGET = "widget.js";

  private static final Set<String> SINGLE = Set.of("", HISTORY, FRAME, ATOM, RSS, CALENDAR, WIDGET);
  private static final String INCIDENTS = "incidents/";
  private static final String API = "api/v2/";

  /** Incidents that have a page of their own, the open ones and then the newest. */
  private static final int MOST = 300;

  private final PageRenderer renderer;
  private Map<String, Rendered> rendered = Map.of();

  private record Rendered(Object view, ReadyBody body) {}

  PagesBelow(PageRenderer renderer) {
    this.renderer = renderer;
  }

  /** Whether a path is for a page to answer, be there something or not. */
  static boolean has(String path) {
    return SINGLE.contains(path) || path.startsWith(INCIDENTS) || path.startsWith(API);
  }

  /** By the path under the page, without a slash before it. */
  Map<String, ReadyBody> of(PageContent content, Instant now) {
    Map<String, Rendered> all = new HashMap<>();
    pages(all, content, now);
    answers(all, content);
    feeds(all, content);
    rendered = all;
    Map<String, ReadyBody> bodies = new TreeMap<>();
    all.forEach((path, one) -> bodies.put(path, one.body()));
    return bodies;
  }

  private void pages(Map<String, Rendered> all, PageContent content, Instant now) {
    IncidentWords words = new IncidentWords(content.slug(), content.model(), now);
    String name = content.model().name();
    String home = "/status/" + content.slug();
    List<PublicIncident> incidents = content.incidents().stream().limit(MOST).toList();
    for (PublicIncident incident : incidents) {
      page(
          all,
          IncidentWords.path(incident),
          "status/incident.jte",
          new IncidentPageView(name, home, words.told(incident)));
    }
    page(
        all,
        HISTORY,
        "status/history.jte",
        new IncidentHistoryView(
            name, home, IncidentCluster.KEPT.toDays(), words.months(incidents)));
    page(all, FRAME, "status/embed.jte", StatusPageView.of(content, now));
  }

  private void answers(Map<String, Rendered> all, PageContent content) {
    StatusFacts facts = new StatusFacts(content.place(), content.model(), content.incidents());
    answer(all, "summary", facts.summary());
    answer(all, "status", facts.status());
    answer(all, "components", facts.components());
    answer(all, "incidents", facts.incidents());
    answer(all, "incidents/unresolved", facts.unresolvedIncidents());
  }

  private void answer(Map<String, Rendered> all, String name, StatusAnswer answer) {
    put(all, API + name + ".json", answer, () -> answer.bytes(Markdown::words));
  }

  private void feeds(Map<String, Rendered> all, PageContent content) {
    IncidentFeed feed = IncidentFeed.of(content.place(), content.model(), content.incidents());
    put(all, ATOM, feed, () -> AtomFeed.bytes(feed, ATOM, Markdown::html));
    put(all, RSS, feed, () -> RssFeed.bytes(feed, RSS, Markdown::html));
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
