package dev.tocsin.app.core;

import dev.tocsin.cluster.ClusterDoor;
import dev.tocsin.cluster.FixedSeeds;
import dev.tocsin.cluster.Gathering;
import dev.tocsin.cluster.Membership;
import dev.tocsin.cluster.NodeRow;
import dev.tocsin.cluster.NodeTable;
import dev.tocsin.cluster.Reachability;
import dev.tocsin.cluster.SocketProbe;
import dev.tocsin.conf.SettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.remote.RemoteTransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One clustered actor system, from its start to its end. */
final class CoreLife<E> {
  private static final Logger log = LoggerFactory.getLogger(CoreLife.class);
  private static final Duration AFTER_A_DEFECT = Duration.ofSeconds(1);

  /** The name is part of every node's address, so it is the same for all. */
  private static final String NAME = "tocsin";

  private final CoreHandle<E> handle;
  private final PekkoDoor door;
  private final Gathering gathering;
  private final CompletableFuture<Done> ended;

  private CoreLife(CoreHandle<E> handle, PekkoDoor door, Gathering gathering) {
    this.handle = handle;
    this.door = door;
    this.gathering = gathering;
    this.ended = handle.system().getWhenTerminated().toCompletableFuture();
  }

  /**
   * @throws SettingsException where the port cannot be had
   */
  static <E> CoreLife<E> begin(CoreParts<E> parts, Reachability store) {
    var system = system(parts);
    try {
      var door = new PekkoDoor(system, parts.suspended());
      var entities = parts.entities().apply(system);
      return new CoreLife<>(
          new CoreHandle<>(system, entities), door, gathering(parts, door, store));
    } catch (RuntimeException failed) {
      system.terminate();
      throw failed;
    }
  }

  private static ActorSystem<Void> system(CoreParts<?> parts) {
    try {
      var setups = new ArrayList<>(parts.setups());
      setups.add(BootstrapSetup.create(CoreConfig.of(parts.settings(), parts.config())));
      return ActorSystem.create(
          Behaviors.empty(), NAME, ActorSystemSetup.create(setups.toArray(Setup[]::new)));
    } catch (RemoteTransportException e) {
      var cluster = parts.settings().cluster();
      throw new SettingsException(
          "The cluster port "
              + cluster.port()
              + " on "
              + cluster.host()
              + " cannot be taken; set tocsin.cluster.host (TOCSIN_CLUSTER_HOST) to an address of"
              + " this machine and tocsin.cluster.port (TOCSIN_CLUSTER_PORT) to a port that is free"
              + " on it.",
          e);
    }
  }

  private static Gathering gathering(CoreParts<?> parts, PekkoDoor door, Reachability store) {
    var settings = parts.settings().cluster();
    return parts
        .table()
        .<Gathering>map(
            table ->
                settings.seeds().isEmpty()
                    ? membership(parts, table, door, store)
                    : new FixedSeeds(settings, table, door, parts.clock()))
        .orElseGet(() -> new Alone(door, door.address()));
  }

  private static Membership membership(
      CoreParts<?> parts, NodeTable table, PekkoDoor door, Reachability store) {
    var self =
        new NodeRow(
            door.address(),
            UUID.randomUUID(),
            Optional.empty(),
            parts.management(),
            parts.settings().node().region(),
            Duration.ZERO);
    return new Membership(
        self,
        parts.settings().cluster(),
        new Membership.Parts(
            table, new SocketProbe(), door, parts.clock(), store, System::nanoTime));
  }

  CoreHandle<E> handle() {
    return handle;
  }

  Optional<UUID> incarnation() {
    return gathering.incarnation();
  }

  boolean isUp() {
    return !ended.isDone() && door.stage() == ClusterDoor.Stage.UP;
  }

  int members() {
    return ended.isDone() ? 0 : door.members();
  }

  int unreachable() {
    return ended.isDone() ? 0 : door.unreachable();
  }

  /** Gathers until the system has ended, by itself or by {@link #leave}. */
  void run() throws InterruptedException {
    while (!ended.isDone()) {
      await(step());
    }
    gathering.close();
  }

  private Duration step() throws InterruptedException {
    try {
      return gathering.step();
    } catch (RuntimeException defect) {
      log.error("This node cannot stay in its cluster.", defect);
      door.restart("of a defect");
      return AFTER_A_DEFECT;
    }
  }

  private void await(Duration pause) throws InterruptedException {
    try {
      ended.get(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException goOn) {
      // it is time for the next step
    } catch (ExecutionException e) {
      log.error("The clustered part ended with a failure.", e.getCause());
    }
  }

  /** Leaves the cluster, so that others take over at once, and ends. */
  void leave() {
    CoordinatedShutdown.get(handle.system()).run(CoordinatedShutdown.actorSystemTerminateReason());
  }
}
