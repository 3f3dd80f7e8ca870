package dev.tocsin.http.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.alert.AlertId;
import dev.tocsin.alert.AlertRecord;
import dev.tocsin.alert.AlertRef;
import dev.tocsin.alert.AlertSource;
import dev.tocsin.alert.AlertState;
import dev.tocsin.alert.AlertSubject;
import dev.tocsin.alert.Intended;
import dev.tocsin.alert.phone.SmsAnswers;
import dev.tocsin.configuration.Item;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.http.testing.Organizations;
import dev.tocsin.http.testing.TestServer;
import dev.tocsin.notify.Channel;
import dev.tocsin.notify.Endpoint;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Severity;
import dev.tocsin.notify.sms.ShortNumber;
import dev.tocsin.notify.twilio.PhoneNumber;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a telephone's words do that several organizations tell of alerts, or that come twice. */
class SmsAnswersTest {
  private static final PhoneNumber PHONE = new PhoneNumber("+4915112345678");

  private final TestServer server = TestServer.start();
  private final SmsAnswers answers =
      new SmsAnswers(server.configuration, server.alerts.board, server.alerts, server.time);
  private OrganizationId ours;
  private OrganizationId theirs;

  @BeforeEach
  void foundTwo() {
    Organizations organizations = new Organizations(server);
    ours = organizations.found("acme");
    theirs = organizations.found("other");
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void aBareWordAsksWhichOrganizationsAlertIsMeant() throws Exception {
    AlertRef one = told(ours, "It burns");
    AlertRef another = told(theirs, "It leaks");

    assertThat(reply("ACK", "SM1"))
        .contains("2 alerts", "(acme: It burns)", "(other: It leaks)", number(one).substring(0, 3));
    assertThat(state(one)).isEqualTo(AlertState.TRIGGERED);
    assertThat(state(another)).isEqualTo(AlertState.TRIGGERED);

    assertThat(reply("ACK " + number(another), "SM2")).isEqualTo("Acknowledged: other: It leaks.");
    assertThat(state(one)).isEqualTo(AlertState.TRIGGERED);
    assertThat(state(another)).isEqualTo(AlertState.ACKNOWLEDGED);
  }

  @Test
  void aWordThatIsToldAgainMeansNothingElse() throws Exception {
    AlertRef first = told(ours, "It burns");
    assertThat(reply("ACK", "SM1")).isEqualTo("Acknowledged: It burns.");
    server.time.pass(Duration.ofSeconds(20));
    AlertRef second = told(ours, "It leaks");

    assertThat(reply("ACK", "SM1")).isEqualTo("Acknowledged: It burns.");
    assertThat(state(first)).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(state(second)).isEqualTo(AlertState.TRIGGERED);
  }

  @Test
  void allThatIsToldAgainMeansWhatWasOpenThen() throws Exception {
    AlertRef first = told(ours, "It burns");
    assertThat(reply("ACK ALL", "SM1")).isEqualTo("1 alert acknowledged.");
    server.time.pass(Duration.ofSeconds(20));
    AlertRef second = told(ours, "It leaks");

    assertThat(reply("ACK ALL", "SM1")).isEqualTo("1 alert acknowledged.");
    assertThat(state(first)).isEqualTo(AlertState.ACKNOWLEDGED);
    assertThat(state(second)).isEqualTo(AlertState.TRIGGERED);
    assertThat(reply("ACK ALL", "SM2")).isEqualTo("1 alert acknowledged.");
    assertThat(state(second)).isEqualTo(AlertState.ACKNOWLEDGED);
  }

  @Test
  void anEscalationThatIsToldAgainClimbsOnce() throws Exception {
    AlertRef alert = told(ours, "It burns");
    int before = record(alert).climb().number();
    for (int time = 0; time < 3; time++) {
      assertThat(reply("ESC", "SM1")).isEqualTo("Escalated to the next step: It burns.");
    }
    assertThat(record(alert).climb().number()).isEqualTo(before + 1);
    reply("ESC", "SM2");
    assertThat(record(alert).climb().number()).isEqualTo(before + 2);
  }

  private String reply(String body, String sid) throws Exception {
    return answers.reply(PHONE, body, sid).toCompletableFuture().get().orElse("");
  }

  private AlertState state(AlertRef alert) {
    return record(alert).state();
  }

  private AlertRecord record(AlertRef alert) {
    return server.alerts.board.find(alert).orElseThrow().record();
  }

  private static String number(AlertRef alert) {
    return ShortNumber.of(alert.alert().value(), ShortNumber.LONGEST);
  }

  /** A channel of its own, and an alert that it was told of. */
  private AlertRef told(OrganizationId organization, String title) {
    UUID channel = UUID.randomUUID();
    server.configurationStore.createItem(
        new Item<>(
            organization,
            channel,
            new Channel("Ops " + channel, new Endpoint("sms", Map.of("number", PHONE.value()))),
            server.time.instant(),
            0),
        Author.system(organization));
    server.configuration.refresh().toCompletableFuture().join();
    AlertRef alert = new AlertRef(organization, AlertId.create());
    server.alerts.open(
        alert,
        new AlertSubject(
            new AlertSource.ByHand(), title, "", Severity.CRITICAL, Urgency.HIGH, null),
        Author.user(UserId.create()));
    Intended intended =
        Intended.of(
            alert, Message.Kind.TRIGGERED, "1", channel, null, server.time.instant(), false);
    server.alerts.climbs(alert, List.of(intended), Duration.ofMinutes(5));
    return alert;
  }
}
