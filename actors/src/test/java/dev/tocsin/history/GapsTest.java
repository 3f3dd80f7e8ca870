package dev.tocsin.history;

import static dev.tocsin.history.Minutes.minute;
import static dev.tocsin.history.Minutes.ping;
import static dev.tocsin.history.Minutes.result;
import static dev.tocsin.history.Minutes.results;
import static dev.tocsin.history.Minutes.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.Status;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GapsTest {
  private static final Timeline UP = timeline(-1_000, Status.UP);

  @Test
  void thereIsNoneBetweenResultsThatCameInTime() {
    assertThat(gaps(span(0, 10), UP).of(results(0, 10), true)).isEmpty();
    assertThat(gaps(span(0, 3), UP).of(List.of(result(2), result(0)), true)).isEmpty();
  }

  @Test
  void aResultThatSkipsMoreThanItPromisedLeavesOne() {
    List<RecordedResult> all = new ArrayList<>(results(20, 30));
    all.addAll(results(0, 10));

    assertThat(gaps(span(0, 30), UP).of(all, true)).containsExactly(span(9, 20));
  }

  @Test
  void theEndsCountNewestFirst() {
    assertThat(gaps(span(-10, 30), UP).of(results(0, 10), true))
        .containsExactly(span(9, 30), span(-10, 0));
    assertThat(gaps(span(-10, 30), UP).of(results(0, 10), false)).containsExactly(span(9, 30));
    assertThat(gaps(span(0, 30), UP).of(List.of(), true)).containsExactly(span(0, 30));
    assertThat(gaps(span(0, 2), UP).of(List.of(), true)).isEmpty();
  }

  @Test
  void nobodyOwesPings() {
    Gaps gaps = new Gaps(span(0, 1_000), Duration.ZERO, UP);

    assertThat(gaps.of(List.of(ping(500), ping(100)), true)).isEmpty();
    assertThat(gaps.of(List.of(), true)).isEmpty();
  }

  @Test
  void timeInWhichItWasPausedOrPendingIsNone() {
    Timeline timeline =
        timeline(
            0,
            Status.PENDING,
            10,
            Status.UP,
            20,
            Status.PAUSED,
            30,
            Status.PENDING,
            31,
            Status.UP,
            50,
            Status.DOWN);

    assertThat(gaps(span(-5, 60), timeline).of(List.of(), true))
        .containsExactly(span(31, 60), span(10, 20));
    assertThat(gaps(span(0, 20), timeline).of(results(10, 20), true)).isEmpty();
    assertThat(gaps(span(0, 40), timeline).of(List.of(result(39), result(32), result(19)), true))
        .containsExactly(span(32, 39), span(10, 19));
  }

  @Test
  void aMonitorThatNeverHadAVerdictMissesNothing() {
    assertThat(gaps(span(0, 30), Timeline.EMPTY).of(List.of(), true)).isEmpty();
  }

  private static Gaps gaps(Span asked, Timeline timeline) {
    return new Gaps(asked, Minutes.NEXT_WITHIN, timeline);
  }

  private static Timeline timeline(Object... entries) {
    List<Timeline.Entry> all = new ArrayList<>();
    for (int i = 0; i < entries.length; i += 2) {
      all.add(new Timeline.Entry(minute((int) entries[i]), (Status) entries[i + 1]));
    }
    return Timeline.of(all);
  }
}
