package dev.tocsin.http.page;

import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.tenancy.AuditLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** What was: a monitor's chart, its results one by one, files of them, and who changed it. */
final class PastRoutes extends AllDirectives {
  private static final int CHANGES_SHOWN = 50;

  private final Entrance entrance;
  private final MonitorPages.Parts parts;
  private final MonitorCharts charts;
  private final ResultsReader results;
  private final MonitorChanges changes;
  private final Answers answers;
  private final Notices notices;
  private final Function<Visitor, ShellView> shell;

  /**
   * @param shell what stands around a page for this visitor
   */
  PastRoutes(
      Entrance entrance,
      MonitorPages.Parts parts,
      Answers answers,
      Notices notices,
      Function<Visitor, ShellView> shell) {
    this.entrance = entrance;
    this.parts = parts;
    this.charts = new MonitorCharts(parts);
    this.results = new ResultsReader(parts.past().results(), parts.time());
    this.changes = new MonitorChanges(parts);
    this.answers = answers;
    this.notices = notices;
    this.shell = shell;
  }

  Route route() {
    return pathPrefix(
        PathMatchers.segment("monitors").slash(PathMatchers.segment()),
        id ->
            concat(
                path("series", () -> get(() -> answers.to(request -> series(request, id)))),
                path("results", () -> page(id, this::results)),
                path("export", () -> page(id, this::export)),
                path("changes", () -> page(id, this::changes))));
  }

  /** Answers somebody who is signed in, on a monitor of theirs. */
  private interface Page {
    CompletionStage<HttpResponse> answer(
        Visitor visitor, MonitorConfig monitor, Map<String, String> query);
  }

  private Route page(String id, Page page) {
    return get(() -> answers.to(request -> answered(request, id, Answers.toDoor(request), page)));
  }

  private CompletionStage<HttpResponse> answered(
      HttpRequest request, String id, HttpResponse toStrangers, Page page) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor ->
                visitor.map(one -> of(one, id, request, page)).orElseGet(() -> done(toStrangers)));
  }

  private CompletionStage<HttpResponse> of(
      Visitor visitor, String id, HttpRequest request, Page page) {
    return notices.of(
        parts.find(visitor.principal(), id),
        monitor -> page.answer(visitor, monitor, request.getUri().query().toMap()));
  }

  /** To a script a redirection to the sign-in would say nothing. */
  private CompletionStage<HttpResponse> series(HttpRequest request, String id) {
    return answered(
        request,
        id,
        HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED),
        (visitor, monitor, query) ->
            ChartRange.of(query.getOrDefault("range", ChartRange.DAY.key()))
                .map(range -> charts.read(monitor, range).thenApply(PastRoutes::json))
                .orElseGet(() -> done(noSuchRange())));
  }

  private static HttpResponse json(byte[] json) {
    return HttpResponse.create()
        .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, json))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  private static HttpResponse noSuchRange() {
    return Problem.invalid(
            List.of(new FieldError("range", "It must be \"24h\", \"7d\", \"30d\" or \"90d\".")))
        .response();
  }

  // ---- results

  private CompletionStage<HttpResponse> results(
      Visitor visitor, MonitorConfig monitor, Map<String, String> query) {
    ResultsFilter.Read asked = ResultsFilter.read(query, parts.times(visitor).zone());
    Map<String, String> values = new HashMap<>(usualFile(monitor));
    values.putAll(asked.values());
    return resultsPage(visitor, monitor, asked, new FormView(values, asked.errors()));
  }

  private CompletionStage<HttpResponse> export(
      Visitor visitor, MonitorConfig monitor, Map<String, String> query) {
    ExportForm form =
        ExportForm.read(
            monitor.ref().monitor(),
            query,
            parts.past().days().today(monitor.ref().organization()));
    if (form.address().isPresent()) {
      return done(Answers.seeOther(form.address().get()));
    }
    ResultsFilter.Read all = ResultsFilter.read(Map.of(), parts.times(visitor).zone());
    Map<String, String> values = new HashMap<>(all.values());
    values.putAll(form.values());
    return resultsPage(visitor, monitor, all, new FormView(values, form.errors()));
  }

  private Map<String, String> usualFile(MonitorConfig monitor) {
    return ExportForm.usual(parts.past().days().today(monitor.ref().organization()));
  }

  private CompletionStage<HttpResponse> resultsPage(
      Visitor visitor, MonitorConfig monitor, ResultsFilter.Read asked, FormView form) {
    CompletionStage<ResultsReader.Found> found =
        asked.errors().isEmpty()
            ? results.read(monitor.ref(), asked.filter())
            : CompletableFuture.completedStage(
                new ResultsReader.Found(List.of(), List.of(), Optional.empty(), false));
    return found.thenApply(
        all -> {
          Map<String, Object> shown = around(visitor, monitor);
          shown.put("form", form);
          shown.put("results", view(monitor, asked, all, parts.times(visitor)));
          shown.put("days", parts.zone(monitor.ref().organization()).getId());
          return answers.html(
              StatusCodes.get(form.errors().isEmpty() ? 200 : 422), "monitor/results.jte", shown);
        });
  }

  private Map<String, Object> around(Visitor visitor, MonitorConfig monitor) {
    Map<String, Object> shown = new HashMap<>();
    shown.put("id", monitor.ref().monitor().toString());
    shown.put("name", monitor.name());
    shown.put("shell", shell.apply(visitor));
    shown.put("audits", MonitorChanges.areFor(visitor.principal().role()));
    return shown;
  }

  private ResultsView view(
      MonitorConfig monitor, ResultsFilter.Read asked, ResultsReader.Found found, Times times) {
    ResultsFilter filter = asked.filter();
    String path = "/monitors/" + monitor.ref().monitor() + "/results";
    return new ResultsView(
        sentence(filter, monitor),
        filter.which().key(),
        ResultsView.lines(found.items(), found.missing(), times),
        found.next().isPresent() ? filter.address(path, found.next()) : null,
        filter.after().isPresent() ? filter.address(path, Optional.empty()) : null,
        found.isCut()
            ? "I looked through "
                + ResultsReader.LOOKED_THROUGH
                + " results and stopped there. Older ones are looked through next."
            : null,
        files(monitor, filter));
  }

  private static String sentence(ResultsFilter filter, MonitorConfig monitor) {
    return switch (filter.which()) {
      case ALL -> "All results of " + monitor.name() + ".";
      case FAILED -> "Failed results of " + monitor.name() + ".";
      case SLOW ->
          "Results of "
              + monitor.name()
              + " that took longer than "
              + Words.milliseconds(filter.slower())
              + ".";
    };
  }

  private static ResultsView.Files files(MonitorConfig monitor, ResultsFilter filter) {
    List<String> span = new ArrayList<>();
    Instant from = filter.from();
    Instant to = filter.to();
    if (from != null) {
      span.add("&from=" + Json.time(from));
    }
    if (to != null) {
      span.add("&to=" + Json.time(to));
    }
    String path = "/api/v1/monitors/" + monitor.ref().monitor() + "/results?format=";
    String range = String.join("", span);
    return new ResultsView.Files(path + "csv" + range, path + "ndjson" + range);
  }

  // ---- changes

  private CompletionStage<HttpResponse> changes(
      Visitor visitor, MonitorConfig monitor, Map<String, String> query) {
    if (!MonitorChanges.areFor(visitor.principal().role())) {
      return done(notices.notAllowed());
    }
    Optional<AuditLog.Cursor> after =
        Optional.ofNullable(query.get("after")).flatMap(AuditLog.Cursor::parse);
    return changes
        .read(monitor.ref(), after.orElse(null), CHANGES_SHOWN, parts.times(visitor))
        .thenApply(
            page -> {
              Map<String, Object> shown = around(visitor, monitor);
              shown.put("changes", page.items());
              shown.put("first", after.isEmpty());
              AuditLog.Cursor next = page.next();
              if (next != null) {
                shown.put("older", next.text());
              }
              return answers.html(StatusCodes.OK, "monitor/changes.jte", shown);
            });
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }
}
