package dev.tocsin.monitor;

import dev.tocsin.handover.Handovers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
  private final ActorRef<MonitorViewWriter.Command> views;
  private final TimerScheduler<Command> timers;
  private final ActorRef<MonitorViewWriter.Acknowledged> acknowledgements;
  private final Handovers<MonitorViewChange> handovers = new Handovers<>();

  public static Behavior<Command> create(
      MonitorRef ref, InstantSource clock, ActorRef<MonitorViewWriter.Command> views) {
    return create(ref, Long.MAX_VALUE, clock, views);
  }

  /**
   * @param lastKnown the number of the last event that anybody has told of: where that is not many,
   *     no snapshot is asked for, which is one question less of each of ten thousand at once
   */
  static Behavior<Command> create(
      MonitorRef ref,
      long lastKnown,
      InstantSource clock,
      ActorRef<MonitorViewWriter.Command> views) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new MonitorJournal(ref, lastKnown, clock, views, context, timers)));
  }

  public static PersistenceId persistenceId(MonitorRef ref) {
    return PersistenceId.of(ENTITY_TYPE, ref.entityId());
  }

  private MonitorJournal(
      MonitorRef ref,
      long lastKnown,
      InstantSource clock,
      ActorRef<MonitorViewWriter.Command> views,
      ActorContext<Command> context,
      TimerScheduler<Command> timers) {
    super(persistenceId(ref), STOP_QUIETLY);
    this.ref = ref;
    this.lastKnown = lastKnown;
    this.clock = clock;
    this.views = views;
    this.timers = timers;
    this.acknowledgements =
        context.messageAdapter(
            MonitorViewWriter.Acknowledged.class,
            acknowledged -> new Acknowledged(acknowledged.sequence()));
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
          case Recover recover -> Effect().reply(recover.replyTo(), new Recovered(record));
          case Acknowledged acknowledged -> onAcknowledged(acknowledged);
          case Timer.RESEND -> onResend();
          case Timer.IDLE -> onIdle();
        };
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onStore(MonitorRecord record, Store store) {
    if (store.deadline() != null && clock.instant().isAfter(store.deadline())) {
      return Effect().reply(store.replyTo(), new TooLate(record));
    }
    return switch (record.decide(store.proposed(), handovers.acknowledgedUpTo())) {
      case MonitorRecord.Decision.Known() -> Effect().reply(store.replyTo(), new Stored(record));
      case MonitorRecord.Decision.Rejected(String why) ->
          Effect().reply(store.replyTo(), new Refused(record, why));
      case MonitorRecord.Decision.Accepted(MonitorEvent event) ->
          Effect().persist(event).thenRun(this::handOver).thenReply(store.replyTo(), Stored::new);
    };
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onAcknowledged(Acknowledged acknowledged) {
    handovers.acknowledge(acknowledged.sequence());
    if (handovers.isSettled()) {
      timers.cancel(Timer.RESEND);
    }
    return Effect().noReply();
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onResend() {
    handovers.open().forEach(this::send);
    return Effect().noReply();
  }

  private ReplyEffect<MonitorEvent, MonitorRecord> onIdle() {
    return handovers.isSettled() ? Effect().stop().thenNoReply() : Effect().noReply();
  }

  private void handOver(MonitorRecord record) {
    for (MonitorViewChange change : record.owed()) {
      handovers.owe(change.sequence(), change);
    }
    handovers.open().forEach(this::send);
    if (!handovers.isSettled()) {
      timers.startTimerWithFixedDelay(
          Timer.RESEND, Timer.RESEND, Duration.ofMillis(Handovers.RESEND_MILLIS));
    }
  }

  private void send(MonitorViewChange change) {
    views.tell(new MonitorViewWriter.Write(change, acknowledgements));
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
