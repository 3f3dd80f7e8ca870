package dev.tocsin.http.page;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.http.RequestPipeline;
import dev.tocsin.http.SecurityHeaders;
import dev.tocsin.http.server.HttpServer;
import dev.tocsin.http.testing.MemoryMonitors;
import dev.tocsin.http.testing.Store;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
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
  final MemoryMonitors monitors = new MemoryMonitors(new Store());

  PageServer(House house, Route... more) {
    this(house, new FakeEntrance(house.organization.id()), more);
  }

  PageServer(House house, Entrance entrance, Route... more) {
    PageRoutes pages =
        new PageRoutes(
            entrance,
            new MonitorList(house.configuration, house.board, house.timelines, () -> House.NOW),
            house.snapshots,
            new Badges(
                house.configuration, house.board, house.timelines, monitors, () -> House.NOW),
            House.TEMPLATES,
            House.NOTICES,
            URI.create("http://localhost:8080"));
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
    return new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
