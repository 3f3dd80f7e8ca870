package dev.tocsin.app;

import dev.tocsin.conf.HttpSettings;
import dev.tocsin.conf.SettingsException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that everyone may reach. */
final class PublicPort implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PublicPort.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ServerBinding binding;
  private final Duration grace;

  private PublicPort(ServerBinding binding, Duration grace) {
    this.binding = binding;
    this.grace = grace;
  }

  /**
   * @throws SettingsException where the port cannot be had
   */
  static PublicPort open(
      ActorSystem<?> edge,
      HttpSettings settings,
      Function<HttpRequest, CompletionStage<HttpResponse>> handler) {
    try {
      return new PublicPort(
          Http.get(edge)
              .newServerAt(settings.bind(), settings.port())
              .bind(handler)
              .toCompletableFuture()
              .join(),
          settings.drainTime());
    } catch (CompletionException e) {
      throw new SettingsException(
          "The port "
              + settings.port()
              + " on "
              + settings.bind()
              + " cannot be taken; set tocsin.port (TOCSIN_PORT) to a free one, or tocsin.bind"
              + " (TOCSIN_BIND) to an address of this machine.",
          e);
    }
  }

  int port() {
    return binding.localAddress().getPort();
  }

  /** Takes nothing new, and lets what is under way finish for the drain time at most. */
  @Override
  public void close() {
    try {
      binding
          .terminate(grace)
          .toCompletableFuture()
          .get(grace.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("Not every answer was finished.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
