package dev.tocsin.history;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time, its end not included. */
record Span(Instant from, Instant to) {
  boolean isEmpty() {
    return !from.isBefore(to);
  }

  /** Empty where there is no such part. */
  Span within(Instant earliest, Instant latest) {
    return new Span(from.isBefore(earliest) ? earliest : from, to.isAfter(latest) ? latest : to);
  }

  boolean isLongerThan(Duration duration) {
    return !isEmpty() && Duration.between(from, to).compareTo(duration) > 0;
  }

  boolean overlaps(Instant begin, Instant end) {
    return from.isBefore(end) && begin.isBefore(to);
  }
}
