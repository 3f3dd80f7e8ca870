package dev.tocsin.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorDetails.Point;
import dev.tocsin.probe.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsDrawingTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  @Test
  void drawsTheLouderTheTaller() {
    ResultsDrawing drawing = ResultsDrawing.of(points(Outcome.UP, Outcome.DEGRADED, Outcome.DOWN));

    assertThat(drawing.bars())
        .containsExactlyInAnyOrder(
            new ResultsDrawing.Bars("up", "M171 6.5h2v9h-2z"),
            new ResultsDrawing.Bars("degraded", "M174 4h2v14h-2z"),
            new ResultsDrawing.Bars("down", "M177 0h2v22h-2z"));
    assertThat(drawing.width()).isEqualTo(179);
    assertThat(drawing.barsLabel()).isEqualTo("Last 3 results: 1 up, 1 degraded, 1 down");
  }

  @Test
  void theLineBreaksWhereNothingAnswered() {
    ResultsDrawing drawing =
        ResultsDrawing.of(points(Outcome.UP, Outcome.UP, Outcome.DOWN, Outcome.DOWN, Outcome.UP));

    assertThat(drawing.scale().stream().map(ResultsDrawingTest::spaced))
        .containsExactly("15 ms", "10 ms", "5 ms", "0");
    assertThat(drawing.line()).isEqualTo("M0.0 80.0L250.0 80.0M1000.0 80.0h0");
    assertThat(drawing.outages()).containsExactly(new ResultsDrawing.Band("500.0", "500.0"));
    assertThat(spaced(drawing.lineLabel()))
        .isEqualTo(
            "Response time of the last 3 answers: between 10 ms and 10 ms, half of them within"
                + " 10 ms.");
    assertThat(drawing.begin()).isEqualTo(NOON);
    assertThat(drawing.end()).isEqualTo(NOON.plusSeconds(240));
  }

  @Test
  void oneResultIsADrawingToo() {
    ResultsDrawing down = ResultsDrawing.of(points(Outcome.DOWN));

    assertThat(down.line()).isEmpty();
    assertThat(down.outages()).containsExactly(new ResultsDrawing.Band("0.0", "1000.0"));
    assertThat(down.lineLabel()).isEqualTo("Response time: nothing has answered.");
    assertThat(ResultsDrawing.of(points(Outcome.UNKNOWN)).bars())
        .containsExactly(new ResultsDrawing.Bars("pending", "M177 9h2v4h-2z"));
  }

  @Test
  void pingsThatOnlyCameHaveNoLine() {
    Point ping = new Point(NOON, Outcome.UP, 0);

    assertThat(ResultsDrawing.of(List.of(ping)).hasTimes()).isFalse();
    assertThat(ResultsDrawing.of(points(Outcome.UP)).hasTimes()).isTrue();
    assertThat(ResultsDrawing.of(points(Outcome.DOWN)).hasTimes()).isTrue();
  }

  private static String spaced(String text) {
    return text.replace('\u00a0', ' ');
  }

  /** Given the oldest first, a minute apart; each took 10 ms. */
  private static List<Point> points(Outcome... outcomes) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < outcomes.length; i++) {
      points.addFirst(new Point(NOON.plusSeconds(60L * i), outcomes[i], 10_000));
    }
    return points;
  }
}
