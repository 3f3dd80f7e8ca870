package dev.tocsin.http.page;

import dev.tocsin.monitor.Status;
import dev.tocsin.statuspage.Headline;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many monitors are in which status, and what is said of it. */
public record MonitorCounts(int down, int degraded, int up, int pending, int paused) {
  static MonitorCounts of(Iterable<Status> statuses) {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    statuses.forEach(status -> counts.merge(status, 1, Integer::sum));
    return new MonitorCounts(
        counts.getOrDefault(Status.DOWN, 0),
        counts.getOrDefault(Status.DEGRADED, 0),
        counts.getOrDefault(Status.UP, 0),
        counts.getOrDefault(Status.PENDING, 0),
        counts.getOrDefault(Status.PAUSED, 0));
  }

  public int attention() {
    return down + degraded;
  }

  public int hold() {
    return pending + paused;
  }

  public int all() {
    return attention() + hold() + up;
  }

  /** The sentence that a page opens with. */
  public String sentence() {
    if (all() == 0) {
      return "I watch nothing yet.";
    }
    if (down > 0) {
      return monitors(down) + " down.";
    }
    if (degraded > 0) {
      return monitors(degraded) + " degraded.";
    }
    if (up > 0) {
      return hold() == 0 && up > 1 ? "All monitors are up." : monitors(up) + " up.";
    }
    return pending > 0 ? "The first results are on their way." : "Everything is paused.";
  }

  /** What the sentence leaves out; empty where it says all. */
  public String lead() {
    List<String> parts = new ArrayList<>();
    if (down > 0 && degraded > 0) {
      parts.add(some(degraded, "degraded"));
    }
    if (attention() > 0 && up > 0) {
      parts.add(some(up, "up"));
    }
    boolean said = attention() == 0 && up == 0 && (pending == 0 || paused == 0);
    if (pending > 0 && !said) {
      parts.add(pending + " wait" + (pending == 1 ? "s" : "") + " for the first result");
    }
    if (paused > 0 && !said) {
      parts.add(some(paused, "paused"));
    }
    return parts.isEmpty() ? "" : String.join(", ", parts) + ".";
  }

  /** What a tab says: {@code 2 down · Tocsin}. */
  public String title() {
    if (down > 0) {
      return down + " down · Tocsin";
    }
    return degraded > 0 ? degraded + " degraded · Tocsin" : "Monitors · Tocsin";
  }

  private static String monitors(int count) {
    return Headline.number(count, true) + (count == 1 ? " monitor is" : " monitors are");
  }

  private static String some(int count, String what) {
    return count + (count == 1 ? " is " : " are ") + what;
  }
}
