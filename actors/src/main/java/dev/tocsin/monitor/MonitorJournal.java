package dev.tocsin.monitor;

import dev.tocsin.handover.Handovers;
import dev.tocsin.handover.ViewWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is certain about a monitor: recovers and persists its record, is the arbiter of every
 * change, and hands each over to the read models. It is the runtime's child, there only while it
 * has something to do; when the store fails it stops, and the runtime starts another later.
 */
public final class MonitorJournal
    extends EventSourcedBehaviorWithEnforcedReplies<
        MonitorJournal.Command, MonitorEvent, MonitorRecord> {
  public static final String ENTITY_TYPE = "Monitor";

  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final int SNAPSHOT_EVERY = 100;

  /** The runtime watches and reports: with the store away this is no news a thousand times over. */
  private static final BackoffSupervisorStrategy STOP_QUIETLY =
      SupervisorStrategy.restartWithBackoff(IDLE, IDLE, 0)
          .withMaxRestarts(0)
          .withLoggingEnabled(false);

  public sealed interface Command {}

  /**
   * @param deadline after which nothing is done any more, because the asker was told that it
   *     failed; null for what a check has seen, which stays true
   */
  public record Store(MonitorEvent proposed, @Nullable Instant deadline, ActorRef<Answer> replyTo)
      implements Command {}

  public record Recover(ActorRef<Answer> replyTo) implements Command {}

  private record Acknowledged(long sequence) implements Command {}

  private record Taken(long sequence) implements Command {}

  private enum Timer implements Command {
    RESEND,
    IDLE
  }

  /** The record's status after the command, whatever became of it. */
  public sealed interface Answer {
    MonitorRecord record();
  }

  /** It is stored: now, or it was before. */
  public record Stored(MonitorRecord record) implements Answer {}

  /** The answer to {@link Recover}. */
  public record Recovered(MonitorRecord record) implements Answer {}

  public record Refused(MonitorRecord record, String why) implements Answer {}

  public record TooLate(MonitorRecord record) implements Answer {}

  private final MonitorRef ref;
  private final long lastKnown;
  private final InstantSource clock;
  private final ActorRef<ViewWriter.Command<MonitorViewChange>> views;
  private final OutageWatch outages;
  private final TimerScheduler<Command> timers;
  private final ActorRef<ViewWriter.Acknowledged> acknowledgements;
  private final ActorRef<OutageTaken> takings;
  private final Handovers<MonitorViewChange> handovers = new Handovers<>();
  private final Handovers<MonitorViewChange> outagesOwed = new Handovers<>();

  /** Of the outages that are owed, also where their end alone was taken. */
  private final Map<OutageId, Instant> ends = new HashMap<>();

  public static Behavior<Command> create(
      MonitorRef ref,
      InstantSource clock,
      ActorRef<ViewWriter.Command<MonitorViewChange>> views,
      OutageWatch outages) {
    return create(ref, Long.MAX_VALUE, clock, views, outages);
  }

  /**
   * @param lastKnown the number of the last event that anybody has told of: where that is not many,
   *     no snapshot is asked for, which is one question less of each of ten thousand at once
   */
  static Behavior<Command> create(
      MonitorRef ref,
      long lastKnown,
      InstantSource clock,
      ActorRef<ViewWriter.Command<MonitorViewChange>> views,
      OutageWatch outages) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new MonitorJournal(ref, lastKnown, clock, views, outages, context, timers)));
  }

  public static PersistenceId persistenceId(MonitorRef ref) {
    return PersistenceId.of(ENTITY_TYPE, ref.entityId());
  }

  private MonitorJournal(
      MonitorRef ref,
      long lastKnown,
      InstantSource clock,
      ActorRef<ViewWriter.Command<MonitorViewChange>> views,
      OutageWatch outages,
      ActorContext<Command> context,
      TimerScheduler<Command> timers) {
    super(persistenceId(ref), STOP_QUIETLY);
    this.ref = ref;
    this.lastKnown = lastKnown;
    this.clock = clock;
    this.views = views;
    this.outages = outages;
    this.timers = timers;
    this.acknowledgements =
        context.messageAdapter(
            ViewWriter.Acknowledged.class,
            acknowledged -> new Acknowledged(acknowledged.sequence()));
    this.takings = context.messageAdapter(OutageTaken.class, taken -> new Taken(taken.number()));
    context.setReceiveTimeout(IDLE, Timer.IDLE);
  }

  @Override
  public MonitorRecord emptyState() {
    return MonitorRecord.empty(ref);
  }

  @Override
  public CommandHandlerWithReply<Command, MonitorEvent, MonitorRecord> commandHandler() {
    return (record, command) ->
        switch (command) {
          case Store store -> onStore(record, store);
          case Recover recover -> onRecover(record, recover);
          case Acknowledged acknowledged -> onAcknowledged(handovers, acknowledged.sequence());
          case Taken taken -> onAcknowledged(outagesOwed, taken.sequence());
          case Timer.RESEND -> onResend();
          case Timer.IDLE -> onIdle();
        };
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onStore(MonitorRecord record, Store store) {
    if (store.deadline() != null && clock.instant().isAfter(store.deadline())) {
      return Effect().reply(store.replyTo(), new TooLate(record));
    }
    return switch (record.decide(store.proposed(), acknowledgedUpTo())) {
      case MonitorRecord.Decision.Known() -> Effect().reply(store.replyTo(), new Stored(record));
      case MonitorRecord.Decision.Rejected(String why) ->
          Effect().reply(store.replyTo(), new Refused(record, why));
      case MonitorRecord.Decision.Accepted(MonitorEvent event) ->
          Effect().persist(event).thenRun(this::handOver).thenReply(store.replyTo(), Stored::new);
    };
  }

  /** Whoever asks for it thinks that something was not handed over. */
  private ReplyEffect<MonitorEvent, MonitorRecord> onRecover(
      MonitorRecord record, Recover recover) {
    MonitorStatus status = record.status();
    if (status.outage() != null && outagesOwed.isSettled()) {
      String cause = status.cause() == null ? "" : status.cause();
      outages.began(
          ref,
          status.outage(),
          new OutageWatch.Told(status.since(), cause, null, status.version().sequence(), null));
    }
    return Effect().reply(recover.replyTo(), new Recovered(record));
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onAcknowledged(
      Handovers<MonitorViewChange> owed, long sequence) {
    owed.acknowledge(sequence);
    if (outagesOwed.isSettled()) {
      ends.clear();
    }
    if (isSettled()) {
      timers.cancel(Timer.RESEND);
    }
    return Effect().noReply();
  }

  private boolean isSettled() {
    return handovers.isSettled() && outagesOwed.isSettled();
  }

  /** By everybody who had to know. */
  private long acknowledgedUpTo() {
    return outagesOwed.isSettled()
        ? handovers.acknowledgedUpTo()
        : Math.min(handovers.acknowledgedUpTo(), outagesOwed.acknowledgedUpTo());
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onResend() {
    sendOpen();
    return Effect().noReply();
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onIdle() {
    return isSettled() ? Effect().stop().thenNoReply() : Effect().noReply();
  }

  private void handOver(MonitorRecord record) {
    for (MonitorViewChange change : record.owed()) {
      handovers.owe(change.sequence(), change);
      if (change.ended() != null || change.event() instanceof MonitorEvent.WentDown) {
        outagesOwed.owe(change.sequence(), change);
      }
      if (change.ended() != null) {
        ends.put(change.ended(), change.event().at());
      }
    }
    sendOpen();
    if (!isSettled()) {
      timers.startTimerWithFixedDelay(
          Timer.RESEND, Timer.RESEND, Duration.ofMillis(Handovers.RESEND_MILLIS));
    }
  }

  private void sendOpen() {
    handovers.open().forEach(this::send);
    outagesOwed.open().forEach(this::tell);
  }

  private void tell(MonitorViewChange change) {
    MonitorStatus after = change.after();
    if (change.ended() != null) {
      outages.ended(
          ref,
          change.ended(),
          new OutageWatch.Told(change.event().at(), "", null, change.sequence(), takings));
    } else if (after.outage() != null) {
      String cause = after.cause() == null ? "" : after.cause();
      outages.began(
          ref,
          after.outage(),
          new OutageWatch.Told(
              after.since(), cause, ends.get(after.outage()), change.sequence(), takings));
    }
  }

  private void send(MonitorViewChange change) {
    views.tell(new ViewWriter.Write<>(change, acknowledgements));
  }

  @Override
  public EventHandler<MonitorRecord, MonitorEvent> eventHandler() {
    return MonitorRecord::apply;
  }

  @Override
  public SignalHandler<MonitorRecord> signalHandler() {
    return newSignalHandlerBuilder().onSignal(RecoveryCompleted.instance(), this::handOver).build();
  }

  /** All events are kept, so a snapshot is a short cut and never the only way. */
  @Override
  public Recovery recovery() {
    return lastKnown < SNAPSHOT_EVERY
        ? Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none())
        : super.recovery();
  }

  @Override
  public RetentionCriteria retentionCriteria() {
    return RetentionCriteria.snapshotEvery(SNAPSHOT_EVERY, 2);
  }
}
