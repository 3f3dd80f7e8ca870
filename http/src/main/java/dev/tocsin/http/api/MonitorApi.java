package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.ConflictException;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.http.Json;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.Care;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.Role;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Monitors: made, listed, changed. Lists come from this node's memory alone. */
public final class MonitorApi {
  static final String PATH = "/monitors";

  private final NodeConfiguration configuration;
  private final ConfigurationWriter writer;
  private final StatusBoard board;
  private final Monitors monitors;
  private final MonitorReader reader;
  private final Cares cares;
  private final MonitorJson json;
  private final String region;
  private final InstantSource time;
  private final Found found;

  MonitorApi(ApiParts parts) {
    this.configuration = parts.configuration();
    this.writer = parts.writer();
    this.board = parts.board();
    this.monitors = parts.monitors().entities();
    this.reader = new MonitorReader(parts.monitors().kinds(), parts.monitors().region());
    this.cares = new Cares(configuration);
    this.json = new MonitorJson(parts);
    this.region = parts.monitors().region();
    this.time = parts.time();
    this.found = new Found(configuration);
  }

  List<Operation> operations() {
    String one = PATH + "/{id}";
    var reads = Operation.needs(Role.VIEWER);
    var configures = Operation.needs(Role.ADMIN);
    return List.of(
        Operation.get("listMonitors", PATH, reads, this::list),
        Operation.post("createMonitor", PATH, configures, this::create),
        Operation.get("getMonitor", one, reads, this::get),
        Operation.put("replaceMonitor", one, configures, this::replace),
        Operation.patch("changeMonitor", one, configures, this::change),
        Operation.delete("deleteMonitor", one, configures, this::delete));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    found.organization(request);
    int limit = request.limit();
    MonitorFilter filter = MonitorFilter.of(request, region);
    List<ObjectNode> items = new ArrayList<>();
    MonitorId last = null;
    for (MonitorConfig monitor :
        configuration.monitors(request.organization(), Cursors.monitor(request))) {
      MonitorStatus status = status(monitor);
      if (filter.lets(monitor, status)) {
        if (items.size() == limit) {
          return Answers.now(Answers.page(items, String.valueOf(last)));
        }
        items.add(json.listed(monitor, status));
        last = monitor.ref().monitor();
      }
    }
    return Answers.now(Answers.list(items));
  }

  private CompletionStage<HttpResponse> create(ApiRequest request) {
    MonitorRef ref =
        new MonitorRef(request.organization(), new MonitorId(request.newId("monitor")));
    MonitorConfig monitor = reader.read(request.body(), null).monitor(ref, time.instant());
    cares.check(ref, monitor.care(), Care.NONE);
    return writer
        .createMonitor(monitor, request.author())
        .thenApply(
            created -> {
              requireSame(request.body(), monitor, created);
              return Answers.created(
                  PATH, created.ref().monitor(), json.whole(created, status(created), null, true));
            });
  }

  /** The repeat of a request gets what its first try made; anything else under its key is told. */
  private void requireSame(JsonNode body, MonitorConfig wanted, MonitorConfig stored) {
    // a heartbeat's keys are those that the first try made
    MonitorConfig again =
        stored.spec() instanceof HeartbeatSpec
            ? reader.read(body, stored.spec()).over(stored)
            : wanted;
    if (!stored.saysTheSame(again)) {
      throw new ConflictException(
          "A request with this Idempotency-Key has created the monitor \""
              + stored.name()
              + "\", which is not what this one asks for, so nothing was done. Change that monitor"
              + " by PATCH, or send another key to create another one.");
    }
  }

  private CompletionStage<HttpResponse> get(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    // the rest is known here; the last check is missing while its monitor can't be asked
    return monitors
        .details(monitor.ref())
        .thenApply(Optional::of)
        .exceptionally(MonitorApi::absentWhereAway)
        .thenApply(details -> Json.response(200, whole(request, monitor, details.orElse(null))));
  }

  private ObjectNode whole(
      ApiRequest request, MonitorConfig monitor, @Nullable MonitorDetails details) {
    boolean keys = request.principal().role().atLeast(Role.ADMIN);
    MonitorStatus here = status(monitor);
    if (details == null || details.status().version().compareTo(here.version()) <= 0) {
      return json.whole(monitor, here, details, keys);
    }
    return json.whole(monitor, details.status(), details, keys);
  }

  private static Optional<MonitorDetails> absentWhereAway(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (cause instanceof StoreUnavailableException) {
      return Optional.empty();
    }
    throw new CompletionException(cause);
  }

  private CompletionStage<HttpResponse> replace(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    return update(request, monitor, request.body());
  }

  private CompletionStage<HttpResponse> change(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    if (!request.body().isObject()) {
      throw new InvalidInputException("", "The body must be a JSON object.");
    }
    ObjectNode before = json.configured(monitor);
    JsonNode type = request.body().path("type");
    if (type.isTextual() && !type.textValue().equals(monitor.spec().type())) {
      before.remove(monitor.spec().type());
    }
    return update(request, monitor, MergePatch.apply(before, request.body()));
  }

  private CompletionStage<HttpResponse> update(
      ApiRequest request, MonitorConfig before, JsonNode body) {
    MonitorConfig after = reader.read(body, before.spec()).over(before);
    cares.check(before.ref(), after.care(), before.care());
    return writer
        .updateMonitor(after, before.revision(), request.author())
        .thenApply(stored -> Json.response(200, json.whole(stored, status(stored), null, true)));
  }

  private CompletionStage<HttpResponse> delete(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    return writer
        .deleteMonitor(monitor.ref(), request.author(), time.instant())
        .thenApply(revision -> Json.noContent());
  }

  private MonitorStatus status(MonitorConfig monitor) {
    return board
        .status(monitor.ref())
        .orElseGet(() -> MonitorStatus.pending(monitor.ref(), monitor.createdAt()));
  }
}
