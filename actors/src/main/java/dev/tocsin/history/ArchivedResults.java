package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.util.List;

/** The results in the archive, from all nodes that ever wrote into it. Calls block. */
public interface ArchivedResults {
  ArchivedResults NONE = (monitor, from, to, limit) -> new Part(List.of(), List.of());

  /**
   * The newest of the monitor's results with {@code from <= at < to}, newest first.
   *
   * @param limit at most so many
   */
  Part read(MonitorRef monitor, Instant from, Instant to, int limit);

  /**
   * @param unreadable of which something should be there and could not be read, and why
   */
  record Part(List<RecordedResult> results, List<MissingStretch> unreadable) {}
}
