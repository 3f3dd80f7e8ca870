package dev.tocsin.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.conf.SettingsException;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.http.api.ApiParts;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A sample organization in a running node: monitors that watch the node itself and really run, one
 * that is meant to be down, a heartbeat that the node sends itself, and a status page. What is
 * before its first start is made up, and says so.
 */
final class Demo {
  private static final Logger log = LoggerFactory.getLogger(Demo.class);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int WARMING = 6;

  private final Backfill backfill;
  private final String base;
  private final Account account;
  private final HttpClient client = HttpClient.newHttpClient();

  record Account(String email, String password) {}

  /**
   * @param bind where the node listens
   */
  Demo(Node node, String bind, Account account) {
    this.backfill = node.backfill();
    String host =
        bind.isEmpty() || bind.equals("0.0.0.0") || bind.equals("::") ? "127.0.0.1" : bind;
    this.base = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + node.port();
    this.account = account;
  }

  /**
   * Makes the sample, in a data folder that has none. Blocks.
   *
   * @param pager by which its sample people are reached
   */
  void make(SamplePager pager) throws InterruptedException {
    DemoClient owner = new DemoClient(client, base).signIn(account.email(), account.password());
    String page = page(owner); // one of the monitors looks at it
    // before the first monitor can go down: its alert finds whom to tell
    new SampleOnCall(owner, pager, backfill.now()).make();
    var monitors = new SampleMonitors(backfill, organization(backfill.api()), base);
    warm(owner, monitors.checked());
    components(owner, page, monitors.create());
  }

  /**
   * The first checks of a process take as long as hundreds of later ones, and would be all that is
   * seen in a chart. What comes of these is told to nobody.
   */
  private static void warm(DemoClient owner, List<ObjectNode> checks) throws InterruptedException {
    for (int round = 0; round < WARMING; round++) {
      for (ObjectNode check : checks) {
        owner.exchange("POST", "/monitors/test", check);
      }
    }
  }

  /** Lets the heartbeat beat. */
  void beat() {
    ApiParts api = backfill.api();
    api.configuration().organizations().stream()
        .flatMap(known -> api.configuration().monitors(known.id(), null).stream())
        .filter(SampleMonitors::isOurs)
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

  /** The new page's id. */
  private static String page(DemoClient owner) throws InterruptedException {
    owner.send("PATCH", "/organization", Map.of("name", "Demo"));
    return owner.made(
        "/status-pages",
        Map.of("slug", SampleMonitors.PAGE, "name", "Demo", "visibility", "public"));
  }

  private static void components(DemoClient owner, String page, List<MonitorConfig> all)
      throws InterruptedException {
    for (MonitorConfig one : all) {
      owner.send(
          "POST",
          "/status-pages/" + page + "/components",
          Map.of(
              "name",
              one.name(),
              "description",
              "With a " + SampleMonitors.label(one) + "; what is later really happened.",
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
        .scheduleWithFixedDelay(
            () -> ping(address), 0, SampleMonitors.BEAT.toSeconds(), TimeUnit.SECONDS);
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
}
