package dev.tocsin.incident;

import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import dev.tocsin.statuspage.Standing;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that visitors of a page are told of an incident, and nothing that only members may know: no
 * note, no alert, no author, and of components those alone that the page shows.
 *
 * @param endedAt null while it goes on
 * @param everywhere whether it names no component, and so is about the page as a whole
 * @param affected what it says of the page's components now
 * @param posts by the times that they bear
 */
public record PublicIncident(
    IncidentId id,
    Heading heading,
    Phase phase,
    Instant startedAt,
    @Nullable Instant endedAt,
    boolean everywhere,
    List<Affected> affected,
    List<Post> posts) {
  /** What goes on first, the worst of it before the rest; then the latest. */
  private static final Comparator<PublicIncident> ORDER =
      Comparator.comparing(PublicIncident::isOver)
          .thenComparing(
              incident -> incident.isOver() ? Impact.NONE : incident.heading().impact(),
              Comparator.reverseOrder())
          .thenComparing(PublicIncident::startedAt, Comparator.reverseOrder())
          .thenComparing(incident -> incident.id().toString());

  public PublicIncident {
    affected = List.copyOf(affected);
    posts = List.copyOf(posts);
  }

  /**
   * Those that a page tells of, the most important first.
   *
   * @param incidents of its organization, in any order
   * @param components that the page shows
   */
  public static List<PublicIncident> on(
      Collection<IncidentRecord> incidents, Set<ComponentId> components) {
    return incidents.stream()
        .map(incident -> on(incident, components))
        .flatMap(Optional::stream)
        .sorted(ORDER)
        .toList();
  }

  private static Optional<PublicIncident> on(IncidentRecord incident, Set<ComponentId> components) {
    Heading heading = incident.heading();
    boolean everywhere = !incident.hasNamedComponents();
    if (heading == null
        || !incident.isThere()
        || incident.standing().visibility() != Visibility.PUBLIC
        || !everywhere && components.stream().noneMatch(incident::troubles)) {
      return Optional.empty();
    }
    return Optional.of(
        new PublicIncident(
            incident.ref().incident(),
            heading,
            incident.phase(),
            incident.standing().startedAt(),
            incident.endedAt().orElse(null),
            everywhere,
            shown(incident.affected(), components),
            incident.posts().stream().map(post -> shown(post, components)).toList()));
  }

  private static List<Affected> shown(List<Affected> affected, Set<ComponentId> components) {
    return affected.stream().filter(each -> components.contains(each.component())).toList();
  }

  private static Post shown(Post post, Set<ComponentId> components) {
    return new Post(
        post.id(),
        post.at(),
        post.phase(),
        post.message(),
        shown(post.affected(), components),
        post.correctedAt());
  }

  public boolean isOver() {
    return endedAt != null;
  }

  /** What it says of a component; empty where that is nothing to suffer from. */
  public Optional<Standing> says(ComponentId component) {
    return isOver()
        ? Optional.empty()
        : affected.stream()
            .filter(each -> each.component().equals(component) && each.state().isTrouble())
            .findFirst()
            .map(each -> new Standing(each.state(), startedAt));
  }

  /** What it says of the page as a whole; empty where its components say it, or it is over. */
  public Optional<Standing> says() {
    PageState state = heading.impact().state();
    return isOver() || !everywhere || !state.isTrouble()
        ? Optional.empty()
        : Optional.of(new Standing(state, startedAt));
  }
}
