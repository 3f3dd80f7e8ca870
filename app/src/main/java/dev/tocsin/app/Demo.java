package dev.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.app.Backfill.Past;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.http.api.MonitorReader;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sample organization in a running node: monitors that watch the node itself and really run, one
 * that is meant to be down, a heartbeat that the node sends itself, and a status page. The days
 * before its first start are made up, and say so.
 */
final class Demo {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LABEL = "sample history before ";
  private static final String SLUG = "demo";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long BEAT_SECONDS = 20;

  /** Of loopback, where nothing listens: discard has not been served for decades. */
  private static final int NOBODYS_PORT = 9;

  private final Backfill backfill;
  private final String base;
  private final int port;
  private final Account account;
  private final HttpClient client = HttpClient.newHttpClient();
  private String token = "";

  record Account(String email, String password) {}

  /**
   * @param bind where the node listens
   */
  Demo(Node node, String bind, Account account) {
    this.backfill = node.backfill();
    this.port = node.port();
    String host =
        bind.isEmpty() || bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
    this.base = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    this.account = account;
  }

  /** Makes what is not there yet, and lets the heartbeat beat. Blocks. */
  void begin() throws InterruptedException {
    ApiParts api = backfill.api();
    OrganizationId organization = organization(api);
    Collection<MonitorConfig> known = api.configuration().monitors(organization, null);
    if (known.isEmpty()) {
      signIn();
      String page = page(organization); // one of the monitors looks at it
      create(organization);
      known = api.configuration().monitors(organization, null);
      components(page, known);
    }
    known.stream()
        .filter(one -> one.tags().stream().anyMatch(tag -> tag.startsWith(LABEL)))
        .map(MonitorConfig::spec)
        .filter(HeartbeatSpec.class::isInstance)
        .map(spec -> ((HeartbeatSpec) spec).keys())
        .forEach(this::beat);
  }

  private static OrganizationId organization(ApiParts api) {
    var all = api.configuration().organizations();
    if (all.size() != 1) {
      throw new SettingsException(
          "The data folder holds something else than a demo; name an empty one in TOCSIN_DATA_DIR.");
    }
    return all.getFirst().id();
  }

  private void create(OrganizationId organization) throws InterruptedException {
    Instant today = backfill.now().truncatedTo(ChronoUnit.DAYS);
    String until =
        DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC)
            .format(today);
    String label = LABEL + until;
    Author by = Author.system(organization);
    List<Past> all = new ArrayList<>();
    all.add(
        past(
            organization,
            http("Tocsin itself", "/health/live", label),
            new SampleHistory(today, 1)
                .down(61, Duration.ofMinutes(4), "503 Service Unavailable, expected 200-299.")
                .down(12, Duration.ofMinutes(1), "No answer within 10 s"),
            3_000));
    all.add(
        past(
            organization,
            http("Sign-in page", "/login", label),
            new SampleHistory(today, 2)
                .down(47, Duration.ofMinutes(38), "500 Internal Server Error, expected 200-299.")
                .down(46, Duration.ofMinutes(9), "500 Internal Server Error, expected 200-299."),
            9_000));
    all.add(
        past(
            organization,
            http("Public status page", "/status/" + SLUG, label),
            new SampleHistory(today, 3),
            2_000));
    ObjectNode tcp = monitor("Tocsin's port", "tcp", label);
    tcp.putObject("tcp").put("host", URI.create(base).getHost()).put("port", port);
    all.add(past(organization, tcp, new SampleHistory(today, 4), 400));
    ObjectNode job = monitor("Nightly backup", "heartbeat", label);
    job.remove(List.of("interval", "timeout"));
    job.putObject("heartbeat").put("period", "1m").put("grace", "1m");
    all.add(
        past(
            organization,
            job,
            new SampleHistory(today, 5).down(20, Duration.ofHours(5), "No ping came in time."),
            0));
    ObjectNode down = monitor("Meant to be down", "tcp", label);
    down.putObject("tcp").put("host", "127.0.0.1").put("port", NOBODYS_PORT);
    all.add(
        past(
            organization,
            down,
            new SampleHistory(today, 6)
                .down(80, Duration.ofHours(2), "127.0.0.1:9 refused the connection")
                .down(33, Duration.ofMinutes(50), "127.0.0.1:9 refused the connection"),
            800));
    backfill.create(organization, all, by);
  }

  private ObjectNode http(String name, String path, String label) {
    ObjectNode json = monitor(name, "http", label);
    json.putObject("http").put("url", base + path);
    return json;
  }

  private static ObjectNode monitor(String name, String type, String label) {
    ObjectNode json = JSON.createObjectNode().put("name", name).put("type", type);
    json.put("interval", "15s").put("timeout", "5s");
    json.putArray("tags").add(label);
    return json;
  }

  /**
   * @param usual response time in microseconds; 0 where there is none
   */
  private Past past(
      OrganizationId organization, ObjectNode json, SampleHistory history, double usual) {
    ApiParts api = backfill.api();
    String region = api.monitors().region();
    MonitorConfig monitor =
        new MonitorReader(api.monitors().kinds(), region)
            .read(json, null)
            .monitor(
                new MonitorRef(organization, MonitorId.create()),
                backfill
                    .now()
                    .truncatedTo(ChronoUnit.DAYS)
                    .minus(SampleHistory.DAYS, ChronoUnit.DAYS));
    return new Past(
        monitor, history.events(), usual == 0 ? List.of() : history.days(region, usual));
  }

  private void signIn() throws InterruptedException {
    token =
        post("/api/v1/session", Map.of("email", account.email(), "password", account.password()))
            .path("token")
            .asText();
  }

  /** The page's id; it is there already where the first start was cut short. */
  private String page(OrganizationId organization) throws InterruptedException {
    for (var page : backfill.api().configuration().pages(organization)) {
      if (page.slug().equals(SLUG)) {
        return page.id().toString();
      }
    }
    send("PATCH", "/api/v1/organization", Map.of("name", "Demo"));
    return post(
            "/api/v1/status-pages", Map.of("slug", SLUG, "name", "Demo", "visibility", "public"))
        .path("id")
        .asText();
  }

  private void components(String page, Collection<MonitorConfig> all) throws InterruptedException {
    for (MonitorConfig one : all) {
      post(
          "/api/v1/status-pages/" + page + "/components",
          Map.of(
              "name",
              one.name(),
              "description",
              "With a " + one.tags().getFirst() + "; what is later really happened.",
              "monitorIds",
              List.of(one.ref().monitor().toString())));
    }
  }

  private void beat(HeartbeatSpec.@Nullable Keys keys) {
    if (keys == null) {
      return;
    }
    URI address = URI.create(base + "/ping/" + keys.ping());
    Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("demo").factory())
        .scheduleWithFixedDelay(() -> ping(address), 0, BEAT_SECONDS, TimeUnit.SECONDS);
  }

  private void ping(URI address) {
    try {
      client.send(
          HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException missed) {
      log.info("The demo's heartbeat was not received: {}", missed.toString());
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonNode post(String path, Map<String, ?> body) throws InterruptedException {
    return send("POST", path, body);
  }

  private JsonNode send(String method, String path, Map<String, ?> body)
      throws InterruptedException {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(base + path))
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      HttpResponse<String> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 300) {
        throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException failed) {
      throw new IllegalStateException("The demo could not be made.", failed);
    }
  }
}
