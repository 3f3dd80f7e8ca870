package dev.tocsin.monitor;

import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Outcome;
import dev.tocsin.tenancy.Author;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The monitors of all organizations, wherever in the cluster they run. Every stage fails with
 * {@link StoreUnavailableException} where the cluster or the store does not answer in time (and
 * then nothing of it happens later), and with {@link ConflictException} where the monitor's state
 * forbids it. The caller has looked the monitor up in the node's configuration before.
 */
public interface Monitors {
  CompletionStage<MonitorDetails> details(MonitorRef monitor);

  /** The last 60 results, newest first: of the details what lists show. */
  CompletionStage<List<MonitorDetails.Point>> results(MonitorRef monitor);

  /** Completes when the pause is stored; a monitor that is paused stays so. */
  CompletionStage<MonitorStatus> pause(MonitorRef monitor, Author by);

  CompletionStage<MonitorStatus> resume(MonitorRef monitor, Author by);

  /** Sets a manual monitor's state; completes when it is stored. */
  CompletionStage<MonitorStatus> setState(
      MonitorRef monitor, Outcome outcome, String message, Author by);

  /** Completes when the ping counts and is stored where it had to be. */
  CompletionStage<Void> ping(MonitorRef monitor, Ping ping);

  /** Checks now, beside the schedule; the result counts like any other. */
  CompletionStage<CheckResult> check(MonitorRef monitor);
}
