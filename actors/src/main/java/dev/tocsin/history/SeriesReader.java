package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Reads results for a chart, wherever they are, page after page: never more than one page of them
 * is in memory beside their durations.
 */
public final class SeriesReader {
  /** Read at once. */
  static final int PAGE = 5_000;

  /** A week of the shortest interval is 120,960. */
  static final int MOST = 130_000;

  /** A check that began this long ago has ended, and is in the log. */
  private static final Duration LATE = Duration.ofMinutes(2);

  private static final String TOO_MANY =
      "There are more results than one chart reads; they are in the list of results.";

  private final ResultHistory history;
  private final Executor executor;

  /**
   * @param executor sums up what was read
   */
  public SeriesReader(ResultHistory history, Executor executor) {
    this.history = history;
    this.executor = executor;
  }

  /** What is not answered is said in {@link ResultSeries#missing}. */
  public CompletionStage<ResultSeries> read(
      MonitorRef monitor, Instant from, Instant to, Duration step) {
    return page(new Reading(monitor, from, to, step), to);
  }

  /** The same of a stretch that begins and ends later; only the end of it is read. */
  public CompletionStage<ResultSeries> goOn(
      MonitorRef monitor, ResultSeries before, Instant from, Instant to) {
    Instant again = ResultSeries.begin(before.to().minus(LATE), before.step());
    if (!again.isAfter(from)) {
      return read(monitor, from, to, before.step());
    }
    return read(monitor, again, to, before.step()).thenApply(later -> before.with(later, from));
  }

  private CompletionStage<ResultSeries> page(Reading reading, Instant to) {
    return history
        .read(reading.monitor, reading.from, to, PAGE)
        .thenComposeAsync(
            page ->
                reading
                    .take(page)
                    .map(next -> page(reading, next))
                    .orElseGet(() -> CompletableFuture.completedStage(reading.series())),
            executor);
  }

  /** One series while it is read, newest first. */
  private static final class Reading {
    private final MonitorRef monitor;
    private final Instant from;
    private final Instant to;
    private final Duration step;
    private final TreeMap<Instant, ResultPart.Collected> parts = new TreeMap<>();
    private final List<MissingStretch> missing = new ArrayList<>();
    private int taken;

    Reading(MonitorRef monitor, Instant from, Instant to, Duration step) {
      this.monitor = monitor;
      this.from = from;
      this.to = to;
      this.step = step;
    }

    /** The end of what is to be read next; empty where this was all. */
    Optional<Instant> take(HistoryPage page) {
      missing.addAll(page.missing());
      List<RecordedResult> items = page.items();
      if (items.size() < PAGE) {
        items.forEach(this::add);
        return Optional.empty();
      }
      // those of the last moment are read again, with what another region saw in it
      Instant border = items.getLast().at();
      boolean isOneMoment = items.getFirst().at().equals(border);
      items.stream().filter(it -> isOneMoment || it.at().isAfter(border)).forEach(this::add);
      if (taken >= MOST) {
        missing.add(MissingStretch.lost(from, border, TOO_MANY));
        return Optional.empty();
      }
      return Optional.of(isOneMoment ? border : border.plusMillis(1));
    }

    private void add(RecordedResult result) {
      taken++;
      parts
          .computeIfAbsent(ResultSeries.begin(result.at(), step), ResultPart.Collected::new)
          .add(result);
    }

    ResultSeries series() {
      return new ResultSeries(
          from,
          to,
          step,
          parts.values().stream()
              .filter(part -> !part.isEmpty())
              .map(ResultPart.Collected::part)
              .toList(),
          List.copyOf(missing));
    }
  }
}
