package dev.tocsin.alert;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.BackoffSupervisorStrategy;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;

/**
 * Keeps what is certain about an alert: recovers and persists its events, and is the arbiter of
 * which of them are news. It is the runtime's child; when the store fails it stops, and the runtime
 * starts another later.
 */
public final class AlertJournal
    extends EventSourcedBehaviorWithEnforcedReplies<AlertJournal.Command, AlertEvent, AlertRecord> {
  public static final String ENTITY_TYPE = "Alert";

  private static final Duration IDLE = Duration.ofSeconds(30);

  /** The runtime watches and reports: with the store away this is no news a thousand times over. */
  private static final BackoffSupervisorStrategy STOP_QUIETLY =
      SupervisorStrategy.restartWithBackoff(IDLE, IDLE, 0)
          .withMaxRestarts(0)
          .withLoggingEnabled(false);

  public sealed interface Command {}

  /** Those of the events that are news are stored, together or not at all; none only reads. */
  public record Store(List<AlertEvent> proposed, ActorRef<Stored> replyTo) implements Command {}

  private enum Timer implements Command {
    IDLE
  }

  /**
   * @param record as it is certain now
   * @param proposed how many events the question held
   */
  public record Stored(AlertRecord record, int proposed) {}

  private final AlertRef ref;

  public static Behavior<Command> create(AlertRef ref) {
    return Behaviors.setup(context -> new AlertJournal(ref, context));
  }

  public static PersistenceId persistenceId(AlertRef ref) {
    return PersistenceId.of(ENTITY_TYPE, ref.entityId());
  }

  private AlertJournal(AlertRef ref, ActorContext<Command> context) {
    super(persistenceId(ref), STOP_QUIETLY);
    this.ref = ref;
    context.setReceiveTimeout(IDLE, Timer.IDLE);
  }

  @Override
  public AlertRecord emptyState() {
    return AlertRecord.empty(ref);
  }

  @Override
  public CommandHandlerWithReply<Command, AlertEvent, AlertRecord> commandHandler() {
    return (record, command) ->
        switch (command) {
          case Store store -> onStore(record, store);
          case Timer.IDLE -> Effect().stop().thenNoReply();
        };
  }

  private ReplyEffect<AlertEvent, AlertRecord> onStore(AlertRecord record, Store store) {
    List<AlertEvent> news = new ArrayList<>(store.proposed().size());
    AlertRecord after = record;
    for (AlertEvent event : store.proposed()) {
      if (after.isNews(event)) {
        news.add(event);
        after = after.apply(event);
      }
    }
    int proposed = store.proposed().size();
    return news.isEmpty()
        ? Effect().reply(store.replyTo(), new Stored(record, proposed))
        : Effect().persist(news).thenReply(store.replyTo(), stored -> new Stored(stored, proposed));
  }

  @Override
  public EventHandler<AlertRecord, AlertEvent> eventHandler() {
    return AlertRecord::apply;
  }

  /** An alert has few events, and all of them are its history: a snapshot would save nothing. */
  @Override
  public Recovery recovery() {
    return Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
  }
}
