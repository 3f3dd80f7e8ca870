package dev.tocsin.persistence.monitor;

import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.Status;

/** How the event log names what happened to a monitor. */
public final class EventNames {
  private EventNames() {}

  static String name(MonitorEvent event) {
    return switch (event) {
      case MonitorEvent.WentUp up -> "went-up";
      case MonitorEvent.WentDegraded degraded -> "went-degraded";
      case MonitorEvent.WentDown down -> "went-down";
      case MonitorEvent.Paused paused -> "paused";
      case MonitorEvent.Resumed resumed -> "resumed";
      case MonitorEvent.Deleted deleted -> "deleted";
    };
  }

  /** The monitor's status after the event of that name. */
  public static Status status(String name) {
    return switch (name) {
      case "went-up" -> Status.UP;
      case "went-degraded" -> Status.DEGRADED;
      case "went-down" -> Status.DOWN;
      case "paused", "deleted" -> Status.PAUSED;
      case "resumed" -> Status.PENDING;
      default -> throw new IllegalArgumentException("The event log has no event " + name);
    };
  }
}
