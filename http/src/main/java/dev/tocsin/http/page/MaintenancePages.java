package dev.tocsin.http.page;

import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.api.AlertSettings;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.maintenance.Maintenance;
import dev.tocsin.maintenance.Timetable;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import dev.tocsin.time.Window;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The pages on which people plan when what is worked on. */
final class MaintenancePages {
  static final String HERE = "/organization/maintenance";

  private static final int NAMED = 3;
  private static final Inside.Fault NO_FAULT = new Inside.Fault(200, List.of(), null);

  private final Inside inside;
  private final Notices notices;
  private final AlertSettings settings;
  private final NodeConfiguration configuration;
  private final DependencyNames names;
  private final InstantSource time;

  MaintenancePages(Inside inside, Notices notices, ApiParts parts) {
    this.inside = inside;
    this.notices = notices;
    this.settings = new AlertSettings(parts);
    this.configuration = parts.configuration();
    this.names = new DependencyNames(configuration);
    this.time = parts.time();
  }

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    return listed(visitor, Told.NOTHING);
  }

  CompletionStage<HttpResponse> blank(HttpRequest request, Visitor visitor) {
    Times times = times(visitor);
    return Inside.done(shown(visitor, null, Ids.create(), MaintenanceDraft.blank(times), NO_FAULT));
  }

  CompletionStage<HttpResponse> create(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    OrganizationId organization = visitor.principal().organization();
    return sent(
        visitor,
        null,
        id,
        form,
        planned ->
            settings.add(
                id, organization, planned, all(organization), visitor.principal().author()));
  }

  CompletionStage<HttpResponse> edit(String id, Visitor visitor) {
    return one(
        id,
        visitor,
        item ->
            Inside.done(
                shown(visitor, item, item.id(), draft(visitor).of(item.content()), NO_FAULT)));
  }

  CompletionStage<HttpResponse> change(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        item ->
            sent(
                visitor,
                item,
                item.id(),
                form,
                planned -> {
                  if (!Long.toString(item.revision()).equals(form.get("revision"))) {
                    throw new ConflictException(
                        "Somebody changed it after this form was made, so nothing was saved. Open"
                            + " it again to see what is so now.");
                  }
                  return settings.change(item, planned, visitor.principal().author());
                }));
  }

  CompletionStage<HttpResponse> remove(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        item ->
            Deeds.attempt(
                () -> end(item, visitor), HERE, fault -> listed(visitor, Told.fault(id, fault))));
  }

  /** What comes once and is under way ends now, and stays in the list; anything else goes. */
  private CompletionStage<?> end(Item<Maintenance> item, Visitor visitor) {
    Instant now = time.instant().truncatedTo(ChronoUnit.SECONDS);
    Timetable timetable = item.content().timetable();
    return isEndedBy(timetable, now)
        ? settings.change(item, item.content().endedAt(now), visitor.principal().author())
        : settings.remove(
            item.organization(), Maintenance.KIND, item.id(), visitor.principal().author());
  }

  private static boolean isEndedBy(Timetable timetable, Instant now) {
    return timetable.rrule() == null
        && timetable.at(now).filter(window -> window.from().isBefore(now)).isPresent();
  }

  private CompletionStage<HttpResponse> sent(
      Visitor visitor,
      @Nullable Item<Maintenance> before,
      UUID id,
      Map<String, String> form,
      Function<Maintenance, CompletionStage<?>> save) {
    return Deeds.attempt(
        () -> save.apply(read(visitor, form, before == null ? null : before.content())),
        HERE,
        fault -> Inside.done(shown(visitor, before, id, form, fault)));
  }

  /** What the form cannot say and what the API finds wrong, all of it at once. */
  private Maintenance read(
      Visitor visitor, Map<String, String> form, @Nullable Maintenance before) {
    List<FieldError> faults = new ArrayList<>();
    var json = draft(visitor).json(form, faults);
    try {
      Maintenance read = settings.maintenance(visitor.principal().organization(), json, before);
      if (faults.isEmpty()) {
        return read;
      }
    } catch (InvalidInputException wrong) {
      boolean isSaid = faults.stream().anyMatch(fault -> fault.field().equals("monitorIds"));
      wrong.errors().stream()
          .filter(error -> !(isSaid && error.field().equals("monitorIds")))
          .map(error -> new FieldError(error.field().replaceFirst("\\[.*", ""), words(error)))
          .forEach(faults::add);
    }
    throw new InvalidInputException(faults);
  }

  /** As the form calls what the API calls by its fields' names. */
  private static String words(FieldError error) {
    return error
        .message()
        .replace("startsAt", "the time at which it begins")
        .replace(
            "monitorIds, componentIds, tags, or everything",
            "monitors, tags, components, or all monitors");
  }

  private MaintenanceDraft draft(Visitor visitor) {
    return new MaintenanceDraft(names, visitor.principal().organization());
  }

  private Times times(Visitor visitor) {
    return Times.of(visitor, configuration, time.instant());
  }

  private HttpResponse shown(
      Visitor visitor,
      @Nullable Item<Maintenance> before,
      UUID id,
      Map<String, String> form,
      Inside.Fault fault) {
    String revision = form.getOrDefault("revision", "");
    MaintenanceView.Form view =
        new MaintenanceView.Form(
            before == null ? "What is worked on, and when?" : "Change " + before.name(),
            before == null ? HERE + "/new" : HERE + "/" + id,
            before == null ? id.toString() : null,
            revision.matches("\\d{1,18}")
                ? Long.parseLong(revision)
                : before == null ? 0 : before.revision(),
            new FormView(form, fault.errors()),
            components(visitor.principal().organization()));
    return inside.html(fault.status(), "people/maintenance.jte", visitor, Map.of("view", view));
  }

  private List<MaintenanceView.Component> components(OrganizationId organization) {
    return configuration.pages(organization).stream()
        .flatMap(
            page ->
                page.components().stream()
                    .map(
                        component ->
                            new MaintenanceView.Component(
                                "component-" + component.id(),
                                component.name() + ", " + page.name())))
        .sorted(
            Comparator.comparing(MaintenanceView.Component::name, String.CASE_INSENSITIVE_ORDER))
        .toList();
  }

  private CompletionStage<HttpResponse> one(
      String id, Visitor visitor, Function<Item<Maintenance>, CompletionStage<HttpResponse>> then) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.item(visitor.principal().organization(), Maintenance.KIND, known),
                    then))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }

  private List<Item<Maintenance>> all(OrganizationId organization) {
    return configuration.items(organization, Maintenance.KIND).stream()
        .sorted(Comparator.comparing(item -> item.content().timetable().startsAt()))
        .toList();
  }

  private CompletionStage<HttpResponse> listed(Visitor visitor, Told told) {
    Times times = times(visitor);
    List<MaintenanceView.Row> now = new ArrayList<>();
    List<MaintenanceView.Row> planned = new ArrayList<>();
    List<MaintenanceView.Row> over = new ArrayList<>();
    List<MaintenanceView.Component> components = components(visitor.principal().organization());
    for (Item<Maintenance> item : all(visitor.principal().organization())) {
      Timetable timetable = item.content().timetable();
      Optional<Window> open = timetable.at(times.now());
      Optional<Window> next = timetable.after(times.now());
      if (open.isPresent()) {
        now.add(row(item, open.get(), components, times));
      } else if (next.isPresent()) {
        planned.add(row(item, next.get(), components, times));
      } else {
        over.addFirst(
            row(item, new Window(timetable.startsAt(), timetable.endsAt()), components, times));
      }
    }
    String sentence =
        now.isEmpty()
            ? planned.isEmpty() ? "No maintenance is planned." : planned(planned.size())
            : now.size() == 1
                ? "A maintenance is under way."
                : Headline.number(now.size(), true) + " maintenances are under way.";
    return Inside.done(
        inside.html(
            told.status(),
            "people/maintenances.jte",
            visitor,
            Map.of(
                "view",
                new MaintenanceView(
                    sentence, now, planned, over, Inside.may(visitor, Role.RESPONDER), told))));
  }

  private static String planned(int count) {
    return count == 1
        ? "One maintenance is planned."
        : Headline.number(count, true) + " maintenances are planned.";
  }

  private MaintenanceView.Row row(
      Item<Maintenance> item,
      Window window,
      List<MaintenanceView.Component> components,
      Times times) {
    Maintenance maintenance = item.content();
    return new MaintenanceView.Row(
        item.id().toString(),
        maintenance.title(),
        maintenance.message(),
        times.time(window.from()) + " to " + until(window, times),
        repeats(maintenance.timetable()),
        isEndedBy(maintenance.timetable(), times.now()),
        covers(item.organization(), maintenance.scope(), components),
        maintenance.holdAlerts(),
        maintenance.isPublic());
  }

  private static String until(Window window, Times times) {
    Instant until = window.until();
    return times.day(window.from()).equals(times.day(until))
        ? times.clock(until)
        : times.time(until);
  }

  private static String repeats(Timetable timetable) {
    String rule = timetable.rrule();
    return rule == null
        ? ""
        : MaintenanceDraft.REPEATS.stream()
            .filter(choice -> choice.value().equals(rule))
            .map(MaintenanceDraft.Choice::label)
            .findFirst()
            .orElse("By the rule " + rule);
  }

  private String covers(
      OrganizationId organization,
      Maintenance.Scope scope,
      List<MaintenanceView.Component> components) {
    if (scope.everything()) {
      return "All monitors";
    }
    List<String> parts = new ArrayList<>();
    scope.monitors().stream()
        .limit(NAMED)
        .map(id -> names.name(id.toString(), organization))
        .forEach(parts::add);
    if (scope.monitors().size() > NAMED) {
      int more = scope.monitors().size() - NAMED;
      parts.add(more == 1 ? "one more monitor" : more + " more monitors");
    }
    scope.tags().forEach(tag -> parts.add("the tag " + tag));
    Set<String> fields =
        scope.components().stream().map(id -> "component-" + id).collect(Collectors.toSet());
    components.stream()
        .filter(each -> fields.contains(each.field()))
        .map(MaintenanceView.Component::name)
        .limit(NAMED)
        .forEach(parts::add);
    return parts.isEmpty() ? "What is gone" : String.join(", ", parts);
  }
}
