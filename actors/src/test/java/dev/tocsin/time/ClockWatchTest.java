package dev.tocsin.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private final ManualTime time = new ManualTime();
  private final FastForward fastForward = new FastForward(time);
  private final CorrectedClock clock = new CorrectedClock(fastForward, time::nanos);
  private final ClockWatch watch = new ClockWatch(clock.unslewed(), time::nanos);
  private final List<Duration> jumps = new ArrayList<>();

  ClockWatchTest() {
    watch.onJump(jumps::add);
  }

  @Test
  void isSilentWhileTimePasses() {
    for (int second = 0; second < 3600; second++) {
      time.pass(Duration.ofSeconds(1));
      assertThat(watch.look()).isEmpty();
    }
  }

  @Test
  void tellsOfAJumpOnceEitherWay() {
    time.pass(Duration.ofSeconds(1));
    time.step(Duration.ofMinutes(5));
    assertThat(watch.look()).contains(Duration.ofMinutes(5));
    assertThat(watch.look()).isEmpty();

    time.step(Duration.ofMinutes(-5));
    time.pass(Duration.ofSeconds(1));
    watch.look();

    assertThat(jumps).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(-5));
  }

  @Test
  void aSecondIsNoJump() {
    time.step(Duration.ofSeconds(1));

    assertThat(watch.look()).isEmpty();
  }

  @Test
  void smallStepsAddUp() {
    for (int step = 0; step < 11; step++) {
      time.step(Duration.ofMillis(100));
      watch.look();
    }

    assertThat(jumps).containsExactly(Duration.ofMillis(1_100));
  }

  @Test
  void fastForwardTakesTheSameWay() {
    fastForward.by(Duration.ofMinutes(30));

    assertThat(watch.look()).contains(Duration.ofMinutes(30));
    assertThat(clock.instant()).isEqualTo(ManualTime.START.plus(Duration.ofMinutes(30)));
  }

  @Test
  void theStoresTimeDoesNotUndoAFastForward() {
    fastForward.by(Duration.ofMinutes(30));

    clock.measured(time.instant(), Duration.ZERO);

    assertThat(clock.offset()).isZero();
    assertThat(clock.instant()).isEqualTo(ManualTime.START.plus(Duration.ofMinutes(30)));
  }

  @Test
  void anOffsetThatChangesIsAJumpToo() {
    clock.measured(time.instant().plusSeconds(90), Duration.ZERO);

    assertThat(watch.look()).contains(Duration.ofSeconds(90));
  }

  @Test
  void oneListenerThatFailsDoesNotKeepTheOthersFromKnowing() {
    var others = new ArrayList<Duration>();
    var watch = new ClockWatch(time, time::nanos);
    watch.onJump(
        jump -> {
          throw new IllegalStateException("broken");
        });
    watch.onJump(others::add);

    time.step(Duration.ofSeconds(2));
    watch.look();

    assertThat(others).containsExactly(Duration.ofSeconds(2));
  }
}
