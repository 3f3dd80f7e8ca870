package dev.tocsin.alert;

import dev.tocsin.CborSerializable;
import dev.tocsin.Ids;
import dev.tocsin.monitor.Alarm;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent to one place: one message at a time, so that a crash repeats one at most;
 * no more in a minute than the place takes, the rest bundled; left alone for a while where it
 * fails. It keeps nothing beyond its life: alerts hand over again what has no outcome.
 */
public final class Postbox extends ExtensibleBehavior<Postbox.Command> {
  private static final Logger LOG = LoggerFactory.getLogger(Postbox.class);

  public static final EntityTypeKey<Command> TYPE = EntityTypeKey.create(Command.class, "Postbox");

  /**
   * So long a sent message's outcome is waited for to be stored before the next one goes out: until
   * then a crash would repeat both. While the store is away nothing is waited for.
   */
  private static final Duration RECORDING = Duration.ofSeconds(10);

  /** Alerts hand over again every 10 s; what comes no more is not wanted any more. */
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  /** Longer than any kind of channel takes for an attempt. */
  private static final Duration LONGEST = Duration.ofMinutes(8);

  private static final Duration GIVEN_UP = Duration.ofHours(24);
  private static final Duration CLOSING_GIVEN_UP = Duration.ofHours(1);

  /** A node hears of what was configured on another one within a minute. */
  private static final Duration KNOWN_AFTER = Duration.ofSeconds(90);

  private static final String UNKNOWN_PLACE = "This way to be reached does not exist any more.";

  private static final Duration IDLE = Duration.ofMinutes(15);
  private static final int MOST_NOTICES = 20;
  private static final int MOST_KNOWN = 2_000;

  public sealed interface Command {}

  /**
   * @param notification its id, the same each time
   * @param due since when it is to go out
   * @param due since when it is to go out
   * @param mayRepeat whether it goes out without being stored first
   */
  public record Deliver(
      AlertRef alert, UUID notification, Message.Notice notice, Instant due, boolean mayRepeat)
      implements Command, CborSerializable {}

  /** It need not go out any more, unless it is on its way. */
  public record Withdraw(AlertRef alert, UUID notification) implements Command, CborSerializable {}

  /** The alert has stored what became of it, or has no use for that. */
  public record Recorded(UUID notification) implements Command, CborSerializable {}

  /** The shard moves to another node. */
  public record Stop() implements Command, CborSerializable {}

  private record Sent(Outcome outcome) implements Command {}

  private record Turn() implements Command {}

  private record RecordedLate(int ticket) implements Command {}

  private enum Quiet implements Command {
    IDLE
  }

  /**
   * What the postboxes of a node share.
   *
   * @param alerts sends a command to an alert
   */
  public record Parts(
      InstantSource clock,
      Place.Directory places,
      BiConsumer<AlertRef, AlertEntity.Command> alerts,
      DeliveryWatch watch) {}

  private record Letter(Deliver deliver, Instant handedAt) {}

  private record Known(AlertRef alert, AlertEntity.Attempted attempted) {}

  private final ActorContext<Command> context;
  private final OrganizationId organization;
  private final UUID endpoint;
  private final Parts parts;
  private final Pacing pacing = new Pacing();
  private final Map<UUID, Letter> waiting = new LinkedHashMap<>();
  private final Map<UUID, Known> ended = new LinkedHashMap<>();
  private final Set<UUID> unrecorded = new HashSet<>();
  private final Set<UUID> withdrawn = new HashSet<>();
  private List<Deliver> inFlight = List.of();
  private Instant leftAloneUntil = Instant.EPOCH;
  private Instant ringsAt = Instant.EPOCH;
  private boolean isStopping;
  private int failures;
  private int ticket;
  private Cancellable alarm = Cancellable.alreadyCancelled();

  public static Behavior<Command> create(String entityId, Parts parts) {
    return AlertRef.parse(entityId)
        .map(
            address ->
                Behaviors.<Command>setup(
                    context ->
                        new Postbox(
                            context, address.organization(), address.alert().value(), parts)))
        .orElseGet(Behaviors::stopped);
  }

  /** {@code organization.endpoint}, the id of the entity in its shard. */
  public static String entityId(OrganizationId organization, UUID endpoint) {
    return organization.toString() + '.' + endpoint;
  }

  private Postbox(
      ActorContext<Command> context, OrganizationId organization, UUID endpoint, Parts parts) {
    this.context = context;
    this.organization = organization;
    this.endpoint = endpoint;
    this.parts = parts;
    context.setReceiveTimeout(IDLE, Quiet.IDLE);
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> typed, Command command) {
    return switch (command) {
      case Deliver deliver -> onDeliver(deliver);
      case Withdraw withdraw -> onWithdraw(withdraw);
      case Recorded recorded -> onRecorded(recorded);
      case Sent sent -> onSent(sent.outcome());
      case Turn turn -> onTurn();
      case RecordedLate late -> onRecordedLate(late);
      case Stop stop -> onStop();
      case Quiet.IDLE -> waiting.isEmpty() && inFlight.isEmpty() ? Behaviors.stopped() : this;
    };
  }

  @Override
  public Behavior<Command> receiveSignal(TypedActorContext<Command> typed, Signal signal) {
    if (signal instanceof PostStop) {
      alarm.cancel();
    }
    return this;
  }

  /** What went out, and whose outcome was lost on the way, does not go out again. */
  private Behavior<Command> onDeliver(Deliver deliver) {
    Known known = ended.get(deliver.notification());
    if (known != null) {
      parts.alerts().accept(known.alert(), known.attempted());
    } else if (!isInFlight(deliver.notification())) {
      Instant now = parts.clock().instant();
      waiting.put(deliver.notification(), new Letter(deliver, now));
      return now.isBefore(ringsAt) ? this : goOn();
    }
    return this;
  }

  private Behavior<Command> onTurn() {
    ringsAt = Instant.EPOCH;
    return goOn();
  }

  /** What is on its way is waited for: the next owner would send it again. */
  private Behavior<Command> onStop() {
    isStopping = true;
    waiting.clear();
    return inFlight.isEmpty() ? Behaviors.stopped() : this;
  }

  private boolean isInFlight(UUID notification) {
    return inFlight.stream().anyMatch(deliver -> deliver.notification().equals(notification));
  }

  private Behavior<Command> onWithdraw(Withdraw withdraw) {
    waiting.remove(withdraw.notification());
    if (isInFlight(withdraw.notification())) {
      withdrawn.add(withdraw.notification());
    }
    return this;
  }

  /** Sends what may go out now, or sees to it that this is called again when it may. */
  private Behavior<Command> goOn() {
    if (!inFlight.isEmpty() || !unrecorded.isEmpty() || waiting.isEmpty()) {
      return this;
    }
    Instant now = parts.clock().instant();
    waiting.values().removeIf(letter -> letter.handedAt().plus(FORGOTTEN).isBefore(now));
    if (waiting.isEmpty()) {
      return this;
    }
    Optional<Place> found = parts.places().find(organization, endpoint);
    if (found.isEmpty()) {
      inFlight = take(waiting.size());
      return onSent(new Outcome.Retry(UNKNOWN_PLACE, null));
    }
    Place place = found.get();
    Instant next = pacing.next(place.pace(), now);
    next = next.isBefore(leftAloneUntil) ? leftAloneUntil : next;
    if (next.isAfter(now)) {
      ring(now, next);
      return this;
    }
    inFlight = take(pacing.isTight(place.pace()) ? waiting.size() : 1);
    pacing.sent(now);
    context.pipeToSelf(
        send(place).toCompletableFuture().orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS),
        (outcome, defect) -> new Sent(defect == null ? outcome : undone(endpoint, defect)));
    return this;
  }

  private CompletionStage<Outcome> send(Place place) {
    try {
      return place.send().apply(message(place));
    } catch (RuntimeException defect) {
      return CompletableFuture.failedStage(defect);
    }
  }

  /** Its text is for the operator alone: it may hold what is secret. */
  private static Outcome undone(UUID endpoint, Throwable defect) {
    if (defect instanceof TimeoutException) {
      return new Outcome.Retry("There was no answer.", null);
    }
    LOG.error("A message to {} could not be sent", endpoint, defect);
    return new Outcome.Retry("Sending failed by a defect of Tocsin, which its log tells.", null);
  }

  private List<Deliver> take(int most) {
    List<Deliver> taken = new ArrayList<>();
    var each = waiting.values().iterator();
    while (each.hasNext() && taken.size() < most) {
      taken.add(each.next().deliver());
      each.remove();
    }
    return taken;
  }

  private Message message(Place place) {
    Deliver first = inFlight.getFirst();
    boolean mayRepeat = inFlight.stream().anyMatch(Deliver::mayRepeat);
    if (inFlight.size() == 1) {
      return new Message(
          first.notification(),
          first.notice().kind(),
          place.organization(),
          List.of(first.notice()),
          0,
          null,
          place.overview(),
          mayRepeat);
    }
    List<Message.Notice> notices =
        inFlight.stream().limit(MOST_NOTICES).map(Deliver::notice).toList();
    UUID id =
        Ids.derive(
            first.notification(),
            "bundle",
            inFlight.size() + " " + inFlight.getLast().notification());
    return new Message(
        id,
        Message.Kind.BUNDLE,
        place.organization(),
        notices,
        inFlight.size() - notices.size(),
        null,
        place.overview(),
        mayRepeat);
  }

  private Behavior<Command> onSent(Outcome outcome) {
    Instant now = parts.clock().instant();
    parts.watch().tried(organization, endpoint, outcome, now);
    Instant again = null;
    if (outcome instanceof Outcome.Retry(String reason, Duration wanted)) {
      failures++;
      leftAloneUntil = now.plus(Backoff.pause(failures, wanted));
      again = leftAloneUntil;
    } else {
      failures = 0;
    }
    List<Deliver> tried = inFlight;
    inFlight = List.of();
    for (Deliver each : tried) {
      if (again != null && !isTooLate(each, outcome, now)) {
        tell(each, new AlertEntity.Attempted(each.notification(), now, outcome, again, self()));
        if (!withdrawn.contains(each.notification())) {
          waiting.putIfAbsent(each.notification(), new Letter(each, now));
        }
      } else {
        tell(
            each, new AlertEntity.Attempted(each.notification(), now, last(outcome), null, self()));
      }
    }
    withdrawn.clear();
    if (isStopping) {
      return Behaviors.stopped();
    }
    if (tried.stream().allMatch(Deliver::mayRepeat)) {
      unrecorded.clear(); // the store is away: there is nothing to wait for
      return goOn();
    }
    ticket++;
    Alarm.set(context, RECORDING, new RecordedLate(ticket));
    return this;
  }

  /** What nobody could be told for so long is no news any more. */
  private static boolean isTooLate(Deliver deliver, Outcome outcome, Instant now) {
    boolean isUnknown =
        outcome instanceof Outcome.Retry(String reason, var after) && reason.equals(UNKNOWN_PLACE);
    Duration most =
        isUnknown
            ? KNOWN_AFTER
            : deliver.notice().kind() == Message.Kind.TRIGGERED ? GIVEN_UP : CLOSING_GIVEN_UP;
    return deliver.due().plus(most).isBefore(now);
  }

  private static Outcome last(Outcome outcome) {
    return outcome instanceof Outcome.Retry(String reason, var after)
        ? new Outcome.Permanent("Given up: " + reason)
        : outcome;
  }

  private void tell(Deliver deliver, AlertEntity.Attempted attempted) {
    unrecorded.add(deliver.notification());
    if (attempted.again() == null) {
      ended.put(deliver.notification(), new Known(deliver.alert(), attempted));
      if (ended.size() > MOST_KNOWN) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
    parts.alerts().accept(deliver.alert(), attempted);
  }

  private ActorRef<Recorded> self() {
    return context.getSelf().narrow();
  }

  private Behavior<Command> onRecorded(Recorded recorded) {
    return unrecorded.remove(recorded.notification()) && unrecorded.isEmpty() ? goOn() : this;
  }

  /** The store is away, or the alert is on its way to another node: others wait no longer. */
  private Behavior<Command> onRecordedLate(RecordedLate late) {
    if (late.ticket() == ticket && !unrecorded.isEmpty()) {
      unrecorded.clear();
      return goOn();
    }
    return this;
  }

  private void ring(Instant now, Instant at) {
    alarm.cancel();
    ringsAt = at;
    alarm = Alarm.set(context, Duration.between(now, at), new Turn());
  }
}
