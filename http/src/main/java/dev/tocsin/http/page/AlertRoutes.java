package dev.tocsin.http.page;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.Response;
import dev.tocsin.alert.Via;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.AlertForm;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/** The pages of alerts, and what is done there. All of it works without a script. */
final class AlertRoutes extends AllDirectives {
  private final Inside inside;
  private final Entrance entrance;
  private final Answers answers;
  private final Notices notices;
  private final Forms forms;
  private final ApiParts parts;
  private final ShownAlerts alerts;
  private final AlertPages pages;
  private final RaisePages raising;

  AlertRoutes(
      Inside inside,
      Entrance entrance,
      Answers answers,
      Notices notices,
      Forms forms,
      ApiParts parts,
      MonitorList monitors) {
    this.inside = inside;
    this.entrance = entrance;
    this.answers = answers;
    this.notices = notices;
    this.forms = forms;
    this.parts = parts;
    this.alerts = new ShownAlerts(parts);
    this.pages = new AlertPages(parts, monitors);
    this.raising = new RaisePages(inside, parts, alerts);
  }

  Route route() {
    return pathPrefix(
        "alerts",
        () ->
            concat(
                pathEndOrSingleSlash(() -> inside.page(Role.VIEWER, this::list)),
                raising.route(),
                path("count", () -> get(() -> answers.to(this::count))),
                path("bulk", () -> post(() -> forms.listOfSession(this::acknowledgeAll))),
                pathPrefix(segment(), this::one)));
  }

  private Route one(String id) {
    return concat(
        pathEnd(
            () ->
                inside.page(
                    Role.VIEWER, (request, visitor) -> page(visitor, id, "alert/page.jte"))),
        path("part", () -> get(() -> answers.to(request -> part(request, id)))),
        deed(id, "acknowledge", (by, form) -> new Response.Acknowledge(by, Via.DASHBOARD)),
        deed(id, "resolve", (by, form) -> new Response.Resolve(by, Via.DASHBOARD)),
        deed(id, "escalate", (by, form) -> new Response.Escalate(by)),
        deed(
            id,
            "snooze",
            (by, form) -> new Response.Snooze(by, AlertForm.snooze(form.snooze(), form.now()))),
        deed(
            id,
            "reassign",
            (by, form) ->
                new Response.Reassign(
                    by,
                    AlertForm.assignee(
                        form.input("userId"), form.alert().organization(), parts.configuration()))),
        deed(
            id,
            "notes",
            (by, form) ->
                new Response.Note(
                    by,
                    Ids.parse(form.said().getOrDefault("id", "")).orElseGet(Ids::create),
                    AlertForm.note(form.input("text")))));
  }

  private CompletionStage<HttpResponse> list(HttpRequest request, Visitor visitor) {
    Map<String, String> said = request.getUri().query().toMap();
    return pages
        .list(visitor, AlertQuery.of(said))
        .thenApply(
            list ->
                inside.html(
                    200,
                    "alert/list.jte",
                    visitor,
                    Map.of(
                        "list",
                        list,
                        "responds",
                        Inside.may(visitor, Role.RESPONDER),
                        "done",
                        done(said.getOrDefault("did", "")))));
  }

  /** How many were acknowledged just now, in words; empty where none were. */
  private static String done(String did) {
    if (!did.matches("\\d{1,4}")) {
      return "";
    }
    int count = Integer.parseInt(did);
    return switch (count) {
      case 0 -> "Nothing was left to acknowledge.";
      case 1 -> "Acknowledged one alert.";
      default -> "Acknowledged " + count + " alerts.";
    };
  }

  /** How many are open, for what stands around a page. */
  private CompletionStage<HttpResponse> count(HttpRequest request) {
    return entrance
        .visitor(request)
        .thenApply(
            visitor ->
                visitor
                    .map(
                        one ->
                            answers.html(
                                StatusCodes.OK,
                                "alert/count.jte",
                                Map.of("count", pages.count(one.principal().organization()))))
                    .orElseGet(AlertRoutes::unauthorized));
  }

  /** What changes of the page; to a script a redirection would say nothing. */
  private CompletionStage<HttpResponse> part(HttpRequest request, String id) {
    return entrance
        .visitor(request)
        .thenCompose(
            visitor ->
                visitor
                    .map(one -> page(one, id, "alert/part.jte"))
                    .orElseGet(() -> Inside.done(unauthorized())));
  }

  private CompletionStage<HttpResponse> page(Visitor visitor, String id, String template) {
    return ref(visitor, id)
        .map(
            ref ->
                pages
                    .view(visitor, ref)
                    .thenApply(
                        view ->
                            view.map(
                                    alert ->
                                        inside.html(200, template, visitor, Map.of("alert", alert)))
                                .orElseGet(notices::notFound)))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private static Optional<AlertRef> ref(Visitor visitor, String id) {
    return Ids.parse(id)
        .map(known -> new AlertRef(visitor.principal().organization(), new AlertId(known)));
  }

  private static HttpResponse unauthorized() {
    return HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED);
  }

  /** What a form about an alert says. */
  private record Said(AlertRef alert, Map<String, String> said, Instant now, ZoneId zone) {
    /** A time of one's own goes before the ready ones. */
    Input snooze() {
      String own = said.getOrDefault("until", "").strip();
      return own.isEmpty()
          ? input("for")
          : Input.of(Json.object().put("until", OverrideForm.moment(own, zone)));
    }

    /** Only this field, for others are about the form itself. */
    Input input(String field) {
      return Input.of(Json.object().put(field, said.getOrDefault(field, "")));
    }
  }

  private interface Deed {
    Response response(Author by, Said form);
  }

  private Route deed(String id, String name, Deed deed) {
    return path(
        name,
        () ->
            inside.form(
                Role.RESPONDER,
                (request, visitor, form) ->
                    ref(visitor, id)
                        .map(ref -> answer(visitor, ref, form, deed))
                        .orElseGet(() -> Inside.done(notices.notFound()))));
  }

  private CompletionStage<HttpResponse> answer(
      Visitor visitor, AlertRef ref, Map<String, String> form, Deed deed) {
    Times times = Times.of(visitor, parts.configuration(), parts.time().instant());
    Said said = new Said(ref, form, times.now(), times.zone());
    return alerts
        .find(ref)
        .thenCompose(
            sight ->
                sight.isEmpty()
                    ? Inside.done(notices.notFound())
                    : alerts
                        .respond(ref, deed.response(visitor.principal().author(), said))
                        .thenApply(done -> back(ref)))
        .exceptionallyCompose(
            failure ->
                switch (Answers.cause(failure)) {
                  // what cannot be done as it is now is said best by how it is now
                  case ConflictException late -> Inside.done(back(ref));
                  case InvalidInputException wrong -> refused(visitor, ref, wrong);
                  case Throwable other -> CompletableFuture.failedStage(other);
                });
  }

  private CompletionStage<HttpResponse> refused(
      Visitor visitor, AlertRef ref, InvalidInputException wrong) {
    String problem =
        wrong.errors().stream().map(FieldError::message).collect(Collectors.joining(" "));
    return pages
        .view(visitor, ref)
        .thenApply(
            view ->
                view.map(
                        alert ->
                            inside.html(
                                422,
                                "alert/page.jte",
                                visitor,
                                Map.of("alert", alert, "problem", "Nothing was done. " + problem)))
                    .orElseGet(notices::notFound));
  }

  private static HttpResponse back(AlertRef ref) {
    return Answers.seeOther("/alerts/" + ref.alert());
  }

  private CompletionStage<HttpResponse> acknowledgeAll(
      Visitor visitor, Map<String, List<String>> form) {
    if (!Inside.may(visitor, Role.RESPONDER)) {
      return Inside.done(notices.notAllowed());
    }
    String address =
        AlertQuery.of(BackLink.said(form.getOrDefault("back", List.of("")).getFirst())).address();
    if (!form.getOrDefault("action", List.of()).contains("acknowledge")) {
      return Inside.done(Answers.seeOther(address));
    }
    Response response = new Response.Acknowledge(visitor.principal().author(), Via.DASHBOARD);
    CompletionStage<Integer> all = CompletableFuture.completedStage(0);
    for (String id : form.getOrDefault("id", List.of()).stream().distinct().toList()) {
      CompletionStage<Integer> one =
          ref(visitor, id)
              .map(ref -> acknowledge(ref, response))
              .orElseGet(() -> CompletableFuture.completedStage(0));
      all = all.thenCombine(one, Integer::sum);
    }
    return all.thenApply(
        count ->
            Answers.seeOther(address + (address.indexOf('?') < 0 ? "?" : "&") + "did=" + count));
  }

  /** 1 where it is done now; who was quicker is seen in the list. */
  private CompletionStage<Integer> acknowledge(AlertRef ref, Response response) {
    return alerts
        .find(ref)
        .thenCompose(
            sight ->
                sight.isEmpty()
                    ? CompletableFuture.completedStage(0)
                    : alerts.respond(ref, response).thenApply(done -> 1))
        .exceptionally(
            failure -> {
              if (Answers.cause(failure) instanceof ConflictException) {
                return 0;
              }
              throw new CompletionException(Answers.cause(failure));
            });
  }
}
