package dev.tocsin.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** How one life of a node gets into its cluster and stays known there. */
public interface Gathering {
  /**
   * Does what is due; may block for some seconds.
   *
   * @return when to come again
   */
  Duration step() throws InterruptedException;

  /** The cluster that this node is a member of, where the store knows it. */
  Optional<UUID> incarnation();

  /** Called after this life has ended and nothing of it runs any more; may block. */
  void close();
}
