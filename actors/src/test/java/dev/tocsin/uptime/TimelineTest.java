package dev.tocsin.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.Status;
import dev.tocsin.time.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

  private static Timeline timeline(Object... minutesAndStatuses) {
    List<Timeline.Entry> entries = new ArrayList<>();
    for (int i = 0; i < minutesAndStatuses.length; i += 2) {
      entries.add(
          new Timeline.Entry(at((int) minutesAndStatuses[i]), (Status) minutesAndStatuses[i + 1]));
    }
    return Timeline.of(entries);
  }

  private static Instant at(int minute) {
    return NOON.plus(Duration.ofMinutes(minute));
  }

  private static Uptime minutes(int observed, int down) {
    return new Uptime(Duration.ofMinutes(observed), Duration.ofMinutes(down));
  }

  @Test
  void countsDowntimeOverObservedTime() {
    Timeline timeline = timeline(0, Status.UP, 10, Status.DOWN, 15, Status.UP, 30, Status.DEGRADED);
    assertThat(timeline.uptime(at(0), at(100))).isEqualTo(minutes(100, 5));
    assertThat(timeline.uptime(at(0), at(100)).percent()).hasValue(95.0);
  }

  @Test
  void cutsAnOutageAtBothEnds() {
    Timeline timeline = timeline(0, Status.UP, 10, Status.DOWN, 20, Status.UP);
    assertThat(timeline.uptime(at(12), at(13))).isEqualTo(minutes(1, 1));
    assertThat(timeline.uptime(at(5), at(12))).isEqualTo(minutes(7, 2));
    assertThat(timeline.uptime(at(18), at(25))).isEqualTo(minutes(7, 2));
  }

  @Test
  void leavesOutWhatDoesNotCount() {
    Timeline timeline = timeline(0, Status.UP, 10, Status.DOWN, 20, Status.UP);
    assertThat(timeline.without(List.of(new Window(at(5), at(15)))).uptime(at(0), at(60)))
        .isEqualTo(minutes(50, 5));
    assertThat(timeline.without(List.of(new Window(at(5), at(25)))).uptime(at(0), at(60)))
        .isEqualTo(minutes(40, 0));
    assertThat(timeline.without(List.of())).isSameAs(timeline);
  }

  /** A minute that is in a window is no time, and any other one is what it was. */
  @Property(tries = 300)
  void leavesOutNothingElse(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 59) Integer> changes,
      @ForAll @Size(max = 8) List<@IntRange(max = 70) Integer> bounds) {
    List<Timeline.Entry> entries = new ArrayList<>();
    changes.stream()
        .sorted()
        .forEach(
            minute ->
                entries.add(
                    new Timeline.Entry(
                        at(minute), entries.size() % 2 == 0 ? Status.UP : Status.DOWN)));
    Timeline timeline = Timeline.of(entries);
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i + 1 < bounds.size(); i += 2) {
      int from = Math.min(bounds.get(i), bounds.get(i + 1));
      windows.add(new Window(at(from), at(Math.max(bounds.get(i), bounds.get(i + 1)) + 1)));
    }
    Timeline left = timeline.without(windows);
    for (int minute = 0; minute < 80; minute++) {
      Instant begin = at(minute);
      boolean isLeftOut = windows.stream().anyMatch(window -> window.has(begin));
      assertThat(left.uptime(begin, at(minute + 1)))
          .describedAs("minute %d of %s without %s is %s", minute, timeline, windows, left)
          .isEqualTo(isLeftOut ? Uptime.NONE : timeline.uptime(begin, at(minute + 1)));
    }
  }

  @Test
  void letsAnOutageGoOn() {
    assertThat(timeline(0, Status.UP, 10, Status.DOWN).uptime(at(0), at(60)))
        .isEqualTo(minutes(60, 50));
  }

  @Test
  void knowsNoTimeBeforeTheFirstVerdict() {
    assertThat(timeline(0, Status.PENDING, 30, Status.UP).uptime(at(-60), at(60)))
        .isEqualTo(minutes(30, 0));
    assertThat(Timeline.EMPTY.uptime(at(0), at(60)).percent()).isEmpty();
    assertThat(timeline(0, Status.UP).uptime(at(-20), at(-10)).percent()).isEmpty();
  }

  @Test
  void countsNoPause() {
    Timeline timeline =
        timeline(
            0, Status.UP, 10, Status.DOWN, 20, Status.PAUSED, 50, Status.PENDING, 60, Status.UP);
    assertThat(timeline.uptime(at(0), at(80))).isEqualTo(minutes(40, 10));
  }

  @Test
  void forgetsWhatWasOverButNotWhatWasSo() {
    Timeline timeline = timeline(0, Status.UP, 10, Status.DOWN, 20, Status.UP, 40, Status.DOWN);
    assertThat(timeline.since(at(15)).entries())
        .extracting(Timeline.Entry::status)
        .containsExactly(Status.DOWN, Status.UP, Status.DOWN);
    assertThat(timeline.since(at(-1))).isEqualTo(timeline);
    assertThat(timeline.since(at(90)).at(at(95))).hasValue(Status.DOWN);
  }

  @Test
  void isNotConfusedByWhatIsToldTwiceOrLate() {
    Timeline timeline = timeline(0, Status.UP, 10, Status.DOWN);
    assertThat(timeline.with(new Timeline.Entry(at(12), Status.DOWN))).isEqualTo(timeline);
    assertThat(timeline.with(new Timeline.Entry(at(5), Status.UP))).isEqualTo(timeline);
    assertThat(timeline.with(new Timeline.Entry(at(10), Status.PAUSED)).at(at(10)))
        .hasValue(Status.PAUSED);
  }

  @Test
  void isDownWhileAnyIsDown() {
    Timeline one = timeline(0, Status.UP, 10, Status.DOWN, 20, Status.UP);
    Timeline other = timeline(5, Status.UP, 15, Status.DOWN, 30, Status.UP);
    Timeline both = Timeline.worst(List.of(one, other));
    assertThat(both.uptime(at(0), at(60))).isEqualTo(minutes(60, 20));
  }

  @Test
  void isWhatTheOthersAreWhileOneIsPaused() {
    Timeline one = timeline(0, Status.DOWN, 10, Status.PAUSED);
    Timeline other = timeline(0, Status.UP);
    Timeline both = Timeline.worst(List.of(one, other));
    assertThat(both.uptime(at(0), at(60))).isEqualTo(minutes(60, 10));
    assertThat(Timeline.worst(List.of())).isEqualTo(Timeline.EMPTY);
    assertThat(Timeline.worst(List.of(one))).isEqualTo(one);
  }

  @Test
  void tellsOfManyTogetherInOnePass() {
    List<Timeline> many = new ArrayList<>();
    for (int monitor = 0; monitor < 20_000; monitor++) {
      many.add(timeline(monitor % 50, Status.UP, 100 + monitor, Status.DOWN));
    }
    long began = System.nanoTime();
    assertThat(Timeline.worst(many).uptime(at(0), at(200))).isEqualTo(minutes(200, 100));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }

  @Property
  void partsOfATimeAddUpToIt(@ForAll("timelines") Timeline timeline, @ForAll("minutes") int cut) {
    Instant from = at(-100);
    Instant to = at(1_000);
    assertThat(timeline.uptime(from, at(cut)).plus(timeline.uptime(at(cut), to)))
        .isEqualTo(timeline.uptime(from, to));
  }

  @Property
  void neverIsMoreThanTheTimeThatItIsAskedOf(
      @ForAll("timelines") Timeline timeline, @ForAll("minutes") int from) {
    Uptime uptime = timeline.uptime(at(from), at(from + 77));
    assertThat(uptime.observed()).isLessThanOrEqualTo(Duration.ofMinutes(77));
    assertThat(uptime.down()).isLessThanOrEqualTo(uptime.observed());
    uptime.percent().ifPresent(percent -> assertThat(percent).isBetween(0.0, 100.0));
  }

  @Property
  void theWorstIsDownAtEachMomentInWhichOneIs(
      @ForAll("timelines") Timeline one,
      @ForAll("timelines") Timeline other,
      @ForAll("minutes") int moment) {
    boolean down =
        one.at(at(moment)).filter(Status.DOWN::equals).isPresent()
            || other.at(at(moment)).filter(Status.DOWN::equals).isPresent();
    assertThat(Timeline.worst(List.of(one, other)).at(at(moment)).filter(Status.DOWN::equals))
        .isEqualTo(down ? java.util.Optional.of(Status.DOWN) : java.util.Optional.empty());
  }

  @Provide
  static Arbitrary<Integer> minutes() {
    return Arbitraries.integers().between(-50, 900);
  }

  @Provide
  static Arbitrary<Timeline> timelines() {
    return Combinators.combine(Arbitraries.integers().between(0, 900), Arbitraries.of(Status.class))
        .as((minute, status) -> new Timeline.Entry(at(minute), status))
        .list()
        .ofMaxSize(12)
        .map(
            list ->
                Timeline.of(
                    list.stream().sorted((a, b) -> a.since().compareTo(b.since())).toList()));
  }
}
