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

  /** After a death the other must have taken over, as the users' guide promises. */
  private static final Duration TAKEOVER = Duration.ofSeconds(30);

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

  @RepeatedTest(3)
  void startedAtTheSameInstantOnAnEmptyDatabaseTheyFormOneCluster() {
    startBoth();

    assertThat(cluster.incarnation(1)).isEqualTo(cluster.incarnation(2)).doesNotContain("null");
    assertThat(cluster.node(1).output() + cluster.node(2).output())
        .containsOnlyOnce("This node forms a cluster.");
  }

  @Test
  void theOneWithTheHigherAddressSurvivesTheDeathOfTheOther() {
    survives(2, 1);
  }

  @Test
  void theOneWithTheLowerAddressSurvivesTheDeathOfTheOther() {
    survives(1, 2);
  }

  private void survives(int survivor, int victim) {
    startBoth();
    var incarnation = cluster.incarnation(survivor);

    cluster.node(victim).kill();

    cluster.awaitMembers(1, TAKEOVER, survivor);
    assertThat(cluster.node(survivor).get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(cluster.node(survivor).metric("tocsin_cluster_lives")).contains(1.0);

    cluster.start(victim).awaitReady(PATIENCE);
    cluster.awaitMembers(2, PATIENCE, 1, 2);
    assertThat(cluster.incarnation(victim)).isEqualTo(incarnation);
    assertThat(cluster.node(survivor).metric("tocsin_cluster_lives")).contains(1.0);
  }

  @Test
  void theyAreOneClusterAgainAfterBothWereKilled() {
    startBoth();
    cluster.node(1).kill();
    cluster.node(2).kill();

    startBoth();

    assertThat(cluster.incarnation(1)).isEqualTo(cluster.incarnation(2));
  }

  @Test
  void oneThatIsToldToEndLeavesAtOnce() {
    startBoth();

    assertThat(cluster.node(1).terminate(PATIENCE)).isZero();

    cluster.awaitMembers(1, Duration.ofSeconds(10), 2);
    assertThat(cluster.node(2).output()).doesNotContain("WARN", "ERROR");
    cluster.start(1).awaitReady(PATIENCE);
    cluster.awaitMembers(2, PATIENCE, 1, 2);
  }

  private void startBoth() {
    cluster.start(1);
    cluster.start(2);
    cluster.node(1).awaitReady(PATIENCE);
    cluster.node(2).awaitReady(PATIENCE);
    cluster.awaitMembers(2, PATIENCE, 1, 2);
  }
}
