package dev.tocsin.incident;

import dev.tocsin.CborSerializable;
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
 * Keeps the boards of all nodes alike: what an incident says goes to every node at once, and what
 * is known to a node that comes.
 */
final class IncidentExchange extends AbstractBehavior<IncidentExchange.Command> {
  private static final ServiceKey<Command> KEY =
      ServiceKey.create(Command.class, "incident-exchange");

  sealed interface Command {}

  /** An incident of this node is stored. */
  record Say(IncidentRecord record) implements Command {}

  record Heard(IncidentRecord record) implements Command, CborSerializable {}

  private record Others(Receptionist.Listing listing) implements Command {}

  private final IncidentBoard board;
  private Set<ActorRef<Command>> others = Set.of();

  static Behavior<Command> create(IncidentBoard board) {
    return Behaviors.setup(context -> new IncidentExchange(context, board));
  }

  private IncidentExchange(ActorContext<Command> context, IncidentBoard board) {
    super(context);
    this.board = board;
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
        .build();
  }

  private Behavior<Command> onSay(Say say) {
    Heard heard = new Heard(say.record());
    others.forEach(other -> other.tell(heard));
    return this;
  }

  private Behavior<Command> onHeard(Heard heard) {
    board.publish(heard.record());
    return this;
  }

  private Behavior<Command> onOthers(Others known) {
    Set<ActorRef<Command>> now = new HashSet<>(known.listing().getServiceInstances(KEY));
    now.remove(getContext().getSelf());
    Set<ActorRef<Command>> came = new HashSet<>(now);
    came.removeAll(others);
    others = now;
    if (!came.isEmpty()) {
      board.each(record -> came.forEach(other -> other.tell(new Heard(record))));
    }
    return this;
  }
}
