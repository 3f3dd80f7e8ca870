package dev.tocsin.http.api;

import dev.tocsin.alert.AlertId;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.tenancy.Role;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Incidents: opened, told of, published, and what is said about them inside. */
final class IncidentApi {
  private static final String PATH = "/incidents";

  private final ShownIncidents incidents;
  private final IncidentForm form;
  private final IncidentJson json;
  private final Found found;
  private final InstantSource time;

  IncidentApi(ApiParts parts) {
    this.incidents = new ShownIncidents(parts);
    this.form = new IncidentForm(parts.configuration());
    this.json = new IncidentJson(parts);
    this.found = new Found(parts.configuration());
    this.time = parts.time();
  }

  List<Operation> operations() {
    String one = PATH + "/{id}";
    String update = one + "/updates/{updateId}";
    var reads = Operation.needs(Role.VIEWER);
    var responds = Operation.needs(Role.RESPONDER);
    return List.of(
        Operation.get("listIncidents", PATH, reads, this::list),
        Operation.post("createIncident", PATH, responds, this::create),
        Operation.get("getIncident", one, reads, this::get),
        Operation.patch("changeIncident", one, responds, this::describe),
        Operation.delete("deleteIncident", one, responds, this::remove),
        Operation.post("tellOfIncident", one + "/updates", responds, this::tell),
        Operation.patch("correctIncidentUpdate", update, responds, this::correct),
        Operation.delete("retractIncidentUpdate", update, responds, this::retract),
        Operation.order("publishIncident", one + "/publish", responds, this::publish),
        Operation.post("noteOnIncident", one + "/notes", responds, this::note),
        Operation.order("linkAlert", one + "/alerts/{alertId}", responds, this::link),
        Operation.delete("unlinkAlert", one + "/alerts/{alertId}", responds, this::unlink));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    found.organization(request);
    return incidents
        .list(request.organization(), IncidentQuestions.of(request))
        .thenApply(
            page ->
                Answers.page(
                    page.items().stream().map(json::listed).toList(),
                    page.next() == null ? null : IncidentCursor.text(page.next())));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    found.organization(request);
    IncidentRef ref =
        new IncidentRef(request.organization(), new IncidentId(request.newId("incident")));
    IncidentChange.Open open =
        form.open(
            request.input(),
            request.organization(),
            request.newId(ref.incident().value(), "first update"),
            time.instant());
    return incidents
        .open(ref, open, request.author())
        .thenApply(record -> Answers.created(PATH, ref.incident(), json.whole(record)));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return record(request).thenApply(this::whole);
  }

  private CompletionStage<HttpResponse> tell(ApiRequest request) {
    return change(
        request,
        record ->
            form.tell(
                request.input(),
                record,
                request.newId(record.ref().incident().value(), "update"),
                time.instant()));
  }

  /** What is not named stays as it is. */
  private CompletionStage<HttpResponse> describe(ApiRequest request) {
    return record(request)
        .thenCompose(
            record ->
                incidents.change(
                    record.ref(), IncidentForm.amend(request.input()), request.author()))
        .thenApply(this::whole);
  }

  private CompletionStage<HttpResponse> correct(ApiRequest request) {
    return change(
        request,
        record ->
            new IncidentChange.Correct(
                request.id("updateId"), IncidentForm.correction(request.input())));
  }

  private CompletionStage<HttpResponse> retract(ApiRequest request) {
    return change(request, record -> new IncidentChange.Retract(request.id("updateId")));
  }

  private CompletionStage<HttpResponse> publish(ApiRequest request) {
    return change(request, record -> new IncidentChange.Publish());
  }

  private CompletionStage<HttpResponse> note(ApiRequest request) {
    return change(
        request,
        record ->
            new IncidentChange.Note(
                request.newId(record.ref().incident().value(), "note"),
                AlertForm.note(request.input())));
  }

  private CompletionStage<HttpResponse> link(ApiRequest request) {
    AlertId alert = new AlertId(request.id("alertId"));
    return record(request)
        .thenCompose(
            record ->
                incidents
                    .isAlert(request.organization(), alert)
                    .thenApply(
                        isThere -> {
                          if (!isThere) {
                            throw new ProblemException(Problem.notFound());
                          }
                          return record;
                        }))
        .thenCompose(
            record ->
                incidents.change(record.ref(), new IncidentChange.Link(alert), request.author()))
        .thenApply(this::whole);
  }

  private CompletionStage<HttpResponse> unlink(ApiRequest request) {
    return change(request, record -> new IncidentChange.Unlink(new AlertId(request.id("alertId"))));
  }

  private CompletionStage<HttpResponse> remove(ApiRequest request) {
    return record(request)
        .thenCompose(
            record -> incidents.change(record.ref(), new IncidentChange.Remove(), request.author()))
        .thenApply(record -> Json.noContent());
  }

  private CompletionStage<HttpResponse> change(
      ApiRequest request, Function<IncidentRecord, IncidentChange> wanted) {
    return record(request)
        .thenCompose(
            record -> incidents.change(record.ref(), wanted.apply(record), request.author()))
        .thenApply(this::whole);
  }

  private HttpResponse whole(IncidentRecord record) {
    return Json.response(200, json.whole(record));
  }

  private CompletionStage<IncidentRecord> record(ApiRequest request) {
    return incidents
        .find(new IncidentRef(request.organization(), new IncidentId(request.id("id"))))
        .thenApply(record -> record.orElseThrow(() -> new ProblemException(Problem.notFound())));
  }
}
