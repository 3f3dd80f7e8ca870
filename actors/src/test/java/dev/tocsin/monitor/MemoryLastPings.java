package dev.tocsin.monitor;

import dev.tocsin.StoreUnavailableException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A table of last pings that comes and goes, and counts what is written. */
final class MemoryLastPings implements LastPings {
  private final Map<MonitorRef, LastPing> rows = new ConcurrentHashMap<>();
  private final AtomicInteger written = new AtomicInteger();
  private volatile boolean away;

  void setAway(boolean away) {
    this.away = away;
  }

  int written() {
    return written.get();
  }

  LastPing row(MonitorRef ref) {
    return rows.get(ref);
  }

  @Override
  public void store(Collection<LastPing> batch) {
    check();
    for (LastPing row : batch) {
      rows.merge(
          row.ref(), row, (old, now) -> now.ping().at().isBefore(old.ping().at()) ? old : now);
      written.incrementAndGet();
    }
  }

  @Override
  public List<LastPing> find(Collection<MonitorRef> monitors) {
    check();
    return monitors.stream().map(rows::get).filter(Objects::nonNull).toList();
  }

  private void check() {
    if (away) {
      throw new StoreUnavailableException("The table is away.");
    }
  }
}
