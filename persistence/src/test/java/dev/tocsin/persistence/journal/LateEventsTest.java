package dev.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.persistence.testing.Journals;
import dev.tocsin.persistence.testing.OnEachDatabase;
import dev.tocsin.persistence.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is late is told by the monotonic clock, so that no wall clock set back lets it in. */
@OnEachDatabase
class LateEventsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final TestDatabase test;
  private final ActorTestKit kit;

  LateEventsTest(TestDatabase test) {
    this.test = test;
    this.kit =
        ActorTestKit.create(
            "late",
            ConfigFactory.parseString("jdbc-journal.dao = \"" + dao() + "\"")
                .withFallback(Journals.settings(test.settings())));
  }

  private static String dao() {
    return HastyJournalDao.class.getName();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void areNotWrittenHoweverLittleTheWallClockMoved() {
    ConcurrentLinkedQueue<Integer> stored = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
    kit.spawn(Counter.watched("late", failed)).tell(new Counter.Add(Counter.ear(kit, stored)));
    await().atMost(PATIENCE).until(() -> !stored.isEmpty() || !failed.isEmpty());
    assertThat(stored).isEmpty();
    assertThat(failed.peek()).hasStackTraceContaining("did not come to write this in time");
    assertThat(
            test.database()
                .<Long>read(
                    handle ->
                        handle
                            .createQuery("select count(*) from event_journal")
                            .mapTo(Long.class)
                            .one()))
        .isZero();
  }

  @Test
  void theClockBeginsWithTheWallClockAndGoesItsOwnWay() {
    AtomicReference<Instant> wall = new AtomicReference<>(Instant.ofEpochMilli(1_000_000));
    AtomicLong nanos = new AtomicLong(-5);
    SteadyClock clock = new SteadyClock((InstantSource) wall::get, nanos::get);
    assertThat(clock.millis()).isEqualTo(1_000_000);
    wall.set(Instant.EPOCH);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(clock.millis()).isEqualTo(1_003_000);
  }
}
