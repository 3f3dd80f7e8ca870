package dev.tocsin.http.page;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.http.Asked;
import dev.tocsin.http.asset.ReadyBody;
import dev.tocsin.http.page.Badge.Tone;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.maintenance.PublicMaintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.probe.Outcome;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.Standing;
import dev.tocsin.statuspage.StatusPageConfig;
import dev.tocsin.statuspage.StatusPageConfig.Component;
import dev.tocsin.statuspage.StatusPageConfig.Visibility;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.statuspage.UnderMaintenance;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Timelines;
import dev.tocsin.uptime.Uptimes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Badges of what a public status page shows: of the page or one of its components, its status, its
 * uptime, or how long it takes to answer. All from this node's memory but the last, for which the
 * monitors are asked once a minute at most.
 */
public final class Badges {
  private static final ContentType SVG = ContentTypes.parse("image/svg+xml");
  private static final String CACHED = "public, max-age=60";
  private static final String NOT_CACHED = "no-store";
  private static final Duration KEPT = Duration.ofMinutes(1);
  private static final Duration KEPT_UPTIME = Duration.ofSeconds(10);

  /** Of a page with more, these stand for the others. */
  private static final int MOST_ASKED = 100;

  private static final int MOST_KEPT = 10_000;
  private static final double GOOD = 99.9;
  private static final double FAIR = 99;
  private static final double POOR = 95;
  private static final double MICROSECONDS = 1_000;

  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final IncidentBoard incidents;
  private final Timelines timelines;
  private final Monitors monitors;
  private final InstantSource time;
  private final PublicMaintenances maintenances;
  private final Cache<Wanted, Optional<Double>> uptimes =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT_UPTIME).build();
  private final AsyncCache<MonitorRef, OptionalDouble> answerTimes =
      Caffeine.newBuilder().maximumSize(MOST_KEPT).expireAfterWrite(KEPT).buildAsync();

  public Badges(
      NodeConfiguration configuration,
      StatusBoard board,
      IncidentBoard incidents,
      Timelines timelines,
      Monitors monitors,
      InstantSource time) {
    this.configuration = configuration;
    this.board = board;
    this.incidents = incidents;
    this.timelines = timelines;
    this.monitors = monitors;
    this.time = time;
    this.maintenances = new PublicMaintenances(configuration);
  }

  /**
   * The badge of a page.
   *
   * @param slug of the page
   * @param parameter a query parameter's value by its name
   * @return empty where there is no such public page, or no such component on it
   * @throws dev.tocsin.input.InvalidInputException where a parameter is wrong
   */
  public CompletionStage<Optional<HttpResponse>> answer(
      HttpRequest request, String slug, Function<String, @Nullable String> parameter) {
    BadgeRequest wanted = BadgeRequest.of(parameter);
    return switch (configuration.pageBySlug(slug)) {
      case Lookup.Found<StatusPageConfig>(StatusPageConfig page) ->
          page.visibility() == Visibility.PUBLIC
              ? of(page, wanted)
                  .map(badge -> badge.thenApply(made -> Optional.of(answer(request, made))))
                  .orElseGet(Badges::none)
              : none();
      case Lookup.Unknown<StatusPageConfig>() -> none();
      case Lookup.Incomplete<StatusPageConfig>() ->
          CompletableFuture.completedStage(
              Optional.of(
                  answer(
                      request,
                      new Badge(wanted.label().orElse(slug), "not known yet", Tone.NONE))));
    };
  }

  private static CompletionStage<Optional<HttpResponse>> none() {
    return CompletableFuture.completedStage(Optional.empty());
  }

  /** What is not known is asked again with the next look. */
  private static HttpResponse answer(HttpRequest request, Badge badge) {
    byte[] svg = badge.svg().getBytes(StandardCharsets.UTF_8);
    return ReadyBody.of(SVG, svg, badge.tone() == Tone.NONE ? NOT_CACHED : CACHED)
        .answer(Asked.of(request))
        .response();
  }

  private Optional<CompletionStage<Badge>> of(StatusPageConfig page, BadgeRequest wanted) {
    if (wanted.component().isEmpty()) {
      return Optional.of(badge(page, page.name(), page.components(), wanted));
    }
    return page.components().stream()
        .filter(component -> component.id().equals(wanted.component().get()))
        .findFirst()
        .map(component -> badge(page, component.name(), List.of(component), wanted));
  }

  private CompletionStage<Badge> badge(
      StatusPageConfig page, String name, List<Component> of, BadgeRequest wanted) {
    String label = wanted.label().orElse(name);
    return switch (wanted.shows()) {
      case STATUS -> CompletableFuture.completedStage(status(label, page, of));
      case UPTIME -> CompletableFuture.completedStage(uptime(label, page, of, wanted));
      case RESPONSE -> response(label, refs(page, of));
    };
  }

  private Badge status(String label, StatusPageConfig page, List<Component> of) {
    PageModel.Said said = PageIncidents.said(PageIncidents.of(page, incidents));
    Map<ComponentId, UnderMaintenance> worked = maintenances.on(page, time.instant()).now();
    List<Standing> all = new ArrayList<>();
    for (Component component : of) {
      all.add(
          PageModel.standing(
              statuses(page, component),
              worked.get(component.id()),
              said.components().apply(component.id())));
    }
    if (of.size() == page.components().size()) {
      all.addAll(said.page());
    }
    PageState state = Standing.worst(all).state();
    Tone tone =
        switch (state) {
          case PAUSED, NO_DATA -> Tone.NONE;
          case OPERATIONAL -> Tone.GOOD;
          case UNDER_MAINTENANCE -> Tone.PLANNED;
          case DEGRADED_PERFORMANCE -> Tone.FAIR;
          case PARTIAL_OUTAGE -> Tone.POOR;
          case MAJOR_OUTAGE -> Tone.BAD;
        };
    return new Badge(label, Words.word(state).toLowerCase(Locale.ROOT), tone);
  }

  private List<MonitorStatus> statuses(StatusPageConfig page, Component component) {
    return component.monitors().stream()
        .map(monitor -> new MonitorRef(page.organization(), monitor))
        .flatMap(ref -> status(ref).stream())
        .toList();
  }

  /** As the page takes it: what nobody has said anything of waits for its first result. */
  private Optional<MonitorStatus> status(MonitorRef ref) {
    return configuration.monitor(ref) instanceof Lookup.Found<MonitorConfig>(MonitorConfig monitor)
        ? Optional.of(
            board.status(ref).orElseGet(() -> MonitorStatus.pending(ref, monitor.createdAt())))
        : Optional.empty();
  }

  /** What an uptime is kept by: a page's revision changes with its components. */
  private record Wanted(
      StatusPageId page,
      long revision,
      Optional<ComponentId> component,
      BadgeRequest.Period period) {}

  private Badge uptime(
      String label, StatusPageConfig page, List<Component> of, BadgeRequest wanted) {
    Optional<Double> percent =
        uptimes.get(
            new Wanted(page.id(), page.revision(), wanted.component(), wanted.period()),
            key -> {
              Timeline worst =
                  Timeline.worst(refs(page, of).stream().map(timelines::counted).toList());
              return wanted.period().of(Uptimes.of(worst, time.instant())).percent();
            });
    return percent
        .map(
            known ->
                new Badge(
                    label, Words.percent(known) + " in " + wanted.period().words(), tone(known)))
        .orElseGet(() -> new Badge(label, "no data", Tone.NONE));
  }

  private static Tone tone(double percent) {
    if (percent >= GOOD) {
      return Tone.GOOD;
    }
    return percent >= FAIR ? Tone.FAIR : percent >= POOR ? Tone.POOR : Tone.BAD;
  }

  /** The mean of the monitors' means; those that do not answer now are left out. */
  private CompletionStage<Badge> response(String label, List<MonitorRef> of) {
    List<CompletableFuture<OptionalDouble>> asked = new ArrayList<>(of.size());
    of.stream()
        .limit(MOST_ASKED)
        .forEach(ref -> asked.add(answerTimes.get(ref, (key, executor) -> answerTime(key))));
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(
            all ->
                asked.stream()
                    .map(CompletableFuture::join)
                    .flatMapToDouble(OptionalDouble::stream)
                    .average())
        .thenApply(
            mean ->
                mean.isPresent()
                    ? new Badge(label, milliseconds(mean.getAsDouble()), Tone.GOOD)
                    : new Badge(label, "no data", Tone.NONE));
  }

  private CompletableFuture<OptionalDouble> answerTime(MonitorRef ref) {
    return monitors
        .details(ref)
        .thenApply(details -> answered(details).mapToDouble(MonitorDetails.Point::total).average())
        .exceptionally(away -> OptionalDouble.empty())
        .toCompletableFuture();
  }

  private static Stream<MonitorDetails.Point> answered(MonitorDetails details) {
    return details.results().stream()
        .filter(
            point ->
                (point.outcome() == Outcome.UP || point.outcome() == Outcome.DEGRADED)
                    && point.total() > 0);
  }

  private static String milliseconds(double microseconds) {
    double milliseconds = microseconds / MICROSECONDS;
    return milliseconds < 10
        ? String.format(Locale.ROOT, "%.1f\u00a0ms", milliseconds)
        : Math.round(milliseconds) + "\u00a0ms";
  }

  private static List<MonitorRef> refs(StatusPageConfig page, List<Component> of) {
    List<MonitorId> ids = of.stream().flatMap(one -> one.monitors().stream()).distinct().toList();
    return ids.stream().map(id -> new MonitorRef(page.organization(), id)).toList();
  }
}
