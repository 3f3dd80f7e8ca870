package dev.tocsin.alert;

import dev.tocsin.CborSerializable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Keeps the boards of all nodes alike without the store: what an alert says goes to every node at
 * once, and all that is known to a node that comes.
 */
final class AlertExchange extends AbstractBehavior<AlertExchange.Command> {
  private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "alert-exchange");
  private static final Duration FORGET_EVERY = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofHours(1);

  sealed interface Command {}

  /** An alert of this node says what it is. */
  record Say(AlertSight sight) implements Command {}

  record Heard(AlertSight sight) implements Command, CborSerializable {}

  private record Others(Receptionist.Listing listing) implements Command {}

  private enum Timer implements Command {
    FORGET
  }

  private final AlertBoard board;
  private final InstantSource clock;
  private Set<ActorRef<Command>> others = Set.of();

  static Behavior<Command> create(AlertBoard board, InstantSource clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Timer.FORGET, FORGET_EVERY);
                  return new AlertExchange(context, board, clock);
                }));
  }

  private AlertExchange(ActorContext<Command> context, AlertBoard board, InstantSource clock) {
    super(context);
    this.board = board;
    this.clock = clock;
    var receptionist = context.getSystem().receptionist();
    receptionist.tell(Receptionist.register(KEY, context.getSelf()));
    receptionist.tell(
        Receptionist.subscribe(
            KEY, context.messageAdapter(Receptionist.Listing.class, Others::new)));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Say.class, this::onSay)
        .onMessage(Heard.class, this::onHeard)
        .onMessage(Others.class, this::onOthers)
        .onMessageEquals(Timer.FORGET, this::onForget)
        .build();
  }

  private Behavior<Command> onSay(Say say) {
    Heard heard = new Heard(say.sight());
    others.forEach(other -> other.tell(heard));
    return this;
  }

  private Behavior<Command> onHeard(Heard heard) {
    board.publish(heard.sight());
    return this;
  }

  private Behavior<Command> onOthers(Others known) {
    Set<ActorRef<Command>> now = new HashSet<>(known.listing().getServiceInstances(KEY));
    now.remove(getContext().getSelf());
    Set<ActorRef<Command>> came = new HashSet<>(now);
    came.removeAll(others);
    others = now;
    if (!came.isEmpty()) {
      board.each(sight -> came.forEach(other -> other.tell(new Heard(sight))));
    }
    return this;
  }

  private Behavior<Command> onForget() {
    board.forget(clock.instant().minus(KEPT));
    return this;
  }
}
