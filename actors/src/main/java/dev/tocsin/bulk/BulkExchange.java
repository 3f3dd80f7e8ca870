package dev.tocsin.bulk;

import dev.tocsin.CborSerializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Tells the other nodes how far a change of many monitors is, so that it can be followed on any of
 * them. What is lost on the way is made up by the next news.
 */
public final class BulkExchange extends AbstractBehavior<BulkExchange.Command> {
  private static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "bulk-exchange");

  public sealed interface Command {}

  record Say(BulkProgress progress) implements Command {}

  record Heard(BulkProgress progress) implements Command, CborSerializable {}

  private record Others(Receptionist.Listing listing) implements Command {}

  private final BulkRuns runs;
  private final List<ActorRef<Command>> others = new ArrayList<>();

  /** Begins it on a clustered system; a new system gets a new one. */
  public static void start(ActorSystem<?> system, BulkRuns runs) {
    ActorRef<Command> exchange = system.systemActorOf(create(runs), "bulk-exchange", Props.empty());
    runs.tell(progress -> exchange.tell(new Say(progress)));
  }

  static Behavior<Command> create(BulkRuns runs) {
    return Behaviors.setup(context -> new BulkExchange(context, runs));
  }

  private BulkExchange(ActorContext<Command> context, BulkRuns runs) {
    super(context);
    this.runs = runs;
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
    Heard heard = new Heard(say.progress());
    others.forEach(other -> other.tell(heard));
    return this;
  }

  private Behavior<Command> onHeard(Heard heard) {
    runs.heard(heard.progress());
    return this;
  }

  private Behavior<Command> onOthers(Others known) {
    others.clear();
    known.listing().getServiceInstances(KEY).stream()
        .filter(other -> !other.equals(getContext().getSelf()))
        .forEach(others::add);
    return this;
  }
}
