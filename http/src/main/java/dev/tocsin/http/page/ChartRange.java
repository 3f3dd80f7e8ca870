package dev.tocsin.http.page;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far back a chart looks. */
enum ChartRange {
  DAY("24h", "24 hours", 1, Duration.ofSeconds(5)),
  WEEK("7d", "7 days", 7, Duration.ofSeconds(20)),
  MONTH("30d", "30 days", 30, Duration.ofSeconds(30)),
  QUARTER("90d", "90 days", 90, Duration.ofSeconds(30));

  /** More cannot be told apart in a window. */
  static final int MOST_PARTS = 504;

  /** All divide a day. */
  private static final List<Duration> STEPS =
      Stream.of(1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 1_200, 1_800)
          .map(Duration::ofSeconds)
          .toList();

  private final String key;
  private final String words;
  private final int days;
  private final Duration kept;

  ChartRange(String key, String words, int days, Duration kept) {
    this.key = key;
    this.words = words;
    this.days = days;
    this.kept = kept;
  }

  static Optional<ChartRange> of(String key) {
    return Stream.of(values()).filter(range -> range.key.equals(key)).findFirst();
  }

  /** As in an address. */
  String key() {
    return key;
  }

  String words() {
    return words;
  }

  int days() {
    return days;
  }

  Duration span() {
    return Duration.ofDays(days);
  }

  /** How long an answer may be given again. */
  Duration kept() {
    return kept;
  }

  /** After how long all of it is read anew, for what came late. */
  Duration whole() {
    return this == DAY ? Duration.ofMinutes(5) : Duration.ofHours(1);
  }

  /** Whether it is drawn from results; longer ones are, day by day, from what was rolled up. */
  boolean isOfResults() {
    return days <= WEEK.days;
  }

  /** The length of a part, so that a stretch of that length has not too many. */
  static Duration step(Duration span) {
    return STEPS.stream()
        .filter(step -> span.dividedBy(step) <= MOST_PARTS)
        .findFirst()
        .orElse(STEPS.getLast());
  }
}
