package dev.tocsin.http.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertEvent;
import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Via;
import dev.tocsin.alert.chat.SlackAnswers;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.Json;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Severity;
import dev.tocsin.notify.http.Answer;
import dev.tocsin.notify.http.Services;
import dev.tocsin.notify.slack.SlackReplies;
import dev.tocsin.notify.slack.SlackTokens;
import dev.tocsin.probe.AddressPolicy;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlackDoorTest {
  private static final String PATH = "/callbacks/slack";
  private static final String OURS = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final String THEIRS = "0000000000000000000000000000beef";

  private final TestServer server = TestServer.start();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final SlackTokens tokens =
      new SlackTokens(
          new DerivedKeys("a key for tests, long enough for one".getBytes(StandardCharsets.UTF_8)),
          server.time);
  private SlackDoor door = door();
  private OrganizationId organization;
  private OrganizationId another;
  private UUID channel;
  private AlertRef alert;

  /** As each node has one. */
  private SlackDoor door() {
    return new SlackDoor(
        server.system,
        new SlackAnswers(
            server.configuration,
            server.alerts.board,
            server.alerts,
            tokens,
            new SlackReplies(
                new Services(
                    post -> {
                      said.add(post.url() + " " + post.body().utf8String());
                      return CompletableFuture.completedStage(new Answer.Came(200, Map.of(), "ok"));
                    },
                    new AddressPolicy(() -> true, "PRIVATE", List::of),
                    server.time)),
            server.time));
  }

  @BeforeEach
  void tellAnAlert() {
    Organizations organizations = new Organizations(server);
    organization = organizations.found("acme");
    another = organizations.found("other");
    channel = channel(organization, OURS);
    alert = new AlertRef(organization, AlertId.create());
    server.alerts.open(
        alert,
        new AlertSubject(
            new AlertSource.ByHand(), "It burns", "", Severity.CRITICAL, Urgency.HIGH, null),
        Author.user(UserId.create()));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aButtonAcknowledgesAndWhoPressedItIsTold() throws Exception {
    assertThat(press(token(), "acknowledge", OURS)).isEqualTo(200);
    assertThat(record().state()).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(record().history().getLast())
        .isInstanceOfSatisfying(
            AlertEvent.Acknowledged.class,
            it -> {
              assertThat(it.by()).isNull();
              assertThat(it.via()).isEqualTo(Via.CHAT);
              assertThat(it.answer().who()).isEqualTo("ada (Slack)");
            });
    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("https://hooks.slack.com/actions/T0/1/x ")
        .contains("Acknowledged by ada: It burns.", "ephemeral");
    assertThat(press(token(), "acknowledge", OURS)).isEqualTo(200);
    assertThat(said.getLast()).contains("It burns: The alert is acknowledged already.");
    assertThat(press(token(), "escalate", OURS)).isEqualTo(200);
    assertThat(said.getLast()).contains("It burns: it has been answered.");
    assertThat(press(token(), "resolve", OURS)).isEqualTo(200);
    assertThat(record().state()).isEqualTo(AlertState.RESOLVED);
  }

  @Test
  void theSameRequestEscalatesOnce() throws Exception {
    String body = body(token(), "escalate");
    Instant at = server.time.instant();
    for (int time = 0; time < 3; time++) {
      assertThat(post(body, OURS, at)).isEqualTo(200);
    }
    assertThat(record().climb().number()).isEqualTo(1);
    assertThat(said).singleElement().asString().contains("Escalated to the next step by ada");
  }

  @Test
  void theSameRequestAtAnotherNodeEscalatesOnceToo() throws Exception {
    String body = body(token(), "escalate");
    Instant at = server.time.instant();
    assertThat(post(body, OURS, at)).isEqualTo(200);
    door = door();
    assertThat(post(body, OURS, at)).isEqualTo(200);
    assertThat(record().climb().number()).isEqualTo(1);
    assertThat(press(token(), "escalate", OURS)).isEqualTo(200);
    assertThat(record().climb().number()).isEqualTo(2);
  }

  @Test
  void whatIsNotSignedByTheChannelsAppDoesNothing() throws Exception {
    String body = body(token(), "acknowledge");
    Instant now = server.time.instant();
    assertThat(post(body, THEIRS, now)).isEqualTo(403);
    assertThat(post(body, OURS, now.minus(Duration.ofMinutes(6)))).isEqualTo(403);
    assertThat(post(body, OURS, now.plus(Duration.ofMinutes(6)))).isEqualTo(403);
    assertThat(send(HttpRequest.POST(PATH), body)).isEqualTo(403);
    assertThat(send(HttpRequest.GET(PATH), "")).isEqualTo(405);
    assertThat(post("payload=", OURS, now)).isEqualTo(403);
    assertThat(post("payload=%7B", OURS, now)).isEqualTo(403);
    assertThat(post("x", OURS, now)).isEqualTo(403);
    assertThat(press(token(), "delete", OURS)).isEqualTo(403);
    assertThat(record().state()).isEqualTo(AlertState.TRIGGERED);
    assertThat(said).isEmpty();
  }

  @Test
  void aTokenOfAnotherPlaceIsWorthNothingUnderOnesOwnSecret() throws Exception {
    UUID theirs = channel(another, THEIRS);
    assertThat(press(token(), "acknowledge", THEIRS)).isEqualTo(403);
    String foreign = tokens.token(new Origin(another, theirs), alert.alert().value());
    press(foreign, "acknowledge", THEIRS); // may name the alert, but in its own organization
    String gone = tokens.token(new Origin(organization, UUID.randomUUID()), alert.alert().value());
    assertThat(press(gone, "acknowledge", OURS)).isEqualTo(403);
    String changed = token().replaceFirst("^.", "_");
    assertThat(press(changed, "acknowledge", OURS)).isEqualTo(403);
    assertThat(record().state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void aButtonWorksForAWeekAndWhileTheChannelHasItsSecret() throws Exception {
    String old = token();
    server.time.pass(Duration.ofDays(8));
    assertThat(press(old, "acknowledge", OURS)).isEqualTo(403);
    UUID without = channel(organization, null);
    String token = tokens.token(new Origin(organization, without), alert.alert().value());
    assertThat(press(token, "acknowledge", "")).isEqualTo(403);
    assertThat(record().state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void itAcknowledgesWhileTheStoreIsAwayToo() throws Exception {
    server.store.goAway();
    assertThat(press(token(), "acknowledge", OURS)).isEqualTo(200);
    assertThat(record().state()).isEqualTo(AlertState.ACKNOWLEDGED);
  }

  private UUID channel(OrganizationId of, String secret) {
    UUID id = UUID.randomUUID();
    String url = "https://hooks.slack.com/services/T0/B0/x";
    Map<String, String> settings =
        secret == null ? Map.of("url", url) : Map.of("url", url, "signingSecret", secret);
    server.configurationStore.createItem(
        new Item<>(
            of,
            id,
            new Channel("Ops " + id, new Endpoint("slack", settings)),
            server.time.instant(),
            0),
        Author.system(of));
    server.configuration.refresh().toCompletableFuture().join();
    return id;
  }

  private AlertRecord record() {
    return server.alerts.board.find(alert).orElseThrow().record();
  }

  private String token() {
    return tokens.token(new Origin(organization, channel), alert.alert().value());
  }

  private static String body(String token, String action) {
    var payload =
        Json.object()
            .put("type", "block_actions")
            .put("response_url", "https://hooks.slack.com/actions/T0/1/x")
            .put("trigger_id", UUID.randomUUID().toString());
    payload.putObject("user").put("id", "U012AB3CD").put("name", "ada");
    payload.putArray("actions").addObject().put("action_id", action).put("value", token);
    return "payload=" + URLEncoder.encode(payload.toString(), StandardCharsets.UTF_8);
  }

  private int press(String token, String action, String secret) throws Exception {
    return post(body(token, action), secret, server.time.instant());
  }

  private int post(String body, String secret, Instant at) throws Exception {
    String signed = "v0:" + at.getEpochSecond() + ":" + body;
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = (secret.isEmpty() ? "none" : secret).getBytes(StandardCharsets.UTF_8);
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String code = HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    return send(
        HttpRequest.POST(PATH)
            .addHeader(
                RawHeader.create("X-Slack-Request-Timestamp", String.valueOf(at.getEpochSecond())))
            .addHeader(RawHeader.create("X-Slack-Signature", "v0=" + code)),
        body);
  }

  private int send(HttpRequest request, String body) throws Exception {
    HttpResponse answer =
        door.handle(
                request.withEntity(
                    HttpEntities.create(
                        ContentTypes.parse("application/x-www-form-urlencoded"),
                        body.getBytes(StandardCharsets.UTF_8))))
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    return answer.status().intValue();
  }
}
