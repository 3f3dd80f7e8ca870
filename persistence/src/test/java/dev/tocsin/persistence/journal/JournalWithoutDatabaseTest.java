package dev.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.tocsin.persistence.Database;
import dev.tocsin.persistence.testing.Journals;
import dev.tocsin.persistence.testing.RestartablePostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalWithoutDatabaseTest {
  private static final Config SMALL_BATCHES =
      ConfigFactory.parseString("jdbc-journal.batchSize = 20");
  private static final int ENTITIES = 3_000;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private @TempDir Path folder;
  private RestartablePostgres postgres;
  private Database database;
  private ActorTestKit kit;

  @BeforeEach
  void start() {
    postgres = new RestartablePostgres();
    database = Database.open(postgres.settings(folder));
    database.migrate();
    Config settings = Journals.settings(postgres.settings(folder));
    // so small that the queue is longer than the database is away
    kit = ActorTestKit.create("away", SMALL_BATCHES.withFallback(settings));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    database.close();
    postgres.close();
  }

  @Test
  void failsInTimeAndWritesNothingLater() throws Exception {
    ConcurrentLinkedQueue<Integer> stored = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
    List<ActorRef<Counter.Add>> counters = recovered(failed);

    postgres.stop();
    long before = System.nanoTime();
    ActorRef<Integer> ear = Counter.ear(kit, stored);
    counters.forEach(counter -> counter.tell(new Counter.Add(ear)));
    await().atMost(PATIENCE).until(() -> failed.size() == ENTITIES);
    Duration took = Duration.ofNanos(System.nanoTime() - before);
    System.out.println(ENTITIES + " told within " + took.toMillis() + " ms");
    assertThat(took).isLessThan(Duration.ofSeconds(15));

    postgres.start();
    storeOneMore();
    assertThat(events()).isEqualTo(ENTITIES + 1);
    assertThat(stored).isEmpty();
  }

  @Test
  void tellsTheTruthOfEachEventWhenTheDatabaseGoesInTheMiddle() throws Exception {
    ConcurrentLinkedQueue<Integer> stored = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
    List<ActorRef<Counter.Add>> counters = recovered(failed);

    Thread outage = Thread.ofVirtual().start(postgres::stop);
    ActorRef<Integer> ear = Counter.ear(kit, stored);
    counters.forEach(counter -> counter.tell(new Counter.Add(ear)));
    outage.join();
    postgres.start();
    await().atMost(PATIENCE).until(() -> stored.size() + failed.size() == ENTITIES);
    storeOneMore();
    // a commit whose answer was lost with the connection may be there, and nothing else
    assertThat(events() - ENTITIES - 1).isBetween((long) stored.size(), stored.size() + 4L * 20);
  }

  private List<ActorRef<Counter.Add>> recovered(ConcurrentLinkedQueue<Throwable> failed) {
    TestProbe<Integer> stored = kit.createTestProbe();
    List<ActorRef<Counter.Add>> counters = new ArrayList<>();
    for (int i = 0; i < ENTITIES; i++) {
      counters.add(kit.spawn(Counter.watched("c" + i, failed)));
    }
    counters.forEach(counter -> counter.tell(new Counter.Add(stored.ref())));
    stored.receiveSeveralMessages(ENTITIES, PATIENCE);
    return counters;
  }

  /** Passes through all queues and the breaker, so that whatever was before it has happened. */
  private void storeOneMore() {
    ConcurrentLinkedQueue<Integer> stored = new ConcurrentLinkedQueue<>();
    ActorRef<Integer> ear = Counter.ear(kit, stored);
    while (stored.isEmpty()) {
      ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
      kit.spawn(Counter.watched("after", failed)).tell(new Counter.Add(ear));
      await().atMost(PATIENCE).until(() -> !stored.isEmpty() || !failed.isEmpty());
    }
    assertThat(stored).containsExactly(1);
  }

  private long events() {
    return database.read(
        handle -> handle.createQuery("select count(*) from event_journal").mapTo(Long.class).one());
  }
}
