package dev.tocsin.monitor;

import dev.tocsin.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The read models of monitors: current rows, outages, the event log, audit rows. Calls block. */
public interface MonitorViews {
  /**
   * Writes all changes in one transaction: the current row (unless it is newer), the outage's start
   * or end, the event log's row, and an audit row where a person or token is the author. A change
   * that was written before changes nothing.
   *
   * @throws StoreUnavailableException where nothing was written
   */
  void store(List<MonitorViewChange> changes);

  /** Every monitor's current row. */
  List<MonitorStatus> statuses();

  /**
   * Monitors whose journal is ahead of their row (or that have a journal and no row), with the
   * journal's last sequence number.
   */
  Map<MonitorRef, Long> behind();

  /** The number of the youngest event of all journals; it grows with each that is stored. */
  long lastEvent();

  /**
   * Outages that overlap the time from {@code from} to {@code to}, newest first.
   *
   * @param after where the page before ended; null for the first page
   */
  List<Outage> outages(
      MonitorRef monitor, Instant from, Instant to, Outage.@Nullable Cursor after, int limit);
}
