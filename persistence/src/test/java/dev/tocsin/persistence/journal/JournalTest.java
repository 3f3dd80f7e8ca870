package dev.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.testing.Journals;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEachDatabase
class JournalTest {
  private static final int BURST = 10_000;
  private static final Duration BURST_TIME = Duration.ofSeconds(90);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestDatabase test;
  private final Database database;
  private final ActorTestKit kit;

  JournalTest(TestDatabase test) {
    this.test = test;
    this.database = test.database();
    this.kit = ActorTestKit.create("journal", Journals.settings(test.settings()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void recoversWhatWasStored() {
    TestProbe<Integer> probe = kit.createTestProbe();
    ActorRef<Counter.Add> counter = kit.spawn(Counter.create("one"));
    counter.tell(new Counter.Add(probe.ref()));
    counter.tell(new Counter.Add(probe.ref()));
    assertThat(probe.receiveSeveralMessages(2, PATIENCE)).containsExactly(1, 2);
    kit.stop(counter);
    kit.spawn(Counter.create("one")).tell(new Counter.Add(probe.ref()));
    assertThat(probe.receiveMessage(PATIENCE)).isEqualTo(3);
  }

  @Test
  void recoversFromASnapshot() {
    TestProbe<Integer> probe = kit.createTestProbe();
    ActorRef<Counter.Add> counter = kit.spawn(Counter.withSnapshots("snap"));
    for (int i = 0; i < 10; i++) {
      counter.tell(new Counter.Add(probe.ref()));
    }
    probe.receiveSeveralMessages(10, PATIENCE);
    kit.stop(counter);
    ActorRef<Counter.Add> again = kit.spawn(Counter.withSnapshots("snap"));
    again.tell(new Counter.Add(probe.ref()));
    again.tell(new Counter.Add(probe.ref()));
    assertThat(probe.receiveSeveralMessages(2, PATIENCE)).containsExactly(11, 12);
    probe.awaitAssert(
        PATIENCE,
        () -> {
          assertThat(count("select count(*) from snapshot where persistence_id = 'Counter|snap'"))
              .isBetween(1L, 2L);
          return null;
        });
  }

  /** On a machine with too much to do some come too late, and are told so; none finds no room. */
  @Test
  void takesABurstOfTenThousandEventsAtOnce() {
    ConcurrentLinkedQueue<Integer> stored = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
    ActorRef<Integer> ear = Counter.ear(kit, stored);
    for (int round = 1; round <= 2; round++) {
      List<ActorRef<Counter.Add>> counters =
          IntStream.range(0, BURST)
              .mapToObj(i -> kit.spawn(Counter.watched("burst-" + i, failed)))
              .toList();
      long before = System.nanoTime();
      counters.forEach(counter -> counter.tell(new Counter.Add(ear)));
      int answers = round * BURST;
      await().atMost(BURST_TIME).until(() -> stored.size() + failed.size() == answers);
      counters.forEach(counter -> kit.stop(counter));
      System.out.printf(
          "%s: %,d events in %,d ms, %d too late%n",
          test, BURST, (System.nanoTime() - before) / 1_000_000, failed.size());
    }
    assertThat(failed)
        .allSatisfy(failure -> assertThat(rootOf(failure)).hasMessageNotContaining("queue"));
    assertThat(
            count("select count(*) from event_journal where persistence_id like 'Counter|burst-%'"))
        .isGreaterThanOrEqualTo(stored.size());
  }

  private static Throwable rootOf(Throwable failure) {
    return failure.getCause() == null ? failure : rootOf(failure.getCause());
  }

  private long count(String sql) {
    return database.read(handle -> handle.createQuery(sql).mapTo(Long.class).one());
  }
}
