package dev.tocsin.http.page;

import dev.tocsin.http.feed.PagePlace;
import dev.tocsin.incident.PublicIncident;
import dev.tocsin.maintenance.PublicMaintenance;
import dev.tocsin.maintenance.PublicMaintenance.Phase;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A status page, word by word, as its template prints it.
 *
 * @param verdict the whole page's state and since when, as in {@code Partial outage since 20 Nov,
 *     01:47 UTC}
 * @param sentence what is wrong, by the most important incident where there is one
 * @param rest what else there is to say; maybe empty
 * @param incidents that go on, the most important first
 * @param worked the maintenance that is under way, what ends last first
 * @param planned the maintenance to come, the next first
 * @param past the incidents and the maintenance that ended lately, the latest first
 * @param subscribe where visitors ask to be told; null where they are told nothing
 */
public record StatusPageView(
    PagePlace place,
    State state,
    Line verdict,
    String sentence,
    String rest,
    IncidentWords.Time asOf,
    List<IncidentWords.Told> incidents,
    List<MaintenanceWords.Told> worked,
    List<Section> sections,
    List<IncidentWords.Past> planned,
    List<IncidentWords.Past> past,
    @Nullable String subscribe) {
  private static final Duration LATELY = Duration.ofDays(15);
  private static final int MOST_PAST = 10;
  private static final int MOST_PLANNED = 10;

  /**
   * @param style as the style sheet calls it
   */
  public record State(String style, String word) {
    static State of(PageState state) {
      return new State(Words.style(state), Words.word(state));
    }
  }

  /**
   * @param name null for components that stand alone
   */
  public record Section(@Nullable String name, State state, List<Component> components) {}

  /**
   * @param since null unless there is trouble
   */
  public record Component(
      String name,
      String description,
      State state,
      IncidentWords.@Nullable Time since,
      UptimeBars bars) {}

  /**
   * @param subscribes whether visitors can ask to be told
   */
  static StatusPageView of(PageContent content, Instant asOf, boolean subscribes) {
    PageModel page = content.model();
    Headline headline = Headline.of(page);
    Times times = new Times(asOf, content.place().zone());
    IncidentWords words = new IncidentWords(content.place(), page, times);
    MaintenanceWords planned = new MaintenanceWords(content.place(), page, times);
    DayIncidents days = new DayIncidents(content, asOf);
    List<IncidentWords.Told> now =
        content.incidents().stream()
            .filter(incident -> !incident.isOver())
            .map(words::told)
            .toList();
    return new StatusPageView(
        content.place(),
        State.of(page.overall().state()),
        verdict(page, times),
        now.isEmpty() ? headline.sentence() : now.getFirst().title(),
        now.isEmpty() ? headline.rest() : rest(page, headline),
        new IncidentWords.Time(asOf, times.full(asOf)),
        now,
        content.maintenances().stream()
            .filter(each -> each.phase() == Phase.IN_PROGRESS)
            .sorted(
                Comparator.comparing((PublicMaintenance each) -> each.window().until()).reversed())
            .map(planned::told)
            .toList(),
        page.sections().stream().map(section -> section(section, times, days)).toList(),
        content.maintenances().stream()
            .filter(each -> each.phase() == Phase.SCHEDULED)
            .limit(MOST_PLANNED)
            .map(planned::brief)
            .toList(),
        Stream.concat(
                content.incidents().stream()
                    .filter(incident -> isLate(incident, asOf))
                    .map(words::past),
                content.maintenances().stream()
                    .filter(each -> each.phase() == Phase.COMPLETED)
                    .filter(each -> each.window().until().isAfter(asOf.minus(LATELY)))
                    .map(planned::brief))
            .sorted(Comparator.comparing(IncidentWords.Past::at).reversed())
            .limit(MOST_PAST)
            .toList(),
        subscribes ? content.place().path() + "/" + SubscribeRoutes.PATH : null);
  }

  /** Nothing of its components where people say that it is worse than they look. */
  private static String rest(PageModel page, Headline headline) {
    return page.overall().state() == page.components().state()
        ? (headline.sentence() + " " + headline.rest()).strip()
        : "";
  }

  private static boolean isLate(PublicIncident incident, Instant asOf) {
    return incident.endedAt() != null && incident.endedAt().isAfter(asOf.minus(LATELY));
  }

  /** {@code Partial outage · Acme}: a tab tells the state too. */
  public String title() {
    return state.word() + " · " + name();
  }

  public String name() {
    return place.name();
  }

  /** Where all incidents are. */
  public String history() {
    return place.path() + "/" + PagesBelow.HISTORY;
  }

  /** The same without its components and its past. */
  StatusPageView brief() {
    return new StatusPageView(
        place, state, verdict, sentence, rest, asOf, incidents, worked, List.of(), List.of(),
        List.of(), null);
  }

  /** The incidents that the page does not begin with. */
  public List<IncidentWords.Told> others() {
    return incidents.subList(Math.min(1, incidents.size()), incidents.size());
  }

  private static Line verdict(PageModel page, Times times) {
    Standing overall = page.overall();
    String word =
        overall.state() == PageState.OPERATIONAL
                && page.items().allMatch(item -> item.standing().state() == PageState.OPERATIONAL)
            ? "All systems operational"
            : Words.word(overall.state());
    return overall.since() == null
        ? Line.of(word)
        : new Line(
            word + " since", new IncidentWords.Time(overall.since(), times.time(overall.since())));
  }

  private static Section section(PageModel.Section section, Times times, DayIncidents days) {
    return new Section(
        section.name(),
        State.of(section.standing().state()),
        section.items().stream()
            .map(
                item ->
                    new Component(
                        item.name(),
                        item.description(),
                        State.of(item.standing().state()),
                        since(item.standing(), times),
                        UptimeBars.of(item, days)))
            .toList());
  }

  private static IncidentWords.@Nullable Time since(Standing standing, Times times) {
    Instant since = standing.since();
    return since == null || standing.state().compareTo(PageState.OPERATIONAL) <= 0
        ? null
        : new IncidentWords.Time(since, times.time(since));
  }
}
