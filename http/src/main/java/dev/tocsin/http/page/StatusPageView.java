package dev.tocsin.http.page;

import dev.tocsin.incident.PublicIncident;
import dev.tocsin.statuspage.Headline;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A status page, word by word, as its template prints it.
 *
 * @param verdict the whole page's state and since when, as in {@code Partial outage since 20 Nov,
 *     01:47 UTC}
 * @param sentence what is wrong, by the most important incident where there is one
 * @param rest what else there is to say; maybe empty
 * @param incidents that go on, the most important first
 * @param past those that ended lately
 * @param history where all are
 * @param subscribe where visitors ask to be told; null where they are told nothing
 */
public record StatusPageView(
    String name,
    State state,
    String verdict,
    String sentence,
    String rest,
    Time asOf,
    List<IncidentWords.Told> incidents,
    List<Section> sections,
    List<IncidentWords.Past> past,
    String history,
    @Nullable String subscribe) {
  private static final Duration LATELY = Duration.ofDays(15);
  private static final int MOST_PAST = 10;

  /**
   * @param style as the style sheet calls it
   */
  public record State(String style, String word) {
    static State of(PageState state) {
      return new State(Words.style(state), Words.word(state));
    }
  }

  public record Time(Instant at, String text) {}

  /**
   * @param name null for components that stand alone
   */
  public record Section(@Nullable String name, State state, List<Component> components) {}

  /**
   * @param since null unless there is trouble
   */
  public record Component(
      String name, String description, State state, @Nullable Time since, UptimeBars bars) {}

  /**
   * @param subscribes whether visitors can ask to be told
   */
  static StatusPageView of(PageContent content, Instant asOf, boolean subscribes) {
    PageModel page = content.model();
    Headline headline = Headline.of(page);
    IncidentWords words = new IncidentWords(content.slug(), page, asOf);
    List<IncidentWords.Told> now =
        content.incidents().stream()
            .filter(incident -> !incident.isOver())
            .map(words::told)
            .toList();
    return new StatusPageView(
        page.name(),
        State.of(page.overall().state()),
        verdict(page, asOf),
        now.isEmpty() ? headline.sentence() : now.getFirst().title(),
        now.isEmpty() ? headline.rest() : rest(page, headline),
        new Time(asOf, Words.fullTime(asOf)),
        now,
        page.sections().stream().map(section -> section(section, asOf)).toList(),
        content.incidents().stream()
            .filter(incident -> isLate(incident, asOf))
            .limit(MOST_PAST)
            .map(words::past)
            .toList(),
        "/status/" + content.slug() + "/" + PagesBelow.HISTORY,
        subscribes ? "/status/" + content.slug() + "/" + SubscribeRoutes.PATH : null);
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
    return state.word() + " · " + name;
  }

  /** The incidents that the page does not begin with. */
  public List<IncidentWords.Told> others() {
    return incidents.subList(Math.min(1, incidents.size()), incidents.size());
  }

  private static String verdict(PageModel page, Instant asOf) {
    Standing overall = page.overall();
    String word =
        overall.state() == PageState.OPERATIONAL
                && page.items().allMatch(item -> item.standing().state() == PageState.OPERATIONAL)
            ? "All systems operational"
            : Words.word(overall.state());
    return overall.since() == null ? word : word + " since " + Words.time(overall.since(), asOf);
  }

  private static Section section(PageModel.Section section, Instant asOf) {
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
                        since(item.standing(), asOf),
                        UptimeBars.of(item.name(), item.history())))
            .toList());
  }

  private static @Nullable Time since(Standing standing, Instant asOf) {
    Instant since = standing.since();
    return since == null || !standing.state().isTrouble()
        ? null
        : new Time(since, Words.time(since, asOf));
  }
}
