package dev.tocsin.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.StoreHealth;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RollupRunTest {
  private static final Instant MAY_1 = Instant.parse("2026-05-01T00:00:00Z");

  private final ActorTestKit kit =
      ActorTestKit.create("rollups", ConfigFactory.parseString("pekko.loglevel = off"));
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final MutableClock clock = MutableClock.standingAt(MAY_1);
  private final StoreHealth health = new StoreHealth(clock);
  private final MemoryRollups store = new MemoryRollups();
  private final MonitorRef monitor = new MonitorRef(OrganizationId.create(), MonitorId.create());
  private final DailyRollups rollups =
      new DailyRollups(
          new DailyRollups.Parts(
              store,
              new MemoryArchive(),
              store,
              () -> Map.of(monitor.organization(), ZoneId.of("UTC")),
              clock,
              "home",
              Duration.ofDays(730)));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    blocking.shutdownNow();
  }

  private ActorRef<RollupRun.Command> run() {
    return kit.spawn(RollupRun.create(() -> rollups, health, blocking));
  }

  @Test
  void saysThatTheStoreIsAwayAndGoesOnWhenItIsBack() {
    store.add(monitor, MAY_1, MAY_1, Status.UP);
    clock.advance(Duration.ofHours(25));
    AtomicBoolean away = new AtomicBoolean(true);
    AtomicInteger calls = new AtomicInteger();
    store.beforeEach(
        () -> {
          calls.incrementAndGet();
          if (away.get()) {
            throw new StoreUnavailableException("away");
          }
        });
    ActorRef<RollupRun.Command> run = run();
    run.tell(new RollupRun.Look());
    await().atMost(Duration.ofSeconds(10)).until(health::isAway);
    away.set(false);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              run.tell(new RollupRun.Look());
              return rollups.lastDaysAge().isPresent();
            });
    await().atMost(Duration.ofSeconds(10)).until(() -> !health.isAway());
    assertThat(rollups.lastDaysAge()).contains(Duration.ofHours(1));
  }

  @Test
  void stopsBetweenTwoDaysWhereItIsToRunElsewhere() throws Exception {
    store.add(monitor, MAY_1, MAY_1, Status.UP);
    clock.advance(Duration.ofDays(100));
    CountDownLatch begun = new CountDownLatch(20);
    CountDownLatch stopped = new CountDownLatch(1);
    store.beforeEach(
        () -> {
          begun.countDown();
          if (begun.getCount() == 0) {
            try {
              stopped.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    ActorRef<RollupRun.Command> run = run();
    run.tell(new RollupRun.Look());
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
    kit.stop(run);
    stopped.countDown();
    blocking.shutdown();
    assertThat(blocking.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    assertThat(store.written()).hasSizeBetween(1, 20);
    assertThat(rollups.lastDaysAge()).isEmpty();
  }
}
