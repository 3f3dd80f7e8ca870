package dev.tocsin.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.StoreHealth;
import dev.tocsin.configuration.MemoryConfigurationStore;
import dev.tocsin.configuration.NodeConfiguration;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StarterTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(
                  ConfigFactory.parseString(
                      """
                  pekko.actor.provider = cluster
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  pekko.loglevel = WARNING
                  """))
              .withFallback(ConfigFactory.load()));
  private final ManualTime time = ManualTime.get(kit.system());
  private final MonitorRef ref = new MonitorRef(OrganizationId.create(), MonitorId.create());
  private final StatusBoard board = new StatusBoard();
  private final CountedViews views = new CountedViews();
  private final StoreHealth store = new StoreHealth(InstantSource.system());
  private final Map<MonitorRef, MonitorEntity.Command> told = new ConcurrentHashMap<>();
  private ActorRef<Starter.Command> starter;

  /** Counts how often all rows are read. */
  private static final class CountedViews extends MemoryMonitorViews {
    private final AtomicInteger reads = new AtomicInteger();

    @Override
    public synchronized List<MonitorStatus> statuses() {
      reads.incrementAndGet();
      return super.statuses();
    }
  }

  @BeforeEach
  void start() {
    board.publish(new MonitorStatus(ref, Status.UP, NOON, null, null, new StatusVersion(1, 0)));
    starter =
        kit.spawn(
            Starter.create(
                new NodeConfiguration(new MemoryConfigurationStore(), Runnable::run),
                board,
                views,
                store,
                told::put,
                monitor -> false,
                () -> {},
                Runnable::run));
  }

  private void another() {
    views.store(
        List.copyOf(
            MonitorRecord.empty(ref)
                .apply(new MonitorEvent.WentUp(NOON, null, 0))
                .apply(
                    new MonitorEvent.WentDown(
                        OutageId.create(), NOON.plusSeconds(60), "No answer", null, 0))
                .owed()));
  }

  private void isReadAgain() {
    await().atMost(PATIENCE).until(() -> told.containsKey(ref));
    assertThat(told.get(ref)).isEqualTo(new MonitorEntity.Wake(0, true));
    assertThat(board.status(ref).orElseThrow().status()).isEqualTo(Status.DOWN);
  }

  /** Waits for the look that is due after this time. */
  private void look(Duration later) {
    store.failed(new IllegalStateException("so that it answers again"));
    time.timePasses(later);
    await().atMost(PATIENCE).until(() -> !store.isAway());
  }

  private void lookMillis(int... pauses) {
    for (int pause : pauses) {
      look(Duration.ofMillis(pause));
    }
  }

  /** It was cut off from the others, but not from the store. */
  @Test
  void hasWhatANodeStoredThatNobodyHeardReadAgain() {
    another();
    lookMillis(500);
    isReadAgain();
  }

  /** The sweep of each minute reads no statuses, so it must not make the next look needless. */
  @Test
  void hasItReadAgainThoughASweepCameBetweenItAndTheChange() {
    lookMillis(500, 2_500, 3_000, 4_000, 10_000, 20_000);
    another();
    lookMillis(20_000);
    assertThat(told).isEmpty();
    MonitorRef other = new MonitorRef(ref.organization(), MonitorId.create());
    starter.tell(new Starter.Membership());
    starter.tell(new Starter.Changed(List.of(other)));
    await().atMost(PATIENCE).until(() -> told.containsKey(other));
    lookMillis(500);
    isReadAgain();
  }

  @Test
  void looksAgainWhereSomethingWasStoredAndAtLastInAnyCase() {
    lookMillis(500, 2_500, 3_000);
    assertThat(views.reads).as("nothing was stored").hasValue(1);
    another();
    lookMillis(4_000, 10_000);
    assertThat(views.reads).as("stored once").hasValue(2);
    lookMillis(20_000);
    assertThat(views.reads).as("the last one").hasValue(3);
  }

  /** What is sent to shards that are being given away is kept, and thrown away with a warning. */
  @Test
  void wakesNothingWhileItsNodeEnds() throws InterruptedException {
    MonitorRef other = new MonitorRef(ref.organization(), MonitorId.create());
    starter.tell(new Starter.Ending());
    starter.tell(new Starter.Changed(List.of(other)));
    starter.tell(new Starter.Membership());
    another();
    time.timePasses(Duration.ofMinutes(2));
    CountDownLatch read = new CountDownLatch(1);
    starter.tell(
        new Starter.Changed(
            () -> {
              read.countDown();
              return Collections.emptyIterator();
            }));
    assertThat(read.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(told).isEmpty();
    assertThat(views.reads).hasValue(0);
  }
}
