package dev.tocsin.app.core;

import dev.tocsin.cluster.ClusterDoor;
import dev.tocsin.conf.HostPort;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins a cluster of Pekko. */
final class PekkoDoor implements ClusterDoor {
  private static final Logger log = LoggerFactory.getLogger(PekkoDoor.class);

  private final ActorSystem<Void> system;
  private final Cluster cluster;
  private final Consumer<String> suspend;

  /**
   * @param suspend is told before a life ends early, why
   */
  PekkoDoor(ActorSystem<Void> system, Consumer<String> suspend) {
    this.system = system;
    this.cluster = Cluster.get(system);
    this.suspend = suspend;
  }

  HostPort address() {
    return address(self());
  }

  static HostPort address(Address address) {
    return new HostPort(address.host().get(), (int) address.port().get());
  }

  private Address self() {
    return cluster.selfMember().address();
  }

  @Override
  public void join(List<HostPort> addresses) {
    if (addresses.equals(List.of(address()))) {
      cluster.manager().tell(new Join(self()));
      return;
    }
    var self = self();
    var seeds =
        addresses.stream()
            .map(seed -> new Address(self.protocol(), self.system(), seed.host(), seed.port()))
            .toList();
    cluster.manager().tell(new JoinSeedNodes(seeds));
  }

  @Override
  public Stage stage() {
    if (cluster.isTerminated()) {
      return Stage.LEAVING;
    }
    Member member = cluster.selfMember();
    var status = member.status();
    if (status.equals(MemberStatus.removed())) {
      return Stage.OUTSIDE;
    }
    if (status.equals(MemberStatus.up())) {
      return Stage.UP;
    }
    var onItsWayIn =
        status.equals(MemberStatus.joining()) || status.equals(MemberStatus.weaklyUp());
    return onItsWayIn ? Stage.JOINING : Stage.LEAVING;
  }

  int members() {
    var state = cluster.state();
    var unreachable = state.getUnreachable();
    var members = 0;
    for (var member : state.getMembers()) {
      if (member.status().equals(MemberStatus.up()) && !unreachable.contains(member)) {
        members++;
      }
    }
    return members;
  }

  int unreachable() {
    return cluster.state().getUnreachable().size();
  }

  @Override
  public void restart(String why) {
    log.warn("The clustered part starts over: {}.", why);
    suspend.accept(why);
    system.terminate();
  }
}
