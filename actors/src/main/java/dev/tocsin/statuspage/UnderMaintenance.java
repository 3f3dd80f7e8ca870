package dev.tocsin.statuspage;

import dev.tocsin.monitor.MonitorId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * A component that is worked on, as its page announced.
 *
 * @param monitors of it that are worked on: what they see is no outage meanwhile
 */
public record UnderMaintenance(ComponentId component, Instant since, Set<MonitorId> monitors) {
  public UnderMaintenance {
    monitors = Set.copyOf(monitors);
  }

  public UnderMaintenance since(Instant other) {
    return new UnderMaintenance(component, other, monitors);
  }

  /** Of two at the same time. */
  public UnderMaintenance and(UnderMaintenance other) {
    Set<MonitorId> both = new HashSet<>(monitors);
    both.addAll(other.monitors);
    return new UnderMaintenance(component, since.isBefore(other.since) ? since : other.since, both);
  }
}
