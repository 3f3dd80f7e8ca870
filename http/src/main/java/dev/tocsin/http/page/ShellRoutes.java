package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * What every page behind the sign-in has around it: the command palette, what is said of monitors
 * that change elsewhere, and how this browser is set.
 */
final class ShellRoutes extends AllDirectives {
  private static final int LONGEST_QUESTION = 200;

  private final Entrance entrance;
  private final MonitorPages.Parts parts;
  private final MonitorList monitors;
  private final Finder finder;
  private final News news;
  private final Answers answers;
  private final Notices notices;
  private final Function<Visitor, ShellView> shell;

  /**
   * @param shell what stands around a page for this visitor
   */
  ShellRoutes(
      Entrance entrance,
      MonitorPages.Parts parts,
      MonitorList monitors,
      Answers answers,
      Notices notices,
      Function<Visitor, ShellView> shell) {
    this.entrance = entrance;
    this.parts = parts;
    this.monitors = monitors;
    this.finder = new Finder(parts.configuration(), parts.board(), parts.time());
    this.news = new News(parts.board(), parts.timelines());
    this.answers = answers;
    this.notices = notices;
    this.shell = shell;
  }

  Route route() {
    return concat(
        path(
            PathMatchers.segment("monitors").slash("find"),
            () ->
                get(
                    () ->
                        parameterOptional(
                            "q", typed -> answers.to(r -> find(r, typed.orElse("")))))),
        path(
            PathMatchers.segment("monitors").slash(PathMatchers.segment()).slash("toast"),
            id -> get(() -> answers.to(request -> toast(request, id)))),
        path("this-browser", () -> get(() -> answers.to(this::thisBrowser))));
  }

  /** Shows what pages are put together from; for those who work on them. */
  Route components() {
    return path("_components", () -> get(() -> answers.to(this::componentsPage)));
  }

  private CompletionStage<HttpResponse> find(HttpRequest request, String typed) {
    String text = typed.substring(0, Math.min(typed.length(), LONGEST_QUESTION));
    return fragment(
        request,
        visitor -> {
          OrganizationId organization = visitor.principal().organization();
          Finder.Found found = finder.find(organization, text, monitors.pages(organization));
          return answers.html(StatusCodes.OK, "shell/found.jte", Map.of("found", found));
        });
  }

  private CompletionStage<HttpResponse> toast(HttpRequest request, String id) {
    return fragment(
        request,
        visitor ->
            Ids.parse(id)
                .map(
                    known ->
                        new MonitorRef(visitor.principal().organization(), new MonitorId(known)))
                .map(this::toast)
                .orElseGet(notices::notFound));
  }

  private HttpResponse toast(MonitorRef monitor) {
    return switch (parts.configuration().monitor(monitor)) {
      case Lookup.Found<MonitorConfig>(MonitorConfig found) ->
          news.of(found)
              .map(item -> answers.html(StatusCodes.OK, "shell/news.jte", Map.of("item", item)))
              .orElseGet(notices::notFound);
      case Lookup.Unknown<MonitorConfig> unknown -> notices.notFound();
      case Lookup.Incomplete<MonitorConfig> incomplete -> notices.notYet();
    };
  }

  private CompletionStage<HttpResponse> thisBrowser(HttpRequest request) {
    return page(request, "shell/browser.jte", Map.of());
  }

  private CompletionStage<HttpResponse> componentsPage(HttpRequest request) {
    return page(request, "shell/components.jte", Map.of("sample", ComponentsView.sample()));
  }

  private CompletionStage<HttpResponse> page(
      HttpRequest request, String template, Map<String, Object> values) {
    return entrance
        .visitor(request)
        .thenApply(
            visitor ->
                visitor
                    .map(one -> answers.html(StatusCodes.OK, template, with(values, one)))
                    .orElseGet(() -> Answers.toDoor(request)));
  }

  private Map<String, Object> with(Map<String, Object> values, Visitor visitor) {
    Map<String, Object> all = new HashMap<>(values);
    all.put("shell", shell.apply(visitor));
    return all;
  }

  /** To a script that asks for a part of a page, a redirection would say nothing. */
  private CompletionStage<HttpResponse> fragment(
      HttpRequest request, Function<Visitor, HttpResponse> part) {
    return entrance
        .visitor(request)
        .thenApply(
            visitor ->
                visitor
                    .map(part)
                    .orElseGet(() -> HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED)));
  }
}
