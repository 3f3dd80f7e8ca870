package dev.tocsin.app.core;

import dev.tocsin.cluster.ClusterDoor;
import dev.tocsin.cluster.Gathering;
import dev.tocsin.conf.HostPort;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A process with a database of its own is a cluster of one. */
final class Alone implements Gathering {
  private static final Duration LONG = Duration.ofHours(1);

  private final ClusterDoor door;
  private final HostPort address;
  private boolean joined;

  Alone(ClusterDoor door, HostPort address) {
    this.door = door;
    this.address = address;
  }

  @Override
  public Duration step() {
    if (!joined) {
      joined = true;
      door.join(List.of(address));
    }
    return LONG;
  }

  @Override
  public Optional<UUID> incarnation() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // nothing was written
  }
}
