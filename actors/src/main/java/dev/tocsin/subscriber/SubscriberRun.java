package dev.tocsin.subscriber;

import dev.tocsin.CborSerializable;
import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.subscriber.SubscriberDelivery.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
 * Sees to it that subscribers are told: one in the cluster for each lane, so that slow webhooks
 * hold up no mail. It claims many letters, sends a few at a time, and renews what it has claimed;
 * where nothing goes out at all it lets go what it has, waits, and then goes on with what is still
 * to be told.
 */
public final class SubscriberRun extends AbstractBehavior<SubscriberRun.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriberRun.class);
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration SHORTEST = Duration.ofMillis(200);
  private static final Duration RENEWED = Duration.ofSeconds(4);
  private static final Duration SWEPT = Duration.ofMinutes(10);
  private static final Duration FIRST_REST = Duration.ofSeconds(5);
  private static final Duration LONGEST_REST = Duration.ofMinutes(5);
  private static final int CLAIMED = 200;

  /** With fewer letters left, more are claimed. */
  private static final int FEW = 50;

  public sealed interface Command {}

  /** Send what is due. */
  public record Look() implements Command, CborSerializable {}

  private enum Timer implements Command {
    RENEW,
    SWEEP,
    GO_ON
  }

  private record Looked(
      UUID claim, SubscriberDelivery.@Nullable Due due, @Nullable Throwable failure)
      implements Command {}

  private record Renewed(Set<UUID> claims, @Nullable Instant until, @Nullable Throwable failure)
      implements Command {}

  private record Delivered(Outgoing letter, @Nullable Result result, @Nullable Throwable failure)
      implements Command {}

  private record Released(@Nullable Throwable failure) implements Command {}

  private record Swept(@Nullable Throwable failure) implements Command {}

  /**
   * What goes one way.
   *
   * @param atOnce letters under way together
   */
  public record Lane(String name, Set<Destination.Kind> kinds, int atOnce) {
    public Lane {
      kinds = Set.copyOf(kinds);
    }
  }

  /** Letters of one claim that are not done, and until when no other node takes them. */
  private record Held(Instant until, int letters) {}

  private final Lane lane;
  private final SubscriberDelivery delivery;
  private final StoreHealth store;
  private final InstantSource clock;
  private final TimerScheduler<Command> timers;
  private final Deque<Outgoing> queue = new ArrayDeque<>();
  private final Map<UUID, Held> held = new HashMap<>();
  private Duration rest = Duration.ZERO;
  private boolean resting;
  private int underWay;
  private boolean looking;
  private boolean lookAgain;
  private boolean renewing;

  /** Whether the last claim took as many as it could. */
  private boolean more;

  /**
   * Begins it on a clustered system.
   *
   * @param delivery makes this node's, for when the one is here
   * @return reaches the one, wherever it is
   */
  public static ActorRef<Command> start(
      ActorSystem<?> system,
      Lane lane,
      Supplier<SubscriberDelivery> delivery,
      StoreHealth store,
      InstantSource clock) {
    return ClusterSingleton.get(system)
        .init(
            SingletonActor.of(
                Behaviors.supervise(create(lane, delivery, store, clock))
                    .onFailure(SupervisorStrategy.restart()),
                "subscribers-" + lane.name()));
  }

  static Behavior<Command> create(
      Lane lane, Supplier<SubscriberDelivery> delivery, StoreHealth store, InstantSource clock) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> new SubscriberRun(context, timers, lane, delivery.get(), store, clock)));
  }

  private SubscriberRun(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      Lane lane,
      SubscriberDelivery delivery,
      StoreHealth store,
      InstantSource clock) {
    super(context);
    this.timers = timers;
    this.lane = lane;
    this.delivery = delivery;
    this.store = store;
    this.clock = clock;
    timers.startSingleTimer(new Look(), FIRST);
    timers.startTimerWithFixedDelay(Timer.RENEW, RENEWED);
    timers.startTimerWithFixedDelay(Timer.SWEEP, SWEPT);
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Look.class, look -> onLook())
        .onMessage(Looked.class, this::onLooked)
        .onMessage(Delivered.class, this::onDelivered)
        .onMessage(Renewed.class, this::onRenewed)
        .onMessage(Released.class, this::onReleased)
        .onMessage(Swept.class, this::onSwept)
        .onMessage(Timer.class, this::onTimer)
        .build();
  }

  private Behavior<Command> onTimer(Timer timer) {
    switch (timer) {
      case RENEW -> renew();
      case SWEEP ->
          getContext().pipeToSelf(delivery.sweep(), (done, failure) -> new Swept(failure));
      case GO_ON -> {
        resting = false;
        return onLook();
      }
    }
    return this;
  }

  private Behavior<Command> onLook() {
    if (looking) {
      lookAgain = true;
      return this;
    }
    looking = true;
    lookAgain = false;
    UUID claim = UUID.randomUUID();
    int room = resting || queue.size() > FEW ? 0 : CLAIMED;
    getContext()
        .pipeToSelf(
            delivery.due(lane.kinds(), claim, room),
            (due, failure) -> new Looked(claim, due, failure));
    return this;
  }

  private Behavior<Command> onLooked(Looked looked) {
    looking = false;
    SubscriberDelivery.Due due = looked.due();
    if (due == null) {
      say(looked.failure());
      next(Optional.empty());
      return this;
    }
    store.answered();
    if (due.spread().late() > 0) {
      LOG.warn(
          "Subscribers are not told of {} updates: they were more than a day old when they could"
              + " be told.",
          due.spread().late());
    }
    more = due.claimed().size() == CLAIMED;
    if (!due.claimed().isEmpty()) {
      held.put(looked.claim(), new Held(due.until(), due.claimed().size()));
      queue.addAll(due.claimed());
    }
    if (resting) {
      letGo();
    }
    send();
    next(due.next());
    return lookAgain ? onLook() : this;
  }

  private void send() {
    while (!resting && underWay < lane.atOnce() && !queue.isEmpty()) {
      Outgoing letter = queue.removeFirst();
      Held claim = held.get(letter.claim());
      if (claim == null || !clock.instant().isBefore(claim.until())) {
        // another node may have it by now
        done(letter);
        continue;
      }
      underWay++;
      getContext()
          .pipeToSelf(
              delivery.deliver(letter),
              (result, failure) -> new Delivered(letter, result, failure));
    }
  }

  private Behavior<Command> onDelivered(Delivered delivered) {
    underWay = Math.max(0, underWay - 1);
    done(delivered.letter());
    say(delivered.failure());
    if (delivered.result() instanceof Result.Away(var reason, var after, var forAll) && forAll) {
      takeRest();
    } else if (delivered.result() != null) {
      rest = Duration.ZERO;
    }
    send();
    boolean isShort = queue.isEmpty() || more && queue.size() <= FEW;
    return isShort && !resting ? onLook() : this;
  }

  /** Nothing goes out: it is tried with one of many, not with all. */
  private void takeRest() {
    if (resting) {
      return;
    }
    resting = true;
    Duration longer = rest.isZero() ? FIRST_REST : rest.multipliedBy(2);
    rest = longer.compareTo(LONGEST_REST) < 0 ? longer : LONGEST_REST;
    timers.startSingleTimer(Timer.GO_ON, rest);
    letGo();
  }

  /** What is taken back meanwhile is not claimed again. */
  private void letGo() {
    if (queue.isEmpty()) {
      return;
    }
    List<Outgoing> letters = List.copyOf(queue);
    queue.clear();
    letters.forEach(this::done);
    getContext()
        .pipeToSelf(delivery.release(letters), (released, failure) -> new Released(failure));
  }

  /** What could not be released is claimed again when its claim runs out. */
  private Behavior<Command> onReleased(Released released) {
    say(released.failure());
    return this;
  }

  private void done(Outgoing letter) {
    held.computeIfPresent(
        letter.claim(),
        (claim, known) ->
            known.letters() > 1 ? new Held(known.until(), known.letters() - 1) : null);
  }

  /** Other nodes may have claimed them by now. */
  private void dropLapsed() {
    Instant now = clock.instant();
    if (held.values().removeIf(claim -> !now.isBefore(claim.until()))) {
      queue.removeIf(letter -> !held.containsKey(letter.claim()));
    }
  }

  private void renew() {
    dropLapsed();
    if (renewing || held.isEmpty()) {
      return;
    }
    renewing = true;
    Set<UUID> claims = Set.copyOf(held.keySet());
    getContext()
        .pipeToSelf(
            delivery.renew(claims), (until, failure) -> new Renewed(claims, until, failure));
  }

  private Behavior<Command> onRenewed(Renewed renewed) {
    renewing = false;
    say(renewed.failure());
    dropLapsed();
    Instant until = renewed.until();
    if (until != null) {
      renewed
          .claims()
          .forEach(
              claim ->
                  held.computeIfPresent(claim, (id, known) -> new Held(until, known.letters())));
    }
    return this;
  }

  private Behavior<Command> onSwept(Swept swept) {
    say(swept.failure());
    return this;
  }

  private void say(@Nullable Throwable failure) {
    if (failure == null) {
      return;
    }
    if (StoreUnavailableException.is(failure)) {
      store.failed(failure);
    } else {
      LOG.error("Subscribers cannot be told", failure);
    }
  }

  /** What waits behind a rest is looked at after it. */
  private void next(Optional<Instant> due) {
    Duration wait =
        queue.isEmpty() && !resting
            ? due.map(at -> Duration.between(clock.instant(), at)).orElse(LONGEST)
            : LONGEST;
    Duration bounded = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    timers.startSingleTimer(new Look(), bounded.compareTo(SHORTEST) < 0 ? SHORTEST : bounded);
  }
}
