package dev.tocsin.probe.net;

import java.time.Duration;

/** Durations in sentences: {@code 800 ms}, {@code 5 s}. */
public final class Spans {
  private Spans() {}

  public static String text(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
