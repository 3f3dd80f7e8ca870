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
 * @param publishedAt when visitors could read of it first
 * @param changedAt when what visitors read of it was changed last
 */
public record PublicIncident(
    IncidentId id,
    Heading heading,
    Phase phase,
    Instant startedAt,
    @Nullable Instant endedAt,
    boolean everywhere,
    List<Affected> affected,
    List<Post> posts,
    Instant publishedAt,
    Instant changedAt) {
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
        || !everywhere && !incident.troublesAny(components)) {
      return Optional.empty();
    }
    Instant publishedAt = publishedAt(incident);
    return Optional.of(
        new PublicIncident(
            incident.ref().incident(),
            heading,
            incident.phase(),
            incident.standing().startedAt(),
            incident.endedAt().orElse(null),
            everywhere,
            shown(incident.affected(), components),
            incident.posts().stream().map(post -> shown(post, components)).toList(),
            publishedAt,
            incident.history().stream()
                .filter(PublicIncident::isTold)
                .map(IncidentEvent::at)
                .reduce(publishedAt, (one, other) -> one.isAfter(other) ? one : other)));
  }

  private static Instant publishedAt(IncidentRecord incident) {
    return incident.history().stream()
        .filter(IncidentEvent.Published.class::isInstance)
        .findFirst()
        .orElseGet(incident.history()::getFirst)
        .at();
  }

  /** Whether a visitor may see that it happened. */
  private static boolean isTold(IncidentEvent event) {
    return switch (event) {
      case IncidentEvent.Opened opened -> true;
      case IncidentEvent.Posted posted -> true;
      case IncidentEvent.Corrected corrected -> true;
      case IncidentEvent.Retracted retracted -> true;
      case IncidentEvent.Described described -> true;
      case IncidentEvent.Grown grown -> true;
      case IncidentEvent.Followed followed -> true;
      case IncidentEvent.Published published -> true;
      case IncidentEvent.Linked linked -> false;
      case IncidentEvent.Unlinked unlinked -> false;
      case IncidentEvent.Noted noted -> false;
      case IncidentEvent.Dated dated -> true;
      case IncidentEvent.Removed removed -> false;
    };
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

  /** Whether it ever said that a component suffers. */
  public boolean troubled(ComponentId component) {
    List<Affected> told =
        posts.stream()
            .flatMap(post -> post.affected().stream())
            .filter(each -> each.component().equals(component))
            .toList();
    return told.isEmpty()
        ? affected.stream().anyMatch(each -> each.component().equals(component))
        : told.stream().anyMatch(each -> each.state().isTrouble());
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
