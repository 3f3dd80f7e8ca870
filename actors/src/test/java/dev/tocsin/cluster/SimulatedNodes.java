package dev.tocsin.cluster;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.cluster.Formation.Answer;
import dev.tocsin.cluster.Formation.Decision;
import dev.tocsin.conf.ClusterSettings;
import dev.tocsin.conf.HostPort;
import dev.tocsin.time.CorrectedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Several nodes, their store and the network between them, in simulated time: each step of a node
 * happens at its own moment, in an order that a test decides.
 */
final class SimulatedNodes {
  static final ClusterSettings SETTINGS =
      new ClusterSettings(
          "unused",
          7625,
          List.of(),
          Duration.ofSeconds(15),
          Duration.ofMinutes(10),
          Optional.empty());

  final Map<HostPort, Node> nodes = new LinkedHashMap<>();
  final Map<HostPort, Stored> rows = new HashMap<>();
  Optional<UUID> incarnation = Optional.empty();
  int formed;
  boolean storeAway;
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private long nanos;

  /** A row with the time it was seen at. */
  record Stored(NodeRow row, Instant seen) {}

  /** One life of a node. Members of one cluster share the set of addresses. */
  final class Node implements ClusterDoor, NodeTable, NodeProbe {
    final HostPort address;
    final Membership membership;
    final List<String> restarts = new ArrayList<>();
    Optional<HostPort> joinedThrough = Optional.empty();
    Stage stage = Stage.OUTSIDE;
    boolean alive = true;
    boolean silent;
    private Duration due = Duration.ZERO;

    Node(HostPort address) {
      this.address = address;
      var self =
          new NodeRow(
              address,
              UUID.randomUUID(),
              Optional.empty(),
              Optional.of(new HostPort(address.host(), 7626)),
              "default",
              Duration.ZERO);
      this.membership =
          new Membership(
              self,
              SETTINGS,
              new Membership.Parts(
                  this,
                  this,
                  this,
                  new CorrectedClock(() -> now, () -> nanos),
                  new Reachability(() -> nanos),
                  () -> nanos));
    }

    @Override
    public void join(List<HostPort> addresses) {
      if (addresses.equals(List.of(address))) {
        stage = Stage.UP;
        joinedThrough = Optional.of(address);
        return;
      }
      addresses.stream()
          .map(nodes::get)
          .filter(node -> node != null && node.alive && !node.silent && node.stage == Stage.UP)
          .findFirst()
          .ifPresent(
              node -> {
                stage = Stage.UP;
                joinedThrough = node.joinedThrough;
              });
    }

    @Override
    public Stage stage() {
      return stage;
    }

    @Override
    public void restart(String why) {
      restarts.add(why);
    }

    @Override
    public Decision inTurn(NodeRow self, Duration timeToLive, Function<Content, Decision> decide) {
      checkStore();
      var decision = decide.apply(new Content(incarnation, others()));
      var own = self;
      if (decision instanceof Decision.Form form) {
        incarnation = Optional.of(form.incarnation());
        formed++;
        own = member(self, incarnation);
        rows.values().removeIf(row -> age(row).compareTo(timeToLive) >= 0);
      }
      rows.put(address, new Stored(own, now));
      return decision;
    }

    @Override
    public Beat beat(NodeRow self) {
      checkStore();
      rows.put(address, new Stored(self, now));
      return storeTime();
    }

    @Override
    public void leave(HostPort leaving, UUID processId) {
      checkStore();
      rows.remove(leaving);
    }

    @Override
    public Beat storeTime() {
      checkStore();
      return new Beat(incarnation, now, Duration.ZERO);
    }

    @Override
    public Answer ask(NodeRow row) {
      var node = nodes.get(row.address());
      if (node == null || !node.alive) {
        return new Answer.Refused();
      }
      return node.silent ? new Answer.Silent() : new Answer.Present(node.membership.incarnation());
    }

    private List<NodeRow> others() {
      return rows.values().stream()
          .filter(row -> !row.row().address().equals(address))
          .map(row -> aged(row.row(), age(row)))
          .toList();
    }

    /** Steps if it is due. */
    void turn() throws InterruptedException {
      if (alive && restarts.isEmpty() && due.toNanos() <= nanos) {
        due = Duration.ofNanos(nanos).plus(membership.step());
      }
    }
  }

  private void checkStore() {
    if (storeAway) {
      throw new StoreUnavailableException("away");
    }
  }

  Node start(String host) {
    var address = new HostPort(host, 7625);
    var node = new Node(address);
    nodes.put(address, node);
    return node;
  }

  void kill(Node node) {
    node.alive = false;
  }

  /** Lets time pass; at each tenth of a second whoever is due acts, in the given order. */
  void pass(Duration duration, List<Node> order) throws InterruptedException {
    var end = nanos + duration.toNanos();
    while (nanos < end) {
      for (var node : order) {
        node.turn();
      }
      nanos += 100_000_000;
      now = now.plusMillis(100);
    }
  }

  private Duration age(Stored row) {
    return Duration.between(row.seen(), now);
  }

  private static NodeRow member(NodeRow row, Optional<UUID> incarnation) {
    return new NodeRow(
        row.address(), row.processId(), incarnation, row.management(), row.region(), row.age());
  }

  private static NodeRow aged(NodeRow row, Duration age) {
    return new NodeRow(
        row.address(), row.processId(), row.incarnation(), row.management(), row.region(), age);
  }
}
