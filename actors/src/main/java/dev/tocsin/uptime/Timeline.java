package dev.tocsin.uptime;

import dev.tocsin.monitor.Status;
import dev.tocsin.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which status a monitor had when, from some moment on. Immutable, and small: a hundred thousand
 * monitors have one each, most with a single entry.
 */
public final class Timeline {
  public static final Timeline EMPTY = new Timeline(new long[0]);

  private static final Status[] STATUSES = Status.values();
  private static final int STATUS_BITS = 3;
  private static final int STATUS_MASK = (1 << STATUS_BITS) - 1;

  /** Milliseconds since the epoch, shifted, over the status that began then; ascending. */
  private final long[] entries;

  private Timeline(long[] entries) {
    this.entries = entries;
  }

  /** From one moment on, a status. */
  public record Entry(Instant since, Status status) {}

  /**
   * @param entries in the order of their times
   */
  public static Timeline of(List<Entry> entries) {
    long[] packed = new long[entries.size()];
    int size = 0;
    for (Entry entry : entries) {
      long at = entry.since().toEpochMilli();
      if (size > 0 && at < packed[size - 1] >> STATUS_BITS) {
        continue;
      }
      if (size > 0 && at == packed[size - 1] >> STATUS_BITS) {
        size--; // the later word counts
      }
      Status before = size == 0 ? null : STATUSES[(int) (packed[size - 1] & STATUS_MASK)];
      if (before != entry.status()) {
        packed[size++] = at << STATUS_BITS | entry.status().ordinal();
      }
    }
    return size == 0 ? EMPTY : new Timeline(Arrays.copyOf(packed, size));
  }

  /**
   * Of several monitors together: down while any of them is down, else degraded while any is, else
   * up while any is. Those without a verdict count for nothing beside the others.
   */
  public static Timeline worst(Collection<Timeline> all) {
    if (all.size() == 1) {
      return all.iterator().next();
    }
    List<Entry> entries = new ArrayList<>();
    StatusCounts.each(
        all,
        (moment, counts) ->
            counts
                .any(Status.DOWN, Status.DEGRADED, Status.UP, Status.PENDING, Status.PAUSED)
                .ifPresent(status -> entries.add(new Entry(moment, status))));
    return of(entries);
  }

  /**
   * The same without what it was in some windows: nothing is observed there, as in a pause.
   *
   * @param windows in no order; they may meet
   */
  public Timeline without(List<Window> windows) {
    if (windows.isEmpty() || entries.length == 0) {
      return this;
    }
    List<Entry> left = new ArrayList<>();
    int next = 0;
    for (Window window : united(windows)) {
      for (; next < entries.length && entry(next).since().isBefore(window.from()); next++) {
        left.add(entry(next));
      }
      left.add(new Entry(window.from(), Status.PAUSED));
      int last = indexAt(window.until().toEpochMilli());
      if (last >= 0) {
        left.add(new Entry(window.until(), status(last)));
        next = Math.max(next, last + 1);
      }
    }
    for (; next < entries.length; next++) {
      left.add(entry(next));
    }
    return of(left);
  }

  /** In their order, apart from each other. */
  private static List<Window> united(List<Window> windows) {
    List<Window> united = new ArrayList<>();
    windows.stream()
        .sorted(Comparator.comparing(Window::from))
        .forEach(
            window -> {
              Window last = united.isEmpty() ? null : united.getLast();
              if (last == null || window.from().isAfter(last.until())) {
                united.add(window);
              } else if (window.until().isAfter(last.until())) {
                united.set(united.size() - 1, new Window(last.from(), window.until()));
              }
            });
    return united;
  }

  /** Goes on with another status; one that is not new, or from before the last, changes nothing. */
  public Timeline with(Entry entry) {
    long at = entry.since().toEpochMilli();
    int size = entries.length;
    if (size > 0 && (at < at(size - 1) || status(size - 1) == entry.status())) {
      return this;
    }
    long packed = at << STATUS_BITS | entry.status().ordinal();
    if (size > 0 && at == at(size - 1)) {
      long[] replaced = entries.clone();
      replaced[size - 1] = packed;
      return new Timeline(replaced);
    }
    long[] longer = Arrays.copyOf(entries, size + 1);
    longer[size] = packed;
    return new Timeline(longer);
  }

  /** Forgets what was over before then; the status of that moment stays. */
  public Timeline since(Instant moment) {
    int first = indexAt(moment.toEpochMilli());
    return first <= 0 ? this : new Timeline(Arrays.copyOfRange(entries, first, entries.length));
  }

  /** Empty before the first entry. */
  public Optional<Status> at(Instant moment) {
    int index = indexAt(moment.toEpochMilli());
    return index < 0 ? Optional.empty() : Optional.of(status(index));
  }

  public Optional<Entry> last() {
    return entries.length == 0 ? Optional.empty() : Optional.of(entry(entries.length - 1));
  }

  public int size() {
    return entries.length;
  }

  public List<Entry> entries() {
    List<Entry> all = new ArrayList<>(entries.length);
    for (int index = 0; index < entries.length; index++) {
      all.add(entry(index));
    }
    return all;
  }

  /**
   * What {@code from <= time < to} was. The last status is taken to go on; cut {@code to} at now.
   */
  public Uptime uptime(Instant from, Instant to) {
    long begin = from.toEpochMilli();
    long end = to.toEpochMilli();
    long observed = 0;
    long down = 0;
    for (int index = Math.max(0, indexAt(begin)); index < entries.length; index++) {
      long start = Math.max(begin, at(index));
      long stop = Math.min(end, index + 1 < entries.length ? at(index + 1) : end);
      if (start >= stop) {
        continue;
      }
      switch (status(index)) {
        case UP, DEGRADED -> observed += stop - start;
        case DOWN -> {
          observed += stop - start;
          down += stop - start;
        }
        case PENDING, PAUSED -> {}
      }
    }
    return new Uptime(Duration.ofMillis(observed), Duration.ofMillis(down));
  }

  /** The last entry that began at or before then; -1 where none did. */
  private int indexAt(long moment) {
    int low = 0;
    int high = entries.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (at(middle) <= moment) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private long at(int index) {
    return entries[index] >> STATUS_BITS;
  }

  private Status status(int index) {
    return STATUSES[(int) (entries[index] & STATUS_MASK)];
  }

  private Entry entry(int index) {
    return new Entry(Instant.ofEpochMilli(at(index)), status(index));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Timeline timeline && Arrays.equals(entries, timeline.entries);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(entries);
  }

  @Override
  public String toString() {
    return entries().toString();
  }
}
