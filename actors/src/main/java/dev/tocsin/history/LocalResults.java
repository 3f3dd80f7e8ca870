package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.util.List;

/** What this node's own log holds. Calls block on its disk. */
public interface LocalResults extends HourlyResults {
  /**
   * The newest of the monitor's results with {@code from <= at < to}, newest first, those of this
   * moment included.
   *
   * @param limit at most so many
   */
  Slice read(MonitorRef monitor, Instant from, Instant to, int limit);

  /**
   * @param completeSince nothing that this node recorded from then on has been dropped from its log
   */
  record Slice(List<RecordedResult> results, Instant completeSince) {}

  /** The hours (their first moments, UTC) of which something is held and no archive has it yet. */
  List<Instant> unarchivedHours();

  /** The hour is in the archive: it may go when room is needed. */
  void archived(Instant hour);
}
