package dev.tocsin.http.api;

import dev.tocsin.ConflictException;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.Json;
import dev.tocsin.http.ping.PingJson;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.Outcome;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What is done with a monitor, and what it has seen. */
public final class MonitorActionsApi {
  private static final int LONGEST_MESSAGE = 500;
  private static final List<Outcome> SETTABLE = List.of(Outcome.UP, Outcome.DEGRADED, Outcome.DOWN);

  private final StatusBoard board;
  private final Monitors monitors;
  private final CheckKinds kinds;
  private final MonitorReader reader;
  private final MonitorJson json;
  private final InstantSource time;
  private final Found found;
  private final TestChecks tests;

  MonitorActionsApi(ApiParts parts) {
    NodeConfiguration configuration = parts.configuration();
    this.board = parts.board();
    this.monitors = parts.monitors().entities();
    this.kinds = parts.monitors().kinds();
    this.reader = new MonitorReader(kinds, parts.monitors().region());
    this.json = new MonitorJson(parts);
    this.tests = parts.monitors().tests();
    this.time = parts.time();
    this.found = new Found(configuration);
  }

  List<Operation> operations() {
    String one = MonitorApi.PATH + "/{id}";
    var reads = Operation.needs(Role.VIEWER);
    var responds = Operation.needs(Role.RESPONDER);
    return List.of(
        Operation.post(
            "testMonitor", MonitorApi.PATH + "/test", Operation.needs(Role.ADMIN), this::test),
        Operation.order("pauseMonitor", one + "/pause", responds, this::pause),
        Operation.order("resumeMonitor", one + "/resume", responds, this::resume),
        Operation.order("checkMonitor", one + "/check", responds, this::check),
        Operation.post("setMonitorState", one + "/state", responds, this::setState),
        Operation.get("listPings", one + "/pings", reads, this::pings));
  }

  private CompletionStage<HttpResponse> pause(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    return changed(monitor, monitors.pause(monitor.ref(), request.author()));
  }

  private CompletionStage<HttpResponse> resume(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    return changed(monitor, monitors.resume(monitor.ref(), request.author()));
  }

  private CompletionStage<HttpResponse> setState(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    Input input = request.input();
    Outcome outcome = input.choice("status", SETTABLE).orElse(Outcome.UP);
    if (!input.has("status")) {
      input.missing("status", "up, degraded or down");
    }
    String message = input.optionalText("message", LONGEST_MESSAGE).orElse("Set by hand.");
    input.finish();
    if (!(monitor.spec() instanceof ManualSpec)) {
      throw new ConflictException(
          "This monitor's state comes from its checks; only a manual monitor's can be set.");
    }
    return changed(monitor, monitors.setState(monitor.ref(), outcome, message, request.author()));
  }

  /** The writer's next list shows what was written, whichever node the monitor runs on. */
  private CompletionStage<HttpResponse> changed(
      MonitorConfig monitor, CompletionStage<MonitorStatus> change) {
    return change.thenApply(
        status -> {
          board.publish(status);
          return Json.response(200, json.listed(monitor, status));
        });
  }

  private CompletionStage<HttpResponse> check(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    if (!kinds.isChecked(monitor.spec())) {
      throw new ConflictException(
          monitor.spec() instanceof HeartbeatSpec
              ? "A heartbeat has no checks; it waits for pings."
              : "A manual monitor has no checks; set its state instead.");
    }
    return monitors
        .check(monitor.ref())
        .thenApply(result -> Json.response(200, json.result(result)));
  }

  private CompletionStage<HttpResponse> test(ApiRequest request) {
    MonitorReader.Draft draft = reader.readUnnamed(request.body());
    if (!kinds.isChecked(draft.spec())) {
      throw new InvalidInputException(
          "type", "A " + draft.spec().type() + " monitor has no checks to test.");
    }
    return tests
        .check(draft.spec(), draft.timing().timeout())
        .thenApply(result -> Json.response(200, json.result(result)));
  }

  private CompletionStage<HttpResponse> pings(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    Span span = Span.of(request, Instant.EPOCH, time.instant());
    int limit = request.limit();
    if (!(monitor.spec() instanceof HeartbeatSpec)) {
      throw new ConflictException("Only a heartbeat has pings.");
    }
    return monitors
        .details(monitor.ref())
        .thenApply(
            details ->
                Answers.list(
                    pings(details).stream()
                        .filter(ping -> span.contains(ping.at()))
                        .limit(limit)
                        .map(PingJson::of)
                        .toList()));
  }

  private static List<Ping> pings(MonitorDetails details) {
    MonitorDetails.Heartbeat heartbeat = details.heartbeat();
    return heartbeat == null ? List.of() : heartbeat.pings();
  }
}
