package dev.tocsin.http.page;

import dev.tocsin.monitor.MonitorDetails.Point;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's last results as small as a line of a list has room for.
 *
 * @param bars as {@link ResultsDrawing} draws them
 * @param label all bars in one sentence
 * @param spark response times, 72 wide and 22 high, as the {@code d} of a path
 * @param latency of which 95 % of the answers were no slower; null where nothing answered
 */
public record RecentDrawing(
    List<ResultsDrawing.Bars> bars, String label, String spark, @Nullable String latency) {
  private static final int MOST_POINTS = 30;
  private static final int WIDE = 72;
  private static final int HIGH = 22;
  private static final double MOST = 0.95;

  /** Null where there are no results. */
  static @Nullable RecentDrawing of(List<Point> newestFirst) {
    if (newestFirst.isEmpty()) {
      return null;
    }
    List<Point> points = newestFirst.reversed();
    List<Long> answered =
        points.stream().filter(ResultsDrawing::isAnswered).map(Point::total).sorted().toList();
    return new RecentDrawing(
        ResultsDrawing.bars(points),
        ResultsDrawing.barsLabel(points),
        answered.isEmpty() || answered.getLast() == 0 ? "" : spark(points, answered),
        answered.isEmpty() || answered.getLast() == 0 ? null : Words.milliseconds(most(answered)));
  }

  private static long most(List<Long> sorted) {
    return sorted.get((int) Math.ceil(sorted.size() * MOST) - 1);
  }

  /** Of each few results the slowest; the line breaks where none of them answered. */
  private static String spark(List<Point> points, List<Long> sorted) {
    // one that took for ever must not flatten the rest
    double top = Math.max(1, Math.min(sorted.getLast(), 4 * sorted.get(sorted.size() / 2)));
    List<Long> each = slowest(points);
    StringBuilder line = new StringBuilder();
    boolean begins = true;
    for (int i = 0; i < each.size(); i++) {
      long slow = each.get(i);
      if (slow < 0) {
        begins = true;
        continue;
      }
      line.append(begins ? 'M' : 'L')
          .append(each.size() == 1 ? WIDE : WIDE * i / (each.size() - 1))
          .append(' ')
          .append(Math.round(HIGH - 2 - (HIGH - 4) * Math.min(1, slow / top)));
      begins = false;
    }
    return line.toString();
  }

  private static List<Long> slowest(List<Point> points) {
    int share = Math.ceilDiv(points.size(), MOST_POINTS);
    List<Long> each = new ArrayList<>();
    for (int from = 0; from < points.size(); from += share) {
      each.add(
          points.subList(from, Math.min(points.size(), from + share)).stream()
              .filter(ResultsDrawing::isAnswered)
              .mapToLong(Point::total)
              .max()
              .orElse(-1));
    }
    return each;
  }
}
