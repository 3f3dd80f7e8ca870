package dev.tocsin.http.page;

import dev.tocsin.statuspage.Headline;
import dev.tocsin.statuspage.PageModel;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A status page, word by word, as its template prints it.
 *
 * @param verdict the whole page's state and since when, as in {@code Partial outage since 20 Nov,
 *     01:47 UTC}
 * @param rest what else there is to say; maybe empty
 */
public record StatusPageView(
    String name,
    State state,
    String verdict,
    String sentence,
    String rest,
    Time asOf,
    List<Section> sections) {

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

  static StatusPageView of(PageModel page, Instant asOf) {
    Headline headline = Headline.of(page);
    return new StatusPageView(
        page.name(),
        State.of(page.overall().state()),
        verdict(page, asOf),
        headline.sentence(),
        headline.rest(),
        new Time(asOf, Words.fullTime(asOf)),
        page.sections().stream().map(section -> section(section, asOf)).toList());
  }

  /** {@code Partial outage · Acme}: a tab tells the state too. */
  public String title() {
    return state.word() + " · " + name;
  }

  /** Whether the name says already what the page is. */
  public boolean isNamedStatus() {
    return name.toLowerCase(Locale.ROOT).contains("status");
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
