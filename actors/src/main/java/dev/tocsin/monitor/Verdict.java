package dev.tocsin.monitor;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** What the latest results mean for a monitor's status. */
public sealed interface Verdict {
  /** The results agree with the status. */
  record Same() implements Verdict {}

  /** They differ, but not often enough in a row: look again soon. */
  record Unconfirmed() implements Verdict {}

  /** The status changes by this event. */
  record Changed(MonitorEvent event) implements Verdict {}

  /**
   * @param runs with {@code latest} among them
   * @param newOutage names the outage where one begins
   */
  static Verdict of(
      Status status, Runs runs, CheckResult latest, Timing timing, Supplier<OutageId> newOutage) {
    if (latest.outcome() == Outcome.UNKNOWN) {
      return new Same();
    }
    Optional<MonitorEvent> event =
        switch (status) {
          case PENDING -> first(runs, latest, timing, newOutage);
          case UP -> down(runs, latest, timing, newOutage).or(() -> degraded(runs, latest, timing));
          case DEGRADED -> down(runs, latest, timing, newOutage).or(() -> recovered(runs, timing));
          case DOWN -> recovered(runs, timing).or(() -> half(runs, latest, timing));
          case PAUSED -> Optional.empty();
        };
    if (event.isPresent()) {
      return new Changed(event.get());
    }
    return agrees(status, latest.outcome()) ? new Same() : new Unconfirmed();
  }

  /** A first good answer is believed at once: there is nothing that it could contradict. */
  private static Optional<MonitorEvent> first(
      Runs runs, CheckResult latest, Timing timing, Supplier<OutageId> newOutage) {
    return switch (latest.outcome()) {
      case UP -> Optional.of(new MonitorEvent.WentUp(latest.at(), null, 0));
      case DEGRADED ->
          Optional.of(new MonitorEvent.WentDegraded(latest.at(), cause(latest), null, 0));
      case DOWN -> down(runs, latest, timing, newOutage);
      case UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<MonitorEvent> down(
      Runs runs, CheckResult latest, Timing timing, Supplier<OutageId> newOutage) {
    return confirmed(runs.down(), timing.confirmations())
        .map(since -> new MonitorEvent.WentDown(newOutage.get(), since, cause(latest), null, 0));
  }

  private static Optional<MonitorEvent> degraded(Runs runs, CheckResult latest, Timing timing) {
    return confirmed(runs.notUp(), timing.confirmations())
        .map(since -> new MonitorEvent.WentDegraded(since, cause(latest), null, 0));
  }

  private static Optional<MonitorEvent> recovered(Runs runs, Timing timing) {
    return confirmed(runs.up(), timing.recoveryConfirmations())
        .map(since -> new MonitorEvent.WentUp(since, null, 0));
  }

  /** Out of an outage, but not well: degraded answers among the good ones, or nothing but them. */
  private static Optional<MonitorEvent> half(Runs runs, CheckResult latest, Timing timing) {
    return confirmed(runs.notDown(), timing.recoveryConfirmations())
        .filter(since -> latest.outcome() == Outcome.DEGRADED)
        .map(since -> new MonitorEvent.WentDegraded(since, cause(latest), null, 0));
  }

  private static Optional<Instant> confirmed(Runs.Run run, int needed) {
    return run.length() >= needed ? Optional.of(run.since()) : Optional.empty();
  }

  private static boolean agrees(Status status, Outcome outcome) {
    return switch (status) {
      case UP -> outcome == Outcome.UP;
      case DEGRADED -> outcome == Outcome.DEGRADED;
      case DOWN -> outcome == Outcome.DOWN;
      case PENDING, PAUSED -> false;
    };
  }

  private static String cause(CheckResult result) {
    String error = result.error();
    return error == null ? "The check failed without saying why." : error;
  }
}
