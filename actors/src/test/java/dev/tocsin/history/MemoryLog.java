package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A node's log in memory. */
final class MemoryLog implements LocalResults {
  final List<RecordedResult> all = new CopyOnWriteArrayList<>();
  volatile Instant completeSince = Instant.EPOCH;
  volatile boolean broken;
  final List<Span> asked = new CopyOnWriteArrayList<>();

  @Override
  public Slice read(MonitorRef monitor, Instant from, Instant to, int limit) {
    asked.add(new Span(from, to));
    if (broken) {
      throw new IllegalStateException("broken on purpose");
    }
    return new Slice(newest(all, monitor, from, to, limit), completeSince);
  }

  static List<RecordedResult> newest(
      List<RecordedResult> all, MonitorRef monitor, Instant from, Instant to, int limit) {
    return all.stream()
        .filter(it -> it.monitor().equals(monitor))
        .filter(it -> !it.at().isBefore(from) && it.at().isBefore(to))
        .sorted(Comparator.comparing(RecordedResult::at).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public List<Instant> unarchivedHours() {
    return List.of();
  }

  @Override
  public void hour(Instant hour, Consumer<List<RecordedResult>> eachMonitor) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void archived(Instant hour) {
    throw new UnsupportedOperationException();
  }
}
