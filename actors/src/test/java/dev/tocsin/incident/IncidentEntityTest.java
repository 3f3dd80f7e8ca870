package dev.tocsin.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.EntityConfig;
import dev.tocsin.StoreHealth;
import dev.tocsin.handover.ViewWriter;
import dev.tocsin.testing.MutableClock;
import java.time.Duration;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An incident and its journal, through crashes and a store that comes and goes. */
class IncidentEntityTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit = ActorTestKit.create("incidents", EntityConfig.get());
  private final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());
  private final MutableClock clock = MutableClock.running();
  private final MemoryIncidentViews views = new MemoryIncidentViews();
  private final IncidentBoard board = new IncidentBoard();
  private final IncidentRef ref = Samples.ref();
  private final IncidentParts parts =
      new IncidentParts(
          clock,
          board::publish,
          kit.spawn(ViewWriter.create(views::store, new StoreHealth(clock), Runnable::run)));
  private ActorRef<IncidentEntity.Command> incident = begin();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private ActorRef<IncidentEntity.Command> begin() {
    return kit.spawn(
        IncidentEntity.create(ref, parts, self -> self.tell(new IncidentEntity.Stop())));
  }

  private void crash() {
    kit.stop(incident, PATIENCE);
    incident = begin();
  }

  private TestProbe<IncidentEntity.Reply> ask(IncidentChange change) {
    TestProbe<IncidentEntity.Reply> probe = kit.createTestProbe();
    incident.tell(
        new IncidentEntity.Change(
            change, Samples.ANN, clock.instant().plusSeconds(4), probe.getRef()));
    return probe;
  }

  private IncidentRecord does(IncidentChange change) {
    IncidentEntity.Reply reply = ask(change).receiveMessage();
    assertThat(reply).isInstanceOf(IncidentEntity.Done.class);
    return ((IncidentEntity.Done) reply).record();
  }

  private IncidentEntity.Reply get() {
    TestProbe<IncidentEntity.Reply> probe = kit.createTestProbe();
    incident.tell(new IncidentEntity.Get(probe.getRef()));
    return probe.receiveMessage();
  }

  @Test
  void isWhatItWasAfterACrash() {
    does(Samples.open(clock.instant()));
    IncidentRecord told =
        does(new IncidentChange.Tell(Samples.post(Phase.IDENTIFIED, clock.instant())));
    assertThat(board.find(ref)).contains(told);
    crash();
    assertThat(get()).isEqualTo(new IncidentEntity.Done(told));
    assertThat(views.find(ref)).contains(told);
  }

  @Test
  void whatIsWantedTwiceIsDoneOnceAlsoAcrossACrash() {
    IncidentChange.Open open = Samples.open(clock.instant());
    IncidentRecord opened = does(open);
    assertThat(does(open)).isEqualTo(opened);
    IncidentChange tell = new IncidentChange.Tell(Samples.post(Phase.RESOLVED, clock.instant()));
    IncidentRecord told = does(tell);
    crash();
    assertThat(does(tell)).isEqualTo(told);
    assertThat(does(open)).isEqualTo(told);
  }

  @Test
  void whatCouldNotBeStoredIsNotDone() {
    IncidentRecord opened = does(Samples.open(clock.instant()));
    journal.failNextNOps(1);
    ask(new IncidentChange.Note(UUID.randomUUID(), "Disk 4."))
        .expectNoMessage(Duration.ofSeconds(1));
    journal.resetPolicy();
    assertThat(get()).isEqualTo(new IncidentEntity.Done(opened));
  }

  @Test
  void nothingIsDoneAfterItsAskerHasGivenUp() {
    TestProbe<IncidentEntity.Reply> probe = kit.createTestProbe();
    incident.tell(
        new IncidentEntity.Change(
            Samples.open(clock.instant()),
            Samples.ANN,
            clock.instant().minusSeconds(1),
            probe.getRef()));
    assertThat(probe.receiveMessage()).isEqualTo(new IncidentEntity.TooLate());
    assertThat(get()).isEqualTo(new IncidentEntity.Unknown());
  }

  @Test
  void whoWantedSomethingGoesWhenTheTableHasIt() {
    views.setAway(true);
    IncidentChange.Open open = Samples.open(clock.instant());
    TestProbe<IncidentEntity.Reply> first = ask(open);
    TestProbe<IncidentEntity.Reply> again = ask(open);
    await().atMost(PATIENCE).until(() -> board.find(ref).isPresent());
    first.expectNoMessage(Duration.ofMillis(100));
    again.expectNoMessage(Duration.ofMillis(100));
    views.setAway(false);
    assertThat(first.receiveMessage()).isInstanceOf(IncidentEntity.Done.class);
    assertThat(again.receiveMessage()).isInstanceOf(IncidentEntity.Done.class);
    assertThat(views.find(ref)).isPresent();
  }

  @Test
  void whatACrashKeptFromTheTableComesWhenItIsWantedAgain() {
    views.setAway(true);
    IncidentChange.Open open = Samples.open(clock.instant());
    ask(open);
    await().atMost(PATIENCE).until(() -> board.find(ref).isPresent());
    crash();
    views.setAway(false);
    assertThat(does(open)).isEqualTo(views.find(ref).orElseThrow());
  }

  @Test
  void ofAnIncidentThatIsRemovedNothingIsToldAndNothingAccepted() {
    does(Samples.open(clock.instant()));
    does(new IncidentChange.Remove());
    assertThat(board.find(ref)).isEmpty();
    assertThat(get()).isEqualTo(new IncidentEntity.Unknown());
    assertThat(ask(new IncidentChange.Publish()).receiveMessage())
        .isEqualTo(new IncidentEntity.Unknown());
    assertThat(does(new IncidentChange.Remove()).isThere()).isFalse();
  }

  @Test
  void refusesWithAReason() {
    assertThat(ask(new IncidentChange.Publish()).receiveMessage())
        .isEqualTo(new IncidentEntity.Unknown());
    does(Samples.open(clock.instant()));
    assertThat(
            ask(new IncidentChange.Tell(Samples.post(Phase.POSTMORTEM, clock.instant())))
                .receiveMessage())
        .isEqualTo(
            new IncidentEntity.Refused("A postmortem follows when the incident is resolved."));
  }
}
