package dev.tocsin.monitor;

import dev.tocsin.CborSerializable;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/**
 * Keeps the boards of all nodes alike without the store: what a monitor says goes to every node at
 * once, and every 10 s the nodes compare digests and send each other what differs, so that a lost
 * message or a node that came late costs seconds, not the truth.
 */
public final class StatusExchange extends AbstractBehavior<StatusExchange.Command> {
  private static final ServiceKey<Command> KEY =
      ServiceKey.create(Command.class, "status-exchange");
  private static final Duration COMPARE_EVERY = Duration.ofSeconds(10);

  /** A remote message is 256 KiB at most: some 200 bytes a status. */
  private static final int MOST_AT_ONCE = 500;

  public sealed interface Command {}

  /** A monitor of this node says what its status is. */
  public record Say(MonitorStatus status) implements Command {}

  /** Tells the others of an organization's new revision; answers when they hold it. */
  public record Announce(OrganizationId organization, long revision, ActorRef<Done> replyTo)
      implements Command {}

  record Heard(List<MonitorStatus> statuses) implements Command, CborSerializable {}

  record Compare(BoardDigest digest, ActorRef<Command> replyTo)
      implements Command, CborSerializable {}

  /** The asker's board differs in these parts; it wants the receiver's entries. */
  record Want(List<Integer> parts, ActorRef<Command> replyTo)
      implements Command, CborSerializable {}

  record Refresh(OrganizationId organization, long revision, ActorRef<Done> replyTo)
      implements Command, CborSerializable {}

  private record Others(Receptionist.Listing listing) implements Command {}

  private record Nothing() implements Command {}

  private enum Timer implements Command {
    COMPARE
  }

  private final StatusBoard board;
  private final NodeConfiguration configuration;
  private final List<ActorRef<Command>> others = new ArrayList<>();
  private int turn;

  public static Behavior<Command> create(StatusBoard board, NodeConfiguration configuration) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(Timer.COMPARE, COMPARE_EVERY);
                  return new StatusExchange(context, board, configuration);
                }));
  }

  private StatusExchange(
      ActorContext<Command> context, StatusBoard board, NodeConfiguration configuration) {
    super(context);
    this.board = board;
    this.configuration = configuration;
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
        .onMessage(Compare.class, this::onCompare)
        .onMessage(Want.class, this::onWant)
        .onMessage(Announce.class, this::onAnnounce)
        .onMessage(Refresh.class, this::onRefresh)
        .onMessage(Others.class, this::onOthers)
        .onMessage(Nothing.class, nothing -> this)
        .onMessageEquals(Timer.COMPARE, this::onCompareTimer)
        .build();
  }

  private Behavior<Command> onSay(Say say) {
    Heard heard = new Heard(List.of(say.status()));
    others.forEach(other -> other.tell(heard));
    return this;
  }

  private Behavior<Command> onHeard(Heard heard) {
    for (MonitorStatus status : heard.statuses()) {
      if (!configuration.isDeleted(status.ref())) {
        board.publish(status.of(configuration.known(status.ref())));
      }
    }
    return this;
  }

  /** One other node at a time: in a cluster of n each pair meets every few rounds. */
  private Behavior<Command> onCompareTimer() {
    if (!others.isEmpty()) {
      turn = (turn + 1) % others.size();
      others.get(turn).tell(new Compare(BoardDigest.of(board), getContext().getSelf()));
    }
    return this;
  }

  private Behavior<Command> onCompare(Compare compare) {
    List<Integer> differing = BoardDigest.of(board).differing(compare.digest());
    if (!differing.isEmpty()) {
      send(differing, compare.replyTo());
      compare.replyTo().tell(new Want(differing, getContext().getSelf()));
    }
    return this;
  }

  private Behavior<Command> onWant(Want want) {
    send(want.parts(), want.replyTo());
    return this;
  }

  private void send(List<Integer> parts, ActorRef<Command> to) {
    Set<Integer> wanted = new HashSet<>(parts);
    List<MonitorStatus> chunk = new ArrayList<>();
    board.each(
        status -> {
          if (wanted.contains(BoardDigest.part(status.ref()))) {
            chunk.add(status);
            if (chunk.size() == MOST_AT_ONCE) {
              to.tell(new Heard(List.copyOf(chunk)));
              chunk.clear();
            }
          }
        });
    if (!chunk.isEmpty()) {
      to.tell(new Heard(List.copyOf(chunk)));
    }
  }

  private Behavior<Command> onAnnounce(Announce announce) {
    getContext()
        .spawnAnonymous(
            Announcement.create(
                others.size(),
                collector ->
                    others.forEach(
                        other ->
                            other.tell(
                                new Refresh(
                                    announce.organization(), announce.revision(), collector))),
                announce.replyTo()));
    return this;
  }

  private Behavior<Command> onRefresh(Refresh refresh) {
    getContext()
        .pipeToSelf(
            configuration.refresh(refresh.organization(), refresh.revision()),
            (done, failure) -> {
              if (failure == null) {
                refresh.replyTo().tell(Done.getInstance());
              } // else the asker waits its second, and this node asks the tables by itself
              return new Nothing();
            });
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
