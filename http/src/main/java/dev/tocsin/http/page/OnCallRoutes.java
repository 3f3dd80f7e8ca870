package dev.tocsin.http.page;

import static dev.tocsin.http.page.Inside.done;

import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.ProblemException;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ScheduleChanges;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.oncall.OverrideId;
import dev.tocsin.oncall.Schedule;
import dev.tocsin.tenancy.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.jspecify.annotations.Nullable;

/** Who is on call, and what people agree on. All of it works without a script. */
final class OnCallRoutes extends AllDirectives {
  private static final String HERE = "/on-call";

  private final Inside inside;
  private final Notices notices;
  private final NodeConfiguration configuration;
  private final OnCallPages pages;
  private final ScheduleChanges changes;
  private final ScheduleFormPages forms;
  private final ShiftSwapPages swaps;
  private final CalendarImportPages imports;
  private final OwnReach reach;

  OnCallRoutes(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.configuration = parts.configuration();
    this.pages = new OnCallPages(parts);
    this.changes = new ScheduleChanges(parts);
    this.forms = new ScheduleFormPages(inside, parts, pages, changes);
    this.swaps = new ShiftSwapPages(inside, pages, changes);
    this.imports = new CalendarImportPages(inside, parts, pages);
    this.reach = new OwnReach(parts);
  }

  Route route() {
    return pathPrefix(
        "on-call",
        () ->
            concat(
                pathEnd(() -> inside.page(Role.VIEWER, this::first)),
                path(
                    "new",
                    () ->
                        concat(
                            inside.page(Role.ADMIN, forms::page),
                            inside.largeForm(Role.ADMIN, forms::create))),
                pathPrefix(PathMatchers.segment(), this::one)));
  }

  private Route one(String id) {
    String page = HERE + "/" + id;
    return concat(
        pathEnd(
            () ->
                inside.page(
                    Role.VIEWER,
                    (request, visitor) ->
                        with(visitor, id, schedule -> done(page(request, visitor, schedule))))),
        path(
            "edit",
            () ->
                concat(
                    inside.page(
                        Role.ADMIN,
                        (request, visitor) ->
                            with(visitor, id, schedule -> forms.page(visitor, schedule))),
                    inside.largeForm(
                        Role.ADMIN,
                        (request, visitor, form) ->
                            with(visitor, id, each -> forms.change(visitor, form, each))))),
        path(
            "delete",
            () ->
                formOn(
                    page,
                    Role.ADMIN,
                    (request, visitor, form) ->
                        with(visitor, id, each -> forms.delete(visitor, each)))),
        path(
            "swap",
            () ->
                concat(
                    inside.page(
                        Role.RESPONDER,
                        (request, visitor) -> with(visitor, id, each -> swaps.page(visitor, each))),
                    inside.form(
                        Role.RESPONDER,
                        (request, visitor, form) ->
                            with(visitor, id, each -> swaps.swap(visitor, form, each))))),
        path(
            "import",
            () ->
                concat(
                    inside.page(
                        Role.ADMIN,
                        (request, visitor) ->
                            with(visitor, id, each -> imports.page(visitor, each))),
                    inside.hugeForm(
                        Role.ADMIN,
                        (request, visitor, form) ->
                            with(visitor, id, each -> imports.take(visitor, form, each))))),
        path(
            "override",
            () ->
                concat(
                    inside.page(
                        Role.RESPONDER,
                        (request, visitor) ->
                            with(visitor, id, each -> done(overriding(request, visitor, each)))),
                    inside.form(
                        Role.RESPONDER,
                        (request, visitor, form) ->
                            with(visitor, id, each -> override(visitor, form, each))))),
        path(
            PathMatchers.segment("overrides")
                .slash(PathMatchers.segment())
                .slash(PathMatchers.segment("remove")),
            override ->
                formOn(
                    page,
                    Role.RESPONDER,
                    (request, visitor, form) ->
                        with(visitor, id, each -> remove(visitor, override, each)))));
  }

  /** Where a form is sent to; who loads that address again gets the page that the form is on. */
  private Route formOn(String page, Role needed, Inside.Deed deed) {
    return concat(inside.form(needed, deed), get(() -> complete(Answers.seeOther(page))));
  }

  private CompletionStage<HttpResponse> first(HttpRequest request, Visitor visitor) {
    return done(page(request, visitor, null));
  }

  private HttpResponse page(
      HttpRequest request, Visitor visitor, @Nullable Item<Schedule> schedule) {
    Query query = request.getUri().query();
    OnCallView view =
        pages.view(
            visitor,
            schedule,
            CalendarSpan.View.of(query.get("view").orElse("")),
            query.get("day").flatMap(CalendarSpan::day));
    OnCallView.Chosen chosen = view.chosen();
    Map<String, Object> values = new HashMap<>();
    values.put("page", view);
    values.put("reach", reach.of(visitor));
    values.put("form", FormView.empty(chosen == null ? Map.of() : usual(visitor)));
    return inside.html(200, "oncall/page.jte", visitor, values);
  }

  /** An override begins with whoever fills it in. */
  private static Map<String, String> usual(Visitor visitor) {
    return Map.of("userId", visitor.user().id().toString());
  }

  private HttpResponse overriding(HttpRequest request, Visitor visitor, Item<Schedule> schedule) {
    Map<String, String> values = new HashMap<>(usual(visitor));
    Query query = request.getUri().query();
    for (String field : new String[] {"userId", "from", "until", "insteadOfUserId"}) {
      query.get(field).ifPresent(value -> values.put(field, value));
    }
    return overriding(visitor, schedule, FormView.empty(values), 200);
  }

  private HttpResponse overriding(
      Visitor visitor, Item<Schedule> schedule, FormView form, int status) {
    return inside.html(
        status,
        "oncall/override.jte",
        visitor,
        Map.of(
            "id",
            schedule.id().toString(),
            "name",
            schedule.name(),
            "takers",
            pages.takers(schedule, visitor, pages.reader(visitor, null)),
            "form",
            form));
  }

  private CompletionStage<HttpResponse> override(
      Visitor visitor, Map<String, String> form, Item<Schedule> schedule) {
    var zone = pages.reader(visitor, null).times().zone();
    return Deeds.stage(
            () ->
                changes.override(
                    schedule, OverrideForm.json(form, zone), OnCallPages.planner(visitor)))
        .handle(
            (stored, failure) -> {
              if (failure == null) {
                return Answers.seeOther(
                    HERE
                        + "/"
                        + schedule.id()
                        + form.getOrDefault("from", "")
                            .replaceFirst("T.*", "")
                            .transform(this::on));
              }
              Inside.Fault fault = Inside.fault(failure);
              return fault.on(
                  overriding(
                      visitor, schedule, new FormView(form, fault.errors()), fault.status()));
            });
  }

  /** Shows the days that were changed. */
  private String on(String day) {
    return CalendarSpan.day(day).map(known -> "?day=" + known).orElse("");
  }

  private CompletionStage<HttpResponse> remove(
      Visitor visitor, String id, Item<Schedule> schedule) {
    return Ids.parse(id)
        .map(OverrideId::new)
        .map(
            override ->
                Deeds.stage(() -> changes.remove(schedule, override, OnCallPages.planner(visitor)))
                    .handle(
                        (stored, failure) -> {
                          if (failure == null) {
                            return Answers.seeOther(HERE + "/" + schedule.id());
                          }
                          if (Answers.cause(failure) instanceof ProblemException problem) {
                            return problem.problem().status() == 403
                                ? notices.notAllowed()
                                : Answers.seeOther(HERE + "/" + schedule.id());
                          }
                          Inside.fault(failure);
                          return Answers.seeOther(HERE + "/" + schedule.id());
                        }))
        .orElseGet(() -> done(notices.notFound()));
  }

  private CompletionStage<HttpResponse> with(
      Visitor visitor, String id, Function<Item<Schedule>, CompletionStage<HttpResponse>> then) {
    Lookup<Item<Schedule>> found =
        Ids.parse(id)
            .map(
                known ->
                    configuration.item(visitor.principal().organization(), Schedule.KIND, known))
            .orElseGet(Lookup.Unknown::new);
    return notices.of(found, then);
  }
}
