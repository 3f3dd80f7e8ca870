package dev.tocsin.history;

import dev.tocsin.monitor.Status;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Where results should be and are not: between two that are further apart than the older one
 * promised, and at both ends of what was asked for.
 *
 * @param asked which time
 * @param usual the longest time without a result as the monitor is configured; zero: any
 * @param timeline what the monitor's status was; empty where it never had a verdict
 */
record Gaps(Span asked, Duration usual, Timeline timeline) {

  /**
   * @param results newest first
   * @param isAll whether these are all of the time asked for, or there are older ones
   * @return newest first
   */
  List<Span> of(List<RecordedResult> results, boolean isAll) {
    List<Span> gaps = new ArrayList<>();
    Instant next = asked.to();
    for (RecordedResult result : results) {
      if (!result.nextWithin().isZero()) {
        add(gaps, new Span(result.at(), next), result.nextWithin());
      }
      next = result.at();
    }
    if (isAll && !usual.isZero()) {
      add(gaps, new Span(asked.from(), next), usual);
    }
    return gaps;
  }

  private void add(List<Span> gaps, Span between, Duration longest) {
    if (between.isLongerThan(longest)) {
      for (Span watched : watched(between).reversed()) {
        if (watched.isLongerThan(longest)) {
          gaps.add(watched);
        }
      }
    }
  }

  /** The parts in which the monitor was neither paused nor waiting for its first result. */
  private List<Span> watched(Span span) {
    List<Timeline.Entry> entries = timeline.entries();
    List<Span> watched = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Status status = entries.get(i).status();
      if (status == Status.PAUSED || status == Status.PENDING) {
        continue;
      }
      Instant end = i + 1 < entries.size() ? entries.get(i + 1).since() : span.to();
      Span part = span.within(entries.get(i).since(), end);
      if (part.isEmpty()) {
        continue;
      }
      if (!watched.isEmpty() && watched.getLast().to().equals(part.from())) {
        watched.set(watched.size() - 1, new Span(watched.getLast().from(), part.to()));
      } else {
        watched.add(part);
      }
    }
    return watched;
  }
}
