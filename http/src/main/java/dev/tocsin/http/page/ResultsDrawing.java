package dev.tocsin.http.page;

import dev.tocsin.monitor.MonitorDetails.Point;
import dev.tocsin.probe.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A monitor's last results, as bars and as a line of response times, in geometry and in words.
 *
 * @param bars one for each result, by state, as the {@code d} of a path
 * @param width of the drawing that holds the bars of 60 results; its height is 22
 * @param barsLabel all bars in one sentence
 * @param line of response times, 1,000 wide and 240 high; it breaks where nothing answered
 * @param outages where the target was down
 * @param scale the labels of the vertical axis, from the top
 * @param lineLabel the finding of the line in one sentence
 * @param hasTimes whether there is a line to draw: pings that only came took no time
 * @param begin time of the oldest
 * @param end time of the newest
 */
public record ResultsDrawing(
    List<Bars> bars,
    int width,
    String barsLabel,
    String line,
    List<Band> outages,
    List<String> scale,
    String lineLabel,
    boolean hasTimes,
    Instant begin,
    Instant end) {
  private static final int PITCH = 3;

  /** As many as a monitor remembers; where there are fewer, they stand at the right. */
  private static final int PLACES = 60;

  private static final double WIDE = 1_000;
  private static final double HIGH = 240;
  private static final int STEPS = 3;

  /**
   * @param style as the style sheet calls the state
   */
  public record Bars(String style, String path) {}

  /** From left to right. */
  public record Band(String x, String width) {}

  /**
   * @param newestFirst at least one
   */
  static ResultsDrawing of(List<Point> newestFirst) {
    List<Point> points = newestFirst.reversed();
    List<Long> answered = new ArrayList<>();
    for (Point point : points) {
      if (isAnswered(point)) {
        answered.add(point.total());
      }
    }
    answered.sort(null);
    long step = step(answered.isEmpty() ? 0 : answered.getLast());
    Instant begin = points.getFirst().at();
    Instant end = points.getLast().at();
    return new ResultsDrawing(
        bars(points),
        PLACES * PITCH - 1,
        barsLabel(points),
        line(points, step * STEPS),
        bands(points),
        scale(step),
        lineLabel(answered),
        answered.isEmpty() || answered.getLast() > 0,
        begin,
        end);
  }

  static boolean isAnswered(Point point) {
    return point.outcome() == Outcome.UP || point.outcome() == Outcome.DEGRADED;
  }

  /** Of the oldest first. */
  static List<Bars> bars(List<Point> points) {
    Map<Outcome, StringBuilder> paths = new EnumMap<>(Outcome.class);
    for (int i = 0; i < points.size(); i++) {
      String shape =
          switch (points.get(i).outcome()) {
            case UP -> " 6.5h2v9h-2z";
            case DEGRADED -> " 4h2v14h-2z";
            case DOWN -> " 0h2v22h-2z";
            case UNKNOWN -> " 9h2v4h-2z";
          };
      paths
          .computeIfAbsent(points.get(i).outcome(), outcome -> new StringBuilder())
          .append('M')
          .append((PLACES - points.size() + i) * PITCH)
          .append(shape);
    }
    List<Bars> bars = new ArrayList<>();
    paths.forEach((outcome, path) -> bars.add(new Bars(style(outcome), path.toString())));
    return bars;
  }

  static String style(Outcome outcome) {
    return outcome == Outcome.UNKNOWN ? "pending" : outcome.name().toLowerCase(Locale.ROOT);
  }

  static String barsLabel(List<Point> points) {
    StringBuilder label = new StringBuilder("Last ").append(points.size()).append(" results: ");
    String between = "";
    for (Outcome outcome : Outcome.values()) {
      long count = points.stream().filter(point -> point.outcome() == outcome).count();
      if (count > 0) {
        label
            .append(between)
            .append(count)
            .append(' ')
            .append(outcome.name().toLowerCase(Locale.ROOT));
        between = ", ";
      }
    }
    return label.toString();
  }

  private static String line(List<Point> points, long top) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (isAnswered(point)) {
        boolean begins = i == 0 || !isAnswered(points.get(i - 1));
        boolean alone = begins && (i + 1 == points.size() || !isAnswered(points.get(i + 1)));
        line.append(begins ? 'M' : 'L')
            .append(number(x(point, points)))
            .append(' ')
            .append(number(HIGH - HIGH * point.total() / top))
            .append(alone ? "h0" : ""); // its round ends are a dot
      }
    }
    return line.toString();
  }

  /** Each result that is down stands for the time until the next one. */
  private static List<Band> bands(List<Point> points) {
    List<Band> bands = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= points.size(); i++) {
      boolean down = i < points.size() && points.get(i).outcome() == Outcome.DOWN;
      if (down && from < 0) {
        from = i;
      } else if (!down && from >= 0) {
        double begin = x(points.get(from), points);
        double end = i < points.size() ? x(points.get(i), points) : WIDE;
        bands.add(new Band(number(begin), number(Math.max(2, end - begin))));
        from = -1;
      }
    }
    return bands;
  }

  private static double x(Point point, List<Point> points) {
    double begin = points.getFirst().at().toEpochMilli();
    double span = points.getLast().at().toEpochMilli() - begin;
    return span <= 0 ? 0 : WIDE * (point.at().toEpochMilli() - begin) / span;
  }

  /** A third of the height, in microseconds: 1, 2 or 5 times a power of ten, of milliseconds. */
  private static long step(long largest) {
    long power = 1_000;
    while (true) {
      for (int times : new int[] {1, 2, 5}) {
        if (power * times * STEPS >= largest) {
          return power * times;
        }
      }
      power *= 10;
    }
  }

  private static List<String> scale(long step) {
    List<String> scale = new ArrayList<>();
    for (int i = STEPS; i > 0; i--) {
      scale.add(Words.milliseconds(step * i));
    }
    scale.add("0");
    return scale;
  }

  private static String lineLabel(List<Long> answered) {
    if (answered.isEmpty()) {
      return "Response time: nothing has answered.";
    }
    return "Response time of the last "
        + answered.size()
        + " answers: between "
        + Words.milliseconds(answered.getFirst())
        + " and "
        + Words.milliseconds(answered.getLast())
        + ", half of them within "
        + Words.milliseconds(answered.get((answered.size() - 1) / 2))
        + ".";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
