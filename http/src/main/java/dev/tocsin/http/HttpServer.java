package dev.tocsin.http;

import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The port that everything is served on. */
public final class HttpServer {
  /** What a request may be. How long it may take is up to {@link RequestPipeline}. */
  private static final String SETTINGS =
      """
      pekko.http.server {
        idle-timeout = 120s
        request-timeout = infinite
        max-connections = 65536
        backlog = 1024
        transparent-head-requests = on
        remote-address-attribute = on
        parsing {
          max-uri-length = 4k
          max-header-value-length = 8k
          max-header-count = 64
          max-content-length = 1m
          illegal-header-warnings = off
          error-logging-verbosity = off
          error-handler = "%s"
        }
      }
      """;

  private static final Duration LAST_WORDS = Duration.ofMillis(200);

  /** Pekko HTTP wants a deadline above zero. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private final ServerBinding binding;
  private final RequestPipeline pipeline;

  private HttpServer(ServerBinding binding, RequestPipeline pipeline) {
    this.binding = binding;
    this.pipeline = pipeline;
  }

  /**
   * @param port 0 takes a free one
   * @return fails where the address is taken or is not this machine's
   */
  public static CompletionStage<HttpServer> start(
      ActorSystem<?> system, String bind, int port, RequestPipeline pipeline) {
    ServerSettings settings =
        ServerSettings.create(
                ConfigFactory.parseString(
                        SETTINGS.formatted(MalformedRequests.saying(pipeline.headers())))
                    .withFallback(system.settings().config()))
            .withServerHeader(Optional.empty());
    return Http.get(system)
        .newServerAt(bind, port)
        .withSettings(settings)
        .bind(pipeline::handle)
        .thenApply(binding -> new HttpServer(binding, pipeline));
  }

  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /**
   * Takes no new connection, ends what streams, and lets the answers that are under way finish.
   *
   * @param grace zero cuts them
   * @return completes at the latest a moment after {@code grace}
   */
  public CompletionStage<Void> drain(Duration grace) {
    pipeline.drain();
    // a stream that has just ended is not under way to Pekko HTTP, which would cut it short
    Executor later =
        CompletableFuture.delayedExecutor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    return binding
        .unbind()
        .thenComposeAsync(
            unbound -> binding.terminate(grace.compareTo(SHORTEST) < 0 ? SHORTEST : grace), later)
        .thenApply(terminated -> null);
  }
}
