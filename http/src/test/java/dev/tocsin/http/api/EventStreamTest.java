package dev.tocsin.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.http.testing.ApiClient;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.Principal;
import dev.tocsin.tenancy.Role;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.Caller;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.javadsl.Sink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private static final String PATH = "/events/stream";

  private TestServer server;
  private Organizations organizations;
  private OrganizationId home;
  private ApiClient admin;

  @BeforeEach
  void start() {
    server = TestServer.start();
    organizations = new Organizations(server);
    home = organizations.found("home");
    admin = ApiClient.of(server).as(organizations.token(home, Role.ADMIN));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private StreamProbe open(String token) throws Exception {
    return open(Map.of("Authorization", "Bearer " + token));
  }

  private StreamProbe open(String token, String last) throws Exception {
    return open(Map.of("Authorization", "Bearer " + token, "Last-Event-ID", last));
  }

  private StreamProbe open(Map<String, String> headers) throws Exception {
    StreamProbe stream = StreamProbe.open(server, headers, PATH);
    assertThat(stream.head())
        .contains("HTTP/1.1 200 OK", "Cache-Control: no-store")
        .anyMatch(it -> it.startsWith("Content-Type: text/event-stream"));
    assertThat(stream.next("retry:")).isEqualTo("retry: 2000");
    return stream;
  }

  @Test
  void tellsWhatChangesInItsOwnOrganizationAndNothingElse() throws Exception {
    OrganizationId away = organizations.found("away");
    ApiClient stranger = ApiClient.of(server).as(organizations.token(away, Role.ADMIN));
    try (StreamProbe stream = open(organizations.token(home, Role.VIEWER))) {
      String theirs = create(stranger, "Theirs");
      stranger.post("/monitors/" + theirs + "/pause").expect(200);
      String mine = create(admin, "Mine");
      assertThat(stream.next("id: ")).isNotNull();
      assertThat(stream.next("event: ")).isEqualTo("event: configuration");
      assertThat(stream.next("data: ")).contains(mine).doesNotContain(theirs);
      admin.post("/monitors/" + mine + "/pause").expect(200);
      assertThat(stream.next("event: ")).isEqualTo("event: monitor");
      assertThat(stream.next("data: "))
          .contains("\"id\":\"" + mine + "\"", "\"status\":\"paused\"");
    }
  }

  @Test
  void tellsOfAlertsInTheSameOrder() throws Exception {
    OrganizationId away = organizations.found("away");
    ApiClient stranger = ApiClient.of(server).as(organizations.token(away, Role.ADMIN));
    String token = organizations.token(home, Role.VIEWER);
    String last;
    String id;
    try (StreamProbe stream = open(token)) {
      stranger.post("/alerts", Map.of("title", "Theirs")).expect(201);
      id = admin.post("/alerts", Map.of("title", "Mine")).expect(201).text("id");
      last = stream.next("id: ").substring("id: ".length());
      assertThat(stream.next("event: ")).isEqualTo("event: alert");
      assertThat(stream.next("data: ")).contains(id, "\"state\":\"triggered\"");
    }
    create(admin, "Between");
    admin.post("/alerts/" + id + "/acknowledge").expect(200);
    try (StreamProbe stream = open(token, last)) {
      assertThat(stream.next("event: ")).isEqualTo("event: configuration");
      assertThat(stream.next("event: ")).isEqualTo("event: alert");
      assertThat(stream.next("data: ")).contains(id, "\"state\":\"acknowledged\"");
    }
  }

  private static String create(ApiClient client, String name) {
    return client.post("/monitors", Map.of("name", name, "type", "manual")).expect(201).text("id");
  }

  @Test
  void whoComesBackIsToldWhatCameSinceInItsOrder() throws Exception {
    String token = organizations.token(home, Role.VIEWER);
    String last;
    try (StreamProbe stream = open(token)) {
      create(admin, "First");
      last = stream.next("id: ").substring("id: ".length());
    }
    String second = create(admin, "Second");
    String third = create(admin, "Third");
    try (StreamProbe stream = open(token, last)) {
      assertThat(stream.next("event: ")).isEqualTo("event: configuration");
      assertThat(stream.next("data: ")).contains(second);
      assertThat(stream.next("data: ")).contains(third);
      String fourth = create(admin, "Fourth");
      assertThat(stream.next("data: ")).contains(fourth);
    }
  }

  @Test
  void whoWasAwayTooLongIsToldToReadAgain() throws Exception {
    String token = organizations.token(home, Role.VIEWER);
    try (StreamProbe stream = open(token, "another-7")) {
      assertThat(stream.next("event: ")).isEqualTo("event: missed");
    }
    try (StreamProbe stream = open(token, "no id at all")) {
      assertThat(stream.next("event: ")).isEqualTo("event: missed");
    }
  }

  @Test
  void saysWhatAMonitorWasBefore() throws Exception {
    String mine = create(admin, "Mine");
    try (StreamProbe stream = open(organizations.token(home, Role.VIEWER))) {
      publish(mine, Status.UP, 1);
      publish(mine, Status.DOWN, 2);
      publish(mine, Status.DOWN, 3);
      assertThat(stream.next("data: ")).contains("\"status\":\"up\"");
      assertThat(stream.next("data: ")).contains("\"status\":\"down\"", "\"was\":\"up\"");
      assertThat(stream.next("data: ")).contains("\"status\":\"down\"").doesNotContain("\"was\"");
    }
  }

  private void publish(String monitor, Status status, long sequence) {
    server.board.publish(
        new MonitorStatus(
            new MonitorRef(home, new MonitorId(UUID.fromString(monitor))),
            status,
            Instant.EPOCH,
            null,
            null,
            new StatusVersion(sequence, 0)));
  }

  @Test
  void endsWithinFiveSecondsOfItsSession() throws Exception {
    ApiClient nobody = ApiClient.of(server);
    String token =
        nobody
            .post(
                "/session", Map.of("email", "owner@home.test", "password", Organizations.PASSWORD))
            .text("token");
    try (StreamProbe stream = open(token)) {
      nobody.as(token).delete("/session").expect(204);
      long ended = System.nanoTime();
      assertThat(stream.next("never")).isNull();
      assertThat((System.nanoTime() - ended) / 1_000_000).isLessThan(5_000);
    }
  }

  @Test
  void goesOnWhileTheStoreIsAway() throws Exception {
    String mine = create(admin, "Mine");
    try (StreamProbe stream = open(organizations.token(home, Role.VIEWER))) {
      server.store.goAway();
      server.board.publish(
          new MonitorStatus(
              new MonitorRef(home, new MonitorId(UUID.fromString(mine))),
              Status.DOWN,
              Instant.EPOCH,
              null,
              "gone",
              new StatusVersion(0, 1)));
      assertThat(stream.next("data: ")).contains("\"stored\":false");
    }
  }

  @Test
  void letsAReaderGoWhoDoesNotKeepUp() throws Exception {
    String cause = "x".repeat(2_000);
    try (StreamProbe stream = open(organizations.token(home, Role.VIEWER))) {
      MonitorRef monitor = new MonitorRef(home, MonitorId.create());
      for (int sequence = 1; sequence <= 50_000; sequence++) {
        server.board.publish(
            new MonitorStatus(
                monitor, Status.DOWN, Instant.EPOCH, null, cause, new StatusVersion(sequence, 0)));
      }
      int read = 0;
      while (stream.next("data: ") != null) {
        read++;
      }
      assertThat(read).isBetween(1_000, 49_999);
    }
  }

  @Test
  void whoIsGoneBeforeTheAnswerBeginsIsNoReader() throws Exception {
    EventStream events =
        new EventStream(server.system, server.wiring.authentication(), server.wiring.parts());
    ApiRequest request =
        new ApiRequest(
            HttpRequest.GET(PATH),
            Map.of(),
            new Caller(
                new Principal(Author.user(UserId.create()), home, Role.VIEWER, null),
                null,
                null,
                Map.of()),
            null,
            InetAddress.getLoopbackAddress());
    for (int asked = 0; asked < 3; asked++) {
      events.operations().getFirst().handler().handle(request).toCompletableFuture().join();
    }
    assertThat(events.readers(home)).isZero();

    var answer = events.operations().getFirst().handler().handle(request);
    var read =
        answer
            .toCompletableFuture()
            .join()
            .entity()
            .getDataBytes()
            .runWith(Sink.queue(), server.system);
    assertThat(read.pull().toCompletableFuture().join().orElseThrow().utf8String())
        .startsWith("retry: 2000");
    assertThat(events.readers(home)).isEqualTo(1);
    read.cancel();
    await().atMost(Duration.ofSeconds(5)).until(() -> events.readers(home) == 0);
  }

  @Test
  void endsWhenTheServerDrains() throws Exception {
    try (StreamProbe stream = open(organizations.token(home, Role.VIEWER))) {
      server.drain();
      assertThat(stream.next("never")).isNull();
    }
  }
}
