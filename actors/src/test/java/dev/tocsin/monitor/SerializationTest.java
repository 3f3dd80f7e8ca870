package dev.tocsin.monitor;

import static dev.tocsin.monitor.Samples.ORGANIZATION;
import static dev.tocsin.monitor.Samples.PERSON;
import static dev.tocsin.monitor.Samples.REF;
import static dev.tocsin.monitor.Samples.at;
import static dev.tocsin.monitor.Samples.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.CborSerializable;
import dev.tocsin.heartbeat.Beats;
import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.heartbeat.Schedule;
import dev.tocsin.invitation.InvitationRun;
import dev.tocsin.probe.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message and event survives the way through bytes, to another node or another year. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerializationTest {
  private static final HeartbeatSpec HOURLY =
      new HeartbeatSpec(
          new Schedule.Period(Duration.ofHours(1)), Duration.ofMinutes(5), null, null, null);
  private static final OutageId OUTAGE =
      new OutageId(UUID.fromString("0198c0de-0000-7000-8000-00000000cccc"));

  private final ActorTestKit kit =
      ActorTestKit.create(
          "serialization",
          ConfigFactory.parseResources("serialization.conf").withFallback(ConfigFactory.load()));
  private final SerializationTestKit serialization = new SerializationTestKit(kit.system());

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  private static MonitorStatus down() {
    return new MonitorStatus(REF, Status.DOWN, at(1), OUTAGE, "refused", new StatusVersion(2, 1));
  }

  Stream<CborSerializable> eventsAndStates() {
    MonitorEvent wentDown = new MonitorEvent.WentDown(OUTAGE, at(1), "refused", null, 3);
    return Stream.of(
        new MonitorEvent.WentUp(at(1), null, 0),
        new MonitorEvent.WentUp(at(1), PERSON, 7),
        new MonitorEvent.WentDegraded(at(1), "slow", PERSON, 7),
        wentDown,
        new MonitorEvent.Paused(at(1), PERSON, 7),
        new MonitorEvent.Resumed(at(1), PERSON, 7),
        new MonitorEvent.Deleted(at(1), null, 7),
        MonitorRecord.empty(REF),
        MonitorRecord.empty(REF).apply(wentDown),
        new MonitorViewChange(4, wentDown, null, down()),
        down(),
        MonitorStatus.pending(REF, at(0)));
  }

  private static final Ping PING =
      new Ping(
          Ping.Kind.FAIL,
          at(3),
          UUID.fromString("0198c0de-0000-7000-8000-00000000cccc"),
          3,
          Duration.ofMillis(20),
          "disk full",
          "a\nb",
          new Ping.Source("POST", "192.0.2.1", "curl/8"));

  private static final Beats BEATS =
      Beats.NONE.received(PING).received(PING.at(at(4))).unreceivable(at(5), at(6), HOURLY);

  @ParameterizedTest
  @MethodSource("eventsAndStates")
  void keepsEventsAndStates(CborSerializable value) {
    serialization.verifySerialization(value, true);
  }

  @Test
  void keepsMessages() {
    var replyTo = kit.<MonitorEntity.Reply>createTestProbe().getRef();
    for (CborSerializable message :
        List.of(
            new MonitorEntity.Wake(7, true),
            new MonitorEntity.Get(replyTo),
            new MonitorEntity.GetResults(replyTo),
            new MonitorEntity.Pause(PERSON, at(4), replyTo),
            new MonitorEntity.Resume(PERSON, at(4), replyTo),
            new MonitorEntity.SetState(Outcome.DOWN, "power cut", PERSON, at(4), replyTo),
            new MonitorEntity.CheckNow(replyTo),
            new MonitorEntity.Stop(),
            new InvitationRun.Look(),
            new MonitorEntity.Results(
                List.of(new MonitorDetails.Point(Instant.EPOCH, Outcome.UP, 1))),
            new MonitorEntity.Done(down()),
            new MonitorEntity.Result(result(Outcome.DOWN, 1)),
            new MonitorEntity.Refused("paused"),
            new MonitorEntity.NotNow("away"),
            new MonitorEntity.Details(
                new MonitorDetails(
                    down(),
                    result(Outcome.UP, 1),
                    "here",
                    List.of(new MonitorDetails.Point(at(1), Outcome.UP, 12)),
                    new MonitorDetails.Heartbeat(BEATS, List.of(PING), at(9)))),
            new MonitorEntity.ReceivePing(PING, replyTo),
            new MonitorEntity.Received())) {
      serialization.verifySerialization(message, true);
    }
  }

  @Test
  void keepsWhatNodesTellEachOther() {
    var replyTo = kit.<StatusExchange.Command>createTestProbe().getRef();
    var done = kit.<Done>createTestProbe().getRef();
    StatusBoard board = new StatusBoard();
    board.publish(down());
    for (CborSerializable message :
        List.of(
            new StatusExchange.Heard(List.of(down())),
            new StatusExchange.Compare(BoardDigest.of(board), replyTo),
            new StatusExchange.Want(List.of(3, 255), replyTo),
            new StatusExchange.Refresh(ORGANIZATION, 9, done))) {
      CborSerializable back = serialization.verifySerialization(message, false);
      assertThat(back).usingRecursiveComparison().isEqualTo(message);
    }
  }
}
