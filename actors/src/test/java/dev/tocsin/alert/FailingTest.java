package dev.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.notify.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailingTest {
  private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
  private static final Outcome RETRY = new Outcome.Retry("No answer", null);
  private static final Outcome REFUSED = new Outcome.Permanent("404");
  private static final Outcome DELIVERED = new Outcome.Delivered(null);

  /** Each {@code seconds} after the first. */
  private static boolean isOver(int seconds, Outcome... outcomes) {
    @Nullable Failing failing = null;
    Instant at = NOW;
    for (Outcome each : outcomes) {
      failing = Failing.after(failing, each, at);
      at = at.plusSeconds(seconds);
    }
    return failing != null && failing.isOver(at.minusSeconds(seconds));
  }

  @Test
  void threeFailuresOverAMinuteAreEnough() {
    assertThat(isOver(30, RETRY, RETRY, RETRY)).isTrue();
    assertThat(isOver(60, RETRY, RETRY)).isFalse();
    assertThat(isOver(5, RETRY, RETRY, RETRY, RETRY)).isFalse();
  }

  @Test
  void twoRefusalsAreEnough() {
    assertThat(isOver(0, REFUSED)).isFalse();
    assertThat(isOver(0, REFUSED, REFUSED)).isTrue();
    assertThat(isOver(0, REFUSED, RETRY, REFUSED)).isFalse();
    assertThat(isOver(0, RETRY, REFUSED, REFUSED)).isTrue();
  }

  @Test
  void oneThatArrivesStartsItAnew() {
    assertThat(isOver(30, RETRY, RETRY, DELIVERED, RETRY, RETRY)).isFalse();
    assertThat(isOver(0, REFUSED, DELIVERED, REFUSED)).isFalse();
  }
}
