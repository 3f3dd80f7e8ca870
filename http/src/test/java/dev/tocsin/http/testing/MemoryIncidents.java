package dev.tocsin.http.testing;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.incident.Decision;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentEvent;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.IncidentView;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.Incidents;
import dev.tocsin.incident.Post;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Incidents that decide as the real ones do, and are kept in a map that can be away. */
public final class MemoryIncidents implements Incidents, IncidentViews {
  private static final Comparator<IncidentRecord> NEWEST_FIRST =
      Comparator.<IncidentRecord, Instant>comparing(record -> record.standing().startedAt())
          .thenComparing(record -> record.ref().incident().toString())
          .reversed();

  public final IncidentBoard board = new IncidentBoard();

  private final Map<IncidentRef, IncidentRecord> table = new ConcurrentHashMap<>();
  private final Store store;
  private final InstantSource time;

  public MemoryIncidents(Store store, InstantSource time) {
    this.store = store;
    this.time = time;
  }

  @Override
  public CompletionStage<IncidentRecord> change(
      IncidentRef incident, IncidentChange wanted, Author by) {
    try {
      IncidentRecord after = store.run(() -> decided(incident, wanted, by));
      board.publish(after);
      return CompletableFuture.completedStage(after);
    } catch (StoreUnavailableException | ConflictException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }

  private IncidentRecord decided(IncidentRef incident, IncidentChange wanted, Author by) {
    Instant now = time.instant().truncatedTo(ChronoUnit.MICROS);
    return table.compute(
        incident,
        (ref, known) -> {
          IncidentRecord before = known == null ? IncidentRecord.empty(ref) : known;
          return switch (before.decide(wanted, by, now)) {
            case Decision.Accepted(List<IncidentEvent> events) -> {
              IncidentRecord after = before;
              for (IncidentEvent event : events) {
                after = after.apply(event);
              }
              yield after;
            }
            case Decision.Known so -> before;
            case Decision.Refused(String why) -> throw new ConflictException(why);
            case Decision.Unknown unknown ->
                throw new ConflictException("There is no such incident.");
          };
        });
  }

  /** This node's memory begins anew, as after a restart long after their ends. */
  public void forget() {
    board.forget(Instant.MAX);
  }

  @Override
  public void store(List<IncidentView> views) {
    throw new UnsupportedOperationException("rows are written with their changes here");
  }

  @Override
  public List<IncidentRecord> since(Instant endedAfter) {
    return store.run(() -> List.copyOf(table.values()));
  }

  @Override
  public List<IncidentRecord> changed(Instant after) {
    return since(after);
  }

  @Override
  public Optional<IncidentRecord> find(IncidentRef incident) {
    return store.run(
        () -> Optional.ofNullable(table.get(incident)).filter(IncidentRecord::isThere));
  }

  @Override
  public List<IncidentRecord> list(OrganizationId organization, Question question) {
    return store.run(
        () ->
            table.values().stream()
                .filter(record -> record.ref().organization().equals(organization))
                .filter(IncidentRecord::isThere)
                .filter(record -> isAsked(record, question))
                .sorted(NEWEST_FIRST)
                .limit(question.limit())
                .toList());
  }

  private static boolean isAsked(IncidentRecord record, Question question) {
    return (question.phases().isEmpty() || question.phases().contains(record.phase()))
        && (question.visibility() == null
            || question.visibility() == record.standing().visibility())
        && (question.text() == null || says(record, question.text()))
        && (question.before() == null || isBefore(record, question.before()));
  }

  private static boolean says(IncidentRecord record, String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    return Stream.concat(
            Stream.ofNullable(record.heading()).map(heading -> heading.title()),
            record.posts().stream().map(Post::message))
        .anyMatch(words -> words.toLowerCase(Locale.ROOT).contains(wanted));
  }

  private static boolean isBefore(IncidentRecord record, Cursor before) {
    int order = record.standing().startedAt().compareTo(before.startedAt());
    return order < 0
        || order == 0
            && record.ref().incident().toString().compareTo(before.incident().toString()) < 0;
  }
}
