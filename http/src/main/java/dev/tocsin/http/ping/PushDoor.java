package dev.tocsin.http.ping;

import dev.tocsin.heartbeat.Ping;
import dev.tocsin.http.Json;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Monitors;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.Query;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/push/{token}?status=up&msg=&ping=}, as Uptime Kuma has it, by any method. A status
 * other than up is down; ping is a time in milliseconds.
 */
final class PushDoor implements RequestPipeline.Section {
  private static final String PREFIX = "/api/push/";
  private static final int LONGEST_MESSAGE = 250;

  private final PingIndex index;
  private final Monitors monitors;
  private final Caller caller;
  private final InstantSource clock;

  PushDoor(PingIndex index, Monitors monitors, Caller caller, InstantSource clock) {
    this.index = index;
    this.monitors = monitors;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public boolean owns(String path) {
    return path.startsWith(PREFIX);
  }

  @Override
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    caller.discard(request);
    String token = request.getUri().path().substring(PREFIX.length());
    return switch (index.byPush(token)) {
      case PingIndex.Found.One(MonitorRef monitor) ->
          monitors
              .ping(monitor, ping(request))
              .thenApply(taken -> answer(200, true, null))
              .exceptionally(Failures.stored(() -> notNow()));
      case PingIndex.Found.Incomplete later -> CompletableFuture.completedStage(notNow());
      case PingIndex.Found.Unknown unknown -> notFound();
      case PingIndex.Found.NoneIn none -> notFound();
      case PingIndex.Found.Several several -> notFound();
    };
  }

  private Ping ping(HttpRequest request) {
    Query query = request.getUri().query();
    String status = query.get("status").orElse("up");
    String message = cut(query.get("msg").orElse(""));
    boolean up = status.equals("up");
    String cause = message.isBlank() ? "The caller said that it is " + cut(status) : message;
    return new Ping(
        up ? Ping.Kind.SUCCESS : Ping.Kind.FAIL,
        clock.instant(),
        null,
        null,
        query.get("ping").flatMap(PushDoor::milliseconds).orElse(null),
        up ? null : cause,
        message.isBlank() ? null : message,
        caller.source(request));
  }

  private static String cut(String text) {
    return text.length() > LONGEST_MESSAGE ? text.substring(0, LONGEST_MESSAGE) : text;
  }

  /** What is no time of at most a day is left out: it says nothing of the service. */
  private static Optional<Duration> milliseconds(String text) {
    try {
      double value = Double.parseDouble(text);
      return value >= 0 && value <= Duration.ofDays(1).toMillis()
          ? Optional.of(Duration.ofNanos(Math.round(value * 1e6)))
          : Optional.empty();
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static CompletionStage<HttpResponse> notFound() {
    return CompletableFuture.completedStage(
        answer(404, false, "There is no monitor with this push address."));
  }

  private static HttpResponse notNow() {
    return answer(503, false, "It could not be stored; send it again.")
        .addHeader(RawHeader.create("Retry-After", "5"));
  }

  private static HttpResponse answer(int status, boolean ok, @Nullable String message) {
    var json = Json.object().put("ok", ok);
    if (message != null) {
      json.put("msg", message);
    }
    return Json.response(status, json);
  }
}
