package dev.tocsin.persistence.archive;

import dev.tocsin.history.LocalResults;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** A node's log in memory. */
final class HeldResults implements LocalResults {
  private final Map<Instant, List<RecordedResult>> hours = new ConcurrentHashMap<>();
  private final List<Instant> archived = new ArrayList<>();
  private final Map<Instant, Throwable> failing = new ConcurrentHashMap<>();

  HeldResults add(List<RecordedResult> results) {
    for (RecordedResult result : results) {
      hours.computeIfAbsent(Hours.of(result.at()), any -> new ArrayList<>()).add(result);
    }
    return this;
  }

  HeldResults add(RecordedResult... results) {
    return add(List.of(results));
  }

  /** That hour cannot be read. */
  void fail(Instant hour, Throwable failure) {
    failing.put(hour, failure);
  }

  void mend() {
    failing.clear();
  }

  /** As after the loss of the disk. */
  void forget() {
    hours.clear();
    archived.clear();
  }

  List<Instant> archivedHours() {
    return List.copyOf(archived);
  }

  @Override
  public Slice read(MonitorRef monitor, Instant from, Instant to, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Instant> unarchivedHours() {
    return hours.keySet().stream().filter(hour -> !archived.contains(hour)).toList();
  }

  @Override
  public void hour(Instant hour, Consumer<List<RecordedResult>> eachMonitor) {
    switch (failing.get(hour)) {
      case RuntimeException failure -> throw failure;
      case Error failure -> throw failure;
      case null, default -> {}
    }
    SortedMap<MonitorRef, List<RecordedResult>> sorted = new TreeMap<>(MonitorOrder.COMPARATOR);
    for (RecordedResult result : hours.getOrDefault(hour, List.of())) {
      sorted.computeIfAbsent(result.monitor(), any -> new ArrayList<>()).add(result);
    }
    for (List<RecordedResult> group : sorted.values()) {
      group.sort(Comparator.comparing(RecordedResult::at));
      eachMonitor.accept(group);
    }
  }

  @Override
  public void archived(Instant hour) {
    archived.add(hour);
  }
}
