package dev.tocsin.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Results of a stretch of time by short parts of it, as a chart draws them.
 *
 * @param step each part begins at a multiple of it, counted from the epoch
 * @param parts oldest first; where there is no result there is no part
 * @param missing of which results should be among these and are not, newest first
 */
public record ResultSeries(
    Instant from, Instant to, Duration step, List<ResultPart> parts, List<MissingStretch> missing) {
  /** Parts on each side. */
  private static final int FARTHEST = 10;

  /** Of all results that the target answered, exactly; empty where nothing answered. */
  public Optional<Long> quantile(double quantile) {
    long[] all = parts.stream().flatMapToLong(part -> Arrays.stream(part.totals())).toArray();
    Arrays.sort(all);
    return ResultPart.quantile(all, quantile);
  }

  /**
   * For each part a quantile of at least so many results around it, as far as there are any nearby:
   * of five results each is a percentile of its own. Empty where nothing answered in that part.
   */
  public List<Optional<Long>> quantiles(double quantile, int atLeast) {
    List<Optional<Long>> all = new ArrayList<>(parts.size());
    for (int place = 0; place < parts.size(); place++) {
      all.add(
          parts.get(place).answered() == 0
              ? Optional.empty()
              : ResultPart.quantile(around(place, atLeast), quantile));
    }
    return all;
  }

  private long[] around(int place, int atLeast) {
    int first = place;
    int last = place;
    int found = parts.get(place).answered();
    for (int away = 1; away <= FARTHEST && found < atLeast; away++) {
      if (place - away >= 0) {
        first = place - away;
        found += parts.get(first).answered();
      }
      if (place + away < parts.size()) {
        last = place + away;
        found += parts.get(last).answered();
      }
    }
    long[] totals =
        parts.subList(first, last + 1).stream()
            .flatMapToLong(part -> Arrays.stream(part.totals()))
            .toArray();
    Arrays.sort(totals);
    return totals;
  }

  /** The part with the result that took longest; empty where nothing answered. */
  public Optional<ResultPart> slowest() {
    return parts.stream()
        .filter(part -> part.answered() > 0)
        .max(Comparator.comparing(part -> part.quantile(1).orElse(0L)));
  }

  /** Whether any result tells where its time went. */
  public boolean hasPhases() {
    return parts.stream().anyMatch(ResultPart::hasPhases);
  }

  /** How many durations are held. */
  public int size() {
    return parts.stream().mapToInt(ResultPart::answered).sum();
  }

  /** The beginning of the part that a moment lies in. */
  static Instant begin(Instant moment, Duration step) {
    return Instant.ofEpochMilli(
        Math.floorDiv(moment.toEpochMilli(), step.toMillis()) * step.toMillis());
  }

  /**
   * Goes on with what was read later.
   *
   * @param later from a part's beginning on; it counts for all of its time
   * @param earliest what was before is left out
   */
  ResultSeries with(ResultSeries later, Instant earliest) {
    List<ResultPart> all = new ArrayList<>();
    for (ResultPart part : parts) {
      if (part.at().isBefore(later.from()) && !part.at().isBefore(begin(earliest, step))) {
        all.add(part);
      }
    }
    all.addAll(later.parts());
    List<MissingStretch> stretches = new ArrayList<>(later.missing());
    for (MissingStretch stretch : missing) {
      Instant begin = stretch.from().isBefore(earliest) ? earliest : stretch.from();
      Instant end = stretch.to().isAfter(later.from()) ? later.from() : stretch.to();
      if (begin.isBefore(end)) {
        stretches.add(new MissingStretch(begin, end, stretch.why(), stretch.unread()));
      }
    }
    stretches.sort(Comparator.comparing(MissingStretch::to).reversed());
    return new ResultSeries(earliest, later.to(), step, all, joined(stretches));
  }

  /** Two that follow each other for the same reason are one. */
  private static List<MissingStretch> joined(List<MissingStretch> newestFirst) {
    List<MissingStretch> joined = new ArrayList<>();
    for (MissingStretch stretch : newestFirst) {
      MissingStretch after = joined.isEmpty() ? null : joined.getLast();
      if (after != null
          && after.from().equals(stretch.to())
          && after.why().equals(stretch.why())
          && after.unread() == stretch.unread()) {
        joined.set(
            joined.size() - 1,
            new MissingStretch(stretch.from(), after.to(), after.why(), after.unread()));
      } else {
        joined.add(stretch);
      }
    }
    return List.copyOf(joined);
  }
}
