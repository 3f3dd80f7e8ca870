package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.tenancy.Role;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** A monitor's own page, and what can be done with it there. All of it works without a script. */
final class MonitorRoutes extends AllDirectives {
  private final Entrance entrance;
  private final MonitorPages pages;
  private final MonitorPages.Parts parts;
  private final Answers answers;
  private final MonitorFormRoutes settings;
  private final Notices notices;
  private final Forms forms;
  private final Function<Visitor, ShellView> shell;

  /**
   * @param shell what stands around a page for this visitor
   */
  MonitorRoutes(
      Entrance entrance,
      MonitorPages.Parts parts,
      Answers answers,
      Notices notices,
      Forms forms,
      Function<Visitor, ShellView> shell) {
    this.entrance = entrance;
    this.pages = new MonitorPages(parts);
    this.parts = parts;
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.shell = shell;
    this.settings = new MonitorFormRoutes(entrance, parts, answers, notices, forms, shell);
  }

  Route route() {
    return pathPrefix(
        "monitors",
        () ->
            concat(
                settings.route(),
                pathPrefix(
                    PathMatchers.segment(),
                    id ->
                        concat(
                            pathEnd(() -> get(() -> answers.to(request -> page(request, id)))),
                            path("part", () -> get(() -> answers.to(r -> part(r, id)))),
                            action(id, "check", Role.RESPONDER, this::check),
                            action(id, "pause", Role.RESPONDER, this::pause),
                            action(id, "resume", Role.RESPONDER, this::resume),
                            action(id, "delete", Role.ADMIN, this::delete)))));
  }

  private CompletionStage<HttpResponse> page(HttpRequest request, String id) {
    return shown(request, id, "monitor/page.jte", Answers.toDoor(request));
  }

  /** What changes of the page; to a script a redirection would say nothing. */
  private CompletionStage<HttpResponse> part(HttpRequest request, String id) {
    return shown(
        request,
        id,
        "monitor/part.jte",
        HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED));
  }

  private CompletionStage<HttpResponse> shown(
      HttpRequest request, String id, String template, HttpResponse toStrangers) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor -> {
              if (visitor.isEmpty()) {
                return done(toStrangers);
              }
              Visitor one = visitor.get();
              return with(
                  one,
                  id,
                  monitor ->
                      pages
                          .view(monitor, one)
                          .thenApply(
                              view ->
                                  answers.html(
                                      StatusCodes.OK,
                                      template,
                                      Map.of("monitor", view, "shell", shell.apply(one)))));
            });
  }

  private interface Action {
    CompletionStage<?> on(MonitorConfig monitor, Visitor by);
  }

  private Route action(String id, String name, Role needed, Action action) {
    return path(
        name,
        () ->
            post(
                () ->
                    forms.ofSession((request, visitor, form) -> act(visitor, id, needed, action))));
  }

  private CompletionStage<HttpResponse> act(
      Visitor visitor, String id, Role needed, Action action) {
    if (!visitor.principal().role().atLeast(needed)) {
      return done(notices.notAllowed());
    }
    return with(
        visitor,
        id,
        monitor ->
            action
                .on(monitor, visitor)
                .handle(
                    (result, failure) -> {
                      Throwable cause = failure == null ? null : Answers.cause(failure);
                      if (cause != null && !(cause instanceof ConflictException)) {
                        throw new CompletionException(cause);
                      }
                      // what cannot be done as it is now is said best by how it is now
                      return Answers.seeOther(
                          result instanceof Gone ? "/" : "/monitors/" + monitor.ref().monitor());
                    }));
  }

  private record Gone() {}

  private CompletionStage<?> check(MonitorConfig monitor, Visitor by) {
    return parts.kinds().isChecked(monitor.spec())
        ? parts.entities().check(monitor.ref())
        : CompletableFuture.completedStage(monitor);
  }

  private CompletionStage<?> pause(MonitorConfig monitor, Visitor by) {
    return parts.published(parts.entities().pause(monitor.ref(), by.principal().author()));
  }

  private CompletionStage<?> resume(MonitorConfig monitor, Visitor by) {
    return parts.published(parts.entities().resume(monitor.ref(), by.principal().author()));
  }

  private CompletionStage<?> delete(MonitorConfig monitor, Visitor by) {
    return parts
        .writer()
        .deleteMonitor(monitor.ref(), by.principal().author(), parts.time().instant())
        .thenApply(revision -> new Gone());
  }

  private CompletionStage<HttpResponse> with(
      Visitor visitor, String id, Function<MonitorConfig, CompletionStage<HttpResponse>> then) {
    return notices.of(parts.find(visitor.principal(), id), then);
  }

  private static CompletionStage<HttpResponse> done(HttpResponse answer) {
    return CompletableFuture.completedStage(answer);
  }
}
