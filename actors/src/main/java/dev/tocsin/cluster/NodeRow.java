package dev.tocsin.cluster;

import dev.tocsin.conf.HostPort;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a node says of itself in the shared store.
 *
 * @param address by which other nodes reach it
 * @param processId of one life of its clustered part; a restart takes a new one
 * @param incarnation of the cluster it is a member of; empty while it is joining
 * @param management where it answers questions; empty where it has no such port
 * @param age since it was last seen, by the store's clock
 */
public record NodeRow(
    HostPort address,
    UUID processId,
    Optional<UUID> incarnation,
    Optional<HostPort> management,
    String region,
    Duration age) {

  /** One that can be joined, as opposed to one that is joining itself. */
  public boolean isMember() {
    return incarnation.isPresent();
  }

  /** Whether it is the same life in the same state; when it was last seen does not matter. */
  boolean isSameAs(NodeRow other) {
    return address.equals(other.address)
        && processId.equals(other.processId)
        && incarnation.equals(other.incarnation)
        && management.equals(other.management);
  }
}
