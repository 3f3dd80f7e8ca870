package dev.tocsin.alert;

import dev.tocsin.CborSerializable;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An alert as its events made it.
 *
 * @param subject null before it was raised
 * @param notifications in the order in which they were intended
 * @param history all events, the oldest first; the last one's number is their count
 */
public record AlertRecord(
    AlertRef ref,
    @Nullable AlertSubject subject,
    Standing standing,
    Climb climb,
    List<Notification> notifications,
    List<AlertEvent> history)
    implements CborSerializable {

  public static AlertRecord empty(AlertRef ref) {
    return new AlertRecord(
        ref, null, Standing.triggered(Instant.EPOCH), Climb.NONE, List.of(), List.of());
  }

  /** The number of the last event; 0 before it was raised. */
  public long sequence() {
    return history.size();
  }

  public boolean isRaised() {
    return subject != null;
  }

  public AlertState state() {
    return standing.state();
  }

  /** When it was raised; the beginning of time before that. */
  public Instant raisedAt() {
    return history.isEmpty() ? Instant.EPOCH : history.getFirst().at();
  }

  /** Whether it waits for anything: an answer, its time, or messages that have to go out. */
  public boolean isOpen() {
    return isRaised()
        && (state() != AlertState.RESOLVED
            || standing.remindAt() != null
            || notifications.stream().anyMatch(Notification::isWaiting));
  }

  /** Whether an alert that nobody answered may climb now. */
  boolean climbs() {
    return isRaised()
        && state() == AlertState.TRIGGERED
        && standing.snoozedUntil() == null
        && climb.next() != null;
  }

  /**
   * Whether an event is news: it is proposed again where nobody knows whether it was stored, and
   * where a node that could not read the journal went on by itself.
   */
  public boolean isNews(AlertEvent event) {
    if (event instanceof AlertEvent.Raised) {
      return !isRaised();
    }
    return isRaised()
        && !history.contains(event)
        && answered(event.answer()) == null
        && switch (event) {
          case AlertEvent.Raised raised -> false;
          case AlertEvent.Climbed climbed -> mayClimb(climbed);
          case AlertEvent.Held held -> mayBeHeld(held);
          case AlertEvent.Released released -> isHeld() && released.number() == climb.number();
          case AlertEvent.Tried tried -> isNext(tried);
          case AlertEvent.Reported reported -> isFurther(reported);
          case AlertEvent.Acknowledged acknowledged -> state() == AlertState.TRIGGERED;
          case AlertEvent.Snoozed snoozed ->
              state() != AlertState.RESOLVED && !snoozed.until().equals(standing.snoozedUntil());
          case AlertEvent.Returned returned -> mayReturn();
          case AlertEvent.Reassigned reassigned ->
              state() != AlertState.RESOLVED && history.stream().noneMatch(reassigned::equals);
          case AlertEvent.Noted noted -> !isNoted(noted.id());
          case AlertEvent.Resolved resolved -> state() != AlertState.RESOLVED;
          case AlertEvent.Ended ended -> state() == AlertState.RESOLVED && !standing.over();
        };
  }

  /** What was done for an answer; null where nothing was yet. */
  public @Nullable AlertEvent answered(@Nullable Answer answer) {
    if (answer != null) {
      for (AlertEvent event : history) {
        if (event.answer() instanceof Answer known && known.id().equals(answer.id())) {
          return event;
        }
      }
    }
    return null;
  }

  /** Sent again, a note has another time. */
  private boolean isNoted(UUID note) {
    return history.stream()
        .anyMatch(event -> event instanceof AlertEvent.Noted known && known.id().equals(note));
  }

  /** A person may go on to the next step after somebody had answered. */
  private boolean mayClimb(AlertEvent.Climbed climbed) {
    boolean silent = state() == AlertState.ACKNOWLEDGED || standing.snoozedUntil() != null;
    return state() != AlertState.RESOLVED
        && (!silent || climbed.by() != null)
        && climbed.rung().number() == climb.number() + 1;
  }

  /** Whether nobody is told for now, whatever the time. */
  public boolean isHeld() {
    return climb.hold() != null && state() == AlertState.TRIGGERED;
  }

  private boolean mayBeHeld(AlertEvent.Held held) {
    return !climb.forced()
        && held.number() == climb.number()
        && !held.by().equals(climb.hold())
        && (climbs() || isHeld());
  }

  private boolean mayReturn() {
    return state() == AlertState.RESOLVED
        ? standing.remindAt() != null && !standing.over()
        : standing.snoozedUntil() != null;
  }

  private boolean isNext(AlertEvent.Tried tried) {
    return notification(tried.notification()) instanceof Notification found
        && (found.isWaiting() || found.progress() == Notification.Progress.DROPPED)
        && found.attempts() == tried.attempt() - 1;
  }

  /** What is told late of an earlier state is none, nor what contradicts the last one. */
  private boolean isFurther(AlertEvent.Reported reported) {
    Notification found = notification(reported.notification());
    return found != null
        && found.progress() != Notification.Progress.FAILED
        && (found.arrival() == null || (!found.arrival().isLast() && reported.arrival().isLast()));
  }

  public @Nullable Notification notification(UUID id) {
    for (Notification each : notifications) {
      if (each.intended().id().equals(id)) {
        return each;
      }
    }
    return null;
  }

  /** After an event that {@link #isNews}. */
  public AlertRecord apply(AlertEvent event) {
    return switch (event) {
      case AlertEvent.Raised raised ->
          with(
              event,
              raised.subject(),
              Standing.triggered(raised.at()),
              Climb.NONE.restarted(raised.due()),
              List.of());
      case AlertEvent.Climbed climbed ->
          with(
              event,
              climbed.by() == null
                  ? standing
                  : stands(AlertState.TRIGGERED, standing.since(), null),
              climbed.after(),
              added(climbed.messages(), climbed.at()));
      case AlertEvent.Held held -> with(event, standing, climb.held(held.by()), notifications);
      case AlertEvent.Released released ->
          with(event, standing, climb.released(released.due()), notifications);
      case AlertEvent.Tried tried -> with(event, standing, climb, tried(tried));
      case AlertEvent.Reported reported -> with(event, standing, climb, reported(reported));
      case AlertEvent.Acknowledged acknowledged ->
          with(
              event,
              stands(AlertState.ACKNOWLEDGED, acknowledged.at(), null),
              climb.halted(),
              told(acknowledged.messages(), acknowledged.at()));
      case AlertEvent.Snoozed snoozed ->
          with(
              event,
              new Standing(
                  AlertState.TRIGGERED, snoozed.at(), snoozed.until(), null, standing.over()),
              climb.halted(),
              told(List.of(), snoozed.at()));
      case AlertEvent.Returned returned ->
          with(
              event,
              Standing.triggered(returned.at()),
              climb.restarted(returned.due()),
              notifications);
      case AlertEvent.Reassigned reassigned ->
          with(
              event,
              stands(AlertState.TRIGGERED, reassigned.at(), null),
              new Climb(climb.number(), 0, 0, reassigned.at(), reassigned.to(), null, true),
              told(List.of(), reassigned.at()));
      case AlertEvent.Noted noted -> with(event, standing, climb, notifications);
      case AlertEvent.Resolved resolved ->
          with(
              event,
              new Standing(
                  AlertState.RESOLVED, resolved.at(), null, resolved.remindAt(), isOver(resolved)),
              climb.halted(),
              told(resolved.messages(), resolved.at()));
      case AlertEvent.Ended ended ->
          with(
              event,
              new Standing(AlertState.RESOLVED, standing.since(), null, null, true),
              climb,
              notifications);
    };
  }

  /** Somebody whom nobody knows by name, in a chat or by telephone, is somebody. */
  private boolean isOver(AlertEvent.Resolved resolved) {
    return resolved.by() == null && resolved.via() == null || isByHand();
  }

  private boolean isByHand() {
    return subject != null && subject.source() instanceof AlertSource.ByHand;
  }

  private Standing stands(AlertState state, Instant since, @Nullable Instant snoozedUntil) {
    return new Standing(state, since, snoozedUntil, null, standing.over());
  }

  private List<Notification> added(List<Intended> messages, Instant at) {
    List<Notification> all = new ArrayList<>(notifications);
    messages.forEach(message -> all.add(Notification.of(message, at)));
    return all;
  }

  /** Nobody has to be told any more that it was triggered. */
  private List<Notification> told(List<Intended> messages, Instant at) {
    List<Notification> all = new ArrayList<>(notifications.size() + messages.size());
    for (Notification each : notifications) {
      boolean drop = each.isWaiting() && each.intended().kind() == Message.Kind.TRIGGERED;
      all.add(drop ? each.dropped(at) : each);
    }
    messages.forEach(message -> all.add(Notification.of(message, at)));
    return all;
  }

  private List<Notification> tried(AlertEvent.Tried tried) {
    List<Notification> all = new ArrayList<>(notifications.size() + tried.messages().size());
    for (Notification each : notifications) {
      all.add(each.intended().id().equals(tried.notification()) ? after(each, tried) : each);
    }
    tried.messages().forEach(message -> all.add(Notification.of(message, tried.at())));
    return all;
  }

  private List<Notification> reported(AlertEvent.Reported reported) {
    return notifications.stream()
        .map(
            each ->
                each.intended().id().equals(reported.notification())
                    ? each.reported(reported.arrival(), reported.reason(), reported.at())
                    : each)
        .toList();
  }

  private static Notification after(Notification before, AlertEvent.Tried tried) {
    return switch (tried.outcome()) {
      case Outcome.Delivered(String reference) ->
          new Notification(
              before.intended(),
              Notification.Progress.DELIVERED,
              tried.attempt(),
              tried.at(),
              null,
              reference,
              null);
      case Outcome.Retry(String reason, var after, var wide) ->
          new Notification(
              before.intended(),
              before.progress(),
              tried.attempt(),
              tried.at(),
              reason,
              null,
              null);
      case Outcome.Permanent(String reason, var wide) ->
          new Notification(
              before.intended(),
              Notification.Progress.FAILED,
              tried.attempt(),
              tried.at(),
              reason,
              null,
              null);
    };
  }

  private AlertRecord with(
      AlertEvent event, Standing standing, Climb climb, List<Notification> notifications) {
    return with(event, subject, standing, climb, notifications);
  }

  private AlertRecord with(
      AlertEvent event,
      @Nullable AlertSubject subject,
      Standing standing,
      Climb climb,
      List<Notification> notifications) {
    List<AlertEvent> events = new ArrayList<>(history.size() + 1);
    events.addAll(history);
    events.add(event);
    return new AlertRecord(
        ref, subject, standing, climb, List.copyOf(notifications), List.copyOf(events));
  }
}
