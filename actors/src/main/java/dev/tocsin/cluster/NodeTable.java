package dev.tocsin.cluster;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.conf.HostPort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * The nodes that share a store, and which cluster is theirs. Calls block, and throw {@link
 * StoreUnavailableException} where the store did not do it.
 */
public interface NodeTable {
  /**
   * What the table says at one moment.
   *
   * @param incarnation of the cluster that was formed last
   * @param others every row but that of the own address
   */
  record Content(Optional<UUID> incarnation, List<NodeRow> others) {}

  /**
   * The answer to a sign of life.
   *
   * @param incarnation of the cluster that was formed last
   * @param storeTime what the store's clock said
   * @param roundTrip from the question to the answer
   */
  record Beat(Optional<UUID> incarnation, Instant storeTime, Duration roundTrip) {}

  /**
   * One transaction, one node at a time: reads the table, lets {@code decide} decide, and writes
   * what follows: the node's own row and, where it forms a cluster, the new incarnation. Rows that
   * were not seen for a {@code timeToLive} go when a cluster is formed; the decision has dealt with
   * them.
   */
  Formation.Decision inTurn(
      NodeRow self, Duration timeToLive, Function<Content, Formation.Decision> decide);

  /** Writes the own row, seen now, and reads the incarnation: one statement. */
  Beat beat(NodeRow self);

  /** Removes the own row, unless another life at the address has replaced it. */
  void leave(HostPort address, UUID processId);

  /** The store's clock, for nodes that do not meet through the table. */
  Beat storeTime();
}
