package dev.tocsin.http.page;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident as people who work on it see it.
 *
 * @param internal whether only members see it
 * @param seen where customers read it, by the names of the pages
 * @param updates the latest first
 * @param form what was typed of the next update, and what is wrong with it
 * @param details what it is called and when it was, as a form
 * @param next the phases that it may come to
 * @param templates that the next update may begin with
 * @param rule what a rule does with it, in a sentence; null where none opened it
 */
public record IncidentView(
    String id,
    String title,
    MonitorRow.State state,
    String phase,
    String impact,
    String lead,
    Instant now,
    boolean internal,
    boolean responds,
    List<Link> seen,
    List<Post> updates,
    List<Component> components,
    FormView form,
    FormView details,
    List<Choice> next,
    List<Link> alerts,
    List<Choice> linkable,
    List<Choice> templates,
    @Nullable String rule,
    List<AlertView.Line> timeline) {

  public record Link(String href, String name) {}

  public record Choice(String value, String label) {}

  /**
   * @param source as it was typed
   */
  public record Post(String id, IncidentWords.Update update, String source) {}

  /**
   * @param field of the form
   * @param said what the incident says of it now; null where it says nothing
   */
  public record Component(String field, String name, IncidentWords.@Nullable Suffering said) {}

  /** Whether its times need no date. */
  public boolean isOfToday() {
    return timeline.stream().allMatch(line -> line.time().length() <= "00:00:00".length());
  }

  /** What a tab says. */
  public String tab() {
    return phase + ": " + title + " · Tocsin";
  }
}
