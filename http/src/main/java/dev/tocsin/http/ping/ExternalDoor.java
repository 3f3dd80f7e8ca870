package dev.tocsin.http.ping;

import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.Bearer;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Monitors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/v1/endpoints/{key}/external?success=true&error=&duration=}, as Gatus has it; the
 * key in the address is the heartbeat's service id or slug, the bearer its API key.
 */
final class ExternalDoor implements RequestPipeline.Section {
  private static final String PREFIX = "/api/v1/endpoints/";
  private static final String SUFFIX = "/external";
  private static final int LONGEST_ERROR = 500;

  /** A duration as Go writes it: {@code 1h2m3.5s}, {@code 120ms}. */
  private static final Pattern GO_PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(h|ms|m|s|us|µs|ns)");

  private final PingIndex index;
  private final NodeConfiguration configuration;
  private final Monitors monitors;
  private final Caller caller;
  private final InstantSource clock;

  ExternalDoor(
      PingIndex index,
      NodeConfiguration configuration,
      Monitors monitors,
      Caller caller,
      InstantSource clock) {
    this.index = index;
    this.configuration = configuration;
    this.monitors = monitors;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(PREFIX) && path.endsWith(SUFFIX);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    caller.discard(request);
    if (!request.method().equals(HttpMethods.POST)) {
      return answer(Problem.of(405, "Method not allowed", "Use POST.").with("Allow", "POST"));
    }
    Optional<String> bearer = Bearer.of(request);
    if (bearer.isEmpty()) {
      return answer(Problem.unauthenticated("Send the heartbeat's API key as Bearer."));
    }
    return switch (index.byApiKey(bearer.get())) {
      case PingIndex.Found.One(MonitorRef monitor) -> known(request, monitor);
      case PingIndex.Found.Incomplete later -> answer(Problem.unavailable());
      case PingIndex.Found.Unknown unknown -> answer(wrongKey());
      case PingIndex.Found.NoneIn none -> answer(wrongKey());
      case PingIndex.Found.Several several -> answer(wrongKey());
    };
  }

  private CompletionStage<HttpResponse> known(HttpRequest request, MonitorRef monitor) {
    String path = request.getUri().path();
    String key =
        path.substring(PREFIX.length(), Math.max(PREFIX.length(), path.length() - SUFFIX.length()));
    if (!isNamed(monitor, key)) {
      return answer(Problem.notFound());
    }
    Query query = request.getUri().query();
    String success = query.get("success").orElse("");
    if (!success.equals("true") && !success.equals("false")) {
      return answer(Problem.unreadable("The parameter success must be true or false."));
    }
    Optional<String> given = query.get("duration").filter(text -> !text.isEmpty());
    Optional<Duration> took = given.flatMap(ExternalDoor::duration);
    if (given.isPresent() && took.isEmpty()) {
      return answer(
          Problem.unreadable("The parameter duration must be a time such as 1.5s or 120ms."));
    }
    Ping ping =
        ping(request, success.equals("true"), query.get("error").orElse(""), took.orElse(null));
    return monitors
        .ping(monitor, ping)
        .thenApply(taken -> Json.response(200, Json.object().put("ok", true)))
        .exceptionally(Failures.stored(() -> Problem.unavailable().response()));
  }

  private Ping ping(HttpRequest request, boolean success, String error, @Nullable Duration took) {
    String shown = error.length() > LONGEST_ERROR ? error.substring(0, LONGEST_ERROR) : error;
    String cause = shown.isBlank() ? "The caller said that it failed" : shown;
    return new Ping(
        success ? Ping.Kind.SUCCESS : Ping.Kind.FAIL,
        clock.instant(),
        null,
        null,
        took,
        success ? null : cause,
        shown.isBlank() ? null : shown,
        caller.source(request));
  }

  private boolean isNamed(MonitorRef monitor, String key) {
    return key.equals(monitor.monitor().toString())
        || (configuration.monitor(monitor) instanceof Lookup.Found<MonitorConfig>(var config)
            && config.spec() instanceof HeartbeatSpec spec
            && key.equals(PingIndex.slug(config, spec)));
  }

  /** Empty where it is none, or longer than a day. */
  private static Optional<Duration> duration(String text) {
    Matcher part = GO_PART.matcher(text);
    double nanos = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      nanos += Double.parseDouble(part.group(1)) * nanosOf(part.group(2));
      end = part.end();
    }
    return end == text.length() && nanos <= Duration.ofDays(1).toNanos()
        ? Optional.of(Duration.ofNanos(Math.round(nanos)))
        : Optional.empty();
  }

  private static double nanosOf(String unit) {
    return switch (unit) {
      case "h" -> 3.6e12;
      case "m" -> 6e10;
      case "s" -> 1e9;
      case "ms" -> 1e6;
      case "ns" -> 1;
      default -> 1e3;
    };
  }

  private static Problem wrongKey() {
    return Problem.unauthenticated("No heartbeat has this API key.");
  }

  private static CompletionStage<HttpResponse> answer(Problem problem) {
    return CompletableFuture.completedStage(problem.response());
  }
}
