package dev.tocsin.alert;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.handover.Handovers;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.monitor.Alarm;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.OutageTaken;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * An alert's runtime: climbs its policy, has people told, and takes their answers. It goes on from
 * memory while its journal is away, and stores afterwards what it did with the original times.
 */
public final class AlertEntity extends ExtensibleBehavior<AlertEntity.Command> {
  public static final EntityTypeKey<Command> TYPE =
      EntityTypeKey.create(Command.class, AlertJournal.ENTITY_TYPE);

  public sealed interface Command {}

  /**
   * A monitor is down.
   *
   * @param over when it was up again, where that is known already
   * @param number names what is acknowledged
   * @param replyTo is told as soon as the alert cannot be forgotten any more; null for nobody
   */
  public record Raise(
      MonitorRef monitor,
      String cause,
      Instant at,
      @Nullable Instant over,
      long number,
      @Nullable ActorRef<OutageTaken> replyTo)
      implements Command, CborSerializable {}

  /** What raised it has ended. */
  public record Over(Instant at, long number, @Nullable ActorRef<OutageTaken> replyTo)
      implements Command, CborSerializable {}

  /** Somebody raises it by hand. */
  public record Open(AlertSubject subject, Author by, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  /** Tocsin itself found out. */
  public record Report(AlertSubject subject, Instant at) implements Command, CborSerializable {}

  public record Respond(Response response, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  public record Get(ActorRef<Reply> replyTo) implements Command, CborSerializable {}

  /** There is such an alert: go on with it. */
  public record Wake() implements Command, CborSerializable {}

  /**
   * An attempt to send a message has ended.
   *
   * @param at names the attempt: told twice, it is one
   * @param again when it is tried again; null where it is not
   */
  public record Attempted(
      UUID notification,
      Instant at,
      Outcome outcome,
      @Nullable Instant again,
      ActorRef<Postbox.Recorded> replyTo)
      implements Command, CborSerializable {}

  /** The service that took a message tells how far it came. */
  public record ReportArrival(
      UUID notification, Arrival arrival, @Nullable String reason, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  /** The shard moves to another node, or lets go of an alert that asked for it. */
  public record Stop() implements Command, CborSerializable {}

  record ClockJumped() implements Command {}

  record JournalAnswered(AlertJournal.Stored stored) implements Command {}

  record RetryStoring() implements Command {}

  record Impatient(long number) implements Command {}

  /** Parents were looked at: so long it takes until they are known to be down, or not. */
  record Looked(Duration takes) implements Command {}

  private record Due(int ticket) implements Command {}

  private record Shown(long sequence) implements Command {}

  private enum Tick implements Command {
    RESEND
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Done.class, name = "done"),
    @JsonSubTypes.Type(value = Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Unknown.class, name = "unknown")
  })
  public sealed interface Reply extends CborSerializable {}

  /** It is so; where the sight is not all stored, that follows as soon as the store is back. */
  public record Done(AlertSight sight) implements Reply {}

  /** The alert's state forbids it. */
  public record Refused(String why) implements Reply {}

  public record Unknown() implements Reply {}

  private static final Duration RESEND = Duration.ofMillis(Handovers.RESEND_MILLIS);

  /** Characters of all notes together. */
  private static final int MOST_NOTED = 40_000;

  private static final int MOST_EVENTS = 400;
  private static final int MOST_UNREAD = 1_000;
  private static final int TRIES_TOLD_EACH = 3;
  private static final int MOST_TRIES_TOLD = 20;

  /** More steps that reach nobody than any policy has. */
  private static final int MOST_STEPS_AT_ONCE = 50;

  private final ActorContext<Command> context;
  private final AlertRef ref;
  private final AlertParts parts;
  private final Exit exit;
  private final Escalation escalation;
  private final AlertStoring storing;
  private final AlertHolding holding;
  private final AlertDeliveries deliveries;
  private final ActorRef<ViewWriter.Acknowledged> shownAnswers;
  private final Map<Long, ActorRef<OutageTaken>> raises = new HashMap<>();
  private final Map<Long, Over> overs = new LinkedHashMap<>();
  private final List<ActorRef<Reply>> openers = new ArrayList<>();
  private final List<Runnable> unread = new ArrayList<>();
  private long shown;
  private long showing;
  private long said = -1;
  private int ticket;
  private boolean ticking;
  private boolean isLeaving;
  private boolean isToldToStop;
  private Cancellable alarm = Cancellable.alreadyCancelled();

  /**
   * How an alert ends.
   *
   * @param leave asks for {@link Stop}, behind which nothing comes that would be lost
   * @param again begins the next one, behind this one's end
   */
  public record Exit(Consumer<ActorRef<Command>> leave, Runnable again) {}

  public static Behavior<Command> create(AlertRef ref, AlertParts parts, Exit exit) {
    return Behaviors.setup(context -> new AlertEntity(context, ref, parts, exit));
  }

  private AlertEntity(ActorContext<Command> context, AlertRef ref, AlertParts parts, Exit exit) {
    this.context = context;
    this.ref = ref;
    this.parts = parts;
    this.exit = exit;
    this.escalation = new Escalation(parts.responders(), parts.board());
    AlertSight known =
        parts.board().find(ref).orElseGet(() -> new AlertSight(AlertRecord.empty(ref), 0));
    this.storing = new AlertStoring(context, ref, parts, known);
    this.holding = new AlertHolding(context, parts.holds());
    this.deliveries = new AlertDeliveries(parts, storing);
    this.shownAnswers =
        context.messageAdapter(
            ViewWriter.Acknowledged.class, acknowledged -> new Shown(acknowledged.sequence()));
    parts.local().started(context.getSelf());
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> typed, Command command) {
    return switch (command) {
      case Raise raise -> onRaise(raise);
      case Over over -> onOver(over);
      case Open open -> onOpen(open);
      case Report report -> onReport(report);
      case Respond respond -> onRespond(respond);
      case Get get -> onGet(get);
      case Wake wake -> onWake();
      case Attempted attempted -> onAttempted(attempted);
      case ReportArrival report -> onReportArrival(report);
      case Stop stop -> onStop();
      case ClockJumped jumped -> act();
      case JournalAnswered answered -> onJournalAnswered(answered.stored());
      case RetryStoring retry -> onRetryStoring();
      case Impatient impatient -> onImpatient(impatient);
      case Looked looked -> onLooked(looked);
      case Due due -> due.ticket() == ticket ? act() : this;
      case Shown done -> onShown(done);
      case Tick.RESEND -> onResend();
    };
  }

  @Override
  public Behavior<Command> receiveSignal(TypedActorContext<Command> typed, Signal signal) {
    switch (signal) {
      case PostStop stop -> {
        alarm.cancel();
        parts.local().stopped(context.getSelf());
      }
      case ChildFailed failed -> storing.journalFailed(failed.cause());
      case Terminated idle -> storing.journalStopped();
      default -> {} // an open set: what else there is concerns others
    }
    return this;
  }

  // ---- from what is watched

  /** Raised again before the journal was read, it is proposed anyway: the journal knows better. */
  private Behavior<Command> onRaise(Raise raise) {
    if (raise.replyTo() != null) {
      raises.put(raise.number(), raise.replyTo());
    }
    if (!storing.current().isRaised()) {
      raise(parts.wording().of(raise.monitor(), raise.cause()), raise.at(), null, null);
      if (raise.over() != null) {
        overs.putIfAbsent(raise.number(), new Over(raise.over(), raise.number(), null));
      }
    }
    return act();
  }

  private void raise(
      AlertSubject subject, Instant at, @Nullable Author by, @Nullable Runnable answer) {
    Instant now = parts.clock().instant();
    AlertRecord seen = AlertRecord.empty(ref).apply(new AlertEvent.Raised(at, by, subject, now));
    storing.add(new AlertEvent.Raised(at, by, subject, escalation.firstDue(seen, now)), answer);
  }

  private Behavior<Command> onOver(Over over) {
    overs.put(over.number(), over);
    return act();
  }

  /** What ended before it was raised here is known as soon as the journal says that it was not. */
  private void endOvers() {
    if (overs.isEmpty()) {
      return;
    }
    AlertRecord now = storing.current();
    if (!now.isRaised()) {
      if (storing.isRead()) {
        acknowledgeOvers();
      } else {
        storing.read();
      }
      return;
    }
    if (!storing.certain().isRaised() && !storing.isOverdue()) {
      return; // the journal may know of people who were told, and are to be told of the end
    }
    Instant at = overs.values().iterator().next().at();
    if (now.state() != AlertState.RESOLVED) {
      storing.add(
          new AlertEvent.Resolved(
              at,
              null,
              null,
              null,
              Escalation.closing(now, Message.Kind.RESOLVED, parts.clock().instant(), false)),
          null);
    } else if (!now.standing().over()) {
      storing.add(new AlertEvent.Ended(at), null);
    }
    if (storing.certain().standing().over()) {
      acknowledgeOvers();
    }
  }

  private void acknowledgeOvers() {
    for (Over over : overs.values()) {
      if (over.replyTo() != null) {
        over.replyTo().tell(new OutageTaken(over.number()));
      }
    }
    overs.clear();
  }

  private Behavior<Command> onReport(Report report) {
    if (!storing.current().isRaised()) {
      raise(report.subject(), report.at(), null, null);
    }
    return act();
  }

  // ---- from people

  private Behavior<Command> onOpen(Open open) {
    if (storing.current().isRaised()) {
      opened(open.replyTo());
    } else {
      raise(open.subject(), parts.clock().instant(), open.by(), () -> opened(open.replyTo()));
    }
    return act();
  }

  /** Whoever raised it goes when the table has it, or has waited long enough. */
  private void opened(ActorRef<Reply> replyTo) {
    openers.add(replyTo);
    if (shown > 0 || !storing.certain().isRaised()) {
      answerOpeners();
    } else {
      Alarm.set(context, AlertStoring.PATIENCE, new Impatient(0));
    }
  }

  private void answerOpeners() {
    openers.forEach(replyTo -> replyTo.tell(new Done(sight())));
    openers.clear();
  }

  private Behavior<Command> onGet(Get get) {
    if (storing.current().isRaised()) {
      get.replyTo().tell(new Done(sight()));
    } else if (storing.isRead()) {
      get.replyTo().tell(new Unknown());
    } else {
      later(() -> onGet(get));
    }
    return this;
  }

  private void later(Runnable question) {
    if (unread.size() < MOST_UNREAD) { // who is not answered asks again
      unread.add(question);
    }
    storing.read();
  }

  private Behavior<Command> onRespond(Respond respond) {
    AlertRecord now = storing.current();
    if (!now.isRaised() && !storing.isRead()) {
      later(() -> onRespond(respond));
      return this;
    }
    if (!now.isRaised()) {
      respond.replyTo().tell(new Unknown());
      return this;
    }
    if (now.answered(respond.response().answer()) != null) {
      respond.replyTo().tell(new Done(sight()));
      return this;
    }
    String refusal = refusal(now, respond.response());
    if (refusal != null) {
      respond.replyTo().tell(new Refused(refusal));
      return this;
    }
    storing.add(event(now, respond.response()), () -> respond.replyTo().tell(new Done(sight())));
    return act();
  }

  private static @Nullable String refusal(AlertRecord now, Response response) {
    if (now.state() == AlertState.RESOLVED && !(response instanceof Response.Note)) {
      return "The alert is resolved.";
    }
    if (isTooMuch(now, response)) {
      return "There is too much on this alert already: write it down elsewhere.";
    }
    boolean isAnswered =
        now.state() == AlertState.ACKNOWLEDGED || now.standing().snoozedUntil() != null;
    if (response instanceof Response.Escalate escalate && escalate.by() == null && isAnswered) {
      return "Somebody has answered already; whoever is signed in can escalate it all the same.";
    }
    if (now.state() == AlertState.ACKNOWLEDGED && response instanceof Response.Acknowledge) {
      return "The alert is acknowledged already.";
    }
    return null;
  }

  /** What goes between nodes must fit into a message; who answers is never refused. */
  private static boolean isTooMuch(AlertRecord now, Response response) {
    return switch (response) {
      case Response.Note note ->
          now.history().stream()
                  .filter(AlertEvent.Noted.class::isInstance)
                  .mapToInt(event -> ((AlertEvent.Noted) event).text().length())
                  .sum()
              > MOST_NOTED;
      case Response.Snooze snooze -> now.history().size() > MOST_EVENTS;
      case Response.Reassign reassign -> now.history().size() > MOST_EVENTS;
      case Response.Escalate escalate -> now.history().size() > MOST_EVENTS;
      case Response.Acknowledge acknowledge -> false;
      case Response.Resolve resolve -> false;
    };
  }

  private AlertEvent event(AlertRecord now, Response response) {
    Instant at = parts.clock().instant();
    return switch (response) {
      case Response.Acknowledge(Author by, Via via, Answer answer) ->
          new AlertEvent.Acknowledged(
              at, by, via, Escalation.closing(now, Message.Kind.ACKNOWLEDGED, at, true), answer);
      case Response.Resolve(Author by, Via via, Answer answer) ->
          new AlertEvent.Resolved(
              at,
              by,
              via,
              escalation.remindAt(now, at),
              Escalation.closing(now, Message.Kind.RESOLVED, at, false),
              answer);
      case Response.Escalate(Author by, Answer answer) ->
          escalation.climb(now, at, by).askedBy(answer);
      case Response.Snooze(Author by, Instant until) -> new AlertEvent.Snoozed(at, by, until);
      case Response.Reassign(Author by, var to) -> new AlertEvent.Reassigned(at, by, to);
      case Response.Note(Author by, UUID id, String text) -> new AlertEvent.Noted(at, by, id, text);
    };
  }

  // ---- from the postboxes

  private Behavior<Command> onAttempted(Attempted attempted) {
    AlertRecord now = storing.current();
    if (!now.isRaised() && !storing.isRead()) {
      later(() -> onAttempted(attempted));
      return this;
    }
    Notification known = now.notification(attempted.notification());
    if (known == null || known.at().equals(attempted.at())) {
      recorded(attempted);
      return this;
    }
    AlertEvent.Tried tried =
        new AlertEvent.Tried(
            attempted.at(),
            attempted.notification(),
            known.attempts() + 1,
            attempted.outcome(),
            attempted.again(),
            Escalation.afterwards(now, known, attempted));
    if (!now.isNews(tried) || isMoreOfTheSame(known, attempted.outcome())) {
      recorded(attempted);
      return this;
    }
    storing.add(tried, () -> recorded(attempted));
    return act();
  }

  private Behavior<Command> onReportArrival(ReportArrival report) {
    AlertRecord now = storing.current();
    if (!now.isRaised() && !storing.isRead()) {
      later(() -> onReportArrival(report));
      return this;
    }
    Notification known = now.notification(report.notification());
    if (known == null) {
      report.replyTo().tell(new Unknown());
      return this;
    }
    AlertEvent.Reported reported =
        new AlertEvent.Reported(
            parts.clock().instant(), report.notification(), report.arrival(), report.reason());
    if (!now.isNews(reported)) {
      report.replyTo().tell(new Done(sight()));
      return this;
    }
    storing.add(reported, () -> report.replyTo().tell(new Done(sight())));
    String reference = known.reference();
    String message = reference == null ? known.intended().id().toString() : reference;
    parts
        .postboxes()
        .accept(
            AlertParts.postbox(ref, known.intended().endpoint()),
            new Postbox.Arrived(message, report.arrival(), report.reason()));
    return act();
  }

  /** A provider that is away for hours fills no history: the first tries tell it all. */
  private static boolean isMoreOfTheSame(Notification known, Outcome outcome) {
    return outcome instanceof Outcome.Retry retry
        && known.attempts() >= TRIES_TOLD_EACH
        && (retry.reason().equals(known.reason()) || known.attempts() >= MOST_TRIES_TOLD);
  }

  private static void recorded(Attempted attempted) {
    attempted.replyTo().tell(new Postbox.Recorded(attempted.notification()));
  }

  // ---- the journal and the tables

  private Behavior<Command> onWake() {
    if (!storing.isRead()) {
      storing.read();
    }
    return act();
  }

  private Behavior<Command> onJournalAnswered(AlertJournal.Stored stored) {
    storing.answered(stored);
    List<Runnable> waited = List.copyOf(unread);
    unread.clear();
    waited.forEach(Runnable::run);
    return act();
  }

  private Behavior<Command> onRetryStoring() {
    storing.retry();
    return this;
  }

  private Behavior<Command> onImpatient(Impatient impatient) {
    storing.impatient(impatient.number());
    if (storing.certain().isRaised()) {
      answerOpeners();
    }
    return act();
  }

  private Behavior<Command> onLooked(Looked looked) {
    holding.looked(looked.takes(), parts.clock().instant());
    return act();
  }

  private Behavior<Command> onShown(Shown done) {
    shown = Math.max(shown, done.sequence());
    return act();
  }

  /** The next row goes out when the one before it is there: what happens meanwhile is one row. */
  private void show() {
    AlertRecord certain = storing.certain();
    if (hasToShow() && showing <= shown) {
      showing = certain.sequence();
      parts.views().tell(new ViewWriter.Write<>(new AlertView(certain), shownAnswers));
    }
    if (!ticking && (hasToShow() || deliveries.isWaiting())) {
      ticking = true;
      Alarm.set(context, RESEND, Tick.RESEND);
    }
  }

  private boolean hasToShow() {
    return storing.isRead() && storing.certain().isRaised() && shown < storing.certain().sequence();
  }

  /** What was not acknowledged goes out again. */
  private Behavior<Command> onResend() {
    ticking = false;
    showing = shown;
    return act();
  }

  // ---- what follows

  /** Does what is due, and sees to it that this is called again when something is. */
  private Behavior<Command> act() {
    Instant now = parts.clock().instant();
    if (!storing.isRead() && storing.certain().isRaised()) {
      storing.read();
    }
    endOvers();
    if (storing.mayAct() && overs.isEmpty()) {
      comeBack(now);
      climb(now);
    }
    storing.flush();
    say();
    deliveries.update(now);
    show();
    acknowledgeRaises();
    ring(now);
    return end();
  }

  /** Whoever raised it may forget it when it is in the table, from which it is woken. */
  private void acknowledgeRaises() {
    if (shown > 0) {
      raises.forEach((number, replyTo) -> replyTo.tell(new OutageTaken(number)));
      raises.clear();
      answerOpeners();
    }
  }

  private void comeBack(Instant now) {
    AlertRecord record = storing.current();
    Instant back =
        record.state() == AlertState.RESOLVED
            ? record.standing().remindAt()
            : record.standing().snoozedUntil();
    if (back != null && !back.isAfter(now)) {
      storing.add(new AlertEvent.Returned(now, null, escalation.firstDue(record, now)), null);
    }
  }

  private void climb(Instant now) {
    if (storing.isOverdue() && !parts.whole().getAsBoolean()) {
      return; // others may do it: this node does not see them
    }
    if (storing.current().isHeld()) {
      hold(now);
    }
    for (int i = 0; i < MOST_STEPS_AT_ONCE && isDue(storing.current(), now); i++) {
      switch (holding.judge(storing.current(), now)) {
        case AlertHolding.Go go ->
            storing.add(escalation.climb(storing.current(), now, null), null);
        case AlertHolding.Held(Hold hold) -> storing.add(held(now, hold), null);
        case AlertHolding.Wait later -> {
          return;
        }
      }
    }
  }

  private AlertEvent.Held held(Instant now, Hold hold) {
    return new AlertEvent.Held(now, hold, storing.current().climb().number());
  }

  /** What is held is released when nothing holds it any more, or held by something else. */
  private void hold(Instant now) {
    AlertRecord record = storing.current();
    switch (holding.judge(record, now)) {
      case AlertHolding.Go go -> {
        boolean maySettle = record.climb().hold() instanceof Hold.ForParent;
        Duration settling = maySettle ? parts.holds().recoveryTakes(record) : Duration.ZERO;
        storing.add(escalation.release(record, now, settling), null);
      }
      case AlertHolding.Held(Hold hold) -> {
        if (!hold.equals(record.climb().hold())) {
          storing.add(held(now, hold), null);
        }
      }
      case AlertHolding.Wait later -> {}
    }
  }

  private static boolean isDue(AlertRecord record, Instant now) {
    Instant next = record.climb().next();
    return record.climbs() && next != null && !next.isAfter(now);
  }

  private void say() {
    AlertSight sight = sight();
    long version = sight.stored() * 100_000 + sight.record().sequence();
    if (sight.record().isRaised() && version != said) {
      said = version;
      parts.says().accept(sight);
    }
  }

  private AlertSight sight() {
    return new AlertSight(storing.current(), storing.certain().sequence());
  }

  private void ring(Instant now) {
    alarm.cancel();
    ticket++;
    AlertRecord record = storing.current();
    Instant next = next(record, now);
    if (record.state() == AlertState.TRIGGERED) {
      next = earlier(next, holding.again(record, now));
    }
    if (next != null) {
      // what is due and may not be done yet is looked at again soon, and not at once for ever
      Instant soon = now.plus(AlertHolding.SOON);
      Instant at = next.isAfter(now) ? next : soon;
      alarm = Alarm.set(context, Duration.between(now, at), new Due(ticket));
    }
  }

  private static @Nullable Instant next(AlertRecord record, Instant now) {
    Instant next = record.climbs() ? record.climb().next() : null;
    next = earlier(next, record.standing().snoozedUntil());
    next = earlier(next, record.standing().remindAt());
    for (Notification each : record.notifications()) {
      if (each.isWaiting() && each.intended().due().isAfter(now)) {
        next = earlier(next, each.intended().due());
      }
    }
    return next;
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  /** One that asked for it stores first what came meanwhile; any other goes on elsewhere. */
  private Behavior<Command> onStop() {
    isToldToStop = true;
    return isLeaving ? end() : Behaviors.stopped();
  }

  /** What is told to an actor that is gone is lost, so the shard has to know first. */
  private Behavior<Command> end() {
    boolean mayEnd = mayEnd();
    if (isToldToStop) {
      return mayEnd ? Behaviors.stopped() : handOn();
    }
    if (mayEnd && !isLeaving) {
      isLeaving = true;
      exit.leave().accept(context.getSelf());
    }
    return this;
  }

  /**
   * The shard keeps all that comes from here on for the next one: that has to do what there is
   * still to do. What is not stored by then it begins with, from the board.
   */
  private Behavior<Command> handOn() {
    if (!storing.isSettled() && !storing.isOverdue()) {
      return this;
    }
    exit.again().run();
    return Behaviors.stopped();
  }

  /** Of an alert that is over nothing remains here, once the tables show it. */
  private boolean mayEnd() {
    AlertRecord record = storing.current();
    return storing.isSettled()
        && !record.isOpen()
        && shown >= record.sequence()
        && raises.isEmpty()
        && overs.isEmpty()
        && unread.isEmpty();
  }
}
