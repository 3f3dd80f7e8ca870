package dev.tocsin.monitor;

import java.util.Collection;
import java.util.List;

/** The table of last pings, one row for each heartbeat. Calls block. */
public interface LastPings {
  /**
   * Writes each row unless it is of an older ping than the one that is there, or of a monitor that
   * is deleted; at most one row for each monitor.
   *
   * @throws dev.tocsin.StoreUnavailableException where nothing was written
   */
  void store(Collection<LastPing> rows);

  /** The rows that there are. */
  List<LastPing> find(Collection<MonitorRef> monitors);
}
