package dev.tocsin.http.page;

import dev.tocsin.StorableText;
import dev.tocsin.http.api.IncidentCursor;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.Phase;
import dev.tocsin.incident.Visibility;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents a list shows, as its address says it. What an address says wrong is as if it had
 * not said it.
 *
 * @param text a part of the title or of an update; empty for any
 * @param before where a later page begins; null for the first
 */
public record IncidentQuery(String text, Show show, IncidentViews.@Nullable Cursor before) {
  private static final int LONGEST = 200;

  private static final List<Phase> OPEN =
      List.of(Phase.INVESTIGATING, Phase.IDENTIFIED, Phase.MONITORING);

  /** By how far they are. */
  public enum Show {
    ALL("All", List.of(), null),
    OPEN("Going on", IncidentQuery.OPEN, null),
    DRAFTS("Internal", List.of(), Visibility.INTERNAL),
    RESOLVED("Resolved", List.of(Phase.RESOLVED, Phase.POSTMORTEM), null);

    private final String title;
    private final List<Phase> phases;
    private final @Nullable Visibility visibility;

    Show(String title, List<Phase> phases, @Nullable Visibility visibility) {
      this.title = title;
      this.phases = phases;
      this.visibility = visibility;
    }

    public String title() {
      return title;
    }

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static IncidentQuery of(Map<String, String> said) {
    String text = StorableText.of(said.getOrDefault("q", "").strip());
    return new IncidentQuery(
        text.length() > LONGEST ? text.substring(0, LONGEST) : text,
        show(said.getOrDefault("show", "")),
        IncidentCursor.parse(said.getOrDefault("before", "")).orElse(null));
  }

  private static Show show(String key) {
    for (Show show : Show.values()) {
      if (show.key().equals(key)) {
        return show;
      }
    }
    return Show.ALL;
  }

  IncidentViews.Question question(int limit) {
    return new IncidentViews.Question(
        show.phases, show.visibility, text.isEmpty() ? null : text, before, limit);
  }

  public boolean narrows() {
    return !text.isEmpty() || before != null || show != Show.ALL;
  }

  public IncidentQuery showing(Show other) {
    return new IncidentQuery(text, other, null);
  }

  IncidentQuery after(IncidentViews.Cursor place) {
    return new IncidentQuery(text, show, place);
  }

  /** What the form keeps of it. */
  public String shown() {
    return show == Show.ALL ? "" : show.key();
  }

  /** Where the list that is asked so stands: {@code /incidents?show=open}. */
  public String address() {
    return Addresses.of(
        "/incidents",
        "q",
        text,
        "show",
        shown(),
        "before",
        before == null ? "" : IncidentCursor.text(before));
  }
}
