package dev.tocsin.http.api;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.incident.IncidentBoard;
import dev.tocsin.incident.IncidentChange;
import dev.tocsin.incident.IncidentRecord;
import dev.tocsin.incident.IncidentRef;
import dev.tocsin.incident.IncidentViews;
import dev.tocsin.incident.IncidentViews.Cursor;
import dev.tocsin.incident.IncidentViews.Question;
import dev.tocsin.incident.Incidents;
import dev.tocsin.input.InvalidInputException;
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
  /** Of an organization, at once; every node holds them, and every page tells of them. */
  private static final int MOST_OPEN = 100;

  private final Incidents entities;
  private final ShownAlerts alerts;
  private final IncidentBoard board;
  private final IncidentViews views;
  private final Executor blocking;

  public ShownIncidents(ApiParts parts) {
    this.entities = parts.incidents().entities();
    this.alerts = new ShownAlerts(parts);
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

  /** What this node remembers of a list, for when the table does not answer. */
  public Page remembered(OrganizationId organization, Question question) {
    return IncidentListing.of(question, List.of(), board.all(organization));
  }

  /** Those that go on, in no order. */
  public List<IncidentRecord> open(OrganizationId organization) {
    return board.all(organization).stream().filter(incident -> !incident.phase().isOver()).toList();
  }

  /** Fails with {@link InvalidInputException} where it is about an alert that there is not. */
  public CompletionStage<IncidentRecord> open(
      IncidentRef incident, IncidentChange.Open open, Author by) {
    if (open(incident.organization()).size() >= MOST_OPEN) {
      return CompletableFuture.failedStage(
          new ConflictException(
              "There are %d incidents that go on already: resolve some first."
                  .formatted(MOST_OPEN)));
    }
    CompletionStage<Void> known = CompletableFuture.completedStage(null);
    for (AlertId alert : open.alerts()) {
      known =
          known
              .thenCompose(before -> isAlert(incident.organization(), alert))
              .thenAccept(
                  isThere -> {
                    if (!isThere) {
                      throw new InvalidInputException(
                          "alertIds", "There is no alert " + alert + ".");
                    }
                  });
    }
    return known.thenCompose(all -> change(incident, open, by));
  }

  /** Whether there is such an alert in the organization. */
  public CompletionStage<Boolean> isAlert(OrganizationId organization, AlertId alert) {
    return alerts.find(new AlertRef(organization, alert)).thenApply(Optional::isPresent);
  }

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
        () -> IncidentListing.of(question, views.list(organization, more), board.all(organization)),
        blocking);
  }
}
