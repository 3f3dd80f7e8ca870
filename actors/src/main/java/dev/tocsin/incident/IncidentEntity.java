package dev.tocsin.incident;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * One incident. Nobody's sleep hangs on it, so it waits for its journal: what could not be stored
 * was not done, and whoever wanted it is told so. Its row is handed over until the tables have it,
 * and only then whoever wanted it goes: a node that dies between the two has promised nothing.
 */
public final class IncidentEntity
    extends EventSourcedBehaviorWithEnforcedReplies<
        IncidentEntity.Command, IncidentEvent, IncidentRecord> {
  public static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "Incident");

  private static final Duration RESEND = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofMinutes(2);
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);

  /** Whether the store is there is told once, for all of it, and not by each incident. */
  private static final BackoffSupervisorStrategy AGAIN =
      SupervisorStrategy.restartWithBackoff(SOON, LATER, 0.2).withLoggingEnabled(false);

  public sealed interface Command {}

  /**
   * @param deadline after which nothing is done any more, because the asker was told that it failed
   */
  public record Change(IncidentChange wanted, Author by, Instant deadline, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  public record Get(ActorRef<Reply> replyTo) implements Command, CborSerializable {}

  /** Its row, or a node, may be behind what its journal holds. */
  public record Wake() implements Command, CborSerializable {}

  /** The shard moves to another node, or lets go of an incident that asked for it. */
  public record Stop() implements Command, CborSerializable {}

  private record Shown(long sequence) implements Command {}

  private enum Timer implements Command {
    RESEND,
    IDLE
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Done.class, name = "done"),
    @JsonSubTypes.Type(value = Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Unknown.class, name = "unknown"),
    @JsonSubTypes.Type(value = TooLate.class, name = "late")
  })
  public sealed interface Reply extends CborSerializable {}

  /** It is so, and stored, and in the tables. */
  public record Done(IncidentRecord record) implements Reply {}

  /**
   * @param why in a sentence for whoever wanted it
   */
  public record Refused(String why) implements Reply {}

  public record Unknown() implements Reply {}

  /** Nothing was done, because the deadline was over. */
  public record TooLate() implements Reply {}

  private final IncidentRef ref;
  private final IncidentParts parts;
  private final Consumer<ActorRef<Command>> leave;
  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ActorRef<ViewWriter.Acknowledged> shownAnswers;
  private final List<Asked> asked = new ArrayList<>();
  private long shown;

  /** Whose wish is stored, and waits for its row. */
  private record Asked(long sequence, ActorRef<Reply> replyTo) {}

  /**
   * @param leave asks for {@link Stop}, behind which nothing comes that would be lost
   */
  public static Behavior<Command> create(
      IncidentRef ref, IncidentParts parts, Consumer<ActorRef<Command>> leave) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(timers -> new IncidentEntity(ref, parts, leave, context, timers)));
  }

  public static PersistenceId persistenceId(IncidentRef ref) {
    return PersistenceId.of(TYPE.name(), ref.entityId());
  }

  private IncidentEntity(
      IncidentRef ref,
      IncidentParts parts,
      Consumer<ActorRef<Command>> leave,
      ActorContext<Command> context,
      TimerScheduler<Command> timers) {
    super(persistenceId(ref), AGAIN);
    this.ref = ref;
    this.parts = parts;
    this.leave = leave;
    this.context = context;
    this.timers = timers;
    this.shownAnswers =
        context.messageAdapter(
            ViewWriter.Acknowledged.class, acknowledged -> new Shown(acknowledged.sequence()));
    context.setReceiveTimeout(IDLE, Timer.IDLE);
  }

  @Override
  public IncidentRecord emptyState() {
    return IncidentRecord.empty(ref);
  }

  @Override
  public CommandHandlerWithReply<Command, IncidentEvent, IncidentRecord> commandHandler() {
    return (record, command) ->
        switch (command) {
          case Change change -> onChange(record, change);
          case Get get -> Effect().reply(get.replyTo(), seen(record));
          case Wake wake -> onResend(record);
          case Stop stop -> Effect().stop().thenNoReply();
          case Shown done -> onShown(record, done);
          case Timer.RESEND -> onResend(record);
          case Timer.IDLE -> onIdle(record);
        };
  }

  private ReplyEffect<IncidentEvent, IncidentRecord> onChange(
      IncidentRecord record, Change change) {
    Instant now = parts.clock().instant();
    if (now.isAfter(change.deadline())) {
      return Effect().reply(change.replyTo(), new TooLate());
    }
    return switch (record.decide(change.wanted(), change.by(), now)) {
      case Decision.Accepted(var events) ->
          Effect()
              .persist(events)
              .thenRun((IncidentRecord after) -> stored(after, change.replyTo()))
              .thenNoReply();
      case Decision.Known known when shown < record.sequence() -> {
        asked.add(new Asked(record.sequence(), change.replyTo()));
        yield onResend(record);
      }
      case Decision.Known known -> Effect().reply(change.replyTo(), new Done(record));
      case Decision.Refused(String why) -> Effect().reply(change.replyTo(), new Refused(why));
      case Decision.Unknown unknown -> Effect().reply(change.replyTo(), new Unknown());
    };
  }

  private static Reply seen(IncidentRecord record) {
    return record.isThere() ? new Done(record) : new Unknown();
  }

  /** Everybody's memory at once; the table as often as it takes, and then who wanted it. */
  private void stored(IncidentRecord record, ActorRef<Reply> replyTo) {
    asked.add(new Asked(record.sequence(), replyTo));
    parts.told().accept(record);
    show(record);
  }

  /** Whoever stored it may have died before anybody heard of it. */
  private void recovered(IncidentRecord record) {
    if (record.sequence() > 0) {
      parts.told().accept(record);
      show(record);
    }
  }

  private void show(IncidentRecord record) {
    if (record.sequence() > shown) {
      parts.views().tell(new ViewWriter.Write<>(new IncidentView(record), shownAnswers));
      timers.startSingleTimer(Timer.RESEND, RESEND);
    }
  }

  private ReplyEffect<IncidentEvent, IncidentRecord> onResend(IncidentRecord record) {
    show(record);
    return Effect().noReply();
  }

  private ReplyEffect<IncidentEvent, IncidentRecord> onShown(IncidentRecord record, Shown done) {
    shown = Math.max(shown, done.sequence());
    if (shown >= record.sequence()) {
      timers.cancel(Timer.RESEND);
    }
    asked.removeIf(
        each -> {
          boolean isShown = each.sequence() <= shown;
          if (isShown) {
            each.replyTo().tell(new Done(record));
          }
          return isShown;
        });
    return Effect().noReply();
  }

  private ReplyEffect<IncidentEvent, IncidentRecord> onIdle(IncidentRecord record) {
    if (shown >= record.sequence()) {
      leave.accept(context.getSelf());
    }
    return Effect().noReply();
  }

  @Override
  public EventHandler<IncidentRecord, IncidentEvent> eventHandler() {
    return IncidentRecord::apply;
  }

  @Override
  public SignalHandler<IncidentRecord> signalHandler() {
    return newSignalHandlerBuilder()
        .onSignal(RecoveryCompleted.class, (record, completed) -> recovered(record))
        .build();
  }

  /** All of its events are its history: a snapshot would save nothing. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }
}
