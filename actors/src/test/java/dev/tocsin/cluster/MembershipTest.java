package dev.tocsin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MembershipTest {
  private final SimulatedNodes world = new SimulatedNodes();

  @Test
  void theFirstNodeOnAnEmptyTableFormsAtOnce() throws Exception {
    var node = world.start("a");

    world.pass(Duration.ofSeconds(1), List.of(node));

    assertThat(node.stage).isEqualTo(ClusterDoor.Stage.UP);
    assertThat(node.membership.incarnation()).isEqualTo(world.incarnation).isPresent();
  }

  @Test
  void exactlyOneOfSeveralFormsWhateverTheOrder() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      var world = new SimulatedNodes();
      var nodes = new ArrayList<SimulatedNodes.Node>();
      for (var host : List.of("a", "b", "c", "d")) {
        nodes.add(world.start(host));
      }
      Collections.shuffle(nodes, new Random(seed));

      world.pass(Duration.ofSeconds(30), nodes);

      assertThat(world.formed).as("seed %d", seed).isEqualTo(1);
      assertThat(nodes)
          .allSatisfy(
              node -> {
                assertThat(node.stage).isEqualTo(ClusterDoor.Stage.UP);
                assertThat(node.joinedThrough).isEqualTo(nodes.getFirst().joinedThrough);
                assertThat(node.restarts).isEmpty();
              });
    }
  }

  @Test
  void aNodeThatWasKilledComesBackIntoTheClusterOfTheOther() throws Exception {
    var first = world.start("a");
    var second = world.start("b");
    world.pass(Duration.ofSeconds(5), List.of(first, second));

    world.kill(first);
    var again = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(again, second));

    assertThat(world.formed).isEqualTo(1);
    assertThat(again.stage).isEqualTo(ClusterDoor.Stage.UP);
  }

  @Test
  void anotherNodeFormsAnewWhenAllOfThePresentClusterAreGone() throws Exception {
    var first = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(first));
    world.kill(first);

    var other = world.start("b");
    world.pass(Duration.ofSeconds(11), List.of(other));
    assertThat(other.restarts).hasSize(1);

    var life = world.start("b");
    world.pass(Duration.ofSeconds(20), List.of(life));

    assertThat(world.formed).isEqualTo(2);
    assertThat(life.stage).isEqualTo(ClusterDoor.Stage.UP);
    assertThat(world.rows).hasSize(1);
  }

  @Test
  void noNodeFormsBesideOneThatDoesNotAnswer() throws Exception {
    var first = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(first));
    first.silent = true;
    world.pass(Duration.ofSeconds(20), List.of());

    var other = world.start("b");
    world.pass(Duration.ofMinutes(9), List.of(other));
    assertThat(world.formed).isEqualTo(1);
    assertThat(other.stage).isEqualTo(ClusterDoor.Stage.OUTSIDE);

    world.pass(Duration.ofMinutes(1), List.of(other));
    assertThat(world.formed).isEqualTo(2);
  }

  @Test
  void aNodeStillJoinsOneWhomTheStoreHasNotSeenForLong() throws Exception {
    var first = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(first));
    world.pass(Duration.ofMinutes(2), List.of());

    var other = world.start("b");
    world.pass(Duration.ofSeconds(1), List.of(other));

    assertThat(world.formed).isEqualTo(1);
    assertThat(other.joinedThrough).contains(first.address);
  }

  @Test
  void membersGetTimeToBeSeenAfterTheStoreWasAway() throws Exception {
    var first = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(first));
    world.storeAway = true;
    var other = world.start("b");
    world.pass(Duration.ofMinutes(5), List.of(first, other));
    assertThat(other.stage).isEqualTo(ClusterDoor.Stage.OUTSIDE);

    world.storeAway = false;
    world.pass(Duration.ofSeconds(10), List.of(other, first));

    assertThat(world.formed).isEqualTo(1);
    assertThat(other.stage).isEqualTo(ClusterDoor.Stage.UP);
    assertThat(first.restarts).isEmpty();
  }

  @Test
  void aMemberOfAnotherClusterThanTheStoresStartsOver() throws Exception {
    var node = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(node));

    world.incarnation = Optional.of(UUID.randomUUID());
    world.pass(Duration.ofSeconds(6), List.of(node));

    assertThat(node.restarts)
        .containsExactly("the store names another cluster than the one it is a member of");
    assertThat(node.membership.incarnation()).isEmpty();
  }

  @Test
  void aNodeThatNobodyLetsInStartsOver() throws Exception {
    var first = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(first));
    world.kill(first);
    var other = world.start("b");

    world.pass(Duration.ofSeconds(9), List.of(other));
    assertThat(other.restarts).isEmpty();
    world.pass(Duration.ofSeconds(2), List.of(other));

    assertThat(other.restarts).containsExactly("no node let it in within 10 s");
  }

  @Test
  void aNodeThatLeftIsNotInTheTable() throws Exception {
    var node = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(node));

    node.stage = ClusterDoor.Stage.LEAVING;
    world.pass(Duration.ofSeconds(6), List.of(node));
    node.membership.close();

    assertThat(world.rows).isEmpty();
  }

  @Test
  void membersAreSeenEveryFiveSecondsOnly() throws Exception {
    var node = world.start("a");
    world.pass(Duration.ofSeconds(5), List.of(node));

    var seen = new ArrayList<Object>();
    for (int second = 0; second < 60; second++) {
      world.pass(Duration.ofSeconds(1), List.of(node));
      seen.add(world.rows.get(node.address).seen());
    }

    assertThat(seen.stream().distinct().count()).isBetween(12L, 13L);
  }
}
