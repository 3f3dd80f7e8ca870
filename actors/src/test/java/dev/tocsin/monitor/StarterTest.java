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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StarterTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  """
                  pekko.actor.provider = cluster
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  pekko.loglevel = WARNING
                  """)
              .withFallback(ConfigFactory.load()));

  @AfterEach
  void close() {
    kit.shutdownTestKit();
  }

  /** It was cut off from the others, but not from the store. */
  @Test
  void hasWhatANodeStoredThatNobodyHeardReadAgain() {
    MonitorRef ref = new MonitorRef(OrganizationId.create(), MonitorId.create());
    StatusBoard board = new StatusBoard();
    board.publish(new MonitorStatus(ref, Status.UP, NOON, null, null, new StatusVersion(1, 0)));
    MemoryMonitorViews views = new MemoryMonitorViews();
    MonitorRecord down =
        MonitorRecord.empty(ref)
            .apply(new MonitorEvent.WentUp(NOON, null, 0))
            .apply(
                new MonitorEvent.WentDown(
                    OutageId.create(), NOON.plusSeconds(60), "No answer", null, 0));
    views.store(List.copyOf(down.owed()));
    Map<MonitorRef, MonitorEntity.Command> told = new ConcurrentHashMap<>();

    kit.spawn(
        Starter.create(
            new NodeConfiguration(new MemoryConfigurationStore(), Runnable::run),
            board,
            views,
            new StoreHealth(InstantSource.system()),
            told::put,
            monitor -> false,
            Runnable::run));

    await().atMost(PATIENCE).until(() -> told.containsKey(ref));
    assertThat(told.get(ref)).isEqualTo(new MonitorEntity.Wake(0, true));
    assertThat(board.status(ref).orElseThrow().status()).isEqualTo(Status.DOWN);
  }
}
