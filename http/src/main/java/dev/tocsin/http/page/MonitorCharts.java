package dev.tocsin.http.page;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.ResultSeries;
import dev.tocsin.history.SeriesReader;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What charts of response times draw, in a few hundred points. An answer is given again for some
 * seconds; then only what came since is read, and later the whole anew, for what came late. Who
 * asks meanwhile waits for the same answer. Safe for use by many threads.
 */
final class MonitorCharts {
  /** What could not be read is tried again after so long. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /** Of a new monitor. */
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  private static final Duration FORGOTTEN = Duration.ofHours(1);

  /** Durations of results, some 16 MB. */
  private static final int MOST_HELD = 2_000_000;

  /** What a chart weighs beside its durations, in them. */
  private static final int OWN_WEIGHT = 8_000;

  private final MonitorPages.Parts parts;
  private final SeriesReader reader;
  private final AsyncCache<Key, Held> held =
      Caffeine.newBuilder()
          .maximumWeight(MOST_HELD)
          .weigher((Key key, Held chart) -> chart.weight())
          .expireAfterWrite(FORGOTTEN)
          .buildAsync();

  MonitorCharts(MonitorPages.Parts parts) {
    this.parts = parts;
    this.reader = new SeriesReader(parts.past().results(), parts.blocking());
  }

  private record Key(MonitorRef monitor, ChartRange range, Duration step) {}

  /**
   * @param wholeAt when all of it was read
   * @param series null where it is of days
   */
  private record Held(Instant at, Instant wholeAt, @Nullable ResultSeries series, byte[] json) {
    int weight() {
      return OWN_WEIGHT + (series == null ? 0 : series.size());
    }

    boolean goesOn(ChartRange range, Instant now) {
      boolean isUnread =
          series == null || series.missing().stream().anyMatch(MissingStretch::unread);
      return now.isBefore(wholeAt.plus(isUnread ? AGAIN : range.whole()));
    }

    boolean isFresh(ChartRange range, Instant now) {
      return now.isBefore(at.plus(range.kept()));
    }
  }

  /** JSON; fails where the store would have to answer and does not. */
  CompletionStage<byte[]> read(MonitorConfig monitor, ChartRange range) {
    Instant now = parts.time().instant();
    Instant from = from(monitor, range, now);
    Key key = new Key(monitor.ref(), range, ChartRange.step(Duration.between(from, now)));
    CompletableFuture<Held> fresh = new CompletableFuture<>();
    AtomicReference<@Nullable Held> before = new AtomicReference<>();
    CompletableFuture<Held> answer =
        held.asMap()
            .compute(
                key,
                (same, known) -> {
                  if (known == null || known.isCompletedExceptionally()) {
                    return fresh;
                  }
                  Held old = known.getNow(null);
                  before.set(old);
                  return old == null || old.isFresh(range, now) ? known : fresh;
                });
    if (answer == fresh) {
      CompletableFuture.completedStage(monitor)
          .thenCompose(
              one ->
                  range.isOfResults()
                      ? ofResults(key, one, before.get(), from, now)
                      : ofDays(one, range, now))
          .whenComplete((chart, failure) -> complete(fresh, chart, failure));
    }
    return answer.thenApply(Held::json);
  }

  private static void complete(
      CompletableFuture<Held> waiting, @Nullable Held chart, @Nullable Throwable failure) {
    if (chart != null) {
      waiting.complete(chart);
    } else {
      waiting.completeExceptionally(
          failure == null ? new IllegalStateException("No chart") : Answers.cause(failure));
    }
  }

  /** Little is drawn of the time before there was the monitor. */
  private static Instant from(MonitorConfig monitor, ChartRange range, Instant now) {
    Instant begin = now.minus(range.span());
    Instant least = now.minus(SHORTEST);
    Instant born = monitor.createdAt().isBefore(least) ? monitor.createdAt() : least;
    return born.isAfter(begin) ? born : begin;
  }

  private CompletionStage<Held> ofResults(
      Key key, MonitorConfig monitor, @Nullable Held before, Instant from, Instant now) {
    Instant to = now.plusMillis(1); // what is seen in this very millisecond is part of it
    ResultSeries known = before == null ? null : before.series();
    boolean goesOn = before != null && before.goesOn(key.range(), now);
    CompletionStage<ResultSeries> read =
        goesOn && known != null
            ? reader.goOn(key.monitor(), known, from, to)
            : reader.read(key.monitor(), from, to, key.step());
    Instant wholeAt = goesOn && before != null ? before.wholeAt() : now;
    return read.thenApplyAsync(
        series ->
            new Held(
                now,
                wholeAt,
                series,
                ChartJson.ofResults(
                    key.range(), monitor, series, parts.timelines().timeline(key.monitor()))),
        parts.blocking());
  }

  private CompletionStage<Held> ofDays(MonitorConfig monitor, ChartRange range, Instant now) {
    OrganizationId organization = monitor.ref().organization();
    LocalDate today = parts.past().days().today(organization);
    LocalDate first = today.minusDays(range.days() - 1L);
    ZoneId zone = parts.zone(organization);
    return parts
        .past()
        .days()
        .between(monitor.ref(), first, today)
        .thenApplyAsync(
            days ->
                new Held(
                    now,
                    now,
                    null,
                    ChartJson.ofDays(
                        range,
                        monitor,
                        new ChartJson.Days(first, today, zone, now, days),
                        parts.timelines().timeline(monitor.ref()))),
            parts.blocking());
  }
}
