package dev.tocsin.http.page;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.configuration.Item;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Json;
import dev.tocsin.http.api.AlertNames;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.ShownAlerts;
import dev.tocsin.http.api.ShownIncidents;
import dev.tocsin.http.page.Entrance.Visitor;
import dev.tocsin.incident.Affected;
import dev.tocsin.incident.Heading;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.Origin;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Post;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.incident.Visibility;
import dev.tocsin.incident.rule.IncidentRule;
import dev.tocsin.incident.rule.RuledIncidents;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes what the pages of incidents show, from this node's memory and the tables. */
final class IncidentPages {
  private static final int PER_PAGE = 50;
  private static final int MOST_LINKABLE = 50;

  private final NodeConfiguration configuration;
  private final InstantSource time;
  private final ShownIncidents incidents;
  private final ShownAlerts alerts;
  private final AlertNames names;

  IncidentPages(ApiParts parts) {
    this.configuration = parts.configuration();
    this.time = parts.time();
    this.incidents = new ShownIncidents(parts);
    this.alerts = new ShownAlerts(parts);
    this.names = new AlertNames(parts);
  }

  Times times(Visitor reader) {
    return Times.of(reader, configuration, time.instant());
  }

  /** What the tables have is left out while they do not answer; what is remembered is there. */
  CompletionStage<IncidentListView> list(Visitor reader, IncidentQuery query) {
    OrganizationId organization = reader.principal().organization();
    Times times = times(reader);
    return incidents
        .list(organization, query.question(PER_PAGE))
        .thenApply(page -> listed(page, query, organization, times, true))
        .exceptionally(
            failure -> {
              if (Answers.cause(failure) instanceof StoreUnavailableException) {
                ShownIncidents.Page known =
                    incidents.remembered(organization, query.question(PER_PAGE));
                return listed(known, query, organization, times, false);
              }
              throw new CompletionException(Answers.cause(failure));
            });
  }

  private IncidentListView listed(
      ShownIncidents.Page page,
      IncidentQuery query,
      OrganizationId organization,
      Times times,
      boolean whole) {
    Map<ComponentId, String> called = components(organization);
    return new IncidentListView(
        query,
        times.now(),
        incidents.open(organization).size(),
        page.items().stream().map(incident -> row(incident, called, times)).toList(),
        page.next() == null ? null : query.after(page.next()).address(),
        whole);
  }

  private IncidentListView.Row row(
      IncidentRecord incident, Map<ComponentId, String> called, Times times) {
    Instant since = incident.standing().startedAt();
    String suffering =
        incident.affected().stream()
            .filter(each -> each.state().isTrouble())
            .map(each -> called.getOrDefault(each.component(), "a component that is gone"))
            .collect(Collectors.joining(", "));
    return new IncidentListView.Row(
        incident.ref().incident().toString(),
        state(incident),
        heading(incident).title(),
        about(incident),
        suffering.isEmpty() ? null : suffering,
        new MonitorRow.Since(
            since,
            times.full(since),
            AlertClimb.lasted(since, incident.endedAt().orElse(times.now()))));
  }

  private static Heading heading(IncidentRecord incident) {
    Heading heading = incident.heading();
    if (heading == null) {
      throw new IllegalStateException("An incident that was never opened is shown");
    }
    return heading;
  }

  private static String about(IncidentRecord incident) {
    String about =
        IncidentWords.word(incident.phase())
            + ", "
            + IncidentWords.word(heading(incident).impact()).toLowerCase(Locale.ROOT);
    if (incident.standing().visibility() == Visibility.PUBLIC) {
      return about;
    }
    return about + (isToReview(incident) ? ", draft to review" : ", internal");
  }

  /** Whether a rule opened it, and nobody has published it yet. */
  private static boolean isToReview(IncidentRecord incident) {
    return incident.origin() instanceof Origin.ByRule && !incident.phase().isOver();
  }

  /** The worst that it says while it goes on. */
  private static MonitorRow.State state(IncidentRecord incident) {
    if (incident.phase().isOver()) {
      return new MonitorRow.State("up", IncidentWords.word(incident.phase()));
    }
    PageState worst =
        incident.affected().stream()
            .map(Affected::state)
            .max(Comparator.naturalOrder())
            .orElse(heading(incident).impact().state());
    return new MonitorRow.State(Words.style(worst), Words.word(worst));
  }

  /**
   * Empty where there is none; fails where nobody can say so.
   *
   * @param form of the next update; null where nothing was typed
   * @param details of what it is called; null where nothing was typed
   */
  CompletionStage<Optional<IncidentView>> view(
      Visitor reader, IncidentRef ref, @Nullable FormView form, @Nullable FormView details) {
    return incidents
        .find(ref)
        .thenCompose(
            found ->
                found.isEmpty()
                    ? CompletableFuture.completedStage(Optional.empty())
                    : alertLinks(found.get())
                        .thenApply(
                            links -> Optional.of(view(reader, found.get(), links, form, details))));
  }

  private IncidentView view(
      Visitor reader,
      IncidentRecord incident,
      List<IncidentView.Link> links,
      @Nullable FormView form,
      @Nullable FormView details) {
    OrganizationId organization = incident.ref().organization();
    Times times = times(reader);
    boolean responds = reader.principal().role().atLeast(Role.RESPONDER);
    Map<ComponentId, String> called = components(organization);
    Map<String, PageState> said =
        incident.affected().stream()
            .collect(
                Collectors.toMap(
                    each -> "component-" + each.component(),
                    Affected::state,
                    (one, other) -> other));
    List<Phase> next = next(incident.phase());
    return new IncidentView(
        incident.ref().incident().toString(),
        heading(incident).title(),
        state(incident),
        IncidentWords.word(incident.phase()),
        IncidentWords.word(heading(incident).impact()),
        lead(incident, times),
        times.now(),
        incident.standing().visibility() == Visibility.INTERNAL,
        responds,
        seen(incident),
        incident.posts().reversed().stream().map(post -> post(post, times)).toList(),
        IncidentDraft.components(organization, configuration).stream()
            .map(
                component ->
                    new IncidentView.Component(
                        component.field(),
                        component.name(),
                        suffering(component.name(), said.get(component.field()))))
            .toList(),
        form == null ? FormView.empty(Map.of("phase", Json.name(next.getFirst()))) : form,
        details == null ? FormView.empty(details(incident, times)) : details,
        IncidentDraft.phases(next),
        links,
        responds ? linkable(incident) : List.of(),
        IncidentTemplatePages.choices(organization, configuration),
        rule(incident),
        new IncidentTimeline(incident, names, called, times).lines());
  }

  /** What is still done without a hand. */
  private @Nullable String rule(IncidentRecord incident) {
    if (!(incident.origin() instanceof Origin.ByRule(UUID id, var fold, var number))
        || incident.phase().isOver()) {
      return null;
    }
    if (!(configuration.item(incident.ref().organization(), IncidentRule.KIND, id)
        instanceof Lookup.Found<Item<IncidentRule>>(var rule))) {
      return "The rule that opened it is gone: resolve it when it is over.";
    }
    String opened = "The rule " + rule.name() + " opened it";
    if (RuledIncidents.isTakenOver(incident)) {
      return opened
          + ". Since somebody told something of it, it is yours to resolve; what else is affected"
          + " is added.";
    }
    return rule.content().resolving().byItself()
        ? opened + ", and resolves it when all is well, unless you tell something of it first."
        : opened + ". It is yours to resolve.";
  }

  private static IncidentWords.@Nullable Suffering suffering(
      String component, @Nullable PageState state) {
    return state == null
        ? null
        : new IncidentWords.Suffering(component, Words.style(state), Words.word(state));
  }

  private static String lead(IncidentRecord incident, Times times) {
    Instant began = incident.standing().startedAt();
    return incident
        .endedAt()
        .map(
            end ->
                "From "
                    + times.full(began)
                    + " to "
                    + times.full(end)
                    + ": "
                    + Words.duration(Duration.between(began, end))
                    + ".")
        .orElseGet(
            () ->
                "Since "
                    + times.full(began)
                    + ", for "
                    + AlertClimb.lasted(began, times.now())
                    + ".");
  }

  /** The usual one first; any other can be chosen. */
  private static List<Phase> next(Phase phase) {
    return switch (phase) {
      case INVESTIGATING ->
          List.of(Phase.IDENTIFIED, Phase.INVESTIGATING, Phase.MONITORING, Phase.RESOLVED);
      case IDENTIFIED ->
          List.of(Phase.MONITORING, Phase.IDENTIFIED, Phase.INVESTIGATING, Phase.RESOLVED);
      case MONITORING ->
          List.of(Phase.RESOLVED, Phase.MONITORING, Phase.IDENTIFIED, Phase.INVESTIGATING);
      case RESOLVED, POSTMORTEM ->
          List.of(Phase.POSTMORTEM, Phase.RESOLVED, Phase.MONITORING, Phase.INVESTIGATING);
    };
  }

  private static Map<String, String> details(IncidentRecord incident, Times times) {
    Map<String, String> values = new HashMap<>();
    values.put("title", heading(incident).title());
    values.put("impact", Json.name(heading(incident).impact()));
    values.put("startedAt", times.field(incident.standing().startedAt()));
    Instant end = incident.standing().saidEnd();
    values.put("endedAt", end == null ? "" : times.field(end));
    return values;
  }

  private IncidentView.Post post(Post post, Times times) {
    return new IncidentView.Post(
        post.id().toString(),
        new IncidentWords.Update(
            IncidentWords.word(post.phase()),
            new IncidentWords.Time(post.at(), times.time(post.at())),
            Markdown.html(post.message()),
            post.correctedAt() == null
                ? null
                : new IncidentWords.Time(post.correctedAt(), times.time(post.correctedAt()))),
        post.message());
  }

  /** The pages on which customers read it. */
  private List<IncidentView.Link> seen(IncidentRecord incident) {
    return configuration.pages(incident.ref().organization()).stream()
        .filter(
            page ->
                !PublicIncident.on(
                        List.of(incident),
                        page.components().stream()
                            .map(StatusPageConfig.Component::id)
                            .collect(Collectors.toSet()))
                    .isEmpty())
        .map(
            page ->
                new IncidentView.Link(
                    "/status/" + page.slug() + "/incidents/" + incident.ref().incident(),
                    page.name()))
        .toList();
  }

  private Map<ComponentId, String> components(OrganizationId organization) {
    return configuration.pages(organization).stream()
        .flatMap(page -> page.components().stream())
        .collect(
            Collectors.toMap(
                StatusPageConfig.Component::id,
                StatusPageConfig.Component::name,
                (one, other) -> one));
  }

  private CompletionStage<List<IncidentView.Link>> alertLinks(IncidentRecord incident) {
    CompletionStage<List<IncidentView.Link>> all = CompletableFuture.completedStage(List.of());
    for (AlertId alert : incident.alerts()) {
      all =
          all.thenCombine(
              alerts
                  .find(new AlertRef(incident.ref().organization(), alert))
                  .exceptionally(away -> Optional.empty()),
              (links, found) ->
                  java.util.stream.Stream.concat(
                          links.stream(), java.util.stream.Stream.of(link(alert, found)))
                      .toList());
    }
    return all;
  }

  private static IncidentView.Link link(AlertId alert, Optional<AlertSight> found) {
    return new IncidentView.Link(
        "/alerts/" + alert,
        found
            .map(sight -> alert.code() + " " + AlertWords.subject(sight.record()).title())
            .orElse(alert.code()));
  }

  private List<IncidentView.Choice> linkable(IncidentRecord incident) {
    return alerts.open(incident.ref().organization()).stream()
        .filter(sight -> !incident.alerts().contains(sight.record().ref().alert()))
        .sorted(Comparator.comparing((AlertSight sight) -> sight.record().raisedAt()).reversed())
        .limit(MOST_LINKABLE)
        .map(
            sight ->
                new IncidentView.Choice(
                    sight.record().ref().alert().toString(),
                    sight.record().ref().alert().code()
                        + " "
                        + AlertWords.subject(sight.record()).title()))
        .toList();
  }
}
