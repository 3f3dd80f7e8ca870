package dev.tocsin.http.page;

import static org.apache.pekko.http.javadsl.server.PathMatchers.segment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.AlertForm;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.IncidentForm;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.api.ShownIncidents;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentId;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.IncidentTemplate;
import dev.tocsin.incident.Phase;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.Input;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** The pages of incidents, and what is done there. All of it works without a script. */
final class IncidentRoutes extends AllDirectives {
  private static final String HERE = "/incidents";
  private static final List<String> OPENING =
      List.of("title", "impact", "phase", "message", "visibility");

  private final Inside inside;
  private final Notices notices;
  private final ApiParts parts;
  private final ShownIncidents incidents;
  private final ShownAlerts alerts;
  private final IncidentForm reading;
  private final IncidentPages pages;
  private final IncidentRulePages rules;
  private final IncidentTemplatePages templates;
  private final TellingPages told;

  IncidentRoutes(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.parts = parts;
    this.incidents = new ShownIncidents(parts);
    this.alerts = new ShownAlerts(parts);
    this.reading = new IncidentForm(parts.configuration());
    this.pages = new IncidentPages(parts);
    this.rules = new IncidentRulePages(inside, notices, parts);
    this.templates = new IncidentTemplatePages(inside, notices, parts);
    this.told = new TellingPages(parts);
  }

  Route route() {
    return pathPrefix(
        "incidents",
        () ->
            concat(
                pathEndOrSingleSlash(() -> inside.page(Role.VIEWER, this::list)),
                path(
                    "new",
                    () ->
                        concat(
                            inside.page(Role.RESPONDER, this::blank),
                            inside.largeForm(Role.RESPONDER, this::open))),
                pathPrefix("rules", () -> settings(rules)),
                pathPrefix("templates", () -> settings(templates)),
                pathPrefix(segment(), this::one)));
  }

  private Route settings(IncidentSettingPages<?> settings) {
    Role configures = settings.configures();
    return concat(
        pathEndOrSingleSlash(() -> inside.page(Role.VIEWER, settings::page)),
        path(
            "new",
            () ->
                concat(
                    inside.page(configures, settings::blank),
                    inside.largeForm(configures, settings::create))),
        path(
            segment().slash("remove"),
            id ->
                inside.form(configures, (request, visitor, form) -> settings.remove(id, visitor))),
        path(
            segment(),
            id ->
                concat(
                    inside.page(configures, (request, visitor) -> settings.edit(id, visitor)),
                    inside.largeForm(
                        configures,
                        (request, visitor, form) -> settings.change(id, visitor, form)))));
  }

  private Route one(String id) {
    return concat(
        pathEnd(
            () ->
                inside.page(
                    Role.VIEWER,
                    (request, visitor) ->
                        of(
                            visitor,
                            id,
                            ref -> page(visitor, ref, begun(request, visitor), null, 200)))),
        path(
            "told",
            () ->
                inside.page(
                    Role.VIEWER, (request, visitor) -> of(visitor, id, ref -> told(visitor, ref)))),
        path(
            "updates",
            () ->
                inside.largeForm(
                    Role.RESPONDER,
                    (request, visitor, form) -> of(visitor, id, ref -> tell(visitor, ref, form)))),
        path(
            "details",
            () ->
                inside.form(
                    Role.RESPONDER,
                    (request, visitor, form) ->
                        of(visitor, id, ref -> describe(visitor, ref, form)))),
        deed(id, "publish", form -> new IncidentChange.Publish()),
        deed(id, "correct", form -> new IncidentChange.Correct(update(form), corrected(form))),
        deed(id, "retract", form -> new IncidentChange.Retract(update(form))),
        deed(
            id,
            "notes",
            form ->
                new IncidentChange.Note(
                    Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create),
                    AlertForm.note(Input.of(Json.object().put("text", said(form, "text")))))),
        deed(id, "unlink", form -> new IncidentChange.Unlink(new AlertId(id(form, "alert")))),
        path(
            "link",
            () ->
                inside.form(
                    Role.RESPONDER,
                    (request, visitor, form) -> of(visitor, id, ref -> link(visitor, ref, form)))),
        path(
            "remove",
            () ->
                inside.form(
                    Role.RESPONDER,
                    (request, visitor, form) -> of(visitor, id, ref -> remove(visitor, ref)))));
  }

  private interface OfIncident {
    CompletionStage<HttpResponse> answer(IncidentRef ref);
  }

  private CompletionStage<HttpResponse> of(Visitor visitor, String id, OfIncident then) {
    return Ids.parse(id)
        .map(known -> new IncidentRef(visitor.principal().organization(), new IncidentId(known)))
        .map(then::answer)
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private CompletionStage<HttpResponse> list(HttpRequest request, Visitor visitor) {
    return pages
        .list(visitor, IncidentQuery.of(request.getUri().query().toMap()))
        .thenApply(
            list ->
                inside.html(
                    200,
                    "incident/list.jte",
                    visitor,
                    Map.of("list", list, "responds", Inside.may(visitor, Role.RESPONDER))));
  }

  private CompletionStage<HttpResponse> page(
      Visitor visitor,
      IncidentRef ref,
      @Nullable FormView form,
      @Nullable FormView details,
      int status) {
    return pages
        .view(visitor, ref, form, details)
        .thenCombine(
            told.of(ref, pages.times(visitor)),
            (found, telling) ->
                found
                    .map(
                        view ->
                            inside.html(
                                status,
                                "incident/page.jte",
                                visitor,
                                Map.of("view", view, "told", telling)))
                    .orElseGet(notices::notFound));
  }

  /** The next update as a template has it; null where the address names none. */
  private @Nullable FormView begun(HttpRequest request, Visitor visitor) {
    return template(request, visitor)
        .map(
            template ->
                FormView.empty(
                    Map.of(
                        "phase",
                        Json.name(template.phase()),
                        "message",
                        template.message(),
                        "template",
                        chosen(request))))
        .orElse(null);
  }

  private Optional<IncidentTemplate> template(HttpRequest request, Visitor visitor) {
    return IncidentTemplatePages.named(
        chosen(request), visitor.principal().organization(), parts.configuration());
  }

  private static String chosen(HttpRequest request) {
    return request.getUri().query().get("template").orElse("");
  }

  /** How far the telling of subscribers is, for a script that asks again while it goes on. */
  private CompletionStage<HttpResponse> told(Visitor visitor, IncidentRef ref) {
    return told.of(ref, pages.times(visitor))
        .thenApply(
            telling -> inside.html(200, "incident/told.jte", visitor, Map.of("told", telling)));
  }

  /** Of an alert it has the words, and the components that follow its monitor. */
  private CompletionStage<HttpResponse> blank(HttpRequest request, Visitor visitor) {
    Map<String, String> values = new HashMap<>();
    values.put("id", Ids.create().toString());
    values.put("impact", "minor");
    values.put("phase", "investigating");
    values.put("visibility", "internal");
    template(request, visitor)
        .ifPresent(
            template -> {
              values.put("template", chosen(request));
              values.put("title", template.title());
              values.put("message", template.message());
              values.put("impact", Json.name(template.impact()));
              values.put(
                  "phase",
                  Json.name(template.phase().isOver() ? Phase.INVESTIGATING : template.phase()));
            });
    Optional<UUID> alert = request.getUri().query().get("alert").flatMap(Ids::parse);
    if (alert.isEmpty()) {
      return Inside.done(blank(visitor, FormView.empty(values), 200));
    }
    OrganizationId organization = visitor.principal().organization();
    return alerts
        .find(new AlertRef(organization, new AlertId(alert.get())))
        .thenApply(
            found -> {
              found.ifPresent(sight -> about(sight, values));
              return blank(visitor, FormView.empty(values), 200);
            });
  }

  private void about(AlertSight sight, Map<String, String> values) {
    var subject = AlertWords.subject(sight.record());
    values.put("alert", sight.record().ref().alert().toString());
    if (values.getOrDefault("title", "").isEmpty()) {
      values.put("title", subject.title());
    }
    if (subject.source() instanceof AlertSource.OfMonitor(var monitor)) {
      parts.configuration().pages(sight.record().ref().organization()).stream()
          .flatMap(page -> page.components().stream())
          .filter(component -> component.monitors().contains(monitor))
          .map(StatusPageConfig.Component::id)
          .forEach(id -> values.put("component-" + id, "partial_outage"));
      if (!values.containsKey("template")) {
        values.put("impact", "major");
      }
    }
  }

  private HttpResponse blank(Visitor visitor, FormView form, int status) {
    return inside.html(
        status,
        "incident/new.jte",
        visitor,
        Map.of(
            "form",
            form,
            "components",
            IncidentDraft.components(visitor.principal().organization(), parts.configuration()),
            "templates",
            IncidentTemplatePages.choices(
                visitor.principal().organization(), parts.configuration())));
  }

  private CompletionStage<HttpResponse> open(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    OrganizationId organization = visitor.principal().organization();
    // sent twice by an impatient hand, it is one incident
    UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    Times times = pages.times(visitor);
    return Deeds.attempt(
        () -> {
          ObjectNode json = IncidentDraft.json(form, OPENING, List.of("startedAt"), times.zone());
          IncidentDraft.components(form, json);
          Ids.parse(form.getOrDefault("alert", ""))
              .ifPresent(alert -> json.putArray("alertIds").add(alert.toString()));
          return incidents.open(
              new IncidentRef(organization, new IncidentId(id)),
              reading.open(
                  Input.of(json), organization, Ids.derive(id, "first update", ""), times.now()),
              visitor.principal().author());
        },
        HERE + "/" + id,
        fault -> Inside.done(blank(visitor, new FormView(form, fault.errors()), fault.status())));
  }

  private CompletionStage<HttpResponse> tell(
      Visitor visitor, IncidentRef ref, Map<String, String> form) {
    Times times = pages.times(visitor);
    return attempt(
        ref,
        record -> {
          ObjectNode json =
              IncidentDraft.json(form, List.of("phase", "message"), List.of("at"), times.zone());
          IncidentDraft.components(form, json);
          UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
          return incidents.change(
              ref,
              reading.tell(Input.of(json), record, id, times.now()),
              visitor.principal().author());
        },
        fault -> page(visitor, ref, new FormView(form, fault.errors()), null, fault.status()));
  }

  private CompletionStage<HttpResponse> describe(
      Visitor visitor, IncidentRef ref, Map<String, String> form) {
    Times times = pages.times(visitor);
    return attempt(
        ref,
        record -> {
          ObjectNode json =
              IncidentDraft.json(
                  form, List.of("title", "impact"), List.of("startedAt", "endedAt"), times.zone());
          if (said(form, "title").isEmpty()) {
            json.put("title", "");
          }
          if (said(form, "startedAt").equals(times.field(record.standing().startedAt()))) {
            json.remove("startedAt"); // it was not touched, and has seconds that the field has not
          }
          Instant end = record.standing().saidEnd();
          if (said(form, "endedAt").isEmpty()) {
            json.putNull("endedAt");
          } else if (end != null && said(form, "endedAt").equals(times.field(end))) {
            json.remove("endedAt");
          }
          return incidents.change(
              ref, IncidentForm.amend(Input.of(json)), visitor.principal().author());
        },
        fault -> page(visitor, ref, null, new FormView(form, fault.errors()), fault.status()));
  }

  private CompletionStage<HttpResponse> link(
      Visitor visitor, IncidentRef ref, Map<String, String> form) {
    AlertId alert = new AlertId(id(form, "alert"));
    return attempt(
        ref,
        record ->
            incidents
                .isAlert(ref.organization(), alert)
                .thenCompose(
                    isThere ->
                        isThere
                            ? incidents.change(
                                ref, new IncidentChange.Link(alert), visitor.principal().author())
                            : CompletableFuture.completedStage(record)),
        fault -> problem(visitor, ref, form, fault));
  }

  private CompletionStage<HttpResponse> remove(Visitor visitor, IncidentRef ref) {
    return Deeds.attempt(
        () ->
            incidents
                .find(ref)
                .thenCompose(
                    found ->
                        found.isEmpty()
                            ? CompletableFuture.completedStage(null)
                            : incidents.change(
                                ref, new IncidentChange.Remove(), visitor.principal().author())),
        HERE,
        fault -> problem(visitor, ref, Map.of(), fault));
  }

  private interface Change {
    IncidentChange of(Map<String, String> form);
  }

  private Route deed(String id, String name, Change change) {
    return path(
        name,
        () ->
            inside.largeForm(
                Role.RESPONDER,
                (request, visitor, form) ->
                    of(
                        visitor,
                        id,
                        ref ->
                            attempt(
                                ref,
                                record ->
                                    incidents.change(
                                        ref, change.of(form), visitor.principal().author()),
                                fault -> problem(visitor, ref, form, fault)))));
  }

  private interface Wanted {
    CompletionStage<?> of(IncidentRecord record);
  }

  /** Of an incident that there is; done, it leads to its page. */
  private CompletionStage<HttpResponse> attempt(
      IncidentRef ref, Wanted wanted, Deeds.Refusal refusal) {
    return incidents
        .find(ref)
        .thenCompose(
            found ->
                found
                    .map(
                        record ->
                            Deeds.attempt(
                                () -> wanted.of(record), HERE + "/" + ref.incident(), refusal))
                    .orElseGet(() -> Inside.done(notices.notFound())));
  }

  /** What is wrong with what was pressed, over the page as it is, with what was typed. */
  private CompletionStage<HttpResponse> problem(
      Visitor visitor, IncidentRef ref, Map<String, String> typed, Inside.Fault fault) {
    List<FieldError> all = new ArrayList<>();
    all.add(
        new FieldError(
            "", fault.errors().stream().map(FieldError::message).collect(Collectors.joining(" "))));
    Map<String, String> kept = new HashMap<>();
    kept.put("text", typed.getOrDefault("text", ""));
    kept.put("noteId", typed.containsKey("text") ? typed.getOrDefault("id", "") : "");
    kept.put("update", typed.getOrDefault("update", ""));
    kept.put("words", typed.getOrDefault("message", ""));
    return page(visitor, ref, new FormView(kept, all), null, fault.status());
  }

  private static UUID update(Map<String, String> form) {
    return id(form, "update");
  }

  /** One that names nothing where it is none. */
  private static UUID id(Map<String, String> form, String field) {
    return Ids.parse(form.getOrDefault(field, "")).orElseGet(Ids::create);
  }

  private static String corrected(Map<String, String> form) {
    return IncidentForm.correction(Input.of(Json.object().put("message", said(form, "message"))));
  }

  private static String said(Map<String, String> form, String field) {
    return form.getOrDefault(field, "").strip();
  }
}
