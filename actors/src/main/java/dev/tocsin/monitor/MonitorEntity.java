package dev.tocsin.monitor;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tocsin.CborSerializable;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.Outcome;
import dev.tocsin.tenancy.Author;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's runtime: schedules its own checks, decides from their results, and says what its
 * status is. It never waits for its journal; what that could not store yet is shown as observed and
 * stored later with its original times.
 *
 * <p>This class is the protocol and the way of each message; the parts of the state that have rules
 * of their own are {@link CheckRun} (when and what is checked) and {@link Storing} (what the
 * journal does not hold yet).
 */
public final class MonitorEntity extends ExtensibleBehavior<MonitorEntity.Command> {
  public static final EntityTypeKey<Command> TYPE =
      EntityTypeKey.create(Command.class, MonitorJournal.ENTITY_TYPE);

  public sealed interface Command {}

  /**
   * There is such a monitor: run.
   *
   * @param revision of the configuration that the sender knows
   * @param behind whether the journal holds more than the read models show
   */
  public record Wake(long revision, boolean behind) implements Command, CborSerializable {}

  public record Get(ActorRef<Reply> replyTo) implements Command, CborSerializable {}

  public record GetResults(ActorRef<Reply> replyTo) implements Command, CborSerializable {}

  public record Pause(Author by, Instant deadline, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  public record Resume(Author by, Instant deadline, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  public record SetState(
      Outcome outcome, String message, Author by, Instant deadline, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  public record CheckNow(ActorRef<Reply> replyTo) implements Command, CborSerializable {}

  /** The watched thing called; the answer comes when the ping counts. */
  public record ReceivePing(Ping ping, ActorRef<Reply> replyTo)
      implements Command, CborSerializable {}

  /**
   * {@link ReceivePing} of a caller on this node: without the ways between nodes.
   *
   * @param answer is cancelled where the monitor ends before it reads this
   */
  record ReceivePingHere(Ping ping, CompletableFuture<Reply> answer) implements Command {}

  /** The shard moves to another node. */
  public record Stop() implements Command, CborSerializable {}

  record ClockJumped() implements Command {}

  /** This node could receive nothing between the two. */
  record Unreceivable(Instant from, Instant to) implements Command {}

  record LastPingFound(LastPingWriter.Found found) implements Command {}

  record Late(int ticket) implements Command {}

  record Due(int ticket) implements Command {}

  record Checked(int generation, @Nullable CheckResult result, @Nullable Throwable defect)
      implements Command {}

  record JournalAnswered(MonitorJournal.Answer answer) implements Command {}

  record RetryStoring() implements Command {}

  private record LookUnstored() implements Command {}

  private record Refreshed(boolean behind) implements Command {}

  private record LookForDeletion() implements Command {}

  private record DeletionRead(@Nullable Boolean isDeleted, @Nullable Throwable failure)
      implements Command {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "reply")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Details.class, name = "details"),
    @JsonSubTypes.Type(value = Results.class, name = "results"),
    @JsonSubTypes.Type(value = Done.class, name = "done"),
    @JsonSubTypes.Type(value = Received.class, name = "received"),
    @JsonSubTypes.Type(value = Result.class, name = "result"),
    @JsonSubTypes.Type(value = Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = NotNow.class, name = "not-now")
  })
  public sealed interface Reply extends CborSerializable {}

  public record Details(MonitorDetails details) implements Reply {}

  /** The newest first. */
  public record Results(List<MonitorDetails.Point> points) implements Reply {}

  /** It is stored, and this is the status since. */
  public record Done(MonitorStatus status) implements Reply {}

  public record Result(CheckResult result) implements Reply {}

  /** The ping counts, and is stored where it had to be. */
  public record Received() implements Reply {}

  /** The monitor's state forbids it. */
  public record Refused(String why) implements Reply {}

  /** It was not done and will not be; asking again is safe. */
  public record NotNow(String why) implements Reply {}

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  /** Nobody waits longer for the store before a person is told. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final ActorContext<Command> context;
  private final MonitorRef ref;
  private final MonitorParts parts;
  private final CheckRun checks;
  private final Storing storing;
  private @Nullable PingRun pings;
  private @Nullable MonitorConfig config;
  private MonitorStatus status;

  /**
   * The revision of the configuration that somebody knows; an older one says of nothing that it is
   * gone.
   */
  private long told;

  private boolean lookingForDeletion;

  private boolean lookingUnstored;

  /** The outage that somebody was told of before it was stored. */
  private @Nullable OutageId toldUnstored;

  /** The outage that has ended, as long as that is not stored. */
  private @Nullable OutageId overUnstored;

  public static Behavior<Command> create(MonitorRef ref, MonitorParts parts) {
    return Behaviors.setup(context -> new MonitorEntity(context, ref, parts));
  }

  private MonitorEntity(ActorContext<Command> context, MonitorRef ref, MonitorParts parts) {
    this.context = context;
    this.ref = ref;
    this.parts = parts;
    this.status = MonitorStatus.pending(ref, parts.clock().instant());
    this.checks = new CheckRun(context, ref, parts);
    this.storing = new Storing(context, ref, parts);
    if (parts.configuration().monitor(ref) instanceof Lookup.Found(MonitorConfig found)) {
      begin(found);
    }
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> typed, Command command) {
    return switch (command) {
      case Wake wake -> onWake(wake);
      case Get get -> onGet(get);
      case GetResults get -> onGetResults(get);
      case Pause pause ->
          onChange(
              new MonitorEvent.Paused(parts.clock().instant(), pause.by(), 0),
              new Unstored.Asker(pause.deadline(), pause.replyTo()));
      case Resume resume ->
          onChange(
              new MonitorEvent.Resumed(parts.clock().instant(), resume.by(), 0),
              new Unstored.Asker(resume.deadline(), resume.replyTo()));
      case SetState set -> onSetState(set);
      case CheckNow check -> onCheckNow(check);
      case Stop stop -> Behaviors.stopped();
      case ClockJumped jumped -> onClockJumped();
      case ReceivePing ping -> onPing(ping.ping(), ping.replyTo()::tell);
      case ReceivePingHere ping -> onPing(ping.ping(), ping.answer()::complete);
      case Unreceivable gap -> onUnreceivable(gap);
      case LastPingFound found -> onLastPingFound(found);
      case Late late -> onLate(late);
      case Due due -> onDue(due);
      case Checked checked -> onChecked(checked);
      case JournalAnswered answered -> onJournalAnswered(answered.answer());
      case RetryStoring retry -> onRetryStoring();
      case LookUnstored look -> onLookUnstored();
      case Refreshed refreshed -> onRefreshed(refreshed.behind());
      case LookForDeletion look -> onLookForDeletion();
      case DeletionRead read -> onDeletionRead(read);
    };
  }

  @Override
  public Behavior<Command> receiveSignal(TypedActorContext<Command> typed, Signal signal) {
    switch (signal) {
      case PostStop stop -> {
        checks.cancel();
        stopPings();
        parts.local().stopped(ref, context.getSelf());
      }
      case ChildFailed failed -> storing.journalFailed(failed.cause());
      case Terminated idle -> {
        storing.journalStopped();
        return unlessOver();
      }
      default -> {} // an open set: what else there is concerns others
    }
    return this;
  }

  // ---- configuration

  private void begin(MonitorConfig found) {
    config = found;
    status =
        parts.board().status(ref).orElseGet(() -> MonitorStatus.pending(ref, found.createdAt()));
    parts.local().started(ref, context.getSelf());
    if (!status.isStored()) {
      storing.takeOver(status); // seen by a node that could not store it any more
      toldUnstored = status.outage();
      lookUnstoredLater(PATIENCE);
    }
    checks.start(found, status);
    expectPings(found);
  }

  private Behavior<Command> onWake(Wake wake) {
    told = Math.max(told, wake.revision());
    if (parts.configuration().revisionOf(ref.organization()) < wake.revision()) {
      context.pipeToSelf(
          parts.configuration().refresh(ref.organization(), wake.revision()),
          // a failed one is tried again by the next wake
          (done, failed) -> new Refreshed(wake.behind()));
      return this;
    }
    return onRefreshed(wake.behind());
  }

  private Behavior<Command> onRefreshed(boolean behind) {
    if (behind) {
      storing.recover();
    }
    return switch (parts.configuration().monitor(ref)) {
      case Lookup.Found<MonitorConfig>(MonitorConfig found) -> configured(found);
      case Lookup.Unknown<MonitorConfig> gone -> removed();
      case Lookup.Incomplete<MonitorConfig> later -> this;
    };
  }

  private Behavior<Command> configured(MonitorConfig found) {
    if (config == null) {
      begin(found);
    } else if (config.revision() < found.revision()) {
      config = found;
      checks.reconfigured(found, status);
      expectPings(found);
    }
    return this;
  }

  private void expectPings(MonitorConfig found) {
    if (!(found.spec() instanceof HeartbeatSpec spec)) {
      stopPings();
    } else if (pings != null) {
      pings.reconfigured(spec);
    } else {
      pings =
          new PingRun(
              context,
              ref,
              parts,
              spec,
              new PingRun.Results(checks.ring(), checks.recorder()),
              new PingRun.Standing(() -> status, this::observe, storing::recover));
    }
  }

  private void stopPings() {
    if (pings != null) {
      pings.stop();
      pings = null;
    }
  }

  private Behavior<Command> removed() {
    if (config == null) {
      return unlessOver();
    }
    unwatch();
    storing.add(new MonitorEvent.Deleted(parts.clock().instant(), null, 0), null);
    return this;
  }

  private void unwatch() {
    checks.cancel();
    stopPings();
    config = null;
    parts.local().stopped(ref, context.getSelf());
  }

  /** Of a monitor that is gone nothing remains, once what its journal owes is handed over. */
  private Behavior<Command> unlessOver() {
    return config == null && isGone() && !lookingForDeletion && !storing.isAtWork()
        ? Behaviors.stopped()
        : this;
  }

  private boolean isGone() {
    return parts.configuration().revisionOf(ref.organization()) >= told
        && parts.configuration().monitor(ref) instanceof Lookup.Unknown;
  }

  // ---- questions and wishes

  private Behavior<Command> onGet(Get get) {
    if (config == null) {
      return unknown(get.replyTo());
    }
    get.replyTo()
        .tell(
            new Details(
                new MonitorDetails(
                    status,
                    checks.last(),
                    parts.region(),
                    checks.points(),
                    pings == null ? null : pings.details())));
    return this;
  }

  private Behavior<Command> onGetResults(GetResults get) {
    if (config == null) {
      return unknown(get.replyTo());
    }
    get.replyTo().tell(new Results(checks.points()));
    return this;
  }

  private Behavior<Command> onChange(MonitorEvent event, Unstored.Asker asker) {
    if (config == null) {
      return unknown(asker.replyTo());
    }
    storing.add(event, asker);
    return this;
  }

  private Behavior<Command> onSetState(SetState set) {
    if (config != null && !(config.spec() instanceof ManualSpec)) {
      set.replyTo().tell(new Refused("Only a manual monitor's state is set by hand."));
      return this;
    }
    Instant now = parts.clock().instant();
    MonitorEvent event =
        switch (set.outcome()) {
          case UP -> new MonitorEvent.WentUp(now, set.by(), 0);
          case DEGRADED -> new MonitorEvent.WentDegraded(now, set.message(), set.by(), 0);
          case DOWN ->
              new MonitorEvent.WentDown(OutageId.create(), now, set.message(), set.by(), 0);
          case UNKNOWN ->
              throw new IllegalArgumentException("Nobody can set that nothing is known");
        };
    return onChange(event, new Unstored.Asker(set.deadline(), set.replyTo()));
  }

  private Behavior<Command> onCheckNow(CheckNow check) {
    if (config == null) {
      return unknown(check.replyTo());
    }
    if (checks.isIdle()) {
      check.replyTo().tell(new Refused("This monitor has nothing to check."));
    } else if (status.status() == Status.PAUSED) {
      check.replyTo().tell(new Refused("The monitor is paused; resume it first."));
    } else {
      checks.now(check.replyTo());
    }
    return this;
  }

  private Behavior<Command> unknown(ActorRef<Reply> asker) {
    asker.tell(unknown());
    return this;
  }

  private static Reply unknown() {
    return new NotNow("This monitor's node does not know its configuration yet.");
  }

  // ---- pings

  private Behavior<Command> onPing(Ping ping, Consumer<Reply> answer) {
    if (pings == null) {
      answer.accept(unknown());
    } else {
      pings.received(ping, answer);
    }
    return this;
  }

  private Behavior<Command> onUnreceivable(Unreceivable gap) {
    if (pings != null) {
      pings.unreceivable(gap.from(), gap.to());
    }
    return this;
  }

  private Behavior<Command> onLastPingFound(LastPingFound found) {
    if (pings != null) {
      pings.found(found.found());
    }
    return this;
  }

  private Behavior<Command> onLate(Late late) {
    if (pings != null) {
      pings.late(late.ticket());
    }
    return this;
  }

  // ---- checks

  private Behavior<Command> onClockJumped() {
    checks.clockJumped(status);
    return this;
  }

  private Behavior<Command> onDue(Due due) {
    checks.due(due.ticket(), status);
    return this;
  }

  private Behavior<Command> onChecked(Checked checked) {
    checks
        .finished(checked, status)
        .ifPresent(
            event -> {
              observe(event);
              checks.schedule(status);
            });
    return this;
  }

  /** What the checks have confirmed is the status now, whether it can be stored or not. */
  private void observe(MonitorEvent event) {
    MonitorRecord seen = new MonitorRecord(status, status.since(), false, List.of());
    if (seen.decide(event, 0) instanceof MonitorRecord.Decision.Accepted(MonitorEvent accepted)) {
      StatusVersion version = status.version();
      say(
          seen.apply(accepted)
              .status()
              .with(new StatusVersion(version.sequence(), version.observed() + 1)));
      storing.add(accepted, null);
      lookUnstoredLater(PATIENCE);
    }
  }

  /** While the store is away, alerts learn from here what the journal cannot tell them. */
  private Behavior<Command> onLookUnstored() {
    lookingUnstored = false;
    if (status.isStored() || config == null) {
      overUnstored = null;
      return this;
    }
    tellOver();
    OutageId outage = status.outage();
    if (outage != null) {
      toldUnstored = outage;
      String cause = status.cause() == null ? "" : status.cause();
      parts
          .outages()
          .began(ref, outage, new OutageWatch.Told(status.since(), cause, null, 0, null));
    }
    lookUnstoredLater(LOOK_AGAIN);
    return this;
  }

  private void lookUnstoredLater(Duration delay) {
    if (!lookingUnstored) {
      lookingUnstored = true;
      Alarm.set(context, delay, new LookUnstored());
    }
  }

  private void tellOver() {
    if (overUnstored != null) {
      parts
          .outages()
          .ended(
              ref, overUnstored, new OutageWatch.Told(parts.clock().instant(), "", null, 0, null));
    }
  }

  private void say(MonitorStatus now) {
    OutageId before = status.outage();
    boolean isOver = before != null && !before.equals(now.outage());
    boolean wasTold = before != null && before.equals(toldUnstored);
    if (isOver && (wasTold || status.isStored())) {
      overUnstored = before;
    }
    status = now;
    parts.says().accept(now);
    if (isOver && wasTold) {
      toldUnstored = null;
      tellOver(); // at once: it recovered, or the journal knew better
    }
  }

  // ---- the journal

  private Behavior<Command> onJournalAnswered(MonitorJournal.Answer answer) {
    Storing.Left left = storing.answered(answer);
    if (answer.record().deleted()) {
      storing.answerAsker();
      unwatch();
      // what was read is handed over first, what was stored just now has been
      return answer instanceof MonitorJournal.Recovered ? this : Behaviors.stopped();
    }
    if (answer instanceof MonitorJournal.Recovered && maybeDeletedUnseen(answer.record())) {
      onLookForDeletion();
    }
    MonitorStatus now = after(answer.record().status(), left);
    if (config != null && !now.equals(status)) {
      boolean watchedDiffers =
          (now.status() == Status.PAUSED) != (status.status() == Status.PAUSED);
      Status before = status.status();
      say(now);
      if (watchedDiffers) {
        checks.restart(now);
      }
      if (pings != null) {
        pings.statusChanged(before, now.status());
      }
    }
    if (pings != null && answer instanceof MonitorJournal.Recovered) {
      pings.journalRead();
    }
    storing.answerAsker();
    storing.next();
    return this;
  }

  /**
   * A status that is shown as seen after the journal's last event cannot be taken back without a
   * further event: so it is not shown as that before the journal has judged it.
   */
  private MonitorStatus after(MonitorStatus stored, Storing.Left left) {
    return switch (left) {
      case NOTHING -> stored;
      case SEEN_AFTER ->
          status.with(new StatusVersion(stored.version().sequence(), storing.observed()));
      case UNJUDGED -> status;
    };
  }

  /** Whether nobody may have run who could have stored that the monitor was deleted. */
  private boolean maybeDeletedUnseen(MonitorRecord read) {
    return config == null
        && read.status().version().sequence() > 0
        && isGone()
        && !lookingForDeletion;
  }

  /** A monitor that is not known here may be gone, or newer than what is known: the tables say. */
  private Behavior<Command> onLookForDeletion() {
    lookingForDeletion = true;
    context.pipeToSelf(parts.configuration().wasDeleted(ref), DeletionRead::new);
    return this;
  }

  private Behavior<Command> onDeletionRead(DeletionRead read) {
    if (read.failure() != null) {
      parts.store().failed(read.failure());
      Alarm.set(context, LOOK_AGAIN, new LookForDeletion());
      return this;
    }
    lookingForDeletion = false;
    if (config == null && Boolean.TRUE.equals(read.isDeleted())) {
      storing.add(new MonitorEvent.Deleted(parts.clock().instant(), null, 0), null);
    }
    return unlessOver();
  }

  private Behavior<Command> onRetryStoring() {
    storing.retry();
    return unlessOver();
  }
}
