package dev.tocsin.app.operations;

import dev.tocsin.cluster.SocketProbe;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.CacheControl;
import org.apache.pekko.http.javadsl.model.headers.CacheDirectives;

/** The answers for those who operate a node, the same on the management and on the public port. */
public final class Operations {
  private static final String METRICS = "/metrics";
  private static final String LIVE = "/health/live";
  private static final String READY = "/health/ready";
  private static final String JSON = "application/json";

  private final Health health;
  private final Metrics metrics;
  private final Supplier<Optional<UUID>> incarnation;

  /** One answer. */
  public record Answer(int status, String contentType, String body) {}

  /**
   * @param incarnation of the cluster that this node is a member of
   */
  public Operations(Health health, Metrics metrics, Supplier<Optional<UUID>> incarnation) {
    this.health = health;
    this.metrics = metrics;
    this.incarnation = incarnation;
  }

  /** Empty where the path is none of these. */
  public Optional<Answer> answer(String path) {
    return switch (path) {
      case METRICS -> Optional.of(new Answer(200, Metrics.CONTENT_TYPE, metrics.scrape()));
      case LIVE -> Optional.of(new Answer(200, JSON, "{\"status\":\"live\"}"));
      case READY -> Optional.of(readiness());
      default -> Optional.empty();
    };
  }

  /** What only other nodes ask, and only on the management port. */
  Optional<Answer> answerNode(String path) {
    if (!path.equals(SocketProbe.PATH)) {
      return Optional.empty();
    }
    var body = incarnation.get().map(id -> "\"" + id + "\"").orElse("null");
    return Optional.of(new Answer(200, JSON, "{\"incarnation\":" + body + "}"));
  }

  private Answer readiness() {
    return switch (health.phase()) {
      case READY -> new Answer(200, JSON, "{\"status\":\"ready\"}");
      case STARTING -> new Answer(503, JSON, "{\"status\":\"starting\"}");
      case DRAINING -> new Answer(503, JSON, "{\"status\":\"draining\"}");
    };
  }

  /** The addresses to be mounted on the public port, each with its handler. */
  public Map<String, Function<HttpRequest, CompletionStage<HttpResponse>>> mounts() {
    return Map.of(METRICS, this::handle, LIVE, this::handle, READY, this::handle);
  }

  /** Answers by the path; 404 where it is none of these. */
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    var answer =
        answer(request.getUri().path()).orElse(new Answer(404, JSON, "{\"status\":\"not found\"}"));
    var contentType =
        answer.contentType().equals(JSON)
            ? ContentTypes.APPLICATION_JSON
            : ContentTypes.parse(answer.contentType());
    return CompletableFuture.completedStage(
        HttpResponse.create()
            .withStatus(StatusCodes.get(answer.status()))
            .addHeader(CacheControl.create(CacheDirectives.NO_STORE))
            .withEntity(contentType, answer.body().getBytes(StandardCharsets.UTF_8)));
  }
}
