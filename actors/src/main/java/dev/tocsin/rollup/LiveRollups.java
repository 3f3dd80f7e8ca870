package dev.tocsin.rollup;

import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Days that are not rolled up yet: today, and yesterday for the first minutes. Answers are kept for
 * some seconds. Safe for use by many threads.
 */
public final class LiveRollups {
  static final Duration KEPT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(LiveRollups.class);
  private static final int LOOK_AFTER = 1_000;

  private final Function<MonitorRef, Timeline> timelines;
  private final Results results;
  private final InstantSource clock;
  private final String region;
  private final Map<Key, Answer> answers = new ConcurrentHashMap<>();
  private final AtomicBoolean resultsAway = new AtomicBoolean();

  /** The results of a monitor, summed up by region, wherever they are by now. */
  @FunctionalInterface
  public interface Results {
    Results NONE = (monitor, from, to) -> CompletableFuture.completedStage(Map.of());

    /**
     * @param to not included; it may be now
     */
    CompletionStage<Map<String, ResultSummary>> read(MonitorRef monitor, Instant from, Instant to);
  }

  private record Key(MonitorRef monitor, LocalDate date) {}

  private record Answer(Instant until, CompletableFuture<List<Rollup>> rollups) {
    void complete(@Nullable List<Rollup> read, @Nullable Throwable failure) {
      if (read != null) {
        rollups.complete(read);
      } else {
        rollups.completeExceptionally(
            failure == null ? new IllegalStateException("No rollups") : failure);
      }
    }
  }

  /**
   * @param timelines up to now
   * @param region that a rollup without results is of
   */
  public LiveRollups(
      Function<MonitorRef, Timeline> timelines,
      Results results,
      InstantSource clock,
      String region) {
    this.timelines = timelines;
    this.results = results;
    this.clock = clock;
    this.region = region;
  }

  /** What the day was up to now, by region; empty where nothing of it was observed. */
  public CompletionStage<List<Rollup>> of(MonitorRef monitor, Day day) {
    Instant now = clock.instant();
    if (!now.isAfter(day.begin())) {
      return CompletableFuture.completedStage(List.of());
    }
    if (answers.size() > LOOK_AFTER) {
      answers.values().removeIf(answer -> !now.isBefore(answer.until()));
    }
    Answer fresh = new Answer(now.plus(KEPT), new CompletableFuture<>());
    Answer answer =
        answers.compute(
            new Key(monitor, day.date()),
            (key, known) -> known != null && now.isBefore(known.until()) ? known : fresh);
    if (answer == fresh) {
      CompletableFuture.completedStage(monitor)
          .thenCompose(asked -> read(asked, day, now))
          .whenComplete((rollups, failure) -> fresh.complete(rollups, failure));
    }
    return answer.rollups().minimalCompletionStage();
  }

  private CompletionStage<List<Rollup>> read(MonitorRef monitor, Day day, Instant now) {
    Instant until = now.isBefore(day.end()) ? now : day.end();
    if (timelines.apply(monitor).uptime(day.begin(), until).observed().isZero()) {
      return CompletableFuture.completedStage(List.of());
    }
    return results
        .read(monitor, day.begin(), until)
        .handle(this::found)
        .thenApply(found -> Rollups.of(day, until, timelines.apply(monitor), found, region));
  }

  /** Uptime does not hang on them: without results the coverage says so. */
  private Map<String, DayResults> found(
      @Nullable Map<String, ResultSummary> summaries, @Nullable Throwable failure) {
    if (summaries == null) {
      if (resultsAway.compareAndSet(false, true)) {
        LOG.warn("The results of today cannot be read; rollups have their uptime alone", failure);
      }
      return Map.of();
    }
    resultsAway.set(false);
    Map<String, DayResults> found = new TreeMap<>();
    summaries.forEach((where, summary) -> found.put(where, DayResults.of(summary)));
    return found;
  }
}
