package dev.tocsin.monitor;

import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.history.Recorder;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** A monitor's checks: one at a time, at its times, and what the latest of them said. */
final class CheckRun {
  private final ActorContext<MonitorEntity.Command> context;
  private final MonitorRef ref;
  private final MonitorParts parts;
  private final ResultRing ring = new ResultRing();
  private final Recorder recorder;
  private final List<ActorRef<MonitorEntity.Reply>> askers = new ArrayList<>(0);
  private @Nullable MonitorConfig config;
  private @Nullable CheckResult last;
  private @Nullable Cancellable timer;
  private @Nullable Instant due;
  private Runs runs = Runs.NONE;
  private boolean unconfirmed;
  private boolean inFlight;

  /** Counts what makes a running check's result meaningless: a pause, another specification. */
  private int generation;

  private int ticket;

  CheckRun(ActorContext<MonitorEntity.Command> context, MonitorRef ref, MonitorParts parts) {
    this.context = context;
    this.ref = ref;
    this.parts = parts;
    this.recorder = parts.results().recorder(ref);
  }

  void start(MonitorConfig found, MonitorStatus status) {
    config = found;
    begin(status);
  }

  /** Begins anew: nothing that was seen before counts towards a confirmation. */
  void restart(MonitorStatus status) {
    generation++;
    runs = Runs.NONE;
    unconfirmed = false;
    begin(status);
  }

  void reconfigured(MonitorConfig found, MonitorStatus status) {
    MonitorConfig before = config;
    config = found;
    if (before == null || !before.spec().equals(found.spec())) {
      restart(status);
    } else if (!before.timing().equals(found.timing())) {
      schedule(status);
    }
  }

  void cancel() {
    config = null;
    generation++;
    ticket++;
    if (timer != null) {
      timer.cancel();
    }
    askers.forEach(asker -> asker.tell(new MonitorEntity.NotNow("The monitor stopped meanwhile.")));
    askers.clear();
  }

  /** Whether nothing is asked. */
  boolean isIdle() {
    return config != null
        && (config.spec() instanceof ManualSpec || config.spec() instanceof HeartbeatSpec);
  }

  ResultRing ring() {
    return ring;
  }

  Recorder recorder() {
    return recorder;
  }

  @Nullable CheckResult last() {
    return last;
  }

  List<MonitorDetails.Point> points() {
    return ring.points();
  }

  /** The wall clock jumped: what is overdue by it is checked soon, the rest on its grid. */
  void clockJumped(MonitorStatus status) {
    Instant now = parts.clock().instant();
    if (config != null && due != null && !now.isBefore(due)) {
      setTimer(CheckTimes.first(ref, config.timing().interval(), now), status);
    } else {
      schedule(status);
    }
  }

  /** Sets the timer for the next check after now, on the grid or for a second look. */
  void schedule(MonitorStatus status) {
    if (config != null) {
      Instant now = parts.clock().instant();
      Duration interval = config.timing().interval();
      Instant onGrid = CheckTimes.next(ref, interval, now);
      Instant again = CheckTimes.recheck(interval, now);
      setTimer(unconfirmed && again.isBefore(onGrid) ? again : onGrid, status);
    }
  }

  void due(int rung, MonitorStatus status) {
    if (rung != ticket) {
      return; // of a timer that was set anew
    }
    if (inFlight) {
      schedule(status); // late: this tick is skipped
    } else {
      check();
    }
  }

  void now(ActorRef<MonitorEntity.Reply> asker) {
    askers.add(asker);
    if (!inFlight) {
      check();
    }
  }

  /** Takes a check's result in; answers the change of status that it confirms. */
  Optional<MonitorEvent> finished(MonitorEntity.Checked checked, MonitorStatus status) {
    inFlight = false;
    CheckResult result = checked.result();
    if (result == null) {
      context.getLog().error("A check of {} broke inside Tocsin", ref.entityId(), checked.defect());
      answer(new MonitorEntity.NotNow("The check broke inside Tocsin; its log says how."));
      schedule(status);
      return Optional.empty();
    }
    if (config == null) {
      return Optional.empty(); // whoever asked was told so by cancel()
    }
    if (checked.generation() != generation) {
      beginAnew(status); // asked before a pause or a change: it says nothing of what is asked now
      return Optional.empty();
    }
    answer(new MonitorEntity.Result(result));
    if (!parts.trusted().getAsBoolean()) {
      schedule(status);
      return Optional.empty();
    }
    ring.add(result);
    recorder.record(result, config.timing().nextWithin());
    last = slim(result);
    runs = runs.with(result);
    return switch (Verdict.of(status.status(), runs, result, config.timing(), OutageId::create)) {
      case Verdict.Same same -> unchanged(false, status);
      case Verdict.Unconfirmed different -> unchanged(true, status);
      case Verdict.Changed(MonitorEvent event) -> {
        unconfirmed = false;
        yield Optional.of(event);
      }
    };
  }

  private void beginAnew(MonitorStatus status) {
    if (status.status() == Status.PAUSED || isIdle()) {
      answer(new MonitorEntity.Refused("The monitor is not checked any more."));
    }
    begin(status);
    if (!askers.isEmpty()) {
      check();
    }
  }

  private Optional<MonitorEvent> unchanged(boolean lookAgain, MonitorStatus status) {
    unconfirmed = lookAgain;
    schedule(status);
    return Optional.empty();
  }

  private void begin(MonitorStatus status) {
    if (config != null) {
      Instant now = parts.clock().instant();
      boolean isNew = status.status() == Status.PENDING;
      setTimer(isNew ? now : CheckTimes.first(ref, config.timing().interval(), now), status);
    }
  }

  private void setTimer(Instant at, MonitorStatus status) {
    ticket++;
    due = null;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (status.status() == Status.PAUSED || isIdle()) {
      return;
    }
    due = at;
    Duration delay = Duration.between(parts.clock().instant(), at);
    timer =
        context.scheduleOnce(
            delay.isNegative() ? Duration.ZERO : delay,
            context.getSelf(),
            new MonitorEntity.Due(ticket));
  }

  private void check() {
    if (config == null) {
      return;
    }
    inFlight = true;
    int asked = generation;
    context.pipeToSelf(
        parts.checks().check(config.spec(), config.timing().timeout()),
        (result, defect) -> new MonitorEntity.Checked(asked, result, defect));
  }

  private void answer(MonitorEntity.Reply reply) {
    askers.forEach(asker -> asker.tell(reply));
    askers.clear();
  }

  /** What is well needs no proof; a hundred thousand bodies would not fit into memory. */
  private static CheckResult slim(CheckResult result) {
    if (result.outcome() != Outcome.UP) {
      return result;
    }
    Evidence all = result.evidence();
    Evidence few =
        new Evidence(
            all.address(),
            all.httpStatus(),
            List.of(),
            null,
            List.of(),
            all.certificateEnds(),
            all.facts());
    return new CheckResult(result.at(), result.outcome(), result.error(), result.phases(), few);
  }
}
