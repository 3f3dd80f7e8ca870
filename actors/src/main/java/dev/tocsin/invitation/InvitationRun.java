package dev.tocsin.invitation;

import dev.tocsin.CborSerializable;
import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that invitations are mailed: one in the cluster. It looks when it is told that there
 * is one, when one is due, and every now and then.
 */
public final class InvitationRun extends AbstractBehavior<InvitationRun.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(InvitationRun.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofMillis(500);
  private static final int AT_ONCE = 20;

  public sealed interface Command {}

  /** Mail what is due. */
  public record Look() implements Command, CborSerializable {}

  private record Looked(InvitationDelivery.@Nullable Due due, @Nullable Throwable failure)
      implements Command {}

  private record Delivered(@Nullable Throwable failure) implements Command {}

  private final InvitationDelivery delivery;
  private final StoreHealth store;
  private final InstantSource clock;
  private final TimerScheduler<Command> timers;
  private int underWay;
  private boolean looking;
  private boolean lookAgain;

  /**
   * Begins it on a clustered system.
   *
   * @param delivery makes this node's, for when the one is here
   * @return reaches the one, wherever it is
   */
  public static ActorRef<Command> start(
      ActorSystem<?> system,
      Supplier<InvitationDelivery> delivery,
      StoreHealth store,
      InstantSource clock) {
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                Behaviors.supervise(create(delivery, store, clock))
                    .onFailure(SupervisorStrategy.restart()),
                "invitations"));
  }

  static Behavior<Command> create(
      Supplier<InvitationDelivery> delivery, StoreHealth store, InstantSource clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new InvitationRun(context, timers, delivery.get(), store, clock)));
  }

  private InvitationRun(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      InvitationDelivery delivery,
      StoreHealth store,
      InstantSource clock) {
    super(context);
    this.timers = timers;
    this.delivery = delivery;
    this.store = store;
    this.clock = clock;
    timers.startSingleTimer(new Look(), FIRST);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> onLook())
        .onMessage(Looked.class, this::onLooked)
        .onMessage(Delivered.class, this::onDelivered)
        .build();
  }

  private Behavior<Command> onLook() {
    if (looking || underWay >= AT_ONCE) {
      lookAgain = true;
      return this;
    }
    looking = true;
    lookAgain = false;
    getContext().pipeToSelf(delivery.due(AT_ONCE - underWay), Looked::new);
    return this;
  }

  private Behavior<Command> onLooked(Looked looked) {
    looking = false;
    InvitationDelivery.Due due = looked.due();
    if (due == null) {
      say(looked.failure());
      next(Optional.empty());
      return this;
    }
    store.answered();
    due.claimed()
        .forEach(
            outgoing -> {
              underWay++;
              getContext()
                  .pipeToSelf(
                      delivery.deliver(outgoing), (done, failure) -> new Delivered(failure));
            });
    next(due.next());
    return lookAgain ? onLook() : this;
  }

  private Behavior<Command> onDelivered(Delivered delivered) {
    // of the actor before a restart, too
    underWay = Math.max(0, underWay - 1);
    say(delivered.failure());
    // when to try again is in the table
    return onLook();
  }

  private void say(@Nullable Throwable failure) {
    if (failure == null) {
      return;
    }
    if (StoreUnavailableException.is(failure)) {
      store.failed(failure);
    } else {
      LOG.error("Invitations cannot be mailed", failure);
    }
  }

  private void next(Optional<Instant> due) {
    Duration wait = due.map(at -> Duration.between(clock.instant(), at)).orElse(LONGEST);
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    timers.startSingleTimer(new Look(), bounded.compareTo(SHORTEST) < 0 ? SHORTEST : bounded);
  }
}
