package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.CborSerializable;
import dev.tocsin.escalation.Missed;
import dev.tocsin.escalation.Target;
import dev.tocsin.escalation.Urgency;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.OutageTaken;
import dev.tocsin.notify.Message;
import dev.tocsin.notify.Outcome;
import dev.tocsin.notify.Severity;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message and event of alerts survives the way through bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertSerializationTest {
  private static final Instant AT = Instant.parse("2026-05-01T12:00:00.5Z");
  private static final Author ANN = Author.user(UserId.create());
  private static final AlertRef REF = new AlertRef(OrganizationId.create(), AlertId.create());
  private static final UUID PLACE = UUID.randomUUID();

  private final ActorTestKit kit =
      ActorTestKit.create(
          "serialization",
          ConfigFactory.parseResources("serialization.conf").withFallback(ConfigFactory.load()));
  private final SerializationTestKit serialization = new SerializationTestKit(kit.system());

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  private static AlertSubject subject(AlertSource source) {
    return new AlertSubject(
        source, "labels-api is down", "", Severity.INFO, Urgency.LOW, UUID.randomUUID());
  }

  private static Stream<AlertEvent> events() {
    Intended told = Intended.of(REF, Message.Kind.TRIGGERED, "1", PLACE, UserId.create(), AT, true);
    return Stream.of(
        new AlertEvent.Raised(AT, null, subject(new AlertSource.OfMonitor(MonitorId.create())), AT),
        new AlertEvent.Held(AT, new Hold.ForMaintenance(PLACE, AT), 0),
        new AlertEvent.Held(AT, new Hold.ForParent(MonitorId.create()), 0),
        new AlertEvent.Held(AT, new Hold.ForGroup(AlertId.create()), 1),
        new AlertEvent.Released(AT, AT, 1),
        new AlertEvent.Climbed(
            AT,
            ANN,
            new AlertEvent.Rung(1, 0, 0, null),
            List.of(told),
            List.of(new Missed(Target.Type.TEAM, PLACE, Missed.Why.NO_CONTACT)),
            new Climb(1, 0, 1, AT, UserId.create())),
        new AlertEvent.Tried(
            AT, told.id(), 1, new Outcome.Retry("503", Duration.ofSeconds(9)), AT, List.of()),
        new AlertEvent.Tried(AT, told.id(), 2, new Outcome.Delivered("m"), null, List.of(told)),
        new AlertEvent.Tried(AT, told.id(), 2, new Outcome.Permanent("no"), null, List.of()),
        new AlertEvent.Reported(AT, told.id(), Arrival.SENT, null),
        new AlertEvent.Reported(AT, told.id(), Arrival.UNDELIVERED, "switched off"),
        new AlertEvent.Acknowledged(AT, null, Via.SMS, List.of(told)),
        new AlertEvent.Acknowledged(
            AT, null, Via.CHAT, List.of(), Answer.of(Via.CHAT, "1", "Ada (Slack)")),
        new AlertEvent.Snoozed(AT, ANN, AT),
        new AlertEvent.Returned(AT, null, AT),
        new AlertEvent.Reassigned(AT, ANN, UserId.create()),
        new AlertEvent.Noted(AT, ANN, UUID.randomUUID(), "restarted"),
        new AlertEvent.Resolved(AT, ANN, Via.API, AT, List.of(told)),
        new AlertEvent.Ended(AT));
  }

  private static AlertRecord record() {
    AlertRecord record = AlertRecord.empty(REF);
    for (AlertEvent event : events().toList()) {
      if (record.isNews(event)) {
        record = record.apply(event);
      }
    }
    return record;
  }

  Stream<CborSerializable> messages() {
    TestProbe<AlertEntity.Reply> asker = kit.createTestProbe();
    TestProbe<OutageTaken> giver = kit.createTestProbe();
    TestProbe<Postbox.Recorded> postbox = kit.createTestProbe();
    Message.Notice notice =
        new Message.Notice(
            Message.Kind.TRIGGERED,
            REF.alert().value(),
            "labels-api is down",
            "No answer",
            Severity.CRITICAL,
            AT,
            URI.create("https://tocsin.example/alerts/1"),
            URI.create("https://tocsin.example/ack/1"),
            null);
    AlertSight sight = new AlertSight(record(), 3);
    return Stream.concat(
        events().map(CborSerializable.class::cast),
        Stream.of(
            record(),
            sight,
            new AlertSight(record(), record().sequence()),
            new AlertExchange.Heard(sight),
            new AlertEntity.Raise(
                new MonitorRef(REF.organization(), MonitorId.create()),
                "No answer",
                AT,
                AT.plusSeconds(60),
                4,
                giver.getRef()),
            new AlertEntity.Over(AT, 4, null),
            new AlertEntity.Open(subject(new AlertSource.ByHand("cron")), ANN, asker.getRef()),
            new AlertEntity.Report(subject(new AlertSource.OfPlace(PLACE, true)), AT),
            new AlertEntity.Respond(new Response.Acknowledge(null, Via.CALL), asker.getRef()),
            new AlertEntity.Respond(new Response.Resolve(ANN, Via.CHAT), asker.getRef()),
            new AlertEntity.Respond(
                new Response.Escalate(ANN, Answer.of(Via.SMS, "SM1", null)), asker.getRef()),
            new AlertEntity.Respond(new Response.Snooze(ANN, AT), asker.getRef()),
            new AlertEntity.Respond(new Response.Reassign(ANN, UserId.create()), asker.getRef()),
            new AlertEntity.Respond(
                new Response.Note(ANN, UUID.randomUUID(), "restarted"), asker.getRef()),
            new AlertEntity.Get(asker.getRef()),
            new AlertEntity.Wake(),
            new AlertEntity.Attempted(
                PLACE, AT, new Outcome.Delivered(null), null, postbox.getRef()),
            new AlertEntity.ReportArrival(PLACE, Arrival.DELIVERED, null, asker.getRef()),
            new AlertEntity.Stop(),
            new AlertEntity.Done(sight),
            new AlertEntity.Refused("The alert is resolved."),
            new AlertEntity.Unknown(),
            new OutageTaken(4),
            new Postbox.Deliver(REF, PLACE, notice, AT, true),
            new Postbox.Withdraw(REF, PLACE),
            new Postbox.Recorded(PLACE),
            new Postbox.Arrived("SM1", Arrival.UNDELIVERED, "switched off"),
            new Postbox.Stop()));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void survives(CborSerializable message) {
    assertThat(serialization.verifySerialization(message, true)).isEqualTo(message);
  }
}
