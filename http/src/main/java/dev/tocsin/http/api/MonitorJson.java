package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.http.Json;
import dev.tocsin.http.ping.PingJson;
import dev.tocsin.maintenance.Maintenances;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Outage;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Phases;
import dev.tocsin.uptime.Timelines;
import dev.tocsin.uptime.Uptime;
import dev.tocsin.uptime.Uptimes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Monitors as the API shows them. */
public final class MonitorJson {
  private static final double MICROSECONDS = 1000.0;

  private final MonitorForm form;
  private final String region;
  private final String publicUrl;
  private final Timelines timelines;
  private final Maintenances maintenances;
  private final InstantSource time;

  MonitorJson(ApiParts parts) {
    this.region = parts.monitors().region();
    this.form = new MonitorForm(parts.monitors().kinds(), region);
    this.timelines = parts.monitors().timelines();
    this.maintenances = new Maintenances(parts.configuration());
    this.time = parts.time();
    this.publicUrl = parts.tenancy().publicUrl().toString();
  }

  /** What people configure, which is also what a patch is applied to. */
  ObjectNode configured(MonitorConfig monitor) {
    return form.of(monitor);
  }

  /** As lists show it: without the last check, which only the monitor itself knows. */
  ObjectNode listed(MonitorConfig monitor, MonitorStatus status) {
    ObjectNode json = Json.object();
    json.put("id", monitor.ref().monitor().toString());
    json.setAll(configured(monitor));
    addStatus(json, status);
    json.set("maintenance", MaintenanceApi.over(maintenances, monitor, time.instant()));
    json.set("uptime", uptimes(timelines.uptimes(monitor.ref())));
    json.put("createdAt", Json.time(monitor.createdAt()));
    return json;
  }

  /**
   * @param keys whether the reader may see what pings are sent with
   */
  ObjectNode whole(
      MonitorConfig monitor, MonitorStatus status, @Nullable MonitorDetails details, boolean keys) {
    ObjectNode json = listed(monitor, status);
    if (monitor.spec() instanceof HeartbeatSpec spec) {
      addHeartbeat(json, monitor, spec, details, keys);
    }
    CheckResult last = details == null ? null : details.lastCheck();
    json.set("lastCheck", details == null || last == null ? null : result(last, details.region()));
    return json;
  }

  private void addHeartbeat(
      ObjectNode json,
      MonitorConfig monitor,
      HeartbeatSpec spec,
      @Nullable MonitorDetails details,
      boolean keys) {
    HeartbeatSpec.Keys known = keys ? spec.keys() : null;
    json.put("pingUrl", known == null ? null : publicUrl + "/ping/" + known.ping());
    json.put("pushUrl", known == null ? null : publicUrl + "/api/push/" + known.push());
    json.put("serviceId", monitor.ref().monitor().toString());
    json.put("apiKey", known == null ? null : known.apiKey());
    MonitorDetails.Heartbeat heartbeat = details == null ? null : details.heartbeat();
    List<Ping> pings = heartbeat == null ? List.of() : heartbeat.pings();
    json.set("lastPing", pings.isEmpty() ? null : PingJson.of(pings.getFirst()));
    json.put("expectedBy", heartbeat == null ? null : text(heartbeat.expectedBy()));
    ArrayNode runs = json.putArray("runs");
    if (heartbeat != null) {
      heartbeat
          .beats()
          .runs()
          .forEach(
              run ->
                  runs.addObject()
                      .put("run", run.id() == null ? null : run.id().toString())
                      .put("since", Json.time(run.since())));
    }
  }

  /** Null where nothing was observed in that time. */
  private static ObjectNode uptimes(Uptimes uptimes) {
    return Json.object()
        .put("day", percent(uptimes.day()))
        .put("week", percent(uptimes.week()))
        .put("month", percent(uptimes.month()))
        .put("quarter", percent(uptimes.quarter()));
  }

  private static @Nullable Double percent(Uptime uptime) {
    return uptime.percent().orElse(null);
  }

  /** What an event tells of a monitor. */
  static ObjectNode status(MonitorStatus status) {
    ObjectNode json = Json.object().put("id", status.ref().monitor().toString());
    addStatus(json, status);
    return json;
  }

  private static void addStatus(ObjectNode json, MonitorStatus status) {
    json.put("status", Json.name(status.status()));
    json.put("since", Json.time(status.since()));
    json.put("cause", status.cause());
    json.put("outage", status.outage() == null ? null : status.outage().toString());
    json.put("stored", status.isStored());
  }

  ObjectNode result(CheckResult result) {
    return result(result, region);
  }

  private static ObjectNode result(CheckResult result, String region) {
    ObjectNode json = Json.object();
    json.put("at", Json.time(result.at()));
    json.put("region", region);
    json.put("outcome", Json.name(result.outcome()));
    json.put("error", result.error());
    json.set("phases", phases(result.phases()));
    json.set("evidence", evidence(result.evidence()));
    return json;
  }

  static ObjectNode recorded(RecordedResult result) {
    ObjectNode json = Json.object();
    json.put("at", Json.time(result.at()));
    json.put("region", result.region());
    json.put("outcome", Json.name(result.outcome()));
    json.put("error", result.error());
    json.put("total", result.phases().total() / MICROSECONDS);
    json.set("phases", phases(result.phases()));
    return json;
  }

  static ObjectNode outage(Outage outage) {
    return Json.object()
        .put("id", outage.id().toString())
        .put("startedAt", Json.time(outage.startedAt()))
        .put("endedAt", text(outage.endedAt()))
        .put("cause", outage.cause());
  }

  private static ObjectNode phases(Phases phases) {
    return Json.object()
        .put("dns", milliseconds(phases.dns()))
        .put("connect", milliseconds(phases.connect()))
        .put("tls", milliseconds(phases.tls()))
        .put("firstByte", milliseconds(phases.firstByte()))
        .put("body", milliseconds(phases.body()))
        .put("total", phases.total() / MICROSECONDS);
  }

  private static ObjectNode evidence(Evidence evidence) {
    ObjectNode json = Json.object();
    json.put("address", evidence.address());
    json.put("httpStatus", evidence.httpStatus());
    evidence.headers().forEach(json.putArray("headers")::add);
    json.put("body", evidence.body());
    evidence.redirects().forEach(json.putArray("redirects")::add);
    json.put("certificateEnds", text(evidence.certificateEnds()));
    ArrayNode facts = json.putArray("facts");
    evidence
        .facts()
        .forEach(fact -> facts.addObject().put("name", fact.name()).put("value", fact.value()));
    return json;
  }

  private static @Nullable Double milliseconds(@Nullable Long microseconds) {
    return microseconds == null ? null : microseconds / MICROSECONDS;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : Json.time(time);
  }
}
