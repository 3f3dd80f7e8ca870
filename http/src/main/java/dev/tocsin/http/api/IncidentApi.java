package dev.tocsin.http.api;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.Impact;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.Visibility;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Incidents: opened, told of, published, and what is said about them inside. */
final class IncidentApi {
  private static final String PATH = "/incidents";

  private final ShownIncidents incidents;
  private final ShownAlerts alerts;
  private final IncidentForm form;
  private final IncidentJson json;
  private final Found found;
  private final InstantSource time;

  IncidentApi(ApiParts parts) {
    this.incidents = new ShownIncidents(parts);
    this.alerts = new ShownAlerts(parts);
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
                    page.next() == null ? null : IncidentQuestions.text(page.next())));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    found.organization(request);
    IncidentRef ref =
        new IncidentRef(request.organization(), new IncidentId(request.newId("incident")));
    Input input = request.input();
    Instant now = time.instant();
    Heading heading = IncidentForm.heading(input);
    Phase phase = IncidentForm.phase(input, Phase.INVESTIGATING);
    String message = IncidentForm.message(input);
    List<Affected> affected = form.affected(input, request.organization(), heading.impact());
    Instant startedAt = IncidentForm.time(input, "startedAt").orElse(now);
    Visibility visibility =
        input.choice("visibility", Visibility.class).orElse(Visibility.INTERNAL);
    List<AlertId> about = IncidentForm.alerts(input);
    input.finish();
    Post first =
        new Post(
            request.newId(ref.incident().value(), "first update"),
            startedAt,
            phase,
            message,
            affected,
            null);
    return thereAre(request.organization(), about, IncidentApi::noSuchAlert)
        .thenCompose(
            there ->
                incidents.change(
                    ref,
                    new IncidentChange.Open(
                        heading, visibility, startedAt, new Origin.ByHand(), first, about),
                    request.author()))
        .thenApply(record -> Answers.created(PATH, ref.incident(), json.whole(record)));
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    return record(request).thenApply(this::whole);
  }

  private CompletionStage<HttpResponse> tell(ApiRequest request) {
    return change(
        request,
        record -> {
          Input input = request.input();
          Post post =
              new Post(
                  request.newId(record.ref().incident().value(), "update"),
                  IncidentForm.time(input, "at").orElseGet(time::instant),
                  IncidentForm.phase(input, record.phase()),
                  IncidentForm.message(input),
                  form.affected(input, request.organization(), IncidentJson.impact(record)),
                  null);
          input.finish();
          return new IncidentChange.Tell(post);
        });
  }

  /** What is not named stays as it is. */
  private CompletionStage<HttpResponse> describe(ApiRequest request) {
    return record(request)
        .thenCompose(
            record -> {
              Input input = request.input();
              Heading before = IncidentJson.heading(record);
              Heading heading =
                  new Heading(
                      input.has("title") ? IncidentForm.title(input) : before.title(),
                      input.choice("impact", Impact.class).orElse(before.impact()));
              Instant start =
                  IncidentForm.time(input, "startedAt").orElse(record.standing().startedAt());
              Instant end =
                  input.isNull("endedAt")
                      ? null
                      : IncidentForm.time(input, "endedAt").orElse(record.standing().saidEnd());
              input.finish();
              return incidents
                  .change(record.ref(), new IncidentChange.Describe(heading), request.author())
                  .thenCompose(
                      described ->
                          incidents.change(
                              record.ref(), new IncidentChange.Date(start, end), request.author()));
            })
        .thenApply(this::whole);
  }

  private CompletionStage<HttpResponse> correct(ApiRequest request) {
    return change(
        request,
        record -> {
          Input input = request.input();
          String message = IncidentForm.message(input);
          input.finish();
          return new IncidentChange.Correct(request.id("updateId"), message);
        });
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
                thereAre(
                        request.organization(),
                        List.of(alert),
                        missing -> new ProblemException(Problem.notFound()))
                    .thenApply(there -> record))
        .thenCompose(
            record ->
                incidents.change(record.ref(), new IncidentChange.Link(alert), request.author()))
        .thenApply(this::whole);
  }

  private CompletionStage<Void> thereAre(
      OrganizationId organization,
      List<AlertId> wanted,
      Function<AlertId, RuntimeException> otherwise) {
    CompletionStage<Void> so = CompletableFuture.completedStage(null);
    for (AlertId alert : wanted) {
      so =
          so.thenCompose(before -> alerts.find(new AlertRef(organization, alert)))
              .thenAccept(found -> found.orElseThrow(() -> otherwise.apply(alert)));
    }
    return so;
  }

  private static RuntimeException noSuchAlert(AlertId alert) {
    return new InvalidInputException("alertIds", "There is no alert " + alert + ".");
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
