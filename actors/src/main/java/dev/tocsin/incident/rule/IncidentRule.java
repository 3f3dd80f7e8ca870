package dev.tocsin.incident.rule;

import dev.tocsin.configuration.Content;
import dev.tocsin.configuration.ContentKind;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.StatusPageId;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When an incident is opened without a hand, what it says, and when it is over. */
public record IncidentRule(
    String name, Scope scope, Opening opening, Words words, Resolving resolving)
    implements Content {
  public static final ContentKind<IncidentRule> KIND =
      new ContentKind<>("incident-rule", IncidentRule.class, false);

  public static final Duration LONGEST_AFTER = Duration.ofHours(24);
  public static final Duration LONGEST_QUIET = Duration.ofHours(24);

  /**
   * What it watches.
   *
   * @param page all components of which it watches; null where it names its components
   * @param components of any status pages; empty where it watches a page
   */
  public record Scope(@Nullable StatusPageId page, List<ComponentId> components) {
    public Scope {
      components = List.copyOf(components);
    }
  }

  /**
   * What opens one.
   *
   * @param after how long a component was in trouble by then
   * @param from the mildest state that is trouble enough
   */
  public record Opening(Duration after, PageState from, Opens opens, Folding folding) {}

  /** Who sees it to begin with. */
  public enum Opens {
    /** Everybody who sees the pages, at once. */
    PUBLIC,
    /** Members, until somebody has looked at it and published it. */
    DRAFT
  }

  /** What is one problem. */
  public enum Folding {
    /** All that rules which open alike see on all pages that the same readers see. */
    ORGANIZATION,
    /** What is seen on one page. */
    PAGE
  }

  /**
   * What is told, with {@link Placeholder}s.
   *
   * @param title in one line
   * @param message when it is opened, in Markdown
   * @param growth when more components are affected, in Markdown
   * @param resolution when it is over, in Markdown
   */
  public record Words(String title, String message, String growth, String resolution) {
    public static final Words USUAL =
        new Words(
            "{{components}}: {{state}}",
            "Our checks see trouble since {{since}}: {{components}}. We look into it.",
            "Also affected: {{components}}.",
            "It is over, after {{duration}}. All that was affected works again.");
  }

  /**
   * @param byItself whether it is resolved without a hand
   * @param quietFor how long everything has to be well by then
   */
  public record Resolving(boolean byItself, Duration quietFor) {}
}
