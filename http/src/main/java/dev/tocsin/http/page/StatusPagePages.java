package dev.tocsin.http.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.StatusPageSettings;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.http.page.form.Control.Option;
import dev.tocsin.input.FieldError;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.GroupId;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.Standing;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageConfig.Follows;
import dev.tocsin.statuspage.StatusPageConfig.Group;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The pages on which people make status pages of components, and components of monitors. */
final class StatusPagePages {
  static final String HERE = "/organization/status-pages";

  private static final int NAMED = 3;

  /** As many as a new page shows without being asked. */
  private static final int MOST_OFFERED = 30;

  private static final Inside.Fault NO_FAULT = new Inside.Fault(200, List.of(), null);

  private final Inside inside;
  private final Notices notices;
  private final StatusPageSettings settings;
  private final NodeConfiguration configuration;
  private final DependencyNames names;
  private final URI publicUrl;
  private final Function<StatusPageConfig, Map<ComponentId, Standing>> standings;

  /**
   * @param standings how the components of a page stand now, as visitors see it
   */
  StatusPagePages(
      Inside inside,
      Notices notices,
      ApiParts parts,
      Function<StatusPageConfig, Map<ComponentId, Standing>> standings) {
    this.inside = inside;
    this.notices = notices;
    this.settings = new StatusPageSettings(parts);
    this.configuration = parts.configuration();
    this.names = new DependencyNames(configuration);
    this.publicUrl = parts.tenancy().publicUrl();
    this.standings = standings;
  }

  CompletionStage<HttpResponse> page(HttpRequest request, Visitor visitor) {
    return listed(visitor, Told.NOTHING);
  }

  private CompletionStage<HttpResponse> listed(Visitor visitor, Told told) {
    List<StatusPagesView.Row> rows =
        configuration.pages(visitor.principal().organization()).stream()
            .sorted(Comparator.comparing(StatusPageConfig::name, String.CASE_INSENSITIVE_ORDER))
            .map(this::row)
            .toList();
    String sentence =
        switch (rows.size()) {
          case 0 -> "There is no status page yet.";
          case 1 -> "There is one status page.";
          default -> "There are " + Headline.number(rows.size(), false) + " status pages.";
        };
    return Inside.done(
        inside.html(
            told.status(),
            "people/statuspages.jte",
            visitor,
            Map.of(
                "view",
                new StatusPagesView(sentence, rows, Inside.may(visitor, Role.ADMIN), told))));
  }

  private StatusPagesView.Row row(StatusPageConfig page) {
    PageState worst = Standing.worst(standings.apply(page).values()).state();
    return new StatusPagesView.Row(
        page.id().toString(),
        page.name(),
        href(page),
        StatusPageView.State.of(worst),
        components(page.components().size())
            + (page.visibility() == Visibility.PRIVATE
                ? ", for members of the organization."
                : ", for everybody."));
  }

  private static String components(int count) {
    return count == 1 ? "One component" : Headline.number(count, true) + " components";
  }

  private static String href(StatusPageConfig page) {
    return "/status/" + page.slug();
  }

  CompletionStage<HttpResponse> blank(HttpRequest request, Visitor visitor) {
    Map<String, String> form = new HashMap<>();
    var all = configuration.monitors(visitor.principal().organization(), null);
    List<String> monitors =
        (all.size() > MOST_OFFERED ? List.<MonitorConfig>of() : all)
            .stream()
                .map(
                    monitor ->
                        names.name(
                            monitor.ref().monitor().toString(), monitor.ref().organization()))
                .sorted(String.CASE_INSENSITIVE_ORDER)
                .toList();
    form.put("monitorIds", String.join("\n", monitors));
    form.put("visibility", "public");
    return Inside.done(written(visitor, Ids.create(), form, NO_FAULT));
  }

  CompletionStage<HttpResponse> create(
      HttpRequest request, Visitor visitor, Map<String, String> form) {
    UUID id = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    OrganizationId organization = visitor.principal().organization();
    return Deeds.attempt(
        () -> {
          List<FieldError> faults = new ArrayList<>();
          ObjectNode monitors = monitors(form, organization, faults);
          if (!faults.isEmpty()) {
            throw new InvalidInputException(faults);
          }
          return settings.create(
              organization,
              new StatusPageId(id),
              described(form),
              found(monitors, organization),
              visitor.principal().author());
        },
        HERE + "/" + id,
        fault -> Inside.done(written(visitor, id, form, fault)));
  }

  private HttpResponse written(
      Visitor visitor, UUID id, Map<String, String> form, Inside.Fault fault) {
    return inside.html(
        fault.status(),
        "people/newstatuspage.jte",
        visitor,
        Map.of(
            "view",
            new StatusPagesView.Form(
                "What do your customers rely on?",
                HERE + "/new",
                id.toString(),
                0,
                new FormView(form, fault.errors()),
                publicUrl + "/status/")));
  }

  private List<MonitorConfig> found(ObjectNode json, OrganizationId organization) {
    List<MonitorConfig> found = new ArrayList<>();
    json.path("monitorIds")
        .forEach(
            id -> {
              MonitorRef ref =
                  new MonitorRef(organization, new MonitorId(Ids.parse(id.asText()).orElseThrow()));
              if (configuration.monitor(ref)
                  instanceof Lookup.Found<MonitorConfig>(MonitorConfig monitor)) {
                found.add(monitor);
              }
            });
    return found.stream().distinct().toList();
  }

  private ObjectNode monitors(
      Map<String, String> form, OrganizationId organization, List<FieldError> faults) {
    ObjectNode json = Json.object();
    ArrayNode typed = json.putArray("monitorIds");
    if (form.getOrDefault("monitorIds", "").lines().count() > StatusPageSettings.MOST_COMPONENTS) {
      faults.add(
          new FieldError(
              "monitorIds",
              "There may be " + StatusPageSettings.MOST_COMPONENTS + " at most; take some out."));
      return json;
    }
    form.getOrDefault("monitorIds", "")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .forEach(typed::add);
    names.read(json, "monitorIds", organization, faults);
    return json;
  }

  private static ObjectNode described(Map<String, String> form) {
    return Json.object()
        .put("name", form.getOrDefault("name", "").strip())
        .put("slug", form.getOrDefault("slug", "").strip())
        .put("visibility", form.getOrDefault("visibility", "public"));
  }

  CompletionStage<HttpResponse> edit(String id, Visitor visitor) {
    return one(id, visitor, page -> Inside.done(shown(visitor, page, Told.NOTHING)));
  }

  CompletionStage<HttpResponse> change(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        page ->
            Deeds.attempt(
                () ->
                    settings.describe(
                        page, described(form), revision(form), visitor.principal().author()),
                HERE + "/" + id,
                fault ->
                    Inside.done(
                        shown(
                            visitor,
                            page,
                            new FormView(form, fault.errors()),
                            new FormView(Map.of(), List.of()),
                            fault.status(),
                            Told.NOTHING))));
  }

  private static long revision(Map<String, String> form) {
    String revision = form.getOrDefault("revision", "");
    return revision.matches("\\d{1,18}") ? Long.parseLong(revision) : 0;
  }

  CompletionStage<HttpResponse> remove(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        page ->
            Deeds.attempt(
                () -> settings.remove(page, visitor.principal().author()),
                HERE,
                fault -> listed(visitor, Told.fault(id, fault))));
  }

  CompletionStage<HttpResponse> addGroup(String id, Visitor visitor, Map<String, String> form) {
    return one(
        id,
        visitor,
        page ->
            Deeds.attempt(
                () ->
                    settings.addGroup(
                        page,
                        GroupId.create(),
                        Json.object().put("name", form.getOrDefault("name", "").strip()),
                        visitor.principal().author()),
                HERE + "/" + id,
                fault ->
                    Inside.done(
                        shown(
                            visitor,
                            page,
                            filled(page),
                            new FormView(form, fault.errors()),
                            fault.status(),
                            Told.NOTHING))));
  }

  CompletionStage<HttpResponse> renameGroup(
      String id, String group, Visitor visitor, Map<String, String> form) {
    return group(
        id,
        group,
        visitor,
        (page, known) ->
            settings.changeGroup(
                page,
                known.id(),
                Json.object().put("name", form.getOrDefault("name", "").strip()),
                visitor.principal().author()));
  }

  CompletionStage<HttpResponse> removeGroup(
      String id, String group, Visitor visitor, Map<String, String> form) {
    return group(
        id,
        group,
        visitor,
        (page, known) -> settings.removeGroup(page, known.id(), visitor.principal().author()));
  }

  private interface OnPart<P> {
    CompletionStage<?> done(StatusPageConfig page, P part);
  }

  private CompletionStage<HttpResponse> group(
      String id, String group, Visitor visitor, OnPart<Group> deed) {
    return one(
        id,
        visitor,
        page ->
            page.groups().stream()
                .filter(known -> known.id().toString().equals(group))
                .findFirst()
                .map(known -> on(page, known, group, visitor, deed))
                .orElseGet(() -> Inside.done(notices.notFound())));
  }

  private <P> CompletionStage<HttpResponse> on(
      StatusPageConfig page, P part, String about, Visitor visitor, OnPart<P> deed) {
    return Deeds.attempt(
        () -> deed.done(page, part),
        HERE + "/" + page.id(),
        fault -> Inside.done(shown(visitor, page, Told.fault(about, fault))));
  }

  CompletionStage<HttpResponse> removeComponent(
      String id, String component, Visitor visitor, Map<String, String> form) {
    return component(
        id,
        component,
        visitor,
        (page, known) ->
            on(
                page,
                known,
                component,
                visitor,
                (now, part) ->
                    settings.removeComponent(now, part.id(), visitor.principal().author())));
  }

  CompletionStage<HttpResponse> moveComponent(
      String id, String component, Visitor visitor, Map<String, String> form) {
    return component(
        id,
        component,
        visitor,
        (page, known) ->
            on(
                page,
                known,
                component,
                visitor,
                (now, part) ->
                    settings.moveComponent(
                        now,
                        part.id(),
                        !"down".equals(form.get("to")),
                        visitor.principal().author())));
  }

  private interface OfComponent {
    CompletionStage<HttpResponse> answer(StatusPageConfig page, Component component);
  }

  private CompletionStage<HttpResponse> component(
      String id, String component, Visitor visitor, OfComponent then) {
    return one(
        id,
        visitor,
        page ->
            page.components().stream()
                .filter(known -> known.id().toString().equals(component))
                .findFirst()
                .map(known -> then.answer(page, known))
                .orElseGet(() -> Inside.done(notices.notFound())));
  }

  CompletionStage<HttpResponse> blankComponent(String id, Visitor visitor) {
    return one(
        id,
        visitor,
        page ->
            Inside.done(
                written(visitor, page, null, ComponentId.create().toString(), Map.of(), NO_FAULT)));
  }

  CompletionStage<HttpResponse> createComponent(
      String id, Visitor visitor, Map<String, String> form) {
    UUID component = Ids.parse(form.getOrDefault("id", "")).orElseGet(Ids::create);
    return one(
        id,
        visitor,
        page ->
            Deeds.attempt(
                () ->
                    settings.addComponent(
                        page,
                        new ComponentId(component),
                        read(form, page),
                        visitor.principal().author()),
                HERE + "/" + id,
                fault ->
                    Inside.done(written(visitor, page, null, component.toString(), form, fault))));
  }

  CompletionStage<HttpResponse> editComponent(String id, String component, Visitor visitor) {
    return component(
        id,
        component,
        visitor,
        (page, known) ->
            Inside.done(written(visitor, page, known, null, filled(page, known), NO_FAULT)));
  }

  CompletionStage<HttpResponse> changeComponent(
      String id, String component, Visitor visitor, Map<String, String> form) {
    return component(
        id,
        component,
        visitor,
        (page, known) ->
            Deeds.attempt(
                () -> {
                  if (!seen(page, known).equals(form.getOrDefault("seen", seen(page, known)))) {
                    throw new ConflictException(
                        "Somebody changed it after this form was made, so nothing was saved. Open"
                            + " it again to see what is so now.");
                  }
                  return settings.changeComponent(
                      page, known.id(), read(form, page), visitor.principal().author());
                },
                HERE + "/" + id,
                fault -> Inside.done(written(visitor, page, known, null, form, fault))));
  }

  /** As the API takes it. What the chosen way has no use for is left out. */
  private ObjectNode read(Map<String, String> form, StatusPageConfig page) {
    List<FieldError> faults = new ArrayList<>();
    String follows = form.getOrDefault("follows", "share");
    boolean isByHand = follows.equals("hand");
    ObjectNode json =
        isByHand
            ? Json.object().put("state", form.getOrDefault("state", "operational"))
            : monitors(form, page.organization(), faults);
    json.put("name", form.getOrDefault("name", "").strip())
        .put("description", form.getOrDefault("description", "").strip())
        .put("follows", follows);
    String group = form.getOrDefault("groupId", "");
    if (!group.isEmpty()) {
      json.put("groupId", group);
    }
    if (!faults.isEmpty()) {
      throw new InvalidInputException(faults);
    }
    return json;
  }

  /** What a form was made of, in short; another where that is another. */
  private String seen(StatusPageConfig page, Component component) {
    return Integer.toHexString(filled(page, component).hashCode());
  }

  private Map<String, String> filled(StatusPageConfig page, Component component) {
    Map<String, String> form = new HashMap<>();
    form.put("name", component.name());
    form.put("description", component.description());
    form.put("groupId", Objects.toString(component.group(), ""));
    form.put("follows", Json.name(component.follows()));
    form.put(
        "state",
        component.byHand() == null ? "operational" : Json.name(component.byHand().state()));
    form.put(
        "monitorIds",
        component.monitors().stream()
            .filter(
                id ->
                    configuration.monitor(new MonitorRef(page.organization(), id))
                        instanceof Lookup.Found<MonitorConfig>)
            .map(id -> names.name(id.toString(), page.organization()))
            .collect(Collectors.joining("\n")));
    return form;
  }

  private HttpResponse written(
      Visitor visitor,
      StatusPageConfig page,
      @Nullable Component component,
      @Nullable String id,
      Map<String, String> form,
      Inside.Fault fault) {
    String back = HERE + "/" + page.id();
    List<Option> groups = new ArrayList<>();
    groups.add(Option.of("", "None: it stands alone"));
    page.groups().forEach(group -> groups.add(Option.of(group.id().toString(), group.name())));
    return inside.html(
        fault.status(),
        "people/component.jte",
        visitor,
        Map.of(
            "view",
            new StatusPagesView.ComponentForm(
                component == null
                    ? "What else do customers of " + page.name() + " rely on?"
                    : "Change " + component.name(),
                back + "/components/" + (component == null ? "new" : component.id()),
                back,
                id,
                component == null ? null : form.getOrDefault("seen", seen(page, component)),
                new FormView(form, plain(fault.errors())),
                groups,
                List.of(
                    Option.of("share", "Its monitors: partly down where some are, down where all"),
                    Option.of("worst", "The worst of its monitors: down where one is"),
                    Option.of("hand", "Nothing: you set it by hand")),
                StatusPageSettings.BY_HAND.stream()
                    .map(state -> Option.of(Json.name(state), Words.word(state)))
                    .toList())));
  }

  /** The API names one of a list; the form has one field for all of them. */
  private static List<FieldError> plain(List<FieldError> errors) {
    return errors.stream()
        .map(error -> new FieldError(error.field().replaceFirst("\\[.*", ""), error.message()))
        .toList();
  }

  private HttpResponse shown(Visitor visitor, StatusPageConfig page, Told told) {
    return shown(
        visitor, page, filled(page), new FormView(Map.of(), List.of()), told.status(), told);
  }

  private static FormView filled(StatusPageConfig page) {
    return new FormView(
        Map.of(
            "name", page.name(),
            "slug", page.slug(),
            "visibility", Json.name(page.visibility())),
        List.of());
  }

  private HttpResponse shown(
      Visitor visitor,
      StatusPageConfig page,
      FormView form,
      FormView group,
      int status,
      Told told) {
    Map<ComponentId, Standing> stands = standings.apply(page);
    List<StatusPagesView.Section> sections = new ArrayList<>();
    sections.add(section(page, null, stands));
    page.groups().forEach(each -> sections.add(section(page, each, stands)));
    String typed = form.value("revision");
    return inside.html(
        status,
        "people/statuspage.jte",
        visitor,
        Map.of(
            "view",
            new StatusPagesView.Page(
                page.id().toString(),
                page.name(),
                href(page),
                page.visibility() == Visibility.PRIVATE
                    ? "Members of the organization read it at "
                    : "Everybody reads it at ",
                sections,
                new StatusPagesView.Form(
                    page.name(),
                    HERE + "/" + page.id(),
                    null,
                    typed.matches("\\d{1,18}") ? Long.parseLong(typed) : page.revision(),
                    form,
                    publicUrl + "/status/"),
                group,
                told)));
  }

  private StatusPagesView.Section section(
      StatusPageConfig page, @Nullable Group group, Map<ComponentId, Standing> stands) {
    List<GroupId> known = page.groups().stream().map(Group::id).toList();
    return new StatusPagesView.Section(
        group == null ? null : group.id().toString(),
        group == null ? null : group.name(),
        page.components().stream()
            .filter(
                each ->
                    group == null
                        ? each.group() == null || !known.contains(each.group())
                        : group.id().equals(each.group()))
            .map(
                each ->
                    new StatusPagesView.Component(
                        each.id().toString(),
                        each.name(),
                        follows(page, each),
                        StatusPageView.State.of(
                            stands
                                .getOrDefault(each.id(), new Standing(PageState.NO_DATA, null))
                                .state())))
            .toList());
  }

  private String follows(StatusPageConfig page, Component component) {
    if (component.follows() == Follows.HAND) {
      return "Set by hand.";
    }
    List<String> called =
        component.monitors().stream()
            .map(id -> configuration.monitor(new MonitorRef(page.organization(), id)))
            .flatMap(
                found ->
                    found instanceof Lookup.Found<MonitorConfig>(MonitorConfig monitor)
                        ? Stream.of(monitor.name())
                        : Stream.empty())
            .toList();
    if (called.isEmpty()) {
      return "It follows no monitor.";
    }
    String more = called.size() > NAMED ? " and " + (called.size() - NAMED) + " more" : "";
    return (component.follows() == Follows.WORST && called.size() > 1
            ? "The worst of "
            : "Follows ")
        + String.join(", ", called.subList(0, Math.min(NAMED, called.size())))
        + more
        + ".";
  }

  private CompletionStage<HttpResponse> one(
      String id, Visitor visitor, Function<StatusPageConfig, CompletionStage<HttpResponse>> then) {
    return Ids.parse(id)
        .map(
            known ->
                notices.of(
                    configuration.page(visitor.principal().organization(), new StatusPageId(known)),
                    then))
        .orElseGet(() -> Inside.done(notices.notFound()));
  }
}
