package dev.tocsin.http.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Arrival;
import dev.tocsin.alert.ConfiguredWording;
import dev.tocsin.alert.Intended;
import dev.tocsin.alert.Notification;
import dev.tocsin.alert.phone.CallAnswers;
import dev.tocsin.alert.phone.Reports;
import dev.tocsin.alert.phone.SmsAnswers;
import dev.tocsin.conf.Secret;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Origin;
import dev.tocsin.notify.Severity;
import dev.tocsin.notify.twilio.CallbackLinks;
import dev.tocsin.notify.twilio.CallbackLinks.Way;
import dev.tocsin.notify.twilio.Signatures;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import dev.tocsin.tenancy.access.DerivedKeys;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

class TwilioDoorTest {
  private static final String TOKEN = "t0ken";
  private static final URI URL = URI.create("https://tocsin.example");

  private final TestServer server = TestServer.start();
  private final OrganizationId organization = OrganizationId.create();
  private final AlertRef alert = new AlertRef(organization, AlertId.create());
  private final UUID endpoint = UUID.randomUUID();
  private final CallbackLinks links =
      new CallbackLinks(
          new DerivedKeys("a key for tests, long enough for one".getBytes(StandardCharsets.UTF_8)),
          URL,
          server.time);
  private final TwilioDoor door =
      new TwilioDoor(
          server.system,
          new TwilioDoor.Parts(
              new Signatures(new Secret(TOKEN), URL),
              links,
              new SmsAnswers(server.configuration, server.alerts.board, server.alerts, server.time),
              new CallAnswers(
                  server.configuration,
                  server.alerts.board,
                  server.alerts,
                  new ConfiguredWording(server.configuration, server.answerLinks, URL),
                  links,
                  URL),
              new Reports(server.alerts.board, server.alerts)));
  private Message told;

  @BeforeEach
  void tellAnAlert() {
    server.alerts.open(
        alert,
        new AlertSubject(
            new AlertSource.ByHand(), "It burns", "", Severity.CRITICAL, Urgency.HIGH, null),
        Author.user(UserId.create()));
    Intended intended =
        Intended.of(
            alert, Message.Kind.TRIGGERED, "1", endpoint, null, server.time.instant(), false);
    server.alerts.climbs(alert, List.of(intended), Duration.ofMinutes(5));
    told =
        new Message(
            intended.id(),
            Message.Kind.TRIGGERED,
            "Acme",
            List.of(
                new Message.Notice(
                    Message.Kind.TRIGGERED,
                    alert.alert().value(),
                    "It burns",
                    "",
                    Severity.CRITICAL,
                    server.time.instant(),
                    URL,
                    null,
                    null)),
            0,
            null,
            URL,
            false);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void whatIsNotSignedByTheAccountDoesNothing() throws Exception {
    String keys = path(Way.KEYS);
    assertThat(post(keys, Map.of("Digits", "4"), "another").status().intValue()).isEqualTo(403);
    assertThat(post("/callbacks/twilio/sms", Map.of("Body", "ack"), "x").status().intValue())
        .isEqualTo(403);
    assertThat(door.handle(HttpRequest.GET(keys)).toCompletableFuture().get().status().intValue())
        .isEqualTo(405);
    assertThat(post("/callbacks/twilio/else", Map.of(), TOKEN).status().intValue()).isEqualTo(404);
    assertThat(post("/callbacks/twilio/keys/x.y", Map.of(), TOKEN).status().intValue())
        .isEqualTo(404);
    assertThat(state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void anAddressIsGoodForAWeek() throws Exception {
    String keys = path(Way.KEYS);
    server.time.pass(Duration.ofDays(8));
    assertThat(post(keys, Map.of("Digits", "4"), TOKEN).status().intValue()).isEqualTo(404);
    assertThat(state()).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void aKeyAcknowledgesWhileTheStoreIsAwayToo() throws Exception {
    server.store.goAway();
    HttpResponse answer = post(path(Way.KEYS), Map.of("Digits", "4", "CallSid", "CA1"), TOKEN);
    assertThat(answer.status().intValue()).isEqualTo(200);
    assertThat(body(answer)).startsWith("<?xml").contains("<Say", "Acknowledged", "<Hangup/>");
    assertThat(state()).isEqualTo(AlertState.ACKNOWLEDGED);
  }

  @Test
  void aKeyThatIsToldAgainEscalatesOnce() throws Exception {
    int before = server.alerts.board.find(alert).orElseThrow().record().climb().number();
    for (int time = 0; time < 3; time++) {
      HttpResponse answer = post(path(Way.KEYS), Map.of("Digits", "5", "CallSid", "CA1"), TOKEN);
      assertThat(body(answer)).contains("Escalated");
    }
    post(path(Way.KEYS), Map.of("Digits", "5", "CallSid", "CA2"), TOKEN);
    assertThat(server.alerts.board.find(alert).orElseThrow().record().climb().number())
        .isEqualTo(before + 2);
  }

  @Test
  void aListenerWhoPressesNothingHearsItFiveTimes() throws Exception {
    String keys = path(Way.KEYS);
    assertThat(body(post(keys, Map.of("Digits", ""), TOKEN)))
        .contains("It burns", "?round=2", "actionOnEmptyResult");
    assertThat(body(post(keys + "?round=4", Map.of("Digits", "*"), TOKEN))).contains("?round=5");
    assertThat(body(post(keys + "?round=5", Map.of("Digits", ""), TOKEN)))
        .contains("Goodbye", "<Hangup/>")
        .doesNotContain("Gather");
  }

  @Test
  void whatBecameOfAMessageIsAskedForAgainUntilItIsStored() throws Exception {
    server.store.goAway();
    Map<String, String> sent = Map.of("MessageStatus", "sent", "MessageSid", "SM1");
    assertThat(post(path(Way.MESSAGE), sent, TOKEN).status().intValue()).isEqualTo(503);
    server.store.comeBack();
    assertThat(post(path(Way.MESSAGE), sent, TOKEN).status().intValue()).isEqualTo(204);
    assertThat(notification().arrival()).isEqualTo(Arrival.SENT);
    Map<String, String> lost =
        Map.of("MessageStatus", "undelivered", "MessageSid", "SM1", "ErrorCode", "30006");
    assertThat(post(path(Way.MESSAGE), lost, TOKEN).status().intValue()).isEqualTo(204);
    assertThat(notification().progress()).isEqualTo(Notification.Progress.FAILED);
    assertThat(notification().reason()).contains("landline", "30006");
    assertThat(post(path(Way.MESSAGE), sent, TOKEN).status().intValue()).isEqualTo(204);
    assertThat(notification().arrival()).isEqualTo(Arrival.UNDELIVERED);
  }

  @Test
  void whatItOnlyTookIsNoNewsAndABusyLineIs() throws Exception {
    assertThat(post(path(Way.CALL), Map.of("CallStatus", "ringing"), TOKEN).status().intValue())
        .isEqualTo(204);
    assertThat(notification().arrival()).isNull();
    assertThat(post(path(Way.CALL), Map.of("CallStatus", "busy"), TOKEN).status().intValue())
        .isEqualTo(204);
    assertThat(notification().reason()).isEqualTo("the line was busy");
  }

  @Test
  void whoIsToldOfNothingIsAnsweredBriefly() throws Exception {
    Map<String, String> message = Map.of("From", "+4915112345678", "Body", "ACK 417");
    assertThat(body(post("/callbacks/twilio/sms", message, TOKEN)))
        .contains("<Message>No alert is open for this number.</Message>");
    assertThat(
            body(
                post(
                    "/callbacks/twilio/sms",
                    Map.of("From", "+4915112345678", "Body", "I am out of office"),
                    TOKEN)))
        .doesNotContain("Message");
  }

  private AlertState state() {
    return server.alerts.board.find(alert).orElseThrow().record().state();
  }

  private Notification notification() {
    return server.alerts.board.find(alert).orElseThrow().record().notifications().getFirst();
  }

  private String path(Way way) {
    return links.link(way, told, new Origin(organization, endpoint)).getRawPath();
  }

  private HttpResponse post(String target, Map<String, String> fields, String token)
      throws Exception {
    StringBuilder signed = new StringBuilder(URL + target);
    new TreeMap<>(fields).forEach((name, value) -> signed.append(name).append(value));
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
    String signature =
        Base64.getEncoder()
            .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
    String body =
        fields.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return door.handle(
            HttpRequest.POST(target)
                .addHeader(RawHeader.create("X-Twilio-Signature", signature))
                .withEntity(
                    HttpEntities.create(
                        ContentTypes.parse("application/x-www-form-urlencoded"),
                        body.getBytes(StandardCharsets.UTF_8))))
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  private String body(HttpResponse answer) throws Exception {
    return answer
        .entity()
        .toStrict(5_000, server.system)
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS)
        .getData()
        .utf8String();
  }
}
