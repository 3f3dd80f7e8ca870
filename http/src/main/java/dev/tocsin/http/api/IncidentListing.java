package dev.tocsin.http.api;

import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.IncidentViews.Cursor;
import dev.tocsin.incident.IncidentViews.Question;
import dev.tocsin.incident.Post;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Puts together what the table and this node's memory say of the same list. Pure. */
final class IncidentListing {
  /** The newest first; of two from the same moment the one with the larger id. */
  private static final Comparator<IncidentRecord> ORDER =
      Comparator.comparing((IncidentRecord each) -> each.standing().startedAt())
          .thenComparing(each -> each.ref().incident().toString())
          .reversed();

  private IncidentListing() {}

  /**
   * @param rows one more than are asked for, where there are as many
   * @param known of the same organization, in no order
   */
  static ShownIncidents.Page of(
      Question question, List<IncidentRecord> rows, List<IncidentRecord> known) {
    Map<IncidentRef, IncidentRecord> newest = new HashMap<>();
    IncidentRecord last = rows.size() > question.limit() ? rows.getLast() : null;
    Stream.concat(rows.stream(), known.stream())
        .forEach(
            each ->
                newest.merge(
                    each.ref(),
                    each,
                    (one, other) -> one.sequence() < other.sequence() ? other : one));
    List<IncidentRecord> all =
        newest.values().stream()
            .filter(each -> isAsked(question, each))
            .filter(each -> last == null || ORDER.compare(each, last) <= 0)
            .sorted(ORDER)
            .toList();
    List<IncidentRecord> items = all.stream().limit(question.limit()).toList();
    IncidentRecord end = items.isEmpty() ? last : items.getLast();
    boolean hasMore = last != null || all.size() > items.size();
    return new ShownIncidents.Page(items, hasMore && end != null ? cursor(end) : null);
  }

  private static Cursor cursor(IncidentRecord incident) {
    return new Cursor(incident.standing().startedAt(), incident.ref().incident());
  }

  private static boolean isAsked(Question question, IncidentRecord incident) {
    return incident.isThere()
        && (question.phases().isEmpty() || question.phases().contains(incident.phase()))
        && (question.visibility() == null
            || question.visibility() == incident.standing().visibility())
        && isBefore(incident, question)
        && (question.text() == null || says(incident, question.text()));
  }

  private static boolean isBefore(IncidentRecord incident, Question question) {
    Cursor place = question.before();
    if (place == null) {
      return true;
    }
    int order = incident.standing().startedAt().compareTo(place.startedAt());
    return order < 0
        || order == 0
            && incident.ref().incident().toString().compareTo(place.incident().toString()) < 0;
  }

  private static boolean says(IncidentRecord incident, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.concat(
            Stream.ofNullable(incident.heading()).map(heading -> heading.title()),
            incident.posts().stream().map(Post::message))
        .filter(Objects::nonNull)
        .anyMatch(said -> said.toLowerCase(Locale.ROOT).contains(wanted));
  }
}
