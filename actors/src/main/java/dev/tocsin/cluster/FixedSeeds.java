package dev.tocsin.cluster;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.conf.ClusterSettings;
import dev.tocsin.time.CorrectedClock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Joins addresses that the operator fixed; of the store only the clock is asked. Who forms the
 * cluster is Pekko's rule: the first of the list, when none of the others lets it in.
 */
public final class FixedSeeds implements Gathering {
  private final ClusterSettings settings;
  private final NodeTable table;
  private final ClusterDoor door;
  private final CorrectedClock clock;
  private boolean asked;

  public FixedSeeds(
      ClusterSettings settings, NodeTable table, ClusterDoor door, CorrectedClock clock) {
    this.settings = settings;
    this.table = table;
    this.door = door;
    this.clock = clock;
  }

  @Override
  public Optional<UUID> incarnation() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // nothing was written
  }

  @Override
  public Duration step() {
    if (!asked) {
      asked = true;
      door.join(settings.seeds());
    }
    try {
      var beat = table.storeTime();
      clock.measured(beat.storeTime(), beat.roundTrip());
    } catch (StoreUnavailableException away) {
      // the last offset stays; whoever needs the store reports that it is away
    }
    return settings.heartbeat();
  }
}
