package dev.tocsin.alert;

import dev.tocsin.CborSerializable;
import dev.tocsin.Ids;
import dev.tocsin.monitor.Alarm;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Pace;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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
import java.util.function.Consumer;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be sent to one place: one message at a time, so that a crash repeats one at most;
 * in a storm as many as the place's pace allows, each of another alert, so that it repeats one at
 * most of each; no more in a minute than the place takes, the rest bundled; left alone for a while
 * where it fails. It keeps nothing beyond its life: alerts hand over again what has no outcome.
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

  /** So few go one after the other to whomever, so that a crash repeats one at most. */
  private static final int CALM = 20;

  private static final Duration IDLE = Duration.ofMinutes(15);
  private static final int MOST_NOTICES = 20;
  private static final int MOST_KNOWN = 2_000;

  public sealed interface Command {}

  /**
   * @param notification its id, the same each time
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

  /**
   * The service that took a message tells how far it came.
   *
   * @param message the service's own name for it, or its id: of several alerts it is one
   * @param reason why it did not arrive, in words; else null
   */
  public record Arrived(String message, Arrival arrival, @Nullable String reason)
      implements Command, CborSerializable {}

  /** The shard moves to another node, or lets go of a postbox that asked for it. */
  public record Stop() implements Command, CborSerializable {}

  private record Sent(int flight, Outcome outcome) implements Command {}

  private record Turn() implements Command {}

  private record RecordedLate(int flight) implements Command {}

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

  private record Unrecorded(AlertRef alert, int flight) {}

  private record Known(AlertRef alert, AlertEntity.Attempted attempted) {}

  private final ActorContext<Command> context;
  private final OrganizationId organization;
  private final UUID endpoint;
  private final Parts parts;
  private final Consumer<ActorRef<Command>> leave;
  private final Pacing pacing = new Pacing();
  private final Map<UUID, Letter> waiting = new LinkedHashMap<>();
  private final Map<UUID, Known> ended = new LinkedHashMap<>();
  private final Map<UUID, Unrecorded> unrecorded = new HashMap<>();
  private final Set<UUID> withdrawn = new HashSet<>();

  /** What all flights hold. */
  private final Set<UUID> onTheirWay = new HashSet<>();

  /** What is on its way, by the number under which it left. */
  private final Map<Integer, List<Deliver>> flights = new HashMap<>();

  private Instant leftAloneUntil = Instant.EPOCH;
  private Instant ringsAt = Instant.EPOCH;
  private boolean isStopping;
  private int failures;
  private int flight;
  private Cancellable alarm = Cancellable.alreadyCancelled();

  /**
   * @param leave asks for {@link Stop}, behind which nothing comes that would be lost
   */
  public static Behavior<Command> create(
      String entityId, Parts parts, Consumer<ActorRef<Command>> leave) {
    return AlertRef.parse(entityId)
        .map(
            address ->
                Behaviors.<Command>setup(
                    context ->
                        new Postbox(
                            context,
                            address.organization(),
                            address.alert().value(),
                            parts,
                            leave)))
        .orElseGet(Behaviors::stopped);
  }

  /** {@code organization.endpoint}, the id of the entity in its shard. */
  public static String entityId(OrganizationId organization, UUID endpoint) {
    return organization.toString() + '.' + endpoint;
  }

  private Postbox(
      ActorContext<Command> context,
      OrganizationId organization,
      UUID endpoint,
      Parts parts,
      Consumer<ActorRef<Command>> leave) {
    this.context = context;
    this.organization = organization;
    this.endpoint = endpoint;
    this.parts = parts;
    this.leave = leave;
    context.setReceiveTimeout(IDLE, Quiet.IDLE);
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> typed, Command command) {
    return switch (command) {
      case Deliver deliver -> onDeliver(deliver);
      case Withdraw withdraw -> onWithdraw(withdraw);
      case Recorded recorded -> onRecorded(recorded);
      case Arrived arrived -> onArrived(arrived);
      case Sent sent -> onSent(sent);
      case Turn turn -> onTurn();
      case RecordedLate late -> onRecordedLate(late);
      case Stop stop -> onStop();
      case Quiet.IDLE -> onIdle();
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
    return flights.isEmpty() ? Behaviors.stopped() : this;
  }

  /** What is handed over meanwhile waits in the shard for the next one. */
  private Behavior<Command> onIdle() {
    if (waiting.isEmpty() && flights.isEmpty()) {
      leave.accept(context.getSelf());
    }
    return this;
  }

  private boolean isInFlight(UUID notification) {
    return onTheirWay.contains(notification);
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
    Instant now = parts.clock().instant();
    while (!isStopping && !waiting.isEmpty()) {
      Optional<Place> found = parts.places().find(organization, endpoint);
      if (found.isEmpty()) {
        return giveBack(now);
      }
      Place place = found.get();
      if (!hasRoom(place.pace())) {
        return this;
      }
      Instant next = pacing.next(place.pace(), now);
      next = next.isBefore(leftAloneUntil) ? leftAloneUntil : next;
      if (next.isAfter(now)) {
        ring(now, next);
        return this;
      }
      List<Deliver> taken = take(pacing.isTight(place.pace()) ? waiting.size() : 1, now);
      if (taken.isEmpty()) {
        return this;
      }
      pacing.sent(place.pace(), now);
      launch(place, taken);
    }
    return this;
  }

  private boolean hasRoom(Pace pace) {
    int most = waiting.size() > CALM ? pace.atOnce() : 1;
    return most == 1
        ? flights.isEmpty() && unrecorded.isEmpty()
        : flights.size() + unrecorded.size() < most;
  }

  private void launch(Place place, List<Deliver> letters) {
    int number = ++flight;
    flights.put(number, letters);
    letters.forEach(each -> onTheirWay.add(each.notification()));
    context.pipeToSelf(
        send(place, letters).toCompletableFuture().orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS),
        (outcome, defect) -> new Sent(number, defect == null ? outcome : undone(endpoint, defect)));
  }

  /** There is no such place, as far as this node knows. */
  private Behavior<Command> giveBack(Instant now) {
    if (leftAloneUntil.isAfter(now)) {
      ring(now, leftAloneUntil);
      return this;
    }
    List<Deliver> all = take(waiting.size(), now);
    if (!all.isEmpty()) {
      conclude(++flight, all, new Outcome.Retry(UNKNOWN_PLACE, null), now);
    }
    return this;
  }

  private CompletionStage<Outcome> send(Place place, List<Deliver> letters) {
    try {
      return place.send().apply(message(place, letters));
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

  /** Of an alert one goes out after the other, each when the outcome of the last is stored. */
  private List<Deliver> take(int most, Instant now) {
    Set<AlertRef> busy = new HashSet<>();
    flights.values().forEach(letters -> letters.forEach(each -> busy.add(each.alert())));
    unrecorded.values().forEach(each -> busy.add(each.alert()));
    List<Deliver> taken = new ArrayList<>();
    var each = waiting.values().iterator();
    while (each.hasNext() && taken.size() < most) {
      Letter letter = each.next();
      if (letter.handedAt().plus(FORGOTTEN).isBefore(now)) {
        each.remove();
      } else if (!busy.contains(letter.deliver().alert())) {
        taken.add(letter.deliver());
        each.remove();
      }
    }
    return taken;
  }

  private Message message(Place place, List<Deliver> letters) {
    Deliver first = letters.getFirst();
    boolean mayRepeat = letters.stream().anyMatch(Deliver::mayRepeat);
    if (letters.size() == 1) {
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
        letters.stream().limit(MOST_NOTICES).map(Deliver::notice).toList();
    UUID id =
        Ids.derive(
            first.notification(),
            "bundle",
            letters.size() + " " + letters.getLast().notification());
    return new Message(
        id,
        Message.Kind.BUNDLE,
        place.organization(),
        notices,
        letters.size() - notices.size(),
        null,
        place.overview(),
        mayRepeat);
  }

  private Behavior<Command> onSent(Sent sent) {
    Instant now = parts.clock().instant();
    List<Deliver> letters = flights.remove(sent.flight());
    if (letters == null) {
      return this;
    }
    letters.forEach(each -> onTheirWay.remove(each.notification()));
    parts.watch().tried(organization, endpoint, sent.outcome(), now);
    conclude(sent.flight(), letters, sent.outcome(), now);
    if (isStopping) {
      return flights.isEmpty() ? Behaviors.stopped() : this;
    }
    return goOn();
  }

  /** All that is told of a place is told on one node, which can count it. */
  private Behavior<Command> onArrived(Arrived arrived) {
    parts.watch().arrived(organization, endpoint, arrived, parts.clock().instant());
    return this;
  }

  private void conclude(int number, List<Deliver> letters, Outcome outcome, Instant now) {
    Instant again = null;
    if (outcome instanceof Outcome.Retry retry) {
      leaveAlone(now, retry.after());
      again = leftAloneUntil;
    } else {
      failures = 0;
    }
    List<Letter> back = new ArrayList<>();
    for (Deliver each : letters) {
      if (again != null && !isTooLate(each, outcome, now)) {
        tell(
            number,
            each,
            new AlertEntity.Attempted(each.notification(), now, outcome, again, self()));
        if (!withdrawn.contains(each.notification())) {
          back.add(new Letter(each, now));
        }
      } else {
        tell(
            number,
            each,
            new AlertEntity.Attempted(each.notification(), now, last(outcome), null, self()));
      }
      withdrawn.remove(each.notification());
    }
    waitAgain(back);
    if (letters.stream().allMatch(Deliver::mayRepeat)) {
      forget(number); // the store is away: there is nothing to wait for
    } else {
      Alarm.set(context, RECORDING, new RecordedLate(number));
    }
  }

  /** What left before the place was left alone says nothing new. */
  private void leaveAlone(Instant now, @Nullable Duration wanted) {
    if (!leftAloneUntil.isAfter(now)) {
      failures++;
      leftAloneUntil = now.plus(Backoff.pause(failures, wanted));
    } else if (wanted != null && now.plus(wanted).isAfter(leftAloneUntil)) {
      leftAloneUntil = now.plus(Backoff.pause(failures, wanted));
    }
  }

  /** Behind the others, but before what tells later of the same alerts. */
  private void waitAgain(List<Letter> letters) {
    if (letters.isEmpty()) {
      return;
    }
    Set<AlertRef> alerts = new HashSet<>();
    letters.forEach(letter -> alerts.add(letter.deliver().alert()));
    List<Letter> later =
        waiting.values().stream().filter(each -> alerts.contains(each.deliver().alert())).toList();
    later.forEach(each -> waiting.remove(each.deliver().notification()));
    letters.forEach(letter -> waiting.put(letter.deliver().notification(), letter));
    later.forEach(each -> waiting.putIfAbsent(each.deliver().notification(), each));
  }

  /** What nobody could be told for so long is no news any more. */
  private static boolean isTooLate(Deliver deliver, Outcome outcome, Instant now) {
    boolean isUnknown =
        outcome instanceof Outcome.Retry(String reason, var after, var wide)
            && reason.equals(UNKNOWN_PLACE);
    Duration most =
        isUnknown
            ? KNOWN_AFTER
            : deliver.notice().kind() == Message.Kind.TRIGGERED ? GIVEN_UP : CLOSING_GIVEN_UP;
    return deliver.due().plus(most).isBefore(now);
  }

  private static Outcome last(Outcome outcome) {
    return outcome instanceof Outcome.Retry(String reason, var after, var wide)
        ? new Outcome.Permanent("Given up: " + reason)
        : outcome;
  }

  private void tell(int number, Deliver deliver, AlertEntity.Attempted attempted) {
    unrecorded.put(deliver.notification(), new Unrecorded(deliver.alert(), number));
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
    return unrecorded.remove(recorded.notification()) != null ? goOn() : this;
  }

  /** The store is away, or the alert is on its way to another node: others wait no longer. */
  private Behavior<Command> onRecordedLate(RecordedLate late) {
    return forget(late.flight()) ? goOn() : this;
  }

  private boolean forget(int number) {
    return unrecorded.values().removeIf(each -> each.flight() == number);
  }

  private void ring(Instant now, Instant at) {
    alarm.cancel();
    ringsAt = at;
    alarm = Alarm.set(context, Duration.between(now, at), new Turn());
  }
}
