package dev.tocsin.monitor;

import dev.tocsin.StoreUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Read models in memory, idempotent as the tables are, and away when a test says so. */
class MemoryMonitorViews implements MonitorViews {
  private final Map<MonitorRef, MonitorStatus> statuses = new HashMap<>();
  private final Map<String, MonitorViewChange> log = new HashMap<>();
  private int writes;
  private int refused;
  private boolean away;

  synchronized void setAway(boolean isAway) {
    away = isAway;
  }

  /** How often a change was handed over, repeats included. */
  synchronized int writes() {
    return writes;
  }

  /** How often a hand-over found this away. */
  synchronized int refused() {
    return refused;
  }

  synchronized List<MonitorViewChange> log(MonitorRef ref) {
    return log.values().stream()
        .filter(change -> change.after().ref().equals(ref))
        .sorted((a, b) -> Long.compare(a.sequence(), b.sequence()))
        .toList();
  }

  @Override
  public synchronized void store(List<MonitorViewChange> changes) {
    if (away) {
      refused++;
      throw new StoreUnavailableException("away");
    }
    for (MonitorViewChange change : changes) {
      writes++;
      MonitorRef ref = change.after().ref();
      log.putIfAbsent(ref.entityId() + "/" + change.sequence(), change);
      statuses.merge(
          ref,
          change.after(),
          (known, news) -> known.version().compareTo(news.version()) < 0 ? news : known);
    }
  }

  @Override
  public synchronized List<MonitorStatus> statuses() {
    return new ArrayList<>(statuses.values());
  }

  @Override
  public synchronized long lastEvent() {
    if (away) {
      throw new StoreUnavailableException("away");
    }
    return writes;
  }

  @Override
  public synchronized Map<MonitorRef, Long> behind() {
    if (away) {
      throw new StoreUnavailableException("away");
    }
    return Map.of();
  }

  @Override
  public List<Outage> outages(
      MonitorRef monitor, Instant from, Instant to, Outage.Cursor after, int limit) {
    return List.of();
  }
}
