package dev.tocsin.app.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.app.testing.ApiClient;
import dev.tocsin.app.testing.CountingMailServer;
import dev.tocsin.app.testing.TocsinProcess;
import dev.tocsin.conf.SecretKeyFile;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.DatabaseSettings;
import dev.tocsin.persistence.secret.Secrets;
import dev.tocsin.persistence.subscriber.JdbiSubscriberStore;
import dev.tocsin.persistence.testing.FreePorts;
import dev.tocsin.statuspage.StatusPageId;
import dev.tocsin.subscriber.Destination;
import dev.tocsin.subscriber.Subscriber;
import dev.tocsin.subscriber.SubscriberId;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * The program on its embedded database, killed while it tells many subscribers of an update, at a
 * moment that a seed decides; and its next life, which tells those who were not told.
 */
final class SubscriberKillRun {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration LOOKED = Duration.ofMillis(20);

  /** Mails that one node has under way at once. */
  private static final int IN_FLIGHT = 4;

  /** Addresses that the store takes for a page within an hour. */
  private static final int AN_HOUR = 900;

  /**
   * What one run was like.
   *
   * @param before mails that had come when the process was killed
   * @param repeated subscribers who got the mail twice
   * @param first from the update to the kill
   * @param second from the next life's readiness until everybody was told
   */
  record Report(int subscribers, int before, int repeated, Duration first, Duration second) {}

  private final long seed;
  private final int subscribers;
  private final Map<String, String> environment = new HashMap<>(ApiClient.OWNER);
  private final Path data;

  SubscriberKillRun(long seed, int subscribers, Path folder) {
    this.seed = seed;
    this.subscribers = subscribers;
    this.data = folder.resolve("data-" + seed);
    environment.put("TOCSIN_PORT", Integer.toString(FreePorts.on("127.0.0.1")));
    environment.put("TOCSIN_BIND", "127.0.0.1");
    environment.put("TOCSIN_DATA_DIR", data.toString());
  }

  /**
   * @throws AssertionError where somebody was not told, or told too often, with the seed
   */
  Report run() {
    try (var server = new CountingMailServer()) {
      environment.put("TOCSIN_SMTP_URL", server.url());
      subscribe(page());
      int killedAt = (int) (subscribers * (0.1 + 0.8 * new Random(seed).nextDouble()));
      long told;
      Duration first;
      try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
        told = System.nanoTime();
        tell(ApiClient.signIn(process.url()));
        await()
            .atMost(LONGEST)
            .pollDelay(Duration.ZERO)
            .pollInterval(LOOKED)
            .until(() -> server.count() >= killedAt);
        process.kill();
        first = Duration.ofNanos(System.nanoTime() - told);
      }
      int before = server.count();
      try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
        long again = System.nanoTime();
        var api = ApiClient.signIn(process.url());
        await().atMost(LONGEST).until(() -> waiting(api) == 0);
        Duration second = Duration.ofNanos(System.nanoTime() - again);
        assertThat(process.output()).doesNotContain("ERROR", "Exception");
        return report(server, before, first, second);
      }
    } catch (AssertionError fault) {
      throw new AssertionError("Seed " + seed + ": " + fault.getMessage(), fault);
    }
  }

  private StatusPageId page() {
    try (var process = TocsinProcess.start(environment).awaitReady(PATIENCE)) {
      var api = ApiClient.signIn(process.url());
      api.page("acme", Map.of("API", List.of()));
      var page = api.all("/status-pages").getFirst();
      assertThat(process.terminate(PATIENCE)).isIn(0, 143);
      return new StatusPageId(UUID.fromString(page.path("id").textValue()));
    }
  }

  /** As if all had confirmed long ago. */
  private void subscribe(StatusPageId page) {
    byte[] key = SecretKeyFile.readOrCreate(data).bytes();
    try (var database = Database.open(DatabaseSettings.embedded(data))) {
      var organization =
          new OrganizationId(
              database.read(
                  handle ->
                      handle
                          .createQuery("select organization_id from status_page")
                          .mapTo(UUID.class)
                          .one()));
      var store = new JdbiSubscriberStore(database, new Secrets(key), new DerivedKeys(key));
      var begin = Instant.now().minus(Duration.ofDays(30));
      for (int number = 0; number < subscribers; number++) {
        var at = begin.plus(Duration.ofHours(number / AN_HOUR));
        var id = SubscriberId.create();
        store.ask(
            new Subscriber(
                organization,
                page,
                id,
                new Destination(Destination.Kind.EMAIL, address(number)),
                List.of(),
                at,
                null),
            null,
            at);
        store.confirm(id, at);
      }
      database.write(handle -> handle.execute("delete from subscriber_letter"));
    }
  }

  private static String address(int number) {
    return "reader" + number + "@example.com";
  }

  private static void tell(ApiClient api) {
    var incident =
        ApiClient.object()
            .put("title", "Labels fail")
            .put("impact", "major")
            .put("visibility", "public")
            .put("message", "We look into it.");
    api.post("/incidents", incident).ok();
  }

  private static int waiting(ApiClient api) {
    String id = api.all("/incidents").getFirst().path("id").textValue();
    JsonNode told = api.get("/incidents/" + id + "/deliveries").ok().path("items");
    assertThat(told).hasSize(1);
    return told.path(0).path("waiting").asInt();
  }

  private Report report(CountingMailServer server, int before, Duration first, Duration second) {
    var mails = server.mails();
    int repeated = 0;
    for (int number = 0; number < subscribers; number++) {
      List<String> came = mails.getOrDefault(address(number), List.of());
      assertThat(came).as(address(number)).hasSizeBetween(1, 2);
      assertThat(came.stream().distinct()).as("the Message-ID").hasSize(1);
      repeated += came.size() - 1;
    }
    assertThat(mails).hasSize(subscribers);
    assertThat(repeated).isLessThanOrEqualTo(IN_FLIGHT);
    return new Report(subscribers, before, repeated, first, second);
  }
}
