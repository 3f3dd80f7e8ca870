package dev.tocsin.http.page;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor's own page tells of longer ago.
 *
 * @param isCharted whether its response times are worth a chart
 * @param changes who changed it last; null where the reader may not see that, or the store is away
 */
public record PastView(
    boolean isCharted, YearView year, @Nullable List<MonitorChanges.Change> changes) {
  PastView(boolean isCharted, YearView year, Optional<List<MonitorChanges.Change>> changes) {
    this(isCharted, year, changes.orElse(null));
  }
}
