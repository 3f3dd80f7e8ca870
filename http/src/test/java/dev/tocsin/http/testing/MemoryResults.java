package dev.tocsin.http.testing;

import dev.tocsin.history.LocalResults;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A node's log in memory. */
public final class MemoryResults implements LocalResults {
  private final List<RecordedResult> all = new CopyOnWriteArrayList<>();
  private volatile boolean broken;
  private volatile Instant brokenBefore = Instant.MIN;

  public void add(RecordedResult result) {
    all.add(result);
  }

  public void addAll(List<RecordedResult> more) {
    all.addAll(more);
  }

  /** From now on nothing can be read. */
  public void breakDown() {
    broken = true;
  }

  /** Nothing can be read when results before that moment alone are asked for. */
  public void breakBefore(Instant moment) {
    brokenBefore = moment;
  }

  @Override
  public Slice read(MonitorRef monitor, Instant from, Instant to, int limit) {
    if (broken || !to.isAfter(brokenBefore)) {
      throw new IllegalStateException("broken on purpose");
    }
    return new Slice(
        all.stream()
            .filter(it -> it.monitor().equals(monitor))
            .filter(it -> !it.at().isBefore(from) && it.at().isBefore(to))
            .sorted(Comparator.comparing(RecordedResult::at).reversed())
            .limit(limit)
            .toList(),
        Instant.EPOCH);
  }

  @Override
  public List<Instant> unarchivedHours() {
    return List.of();
  }

  @Override
  public void hour(Instant hour, Consumer<List<RecordedResult>> eachMonitor) {
    throw new UnsupportedOperationException("Nothing is archived here.");
  }

  @Override
  public void archived(Instant hour) {
    throw new UnsupportedOperationException("Nothing is archived here.");
  }
}
