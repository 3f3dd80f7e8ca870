package dev.tocsin.http.ping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.Ids;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.Authentication;
import dev.tocsin.http.Bearer;
import dev.tocsin.http.Csv;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.input.Input;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.OrganizationId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Services that send heartbeats as JSON, and what is known of them: {@code POST /api/heartbeat} by
 * the service's own key; {@code GET /api/status}, {@code /api/services} and {@code /api/logs} by an
 * API token.
 */
final class ServicesDoor implements RequestPipeline.Section {
  static final String HEARTBEAT = "/api/heartbeat";
  static final String STATUS = "/api/status";
  static final String SERVICES = "/api/services";
  static final String LOGS = "/api/logs";

  private static final int LONGEST_MESSAGE = 500;
  private static final int LONGEST_METADATA = 8_000;

  private final PingIndex index;
  private final NodeConfiguration configuration;
  private final StatusBoard board;
  private final Monitors monitors;
  private final Authentication authentication;
  private final Caller caller;
  private final InstantSource clock;
  private final Set<String> open;

  private enum Said {
    UP,
    DOWN,
    DEGRADED
  }

  /**
   * @param open the addresses that are switched on
   */
  ServicesDoor(PingDoors.Parts parts, Caller caller, Set<String> open) {
    this.index = parts.index();
    this.configuration = parts.configuration();
    this.board = parts.board();
    this.monitors = parts.monitors();
    this.authentication = parts.authentication();
    this.caller = caller;
    this.clock = parts.clock();
    this.open = Set.copyOf(open);
  }

  @Override
  public boolean owns(String path) {
    return open.contains(path);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    String path = request.getUri().path();
    boolean takes = path.equals(HEARTBEAT);
    var wanted = takes ? HttpMethods.POST : HttpMethods.GET;
    if (!request.method().equals(wanted)) {
      caller.discard(request);
      return now(
          Problem.of(405, "Method not allowed", "Use " + wanted.name() + ".")
              .with("Allow", wanted.name()));
    }
    if (takes) {
      return take(request);
    }
    caller.discard(request);
    return authentication
        .caller(request)
        .thenCompose(
            known -> {
              if (known.isEmpty()) {
                return now(Problem.unauthenticated("Send an API token as Bearer."));
              }
              OrganizationId organization = known.get().principal().organization();
              return switch (path) {
                case STATUS -> answered(status(organization));
                case SERVICES -> answered(services(organization));
                default -> logs(request, organization);
              };
            });
  }

  // ---- the heartbeat

  private CompletionStage<HttpResponse> take(HttpRequest request) {
    Optional<String> bearer = Bearer.of(request);
    PingIndex.Found found = bearer.map(index::byApiKey).orElseGet(PingIndex.Found.Unknown::new);
    return switch (found) {
      case PingIndex.Found.One(MonitorRef monitor) ->
          caller
              .body(request)
              .thenCompose(
                  body ->
                      taken(
                          request,
                          monitor,
                          Json.read(body == null ? new byte[0] : body.toArrayUnsafe())));
      case PingIndex.Found.Incomplete later -> refused(request, Problem.unavailable());
      case PingIndex.Found.Unknown unknown -> refused(request, wrongKey());
      case PingIndex.Found.NoneIn none -> refused(request, wrongKey());
      case PingIndex.Found.Several several -> refused(request, wrongKey());
    };
  }

  private CompletionStage<HttpResponse> taken(
      HttpRequest request, MonitorRef monitor, JsonNode body) {
    Input input = Input.of(body);
    String serviceId = input.text("serviceId", 100);
    Said said = input.choice("status", Said.class).orElse(Said.UP);
    String message = input.optionalText("message", LONGEST_MESSAGE).orElse("");
    JsonNode metadata = input.node("metadata");
    String text = metadata.isNull() ? "" : metadata.toString();
    input.check(
        text.length() <= LONGEST_METADATA,
        "metadata",
        "It must have at most " + LONGEST_METADATA + " characters as JSON.");
    input.finish();
    if (!serviceId.equals(monitor.monitor().toString()) && !serviceId.equals(slug(monitor))) {
      return now(Problem.notFound());
    }
    Ping ping = ping(request, said, message, text);
    return monitors
        .ping(monitor, ping)
        .thenApply(
            done ->
                Json.response(
                    200,
                    Json.object()
                        .put("serviceId", monitor.monitor().toString())
                        .put("status", Json.name(said))
                        .put("receivedAt", Json.time(ping.at()))))
        .exceptionally(Failures.stored(() -> Problem.unavailable().response()));
  }

  private Ping ping(HttpRequest request, Said said, String message, String metadata) {
    String body =
        message.isEmpty() || metadata.isEmpty() ? message + metadata : message + "\n" + metadata;
    String cause = message.isEmpty() ? "The service said that it is " + Json.name(said) : message;
    Ping.Kind kind =
        switch (said) {
          case UP -> Ping.Kind.SUCCESS;
          case DEGRADED -> Ping.Kind.DEGRADED;
          case DOWN -> Ping.Kind.FAIL;
        };
    return new Ping(
        kind,
        clock.instant(),
        null,
        null,
        null,
        said == Said.UP ? null : cause,
        body.isEmpty() ? null : body,
        caller.source(request));
  }

  private String slug(MonitorRef monitor) {
    return configuration.monitor(monitor) instanceof Lookup.Found<MonitorConfig>(var config)
            && config.spec() instanceof HeartbeatSpec spec
        ? PingIndex.slug(config, spec)
        : "";
  }

  // ---- what is known

  private ObjectNode status(OrganizationId organization) {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    int all = 0;
    for (MonitorConfig monitor : configuration.monitors(organization, null)) {
      if (monitor.spec() instanceof HeartbeatSpec) {
        counts.merge(now(monitor).status(), 1, Integer::sum);
        all++;
      }
    }
    boolean down = counts.containsKey(Status.DOWN);
    ObjectNode json = Json.object();
    json.put("status", down ? "down" : counts.containsKey(Status.DEGRADED) ? "degraded" : "up");
    json.put("services", all);
    for (Status each : Status.values()) {
      json.put(Json.name(each), counts.getOrDefault(each, 0));
    }
    return json.put("at", Json.time(clock.instant()));
  }

  private ObjectNode services(OrganizationId organization) {
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("services");
    for (MonitorConfig monitor : configuration.monitors(organization, null)) {
      if (monitor.spec() instanceof HeartbeatSpec spec) {
        MonitorStatus status = now(monitor);
        items
            .addObject()
            .put("serviceId", monitor.ref().monitor().toString())
            .put("name", monitor.name())
            .put("slug", PingIndex.slug(monitor, spec))
            .put("status", Json.name(status.status()))
            .put("since", Json.time(status.since()))
            .put("cause", status.cause());
      }
    }
    return json;
  }

  private MonitorStatus now(MonitorConfig monitor) {
    return board
        .status(monitor.ref())
        .orElseGet(() -> MonitorStatus.pending(monitor.ref(), monitor.createdAt()));
  }

  private CompletionStage<HttpResponse> logs(HttpRequest request, OrganizationId organization) {
    var query = request.getUri().query();
    String id = query.get("serviceId").orElse("");
    MonitorConfig monitor = service(organization, id);
    Instant from = time(query.get("from"), "from", Instant.MIN);
    Instant to = time(query.get("to"), "to", Instant.MAX);
    boolean csv = query.get("format").orElse("json").equals("csv");
    return monitors
        .details(monitor.ref())
        .thenApply(
            details -> {
              List<Ping> pings =
                  pings(details).stream()
                      .filter(ping -> !ping.at().isBefore(from) && !ping.at().isAfter(to))
                      .toList();
              return csv ? csv(monitor, pings) : json(monitor, pings);
            });
  }

  private MonitorConfig service(OrganizationId organization, String id) {
    Optional<MonitorConfig> byId =
        Ids.parse(id)
            .map(it -> configuration.monitor(new MonitorRef(organization, new MonitorId(it))))
            .filter(Lookup.Found.class::isInstance)
            .map(found -> ((Lookup.Found<MonitorConfig>) found).value());
    return byId.or(() -> bySlug(organization, id))
        .filter(monitor -> monitor.spec() instanceof HeartbeatSpec)
        .orElseThrow(
            () ->
                id.isEmpty()
                    ? new InvalidInputException("serviceId", "It is missing.")
                    : new ProblemException(Problem.notFound()));
  }

  private Optional<MonitorConfig> bySlug(OrganizationId organization, String slug) {
    return configuration.monitors(organization, null).stream()
        .filter(
            monitor ->
                monitor.spec() instanceof HeartbeatSpec spec
                    && slug.equals(PingIndex.slug(monitor, spec)))
        .findFirst();
  }

  private static Instant time(Optional<String> text, String name, Instant missing) {
    try {
      return text.filter(it -> !it.isEmpty()).map(Instant::parse).orElse(missing);
    } catch (DateTimeException notATime) {
      throw new InvalidInputException(name, "It must be a time such as 2026-01-31T12:00:00Z.");
    }
  }

  private static List<Ping> pings(MonitorDetails details) {
    return details.heartbeat() == null ? List.of() : details.heartbeat().pings();
  }

  private static HttpResponse json(MonitorConfig monitor, List<Ping> pings) {
    ObjectNode json = Json.object().put("serviceId", monitor.ref().monitor().toString());
    ArrayNode logs = json.putArray("logs");
    pings.forEach(ping -> logs.add(PingJson.of(ping)));
    return Json.response(200, json);
  }

  private static HttpResponse csv(MonitorConfig monitor, List<Ping> pings) {
    StringBuilder csv = new StringBuilder("at,serviceId,kind,exitStatus,source,message\r\n");
    for (Ping ping : pings) {
      csv.append(
          Csv.line(
              List.of(
                  Json.time(ping.at()),
                  monitor.ref().monitor().toString(),
                  Json.name(ping.kind()),
                  ping.exitStatus() == null ? "" : ping.exitStatus().toString(),
                  Csv.text(ping.source().address()),
                  Csv.text(ping.cause() != null ? ping.cause() : ping.body()))));
    }
    return HttpResponse.create()
        .withEntity(
            HttpEntities.create(
                ContentTypes.TEXT_CSV_UTF8, csv.toString().getBytes(StandardCharsets.UTF_8)))
        .addHeader(RawHeader.create("Cache-Control", "no-store"));
  }

  // ---- answers

  private CompletionStage<HttpResponse> refused(HttpRequest request, Problem problem) {
    caller.discard(request);
    return now(problem);
  }

  private static Problem wrongKey() {
    return Problem.unauthenticated("Send the service's API key as Bearer; it is in its monitor.");
  }

  private static CompletionStage<HttpResponse> now(Problem problem) {
    return CompletableFuture.completedStage(problem.response());
  }

  private static CompletionStage<HttpResponse> answered(ObjectNode json) {
    return CompletableFuture.completedStage(Json.response(200, json));
  }
}
