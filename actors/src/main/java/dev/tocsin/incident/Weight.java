package dev.tocsin.incident;

import java.nio.charset.StandardCharsets;

/** How many bytes something takes in a message between nodes, rather too many than too few. */
final class Weight {
  /** An event's times, ids and names of fields. */
  private static final int EVENT = 300;

  private static final int AFFECTED = 110;

  private Weight() {}

  static int of(IncidentEvent event) {
    return switch (event) {
      case IncidentEvent.Opened opened ->
          EVENT + text(opened.heading().title()) + of(opened.first());
      case IncidentEvent.Posted posted -> EVENT + of(posted.post());
      case IncidentEvent.Corrected corrected -> EVENT + 2 * text(corrected.message());
      case IncidentEvent.Noted noted -> EVENT + text(noted.text());
      case IncidentEvent.Described described -> EVENT + text(described.heading().title());
      case IncidentEvent.Grown grown -> EVENT + AFFECTED * grown.affected().size();
      case IncidentEvent.Followed followed -> EVENT + AFFECTED * followed.affected().size();
      case IncidentEvent.Published published -> EVENT;
      case IncidentEvent.Linked linked -> EVENT;
      case IncidentEvent.Unlinked unlinked -> EVENT;
      case IncidentEvent.Retracted retracted -> EVENT;
      case IncidentEvent.Dated dated -> EVENT;
      case IncidentEvent.Removed removed -> EVENT;
    };
  }

  static int of(IncidentChange change) {
    return switch (change) {
      case IncidentChange.Open open -> EVENT + of(open.first());
      case IncidentChange.Tell(Post post) -> EVENT + of(post);
      case IncidentChange.Correct correct -> EVENT + 2 * text(correct.message());
      case IncidentChange.Note note -> EVENT + text(note.text());
      case IncidentChange.Amend amend ->
          2 * EVENT + (amend.title() == null ? 0 : text(amend.title()));
      case IncidentChange.Grow(var affected) -> EVENT + AFFECTED * affected.size();
      case IncidentChange.Follow(var affected) -> EVENT + AFFECTED * affected.size();
      case IncidentChange.AsOf(var sequence, var wanted) -> of(wanted);
      case IncidentChange.Publish publish -> EVENT;
      case IncidentChange.Link link -> EVENT;
      case IncidentChange.Unlink unlink -> EVENT;
      case IncidentChange.Retract retract -> EVENT;
      case IncidentChange.Remove remove -> EVENT;
    };
  }

  /** Twice: among what is told, and in the history. */
  private static int of(Post post) {
    return 2 * (EVENT + text(post.message()) + AFFECTED * post.affected().size());
  }

  private static int text(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
