package dev.tocsin.uptime;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.monitor.StatusVersion;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.time.Window;
import dev.tocsin.uptime.TimelineStore.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Every monitor's timeline of the last {@link #KEPT}, in this node's memory: what uptimes in lists
 * and on pages are computed from, with the store away too. It follows the board; where the board
 * shows that something was missed, or was told before it was stored, the event log is asked again
 * ({@link #catchUp}). Safe for use by many threads.
 */
public final class Timelines {
  /** Pages show 90 days, in days of any zone, and some room. */
  public static final Duration KEPT = Duration.ofDays(130);

  private final StatusBoard board;
  private final TimelineStore store;
  private final InstantSource time;
  private final Function<MonitorRef, List<Window>> uncounted;

  /** Those with more than one entry; of the others the board says all. */
  private final Map<MonitorRef, Known> known = new ConcurrentHashMap<>();

  private final AtomicBoolean following = new AtomicBoolean();

  /** Those of which the event log has to be asked. */
  private final Set<MonitorRef> doubtful = ConcurrentHashMap.newKeySet();

  /**
   * @param told as of the version's sequence; further entries were seen and not stored yet
   */
  private record Known(Timeline timeline, long sequence, long observed) {}

  public Timelines(StatusBoard board, TimelineStore store, InstantSource time) {
    this(board, store, time, monitor -> List.of());
  }

  /**
   * @param uncounted when a monitor was worked on such that its uptime does not count that
   */
  public Timelines(
      StatusBoard board,
      TimelineStore store,
      InstantSource time,
      Function<MonitorRef, List<Window>> uncounted) {
    this.board = board;
    this.store = store;
    this.time = time;
    this.uncounted = uncounted;
  }

  /**
   * Reads everything, and follows the board from then on. Blocks; may be called again where it
   * failed.
   */
  public void load() {
    if (following.compareAndSet(false, true)) {
      board.onReplaced(this::changed);
    }
    Map<MonitorRef, Told> all = store.all(oldest());
    board.each(
        status -> {
          Told told = all.get(status.ref());
          if (told != null && told.timeline().size() > 1) {
            known.put(status.ref(), new Known(told.timeline(), told.sequence(), 0));
          }
          if (told == null
              ? status.version().sequence() > 1
              : told.sequence() != status.version().sequence() || !status.isStored()) {
            doubtful.add(status.ref());
          }
        });
  }

  /** Up to the present moment; empty where the monitor never had a verdict. */
  public Timeline timeline(MonitorRef monitor) {
    Known held = known.get(monitor);
    if (held != null) {
      return held.timeline();
    }
    return board
        .status(monitor)
        .filter(status -> !status.version().equals(StatusVersion.NONE))
        .map(status -> Timeline.of(List.of(entry(status))))
        .orElse(Timeline.EMPTY);
  }

  public Uptimes uptimes(MonitorRef monitor) {
    return Uptimes.of(counted(monitor), time.instant());
  }

  /** What uptime is made of: the timeline without what does not count. */
  public Timeline counted(MonitorRef monitor) {
    return timeline(monitor).without(uncounted.apply(monitor));
  }

  public void remove(MonitorRef monitor) {
    known.remove(monitor);
    doubtful.remove(monitor);
  }

  /**
   * Asks the event log about what was missed; called every few seconds. Blocks. What the log does
   * not have yet is asked again the next time.
   *
   * @param changed is told whose timeline is another one now
   * @throws StoreUnavailableException where it does not answer
   */
  public void catchUp(Consumer<MonitorRef> changed) {
    Map<OrganizationId, Set<MonitorRef>> asked = new HashMap<>();
    for (MonitorRef ref : doubtful) {
      asked.computeIfAbsent(ref.organization(), key -> new HashSet<>()).add(ref);
    }
    asked.forEach(
        (organization, monitors) ->
            store
                .of(organization, monitors, oldest())
                .forEach(
                    (ref, told) -> {
                      if (take(ref, told)) {
                        changed.accept(ref);
                      }
                    }));
  }

  private boolean take(MonitorRef ref, Told told) {
    boolean[] changed = new boolean[1];
    known.compute(
        ref,
        (key, before) -> {
          // looked at in here: what is published meanwhile waits
          MonitorStatus status = board.status(ref).orElse(null);
          if (status == null) {
            doubtful.remove(ref);
            return null;
          }
          if (told.sequence() < status.version().sequence() || !status.isStored()) {
            return before; // what the board says is not in the log yet
          }
          doubtful.remove(ref);
          changed[0] = before == null || !before.timeline().equals(told.timeline());
          return told.timeline().size() > 1 ? new Known(told.timeline(), told.sequence(), 0) : null;
        });
    return changed[0];
  }

  private void changed(@Nullable MonitorStatus before, MonitorStatus now) {
    known.compute(now.ref(), (ref, held) -> follow(held, before, now));
  }

  private @Nullable Known follow(
      @Nullable Known held, @Nullable MonitorStatus before, MonitorStatus now) {
    long sequence = now.version().sequence();
    long observed = now.version().observed();
    Known last = held;
    if (last == null) {
      if (before == null) {
        if (sequence + observed > 1) {
          doubtful.add(now.ref());
        }
        return null;
      }
      last = new Known(start(before), before.version().sequence(), before.version().observed());
    }
    boolean stored = observed == 0 && last.observed() > 0;
    long step = sequence + observed - last.sequence() - last.observed();
    if (stored ? !wasSeen(last, now) : step != 1) {
      doubtful.add(now.ref());
    }
    Timeline next = last.timeline().with(entry(now)).since(oldest());
    boolean isSaidByTheBoard =
        next.size() == 1 && next.last().map(entry(now)::equals).orElse(false);
    return isSaidByTheBoard ? null : new Known(next, sequence, observed);
  }

  /** What was observed is stored now, just as it was seen. */
  private static boolean wasSeen(Known last, MonitorStatus now) {
    return now.version().sequence() == last.sequence() + last.observed()
        && last.timeline().last().map(entry(now)::equals).orElse(false);
  }

  private static Timeline start(MonitorStatus before) {
    return before.version().equals(StatusVersion.NONE)
        ? Timeline.EMPTY
        : Timeline.of(List.of(entry(before)));
  }

  /** As the timeline keeps it: to the millisecond. */
  private static Timeline.Entry entry(MonitorStatus status) {
    return new Timeline.Entry(Instant.ofEpochMilli(status.since().toEpochMilli()), status.status());
  }

  private Instant oldest() {
    return time.instant().minus(KEPT);
  }
}
