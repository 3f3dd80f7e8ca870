package dev.tocsin.http.api;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Response;
import dev.tocsin.alert.Via;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.tenancy.Role;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Alerts: raised by hand, listed, answered. */
final class AlertApi {
  private static final String PATH = "/alerts";

  private final NodeConfiguration configuration;
  private final ShownAlerts alerts;
  private final AlertJson json;
  private final Found found;
  private final InstantSource time;

  AlertApi(ApiParts parts) {
    this.configuration = parts.configuration();
    this.alerts = new ShownAlerts(parts);
    this.json = new AlertJson(parts);
    this.found = new Found(configuration);
    this.time = parts.time();
  }

  List<Operation> operations() {
    String one = PATH + "/{id}";
    var reads = Operation.needs(Role.VIEWER);
    var responds = Operation.needs(Role.RESPONDER);
    return List.of(
        Operation.get("listAlerts", PATH, reads, this::list),
        Operation.post("createAlert", PATH, responds, this::create),
        Operation.get("getAlert", one, reads, this::get),
        Operation.order("acknowledgeAlert", one + "/acknowledge", responds, this::acknowledge),
        Operation.order("resolveAlert", one + "/resolve", responds, this::resolve),
        Operation.order("escalateAlert", one + "/escalate", responds, this::escalate),
        Operation.post("snoozeAlert", one + "/snooze", responds, this::snooze),
        Operation.post("reassignAlert", one + "/reassign", responds, this::reassign),
        Operation.post("noteOnAlert", one + "/notes", responds, this::note));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    found.organization(request);
    return alerts
        .list(request.organization(), AlertQuestions.of(request))
        .thenApply(
            page ->
                Answers.page(
                    page.items().stream().map(json::listed).toList(),
                    page.next() == null ? null : AlertCursor.text(page.next())));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    found.organization(request);
    AlertRef ref = new AlertRef(request.organization(), new AlertId(request.newId("alert")));
    AlertSubject subject =
        AlertForm.subject(request.input(), request.organization(), configuration);
    return alerts
        .raiseByHand(ref, subject, request.author())
        .thenApply(sight -> Answers.created(PATH, ref.alert(), json.whole(sight)));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return sight(request).thenApply(this::whole);
  }

  private CompletionStage<HttpResponse> acknowledge(ApiRequest request) {
    return respond(request, new Response.Acknowledge(request.author(), Via.API));
  }

  private CompletionStage<HttpResponse> resolve(ApiRequest request) {
    return respond(request, new Response.Resolve(request.author(), Via.API));
  }

  private CompletionStage<HttpResponse> escalate(ApiRequest request) {
    return respond(request, new Response.Escalate(request.author()));
  }

  private CompletionStage<HttpResponse> snooze(ApiRequest request) {
    return respond(
        request,
        sight ->
            new Response.Snooze(
                request.author(), AlertForm.snooze(request.input(), time.instant())));
  }

  private CompletionStage<HttpResponse> reassign(ApiRequest request) {
    return respond(
        request,
        sight ->
            new Response.Reassign(
                request.author(),
                AlertForm.assignee(request.input(), request.organization(), configuration)));
  }

  private CompletionStage<HttpResponse> note(ApiRequest request) {
    return respond(
        request,
        sight ->
            new Response.Note(
                request.author(),
                request.newId(sight.record().ref().alert().value(), "note"),
                AlertForm.note(request.input())));
  }

  private CompletionStage<HttpResponse> respond(ApiRequest request, Response response) {
    return respond(request, sight -> response);
  }

  private CompletionStage<HttpResponse> respond(
      ApiRequest request, Function<AlertSight, Response> response) {
    return sight(request)
        .thenCompose(sight -> alerts.respond(sight.record().ref(), response.apply(sight)))
        .thenApply(this::whole);
  }

  private HttpResponse whole(AlertSight sight) {
    return Json.response(200, json.whole(sight));
  }

  private CompletionStage<AlertSight> sight(ApiRequest request) {
    return alerts
        .find(new AlertRef(request.organization(), new AlertId(request.id("id"))))
        .thenApply(sight -> sight.orElseThrow(() -> new ProblemException(Problem.notFound())));
  }
}
