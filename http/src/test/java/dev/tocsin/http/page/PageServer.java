package dev.tocsin.http.page;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.alert.AlertBoard;
import dev.tocsin.bulk.BulkRuns;
import dev.tocsin.configuration.ConfigurationWriter;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.configuration.Peers;
import dev.tocsin.history.ArchivedResults;
import dev.tocsin.history.MergedHistory;
import dev.tocsin.history.NodeLogs;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.http.SecurityHeaders;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.http.api.TestChecks;
import dev.tocsin.http.server.HttpServer;
import dev.tocsin.http.testing.MemoryMonitors;
import dev.tocsin.http.testing.MemoryResults;
import dev.tocsin.http.testing.MemoryRollups;
import dev.tocsin.http.testing.MemoryTenancy;
import dev.tocsin.http.testing.Store;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.CheckKinds;
import dev.tocsin.probe.CheckQueue;
import dev.tocsin.rollup.LiveRollups;
import dev.tocsin.rollup.MonitorRollups;
import dev.tocsin.uptime.Timeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.Route;

/** A house behind a real server on a free port of loopback, wired as the program does it. */
final class PageServer implements AutoCloseable {
  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.empty(),
          "pages",
          ConfigFactory.parseString("pekko.loglevel = WARNING").withFallback(ConfigFactory.load()));
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server;
  private final CheckQueue queue =
      new CheckQueue(CheckQueue.Limits.DEFAULT, new SimpleMeterRegistry());
  final Store store = new Store();
  final MemoryMonitors monitors = new MemoryMonitors(store);
  final MemoryResults results = new MemoryResults();
  final Store past = new Store();
  final MemoryRollups rollups = new MemoryRollups(past);
  final MemoryTenancy tenancy;
  final BulkRuns bulk;
  final House house;

  PageServer(House house, Route... more) {
    this(house, new FakeEntrance(house.organization.id()), more);
  }

  PageServer(House house, Entrance entrance, Route... more) {
    this.house = house;
    this.tenancy = new MemoryTenancy(past, house.store);
    ConfigurationWriter writer =
        new ConfigurationWriter(house.store, house.configuration, Peers.NONE, Runnable::run);
    this.bulk =
        new BulkRuns(
            new BulkRuns.Parts(
                house.configuration,
                writer,
                monitors,
                house.board,
                Runnable::run,
                () -> House.NOW,
                MonitorReader.MOST_TAGS));
    CheckKinds kinds = new CheckKinds(TestServer.kinds(), queue, house.registry);
    PageRoutes pages =
        new PageRoutes(
            entrance,
            new MonitorList(
                house.configuration,
                house.board,
                house.timelines,
                monitors,
                "default",
                () -> House.NOW),
            house.snapshots,
            new Badges(
                house.configuration,
                house.board,
                house.incidents,
                house.timelines,
                monitors,
                () -> House.NOW),
            House.TEMPLATES,
            House.NOTICES,
            URI.create("http://localhost:8080"),
            new MonitorPages.Parts(
                house.configuration,
                writer,
                house.board,
                new AlertBoard(),
                house.timelines,
                monitors,
                bulk,
                monitors,
                kinds,
                new TestChecks(kinds),
                "default",
                "http://localhost:8080",
                past(house),
                Runnable::run,
                () -> House.NOW));
    Route all = pages.route();
    for (Route route : more) {
      all = Directives.concat(route, all);
    }
    RequestPipeline pipeline =
        new RequestPipeline(
            system,
            SecurityHeaders.PLAIN,
            house.publicPages,
            Map.of(),
            List.of(),
            Directives.concat(all, pages.notFound()));
    server =
        HttpServer.start(system, "127.0.0.1", 0, pipeline, InstantSource.system())
            .toCompletableFuture()
            .join();
  }

  private PastSources past(House house) {
    return new PastSources(
        new MergedHistory(
            monitors,
            new NodeLogs(results, Runnable::run),
            ArchivedResults.NONE,
            new MergedHistory.Known(
                monitor ->
                    house.configuration.monitor(monitor)
                            instanceof Lookup.Found<MonitorConfig>(MonitorConfig config)
                        ? Optional.of(config)
                        : Optional.empty(),
                monitor -> Timeline.of(List.of(new Timeline.Entry(Instant.EPOCH, Status.UP)))),
            Runnable::run,
            () -> House.NOW),
        new MonitorRollups(
            rollups,
            new LiveRollups(
                house.timelines::timeline, LiveRollups.Results.NONE, () -> House.NOW, "default"),
            organization -> ZoneOffset.UTC,
            () -> House.NOW,
            Runnable::run),
        tenancy.store());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.address().getPort() + path);
  }

  /** Headers come in pairs of name and value. */
  HttpResponse<byte[]> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(10))
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (java.io.IOException | InterruptedException failure) {
      throw new AssertionError(failure);
    }
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  HttpResponse<byte[]> post(String path, String form, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Content-Type";
    all[1] = "application/x-www-form-urlencoded";
    System.arraycopy(headers, 0, all, 2, headers.length);
    return send("POST", path, form, all);
  }

  static String text(HttpResponse<byte[]> answer) {
    byte[] body = answer.body();
    if (answer.headers().firstValue("Content-Encoding").filter("gzip"::equals).isPresent()) {
      try (var plain = new java.util.zip.GZIPInputStream(new java.io.ByteArrayInputStream(body))) {
        body = plain.readAllBytes();
      } catch (java.io.IOException broken) {
        throw new AssertionError(broken);
      }
    }
    return new String(body, java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    queue.close();
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
