package dev.tocsin.monitor;

import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.history.Recorder;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.ManualSpec;
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
  private static final long NEVER = Long.MAX_VALUE;

  private final ActorContext<MonitorEntity.Command> context;
  private final MonitorRef ref;
  private final MonitorParts parts;
  private final ResultRing ring = new ResultRing();
  private final Recorder recorder;
  private List<ActorRef<MonitorEntity.Reply>> askers = List.of();
  private @Nullable MonitorConfig config;
  private @Nullable LastResult last;
  private @Nullable Cancellable timer;

  /** In milliseconds since the epoch. */
  private long due = NEVER;

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
    answer(new MonitorEntity.NotNow("The monitor stopped meanwhile."));
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
    return last == null ? null : last.result();
  }

  List<MonitorDetails.Point> points() {
    return ring.points();
  }

  /** The wall clock jumped: what is overdue by it is checked soon, the rest on its grid. */
  void clockJumped(MonitorStatus status) {
    Instant now = parts.clock().instant();
    if (config != null && now.toEpochMilli() >= due) {
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
    List<ActorRef<MonitorEntity.Reply>> more = new ArrayList<>(askers);
    more.add(asker);
    askers = more;
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
    last = LastResult.of(result);
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
    due = NEVER;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    if (status.status() == Status.PAUSED || isIdle()) {
      return;
    }
    due = at.toEpochMilli();
    Duration delay = Duration.between(parts.clock().instant(), at);
    timer = Alarm.set(context, delay, new MonitorEntity.Due(ticket));
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
    List<ActorRef<MonitorEntity.Reply>> all = askers;
    askers = List.of();
    all.forEach(asker -> asker.tell(reply));
  }
}
