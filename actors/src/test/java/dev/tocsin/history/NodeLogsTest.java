package dev.tocsin.history;

import static dev.tocsin.history.Minutes.REF;
import static dev.tocsin.history.Minutes.minute;
import static dev.tocsin.history.Minutes.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.tocsin.probe.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Two nodes of one cluster, each with its log. */
class NodeLogsTest {
  private static final int NEWEST = 1_017;

  private static final ExecutorService BLOCKING = Executors.newVirtualThreadPerTaskExecutor();
  private static final ActorTestKit ONE = node();
  private static final ActorTestKit OTHER = node();
  private final MemoryLog first = new MemoryLog();
  private final MemoryLog second = new MemoryLog();
  private final NodeLogs logs = new NodeLogs(first, BLOCKING);

  private static ActorTestKit node() {
    return ActorTestKit.create(
        "logs",
        ConfigFactory.parseString(
                """
                pekko.loglevel = WARNING
                pekko.actor.provider = cluster
                pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                pekko.cluster.jmx.enabled = off
                pekko.cluster.downing-provider-class = ""
                pekko.coordinated-shutdown.run-by-actor-system-terminate = off
                """)
            .withFallback(ConfigFactory.parseResources("serialization.conf"))
            .withFallback(ConfigFactory.load()));
  }

  @AfterAll
  static void stop() {
    ONE.shutdownTestKit();
    OTHER.shutdownTestKit();
    BLOCKING.shutdownNow();
  }

  @Test
  void allNodesAreReadAndOneThatDoesNotAnswerIsNamed() {
    first.all.addAll(results(0, 500));
    first.all.addAll(results(1_500, 2_000));
    first.completeSince = minute(0);
    for (RecordedResult result : results(400, 1_500)) {
      second.all.add(failed(result));
    }
    second.completeSince = minute(100);
    assertThat(read().results()).hasSize(1_000);

    join();

    NodeLogs.Found found = read();
    assertThat(found.silent()).isEmpty();
    assertThat(found.completeSince()).isEqualTo(minute(100));
    assertThat(found.results())
        .extracting(RecordedResult::at)
        .startsWith(
            results(2_000 - NEWEST, 2_000).stream().map(it -> it.at()).toArray(Instant[]::new));
    assertThat(found.results()).contains(second.all.getFirst());

    second.broken = true;
    found = read();
    assertThat(found.results()).hasSize(1_000);
    assertThat(found.silent())
        .containsExactly(
            "127.0.0.1:" + Cluster.get(OTHER.system()).selfMember().address().port().get());
  }

  @Test
  void whatNodesTellEachOtherSurvivesTheWay() {
    SerializationTestKit serialization = new SerializationTestKit(ONE.system());
    var replyTo = ONE.<NodeLogs.Answer>createTestProbe().getRef();
    serialization.verifySerialization(
        new NodeLogs.Read(REF, Instant.EPOCH, minute(3), 7, replyTo), true);
    serialization.verifySerialization(
        new NodeLogs.Answer(
            List.of(failed(Minutes.result(3)), Minutes.ping(2)), true, minute(1), false),
        true);
  }

  private void join() {
    Cluster cluster = Cluster.get(ONE.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    Cluster.get(OTHER.system()).manager().tell(Join.create(cluster.selfMember().address()));
    logs.join(ONE.system());
    new NodeLogs(second, BLOCKING).join(OTHER.system());
    await().atMost(Duration.ofSeconds(20)).until(() -> read().results().size() > 1_000);
  }

  /** Of which few fit into one message. */
  private static RecordedResult failed(RecordedResult result) {
    return new RecordedResult(
        result.monitor(),
        result.at(),
        Outcome.DOWN,
        "€".repeat(500),
        result.phases(),
        result.region(),
        result.nextWithin());
  }

  private NodeLogs.Found read() {
    return logs.read(REF, Instant.EPOCH, minute(10_000), NEWEST).toCompletableFuture().join();
  }
}
