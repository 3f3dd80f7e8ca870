package dev.tocsin.incident;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * That customers are to be told of an update, once.
 *
 * @param at when it became public, whatever time it bears
 */
public record IncidentNews(UUID post, Instant at) {
  /**
   * All of an incident: each update of a public one, and with its publication the one that it had
   * last. Nothing of what was taken back, nor of an incident that is internal or removed; a
   * correction is no news.
   */
  public static List<IncidentNews> of(IncidentRecord incident) {
    if (!incident.isThere() || incident.standing().visibility() != Visibility.PUBLIC) {
      return List.of();
    }
    Set<UUID> shown = incident.posts().stream().map(Post::id).collect(Collectors.toSet());
    List<IncidentNews> news = new ArrayList<>();
    boolean isPublic = false;
    for (int i = 0; i < incident.history().size(); i++) {
      IncidentEvent event = incident.history().get(i);
      if (event instanceof IncidentEvent.Opened opened) {
        isPublic = opened.visibility() == Visibility.PUBLIC;
      } else if (event instanceof IncidentEvent.Published) {
        isPublic = true;
      }
      Post post = isPublic ? post(incident, i, event) : null;
      if (post != null && shown.contains(post.id())) {
        news.add(new IncidentNews(post.id(), event.at()));
      }
    }
    return List.copyOf(news);
  }

  private static @Nullable Post post(IncidentRecord incident, int number, IncidentEvent event) {
    return switch (event) {
      case IncidentEvent.Opened opened -> opened.first();
      case IncidentEvent.Posted posted -> posted.post();
      case IncidentEvent.Published published -> last(incident, number);
      case IncidentEvent.Corrected corrected -> null;
      case IncidentEvent.Retracted retracted -> null;
      case IncidentEvent.Described described -> null;
      case IncidentEvent.Grown grown -> null;
      case IncidentEvent.Followed followed -> null;
      case IncidentEvent.Linked linked -> null;
      case IncidentEvent.Unlinked unlinked -> null;
      case IncidentEvent.Noted noted -> null;
      case IncidentEvent.Dated dated -> null;
      case IncidentEvent.Removed removed -> null;
    };
  }

  /** The update with the latest time, before a number of its events. */
  private static Post last(IncidentRecord incident, int number) {
    IncidentRecord then = IncidentRecord.empty(incident.ref());
    for (IncidentEvent event : incident.history().subList(0, number)) {
      then = then.apply(event);
    }
    return then.posts().getLast();
  }

  /** Whether anything was ever taken back of it. */
  public static boolean wereTakenBack(IncidentRecord incident) {
    return incident.history().stream()
        .anyMatch(
            event ->
                event instanceof IncidentEvent.Retracted || event instanceof IncidentEvent.Removed);
  }
}
