package dev.tocsin.http.api;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.IncidentViews.Cursor;
import dev.tocsin.incident.IncidentViews.Question;
import dev.tocsin.incident.Incidents;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Incidents as this node shows them: what it knows better than the table is in its lists. */
public final class ShownIncidents {
  private final Incidents entities;
  private final IncidentBoard board;
  private final IncidentViews views;
  private final Executor blocking;

  public ShownIncidents(ApiParts parts) {
    this.entities = parts.incidents().entities();
    this.board = parts.incidents().board();
    this.views = parts.incidents().views();
    this.blocking = parts.blocking();
  }

  /**
   * A part of the list.
   *
   * @param next where the rest begins; null where there is none
   */
  public record Page(List<IncidentRecord> items, @Nullable Cursor next) {}

  /**
   * Empty where there is no such incident; fails with {@link StoreUnavailableException} where
   * nobody can say so.
   */
  public CompletionStage<Optional<IncidentRecord>> find(IncidentRef incident) {
    Optional<IncidentRecord> here = board.find(incident);
    return here.isPresent()
        ? CompletableFuture.completedStage(here)
        : CompletableFuture.supplyAsync(() -> views.find(incident), blocking);
  }

  /** What was done is in every list that is asked for next here. */
  public CompletionStage<IncidentRecord> change(
      IncidentRef incident, IncidentChange wanted, Author by) {
    return entities
        .change(incident, wanted, by)
        .thenApply(
            record -> {
              board.publish(record);
              return record;
            });
  }

  /** The newest first. */
  public CompletionStage<Page> list(OrganizationId organization, Question question) {
    Question more =
        new Question(
            question.phases(),
            question.visibility(),
            question.text(),
            question.before(),
            question.limit() + 1);
    return CompletableFuture.supplyAsync(
        () -> IncidentPages.of(question, views.list(organization, more), board.all(organization)),
        blocking);
  }
}
