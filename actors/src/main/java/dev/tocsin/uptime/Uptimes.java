package dev.tocsin.uptime;

import java.time.Duration;
import java.time.Instant;

/** Up to now: the last 24 hours, 7, 30 and 90 days. */
public record Uptimes(Uptime day, Uptime week, Uptime month, Uptime quarter) {
  public static Uptimes of(Timeline timeline, Instant now) {
    return new Uptimes(
        last(timeline, now, 1),
        last(timeline, now, 7),
        last(timeline, now, 30),
        last(timeline, now, 90));
  }

  private static Uptime last(Timeline timeline, Instant now, int days) {
    return timeline.uptime(now.minus(Duration.ofDays(days)), now);
  }
}
