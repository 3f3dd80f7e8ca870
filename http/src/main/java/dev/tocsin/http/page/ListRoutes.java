package dev.tocsin.http.page;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** The list of monitors, the parts of it that scripts fetch anew, and what is done to many. */
final class ListRoutes extends AllDirectives {
  private final Entrance entrance;
  private final MonitorList monitors;
  private final Answers answers;
  private final Notices notices;
  private final BulkRoutes bulk;
  private final Function<Visitor, ShellView> shell;

  ListRoutes(
      Entrance entrance,
      MonitorList monitors,
      Answers answers,
      Notices notices,
      BulkRoutes bulk,
      Function<Visitor, ShellView> shell) {
    this.entrance = entrance;
    this.monitors = monitors;
    this.answers = answers;
    this.notices = notices;
    this.bulk = bulk;
    this.shell = shell;
  }

  Route route() {
    return concat(
        pathEndOrSingleSlash(() -> get(() -> answers.to(this::list))),
        path(
            PathMatchers.segment("monitors").slash("head"),
            () -> get(() -> answers.to(this::head))),
        bulk.route(),
        path(
            PathMatchers.segment("monitors").slash(PathMatchers.segment()).slash("row"),
            id -> get(() -> answers.to(request -> row(request, id)))));
  }

  private CompletionStage<HttpResponse> list(HttpRequest request) {
    Map<String, String> said = said(request);
    return entrance
        .visitor(request)
        .thenCompose(
            visitor ->
                visitor.map(one -> list(one, said)).orElseGet(() -> done(Answers.toDoor(request))));
  }

  private CompletionStage<HttpResponse> list(Visitor visitor, Map<String, String> said) {
    return monitors
        .view(visitor, ListQuery.of(said))
        .thenApply(
            list -> {
              Map<String, Object> shown = new HashMap<>();
              shown.put("list", list);
              shown.put("shell", shell.apply(visitor));
              shown.put("responds", visitor.principal().role().atLeast(Role.RESPONDER));
              BulkView run = bulk.view(visitor, said);
              shown.put("run", run);
              shown.put("done", BulkRoutes.sentence(said, run));
              return answers.html(StatusCodes.OK, "list/monitors.jte", shown);
            });
  }

  private CompletionStage<HttpResponse> head(HttpRequest request) {
    return fragment(
        request,
        visitor ->
            done(
                answers.html(
                    StatusCodes.OK,
                    "list/heads.jte",
                    Map.of(
                        "found",
                        monitors.found(
                            visitor.principal().organization(), ListQuery.of(said(request)))))));
  }

  private CompletionStage<HttpResponse> row(HttpRequest request, String id) {
    return fragment(
        request,
        visitor ->
            Ids.parse(id)
                .map(
                    known ->
                        monitors.row(visitor, new MonitorId(known), ListQuery.of(said(request))))
                .map(found -> row(found, visitor))
                .orElseGet(() -> done(notices.notFound())));
  }

  private CompletionStage<HttpResponse> row(
      Lookup<CompletionStage<MonitorRow>> found, Visitor visitor) {
    boolean picked = visitor.principal().role().atLeast(Role.RESPONDER);
    return switch (found) {
      case Lookup.Found<CompletionStage<MonitorRow>>(CompletionStage<MonitorRow> asked) ->
          asked.thenApply(
              row ->
                  answers.html(
                      StatusCodes.OK, "list/row.jte", Map.of("row", row, "picked", picked)));
      // a list that is open asks for what has just been deleted, which is no fault
      case Lookup.Unknown<CompletionStage<MonitorRow>>() ->
          done(HttpResponse.create().withStatus(StatusCodes.NO_CONTENT));
      case Lookup.Incomplete<CompletionStage<MonitorRow>>() -> done(notices.notYet());
    };
  }

  private static Map<String, String> said(HttpRequest request) {
    return request.getUri().query().toMap();
  }

  /** To a script that asks for a part of a page, a redirection would say nothing. */
  private CompletionStage<HttpResponse> fragment(
      HttpRequest request, Function<Visitor, CompletionStage<HttpResponse>> part) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor ->
                visitor
                    .map(part)
                    .orElseGet(
                        () -> done(HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED))));
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }
}
