package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.app.testing.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real processes on one PostgreSQL, of which either may die. */
class TwoNodesTest {
  private static final Duration PATIENCE = TestCluster.PATIENCE;

  @TempDir Path folder;

  private TestCluster cluster;

  @BeforeEach
  void create() {
    cluster = new TestCluster(folder, Map.of());
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @RepeatedTest(2)
  void startedAtTheSameInstantOnAnEmptyDatabaseTheyFormOneCluster() {
    cluster.startBoth();

    assertThat(cluster.incarnation(1)).isEqualTo(cluster.incarnation(2)).doesNotContain("null");
    assertThat(cluster.node(1).output() + cluster.node(2).output())
        .containsOnlyOnce("This node forms a cluster.");
  }

  @Test
  void theyAreOneClusterAgainAfterBothWereKilled() {
    cluster.startBoth();
    cluster.node(1).kill();
    cluster.node(2).kill();

    cluster.startBoth();

    assertThat(cluster.incarnation(1)).isEqualTo(cluster.incarnation(2));
  }

  @Test
  void oneThatIsToldToEndLeavesAtOnce() {
    cluster.startBoth();

    assertThat(cluster.node(1).terminate(PATIENCE)).isZero();

    cluster.awaitMembers(1, Duration.ofSeconds(10), 2);
    assertThat(cluster.node(2).output()).doesNotContain("WARN", "ERROR");
    cluster.start(1).awaitReady(PATIENCE);
    cluster.awaitMembers(2, PATIENCE, 1, 2);
  }
}
