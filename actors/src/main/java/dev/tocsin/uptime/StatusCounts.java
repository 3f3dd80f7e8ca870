package dev.tocsin.uptime;

import dev.tocsin.monitor.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many of several monitors have each status at one moment; what is not known yet is in none.
 */
public final class StatusCounts {
  private final int[] counts = new int[Status.values().length];

  private StatusCounts() {}

  /** Takes the counts in that hold from a moment to the next; they are not to be kept. */
  @FunctionalInterface
  public interface Reader {
    void take(Instant from, StatusCounts counts);
  }

  private record Change(Instant at, int monitor, Status status) {}

  /** Reads each moment at which one of them changed, in its order: one pass over all changes. */
  public static void each(Collection<Timeline> monitors, Reader reader) {
    List<Change> changes = new ArrayList<>();
    int monitor = 0;
    for (Timeline timeline : monitors) {
      for (Timeline.Entry entry : timeline.entries()) {
        changes.add(new Change(entry.since(), monitor, entry.status()));
      }
      monitor++;
    }
    changes.sort(Comparator.comparing(Change::at));
    @Nullable Status[] current = new Status[monitor];
    StatusCounts counts = new StatusCounts();
    for (int index = 0; index < changes.size(); index++) {
      Change change = changes.get(index);
      counts.replace(current[change.monitor()], change.status());
      current[change.monitor()] = change.status();
      boolean isLastOfItsMoment =
          index + 1 == changes.size() || !changes.get(index + 1).at().equals(change.at());
      if (isLastOfItsMoment) {
        reader.take(change.at(), counts);
      }
    }
  }

  public int of(Status status) {
    return counts[status.ordinal()];
  }

  /** The first of these that any monitor has. */
  Optional<Status> any(Status... inThisOrder) {
    for (Status status : inThisOrder) {
      if (of(status) > 0) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  private void replace(@Nullable Status before, Status now) {
    if (before != null) {
      counts[before.ordinal()]--;
    }
    counts[now.ordinal()]++;
  }
}
