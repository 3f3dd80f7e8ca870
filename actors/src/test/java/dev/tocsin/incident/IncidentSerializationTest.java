package dev.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.CborSerializable;
import dev.tocsin.statuspage.ComponentId;
import dev.tocsin.statuspage.PageState;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message and event of incidents survives the way through bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncidentSerializationTest {
  private final ActorTestKit kit =
      ActorTestKit.create(
          "serialization",
          ConfigFactory.parseResources("serialization.conf").withFallback(ConfigFactory.load()));
  private final SerializationTestKit serialization = new SerializationTestKit(kit.system());

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  private static Stream<IncidentChange> changes() {
    Post post = Samples.post(Phase.MONITORING, Samples.AT);
    return Stream.of(
        Samples.open(Samples.AT),
        new IncidentChange.Tell(post),
        new IncidentChange.Correct(post.id(), "It is the storage."),
        new IncidentChange.Retract(post.id()),
        new IncidentChange.Amend("Labels are late", Impact.NONE, null, null),
        new IncidentChange.Grow(post.affected()),
        new IncidentChange.Follow(post.affected()),
        new IncidentChange.AsOf(4, new IncidentChange.Tell(post)),
        new IncidentChange.AsOf(4, new IncidentChange.Follow(post.affected())),
        new IncidentChange.Publish(),
        new IncidentChange.Link(Samples.open(Samples.AT).alerts().getFirst()),
        new IncidentChange.Unlink(Samples.open(Samples.AT).alerts().getFirst()),
        new IncidentChange.Note(UUID.randomUUID(), "Disk 4."),
        new IncidentChange.Amend(null, null, Samples.AT, null),
        new IncidentChange.Remove());
  }

  private Stream<CborSerializable> messages() {
    TestProbe<IncidentEntity.Reply> replies = kit.createTestProbe();
    Stream<CborSerializable> asked =
        changes()
            .map(
                change ->
                    new IncidentEntity.Change(change, Samples.ANN, Samples.AT, replies.getRef()));
    List<CborSerializable> rest =
        List.of(
            new IncidentEntity.Get(replies.getRef()),
            new IncidentEntity.Wake(),
            new IncidentEntity.Stop(),
            new IncidentEntity.Done(Samples.record()),
            new IncidentEntity.Refused("There is too much."),
            new IncidentEntity.Unknown(),
            new IncidentEntity.TooLate(),
            new IncidentExchange.Heard(Samples.record()));
    return Stream.of(Samples.events(), asked, rest.stream()).flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void comesBackAsItWas(CborSerializable message) {
    assertThat(serialization.verifySerialization(message, true)).isEqualTo(message);
  }

  @Test
  void theLargestFitsIntoAMessage() {
    IncidentRecord record = IncidentRecord.empty(Samples.ref());
    IncidentChange change = Samples.open(Samples.AT);
    while (record.decide(change, Samples.ANN, Samples.AT)
        instanceof Decision.Accepted(List<IncidentEvent> events)) {
      for (IncidentEvent event : events) {
        record = record.apply(event);
      }
      List<Affected> affected =
          Stream.generate(() -> new Affected(ComponentId.create(), PageState.MAJOR_OUTAGE))
              .limit(200)
              .toList();
      change =
          new IncidentChange.Tell(
              new Post(
                  UUID.randomUUID(),
                  Samples.AT,
                  Phase.RESOLVED,
                  "\u6771".repeat(2_000),
                  affected,
                  null));
    }
    byte[] bytes =
        SerializationExtension.get(Adapter.toClassic(kit.system())).serialize(record).get();
    assertThat(bytes.length).isBetween(100_000, 250 * 1_024);
  }
}
