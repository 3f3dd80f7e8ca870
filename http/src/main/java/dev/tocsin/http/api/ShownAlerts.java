package dev.tocsin.http.api;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSight;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.AlertViews;
import dev.tocsin.alert.AlertViews.Cursor;
import dev.tocsin.alert.AlertViews.Question;
import dev.tocsin.alert.Alerts;
import dev.tocsin.alert.Hold;
import dev.tocsin.alert.Response;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The alerts as people and programs are shown them: those in this node's memory, which are there
 * with the store away too, before those in the tables. An id from outside starts nothing: it is
 * looked up first.
 */
public final class ShownAlerts {
  /** Every node holds those that are open in memory. */
  private static final int MOST_BY_HAND = 500;

  private final Alerts entities;
  private final AlertBoard board;
  private final AlertViews views;
  private final Executor blocking;

  public ShownAlerts(ApiParts parts) {
    this.entities = parts.alerts().entities();
    this.board = parts.alerts().board();
    this.views = parts.alerts().views();
    this.blocking = parts.blocking();
  }

  /**
   * A part of the list.
   *
   * @param next where the rest begins; null where there is none
   * @param whole false where the tables do not answer, and only what is open is here
   */
  public record Page(List<AlertSight> items, @Nullable Cursor next, boolean whole) {}

  /**
   * Empty where there is no such alert; fails with {@link StoreUnavailableException} where nobody
   * can say so.
   */
  public CompletionStage<Optional<AlertSight>> find(AlertRef alert) {
    Optional<AlertSight> here = board.find(alert);
    return here.isPresent()
        ? CompletableFuture.completedStage(here)
        : CompletableFuture.supplyAsync(
            () -> views.find(alert).map(ShownAlerts::certain), blocking);
  }

  /** Those that are open, of this node's memory; in no order. */
  public List<AlertSight> open(OrganizationId organization) {
    return board.open(organization);
  }

  /** How many are open that no monitor raised. */
  private int openByHand(OrganizationId organization) {
    return (int)
        board.open(organization).stream()
            .map(sight -> sight.record().subject())
            .filter(subject -> subject != null && subject.source() instanceof AlertSource.ByHand)
            .count();
  }

  /** Those that are told of together with another one. */
  public List<AlertRecord> grouped(AlertRef leader) {
    return board.open(leader.organization()).stream()
        .map(AlertSight::record)
        .filter(
            record ->
                record.isHeld()
                    && record.climb().hold() instanceof Hold.ForGroup(AlertId by)
                    && by.equals(leader.alert()))
        .sorted(Comparator.comparing(AlertRecord::raisedAt))
        .toList();
  }

  /** How many nobody has answered, those that are snoozed or held back not counted. */
  public int unanswered(OrganizationId organization) {
    return (int)
        board.open(organization).stream()
            .map(AlertSight::record)
            .filter(ShownAlerts::isUnanswered)
            .count();
  }

  public static boolean isUnanswered(AlertRecord alert) {
    return alert.state() == AlertState.TRIGGERED
        && alert.standing().snoozedUntil() == null
        && !alert.isHeld();
  }

  /** What was done is in every list that is asked for next here. */
  public CompletionStage<AlertSight> respond(AlertRef alert, Response response) {
    return entities.respond(alert, response).thenApply(this::published);
  }

  /**
   * Raises one that a person or a program wants; the same one again is there already.
   *
   * @throws ConflictException where too many of them are open
   */
  public CompletionStage<AlertSight> raiseByHand(AlertRef alert, AlertSubject subject, Author by) {
    if (openByHand(alert.organization()) >= MOST_BY_HAND) {
      throw new ConflictException(
          "There are "
              + MOST_BY_HAND
              + " open alerts already that were raised by hand; resolve some of them first");
    }
    return entities.open(alert, subject, by).thenApply(this::published);
  }

  private AlertSight published(AlertSight sight) {
    board.publish(sight);
    return sight;
  }

  /**
   * The newest first. What the tables say is replaced by what this node knows better.
   *
   * @return fails with {@link StoreUnavailableException} where the tables do not answer and what is
   *     asked for is not all in memory
   */
  public CompletionStage<Page> list(OrganizationId organization, Question question) {
    Question more =
        new Question(
            question.states(),
            question.severities(),
            question.monitor(),
            question.text(),
            question.before(),
            question.limit() + 1);
    return CompletableFuture.supplyAsync(() -> views.list(organization, more), blocking)
        .thenApply(rows -> page(organization, question, rows, true))
        .exceptionally(
            failure -> {
              Throwable cause = failure.getCause() == null ? failure : failure.getCause();
              if (cause instanceof StoreUnavailableException away) {
                if (isInMemory(question)) {
                  return page(organization, question, List.of(), false);
                }
                throw away;
              }
              throw new IllegalStateException(cause);
            });
  }

  private static boolean isInMemory(Question question) {
    return !question.states().isEmpty() && !question.states().contains(AlertState.RESOLVED);
  }

  private Page page(
      OrganizationId organization, Question question, List<AlertRecord> rows, boolean whole) {
    boolean goesOn = rows.size() > question.limit();
    Cursor end = goesOn ? AlertCursor.of(rows.get(question.limit() - 1)) : null;
    List<AlertSight> all = new ArrayList<>();
    Set<AlertRef> seen = new HashSet<>();
    for (AlertRecord row : rows) {
      AlertSight sight = newest(row);
      seen.add(row.ref());
      if (fits(sight.record(), question)) {
        all.add(sight);
      }
    }
    board.each(
        sight -> {
          AlertRecord alert = sight.record();
          if (alert.ref().organization().equals(organization)
              && !seen.contains(alert.ref())
              && fits(alert, question)) {
            all.add(sight);
          }
        });
    all.sort((one, other) -> AlertCursor.ORDER.compare(one.record(), other.record()));
    all.removeIf(sight -> end != null && AlertCursor.follows(sight.record(), end));
    if (all.size() <= question.limit()) {
      return new Page(all, end, whole);
    }
    List<AlertSight> items = List.copyOf(all.subList(0, question.limit()));
    return new Page(items, AlertCursor.of(items.getLast().record()), whole);
  }

  /** Of two statements the one that knows more of what is certain. */
  private AlertSight newest(AlertRecord row) {
    return board
        .find(row.ref())
        .filter(here -> here.stored() >= row.sequence())
        .orElseGet(() -> certain(row));
  }

  private static boolean fits(AlertRecord alert, Question question) {
    AlertSubject subject = alert.subject();
    Cursor before = question.before();
    return subject != null
        && (before == null || AlertCursor.follows(alert, before))
        && (question.states().isEmpty() || question.states().contains(alert.state()))
        && (question.severities().isEmpty() || question.severities().contains(subject.severity()))
        && (question.monitor() == null
            || subject.source().equals(new AlertSource.OfMonitor(question.monitor())))
        && (question.text() == null || mentions(subject, question.text()));
  }

  private static boolean mentions(AlertSubject subject, String text) {
    return (subject.title() + "\n" + subject.detail())
        .toLowerCase(Locale.ROOT)
        .contains(text.toLowerCase(Locale.ROOT));
  }

  private static AlertSight certain(AlertRecord record) {
    return new AlertSight(record, record.sequence());
  }
}
