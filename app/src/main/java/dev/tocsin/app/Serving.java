package dev.tocsin.app;

import dev.tocsin.app.operations.Operations;
import dev.tocsin.conf.HttpSettings;
import dev.tocsin.conf.Settings;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.http.ApiDocs;
import dev.tocsin.http.ClientAddress;
import dev.tocsin.http.HttpHandler;
import dev.tocsin.http.PushWorker;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.http.SecurityHeaders;
import dev.tocsin.http.api.Api;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.ping.PingDoors;
import dev.tocsin.http.ping.PingIndex;
import dev.tocsin.http.server.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The port that everyone may reach, and what is served on it. */
final class Serving implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Serving.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpServer server;
  private final Duration grace;

  private Serving(HttpServer server, Duration grace) {
    this.server = server;
    this.grace = grace;
  }

  /**
   * @throws SettingsException where the port cannot be had
   */
  static Serving open(
      ActorSystem<?> edge,
      Settings all,
      int port,
      URI publicUrl,
      Operations operations,
      Doors doors,
      ApiParts parts,
      Callbacks callbacks,
      PingIndex pings,
      Pages pages) {
    HttpSettings settings = all.http();
    Map<String, HttpHandler> mounts = new HashMap<>();
    operations.mounts().forEach((path, handler) -> mounts.put(path, handler::apply));
    ClientAddress addresses = new ClientAddress(settings.trustedProxies());
    Api api =
        new Api(
            edge,
            doors.authentication(),
            addresses,
            dev.tocsin.http.api.Operations.of(edge, doors.authentication(), parts));
    List<RequestPipeline.Section> sections =
        new ArrayList<>(
            PingDoors.of(
                edge,
                all.heartbeats(),
                addresses,
                new PingDoors.Parts(
                    pings,
                    parts.configuration(),
                    parts.writer(),
                    parts.monitors().kinds(),
                    parts.board(),
                    parts.monitors().entities(),
                    doors.authentication(),
                    parts.time())));
    sections.addAll(callbacks.sections(edge));
    sections.add(api);
    sections.add(new ApiDocs());
    sections.add(new PushWorker());
    RequestPipeline pipeline =
        new RequestPipeline(
            edge,
            SecurityHeaders.of(publicUrl),
            pages.open(),
            mounts,
            sections,
            pages.routes(doors, addresses, parts));
    try {
      return new Serving(
          HttpServer.start(edge, settings.bind(), port, pipeline, parts.time())
              .toCompletableFuture()
              .join(),
          settings.drainTime());
    } catch (CompletionException e) {
      throw new SettingsException(
          "The port "
              + port
              + " on "
              + settings.bind()
              + " cannot be taken; set tocsin.port (TOCSIN_PORT) to a free one, or tocsin.bind"
              + " (TOCSIN_BIND) to an address of this machine.",
          e);
    }
  }

  int port() {
    return server.address().getPort();
  }

  /** Takes nothing new, and lets what is under way finish for the drain time at most. */
  @Override
  public void close() {
    try {
      server
          .drain(grace)
          .toCompletableFuture()
          .get(grace.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("Not every answer was finished.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
