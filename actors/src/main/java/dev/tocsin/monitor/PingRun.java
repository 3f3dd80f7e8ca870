package dev.tocsin.monitor;

import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.history.Recorder;
import dev.tocsin.input.Durations;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * A heartbeat's pings: what they say of its status, which of them must be stored before they are
 * answered, and the timer for the one that does not come.
 */
final class PingRun {
  /** A timer that rings later than this says that the node stood still, not that nobody called. */
  private static final Duration PUNCTUAL = Duration.ofSeconds(2);

  private static final MonitorEntity.Reply RECEIVED = new MonitorEntity.Received();

  /** How a monitor's status is known and changed. */
  record Standing(
      Supplier<MonitorStatus> status, Consumer<MonitorEvent> observe, Runnable readJournal) {}

  /** Where what was heard is left: the last in memory, all in the node's log. */
  record Results(ResultRing ring, Recorder recorder) {
    void add(Instant at, Outcome outcome, @Nullable String error, long micros) {
      ring.add(at, outcome, micros);
      Phases phases = new Phases(null, null, null, null, null, micros);
      // nobody owes the next ping by then: its deadline is the heartbeat's own
      recorder.record(new CheckResult(at, outcome, error, phases, Evidence.NONE), Duration.ZERO);
    }
  }

  private final ActorContext<MonitorEntity.Command> context;
  private final MonitorRef ref;
  private final MonitorParts parts;
  private final Standing standing;
  private final Results results;
  private final PingLog log;
  private final Instant begunAt;
  private final List<Ping> early = new ArrayList<>(0);
  private HeartbeatSpec spec;
  private Beats beats = Beats.NONE;
  private boolean loaded;
  private boolean signUntold;
  private @Nullable Cancellable timer;
  private @Nullable Instant rings;
  private int ticket;

  /** Begins to read what is stored; pings are taken at once. */
  PingRun(
      ActorContext<MonitorEntity.Command> context,
      MonitorRef ref,
      MonitorParts parts,
      HeartbeatSpec spec,
      Results results,
      Standing standing) {
    this.context = context;
    this.ref = ref;
    this.parts = parts;
    this.spec = spec;
    this.results = results;
    this.standing = standing;
    this.log = new PingLog(parts.pings().room());
    this.begunAt = parts.clock().instant();
    ActorRef<LastPingWriter.Found> found =
        context.messageAdapter(LastPingWriter.Found.class, MonitorEntity.LastPingFound::new);
    parts.pings().writer().tell(new LastPingWriter.Find(ref, found));
  }

  // ---- what was known before

  void found(LastPingWriter.Found found) {
    if (loaded) {
      return;
    }
    loaded = true;
    LastPing row = found.row();
    if (row != null) {
      beats = row.beats();
      if (log.last() == null) {
        log.add(row.ping());
      }
      resumeWhereItWas();
      count(found.late());
      for (Ping ping : early) {
        // the row may be that of an early one already
        if (ping.at().isAfter(row.ping().at())) {
          beats = beats.received(ping);
        }
      }
      if (!beats.equals(row.beats()) && spec.everyPingCounts()) {
        remember();
      }
      signUntold = isUntold(beats.sign());
    }
    early.clear();
    if (signUntold) {
      standing.readJournal().run();
    }
    schedule();
  }

  /** It was resumed after the last ping, and nobody has pinged since. */
  private void resumeWhereItWas() {
    MonitorStatus now = standing.status().get();
    Beats.Sign sign = beats.sign();
    if (sign != null && now.status() == Status.PENDING && now.since().isAfter(sign.at())) {
      beats = beats.expectingFrom(now.since());
    }
  }

  /** What is expected changed without a ping: the next owner must know it too. */
  private void remember() {
    Ping last = log.last();
    if (last != null && beats.sign() != null) {
      parts
          .pings()
          .writer()
          .tell(new LastPingWriter.Keep(new LastPing(ref, last, beats), nobodyWaits -> {}));
    }
  }

  /** Nobody is late for a ping that may have been lost, or was known to a node that died. */
  private void count(boolean readLate) {
    Instant heard = readLate ? parts.clock().instant() : begunAt;
    // what arrived while this began was not lost
    if (!early.isEmpty() && early.getFirst().at().isBefore(heard)) {
      heard = early.getFirst().at();
    }
    if (spec.everyPingCounts()) {
      Instant lostSince = readLate ? Instant.EPOCH : parts.pings().reception().lostSince(begunAt);
      beats = beats.unreceivable(lostSince, heard, spec);
    } else {
      beats = beats.countingFrom(heard);
    }
  }

  private boolean isUntold(Beats.@Nullable Sign sign) {
    MonitorStatus now = standing.status().get();
    return sign != null && sign.at().isAfter(now.since()) && change(sign, now).isPresent();
  }

  /** The journal has said what is certain: a ping that was stored and not told is told now. */
  void journalRead() {
    Beats.Sign sign = beats.sign();
    if (signUntold && sign != null) {
      signUntold = false;
      MonitorStatus now = standing.status().get();
      if (isUntold(sign)) {
        change(sign, now).ifPresent(standing.observe());
      }
      schedule();
    }
  }

  // ---- pings

  /**
   * @param answer is told when the ping counts, and is stored where it has to be
   */
  void received(Ping arrived, Consumer<MonitorEntity.Reply> answer) {
    Ping ping = inOrder(arrived);
    boolean first = beats.sign() == null;
    beats = beats.received(ping);
    if (ping.kind().isSignOfLife()) {
      beats = beats.withoutOverdue(ping.at(), spec);
      ping = ping.lasting(beats.ranFor());
    }
    log.add(ping);
    if (!loaded) {
      early.add(ping);
    }
    Optional<MonitorEvent> event = Optional.empty();
    Beats.Sign sign = beats.sign();
    if (ping.kind().isSignOfLife() && sign != null) {
      signUntold = false;
      results.add(ping.at(), outcome(ping.kind()), ping.cause(), micros(ping));
      event = change(sign, standing.status().get());
      event.ifPresent(standing.observe());
    }
    schedule();
    if (mustBeStored(ping, first, event.isPresent())) {
      parts.pings().writer().tell(new LastPingWriter.Keep(new LastPing(ref, ping, beats), answer));
    } else {
      answer.accept(RECEIVED);
    }
  }

  private static long micros(Ping ping) {
    return ping.took() == null ? 0 : ping.took().toNanos() / 1_000;
  }

  private Ping inOrder(Ping ping) {
    Ping before = log.last();
    Ping after = ping.after(before);
    return before != null && after.at().isBefore(before.at()) ? after.at(before.at()) : after;
  }

  /** Whether forgetting it could cause a false alarm, or hide a true one. */
  private boolean mustBeStored(Ping ping, boolean first, boolean changesStatus) {
    return switch (ping.kind()) {
      case LOG -> false;
      case START, FAIL, DEGRADED -> true;
      case SUCCESS ->
          first
              || !loaded
              || changesStatus
              || ping.exitStatus() != null
              || beats.ranFor() != null
              || spec.everyPingCounts();
    };
  }

  private static Optional<MonitorEvent> change(Beats.Sign sign, MonitorStatus now) {
    if (now.status() == Status.PAUSED) {
      return Optional.empty();
    }
    String cause = sign.cause() == null ? "" : sign.cause();
    return switch (sign.kind()) {
      case SUCCESS ->
          unless(now.status() == Status.UP, new MonitorEvent.WentUp(sign.at(), null, 0));
      case DEGRADED ->
          unless(
              now.status() == Status.DEGRADED,
              new MonitorEvent.WentDegraded(sign.at(), cause, null, 0));
      case FAIL ->
          unless(
              now.status() == Status.DOWN,
              new MonitorEvent.WentDown(OutageId.create(), sign.at(), cause, null, 0));
      case START, LOG -> Optional.empty();
    };
  }

  private static Optional<MonitorEvent> unless(boolean known, MonitorEvent event) {
    return known ? Optional.empty() : Optional.of(event);
  }

  private static Outcome outcome(Ping.Kind kind) {
    return switch (kind) {
      case SUCCESS -> Outcome.UP;
      case DEGRADED -> Outcome.DEGRADED;
      case FAIL -> Outcome.DOWN;
      case START, LOG -> Outcome.UNKNOWN;
    };
  }

  // ---- the ping that does not come

  /** Sets the timer for the deadline, unless it rings before: then it looks again. */
  private void schedule() {
    Status status = standing.status().get().status();
    Optional<Beats.Deadline> deadline =
        !loaded || signUntold || status == Status.DOWN || status == Status.PAUSED
            ? Optional.empty()
            : beats.deadline(spec);
    if (deadline.isEmpty()) {
      stopTimer();
    } else if (rings == null || deadline.get().at().isBefore(rings)) {
      ringAt(deadline.get().at());
    }
  }

  private void ringAt(Instant at) {
    stopTimer();
    Instant now = parts.clock().instant();
    Instant then = at.isBefore(now) ? now : at;
    rings = then;
    timer = Alarm.set(context, Duration.between(now, then), new MonitorEntity.Late(ticket));
  }

  private void stopTimer() {
    ticket++;
    rings = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  void late(int rung) {
    Instant planned = rings;
    if (rung != ticket || planned == null) {
      return;
    }
    stopTimer();
    Optional<Beats.Deadline> deadline = beats.deadline(spec);
    if (deadline.isEmpty()) {
      return;
    }
    Instant now = parts.clock().instant();
    if (now.isBefore(deadline.get().at())) {
      schedule();
    } else if (now.isAfter(planned.plus(PUNCTUAL)) || !parts.trusted().getAsBoolean()) {
      // pings may wait to be read, and the news that none could be received
      ringAt(now.plus(PUNCTUAL));
    } else {
      onLate(deadline.get());
    }
  }

  private void onLate(Beats.Deadline deadline) {
    Beats.Run run = deadline.run();
    String cause = run == null ? lateSentence() : overdueSentence(run);
    if (run != null) {
      beats = beats.overdue(run);
    }
    results.add(deadline.at(), Outcome.DOWN, cause, 0);
    standing
        .observe()
        .accept(new MonitorEvent.WentDown(OutageId.create(), deadline.at(), cause, null, 0));
    schedule();
  }

  private String lateSentence() {
    Beats.Sign sign = beats.sign();
    return sign == null
        ? "No ping came in time"
        : "No ping came in time; the last one was at " + second(sign.at());
  }

  private String overdueSentence(Beats.Run run) {
    return "The run that began at "
        + second(run.since())
        + " did not end within "
        + Durations.format(spec.runLimit());
  }

  private static Instant second(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS);
  }

  // ---- what else changes

  void reconfigured(HeartbeatSpec now) {
    boolean sameTimes =
        spec.schedule().equals(now.schedule())
            && spec.grace().equals(now.grace())
            && spec.runLimit().equals(now.runLimit());
    spec = now;
    if (!sameTimes) {
      beats = beats.countingFrom(parts.clock().instant());
      remember();
      stopTimer();
      schedule();
    }
  }

  /** The status changed by a person's wish. */
  void statusChanged(Status before, Status now) {
    if (before == Status.PAUSED && now != Status.PAUSED) {
      beats = beats.expectingFrom(parts.clock().instant());
      remember();
    }
    schedule();
  }

  void unreceivable(Instant from, Instant to) {
    if (loaded) {
      Beats before = beats;
      beats = beats.unreceivable(from, to, spec);
      if (!beats.equals(before)) {
        remember();
      }
      stopTimer();
      schedule();
    }
  }

  void stop() {
    stopTimer();
    log.clear();
  }

  MonitorDetails.Heartbeat details() {
    return new MonitorDetails.Heartbeat(
        beats, log.all(), beats.deadline(spec).map(Beats.Deadline::at).orElse(null));
  }
}
