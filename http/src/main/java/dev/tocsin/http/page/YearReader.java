package dev.tocsin.http.page;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tocsin.StoreUnavailableException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * A monitor's last 365 days: the later ones from this node's memory, the earlier ones, which change
 * no more, from what was rolled up, once an hour.
 */
final class YearReader {
  /** Within what memory holds, in days of any zone. */
  static final int REMEMBERED = 100;

  private static final int MOST_HELD = 2_000;
  private static final Duration KEPT = Duration.ofHours(1);

  private final MonitorPages.Parts parts;
  private final AsyncCache<Key, Map<LocalDate, Uptime>> earlier =
      Caffeine.newBuilder().maximumSize(MOST_HELD).expireAfterWrite(KEPT).buildAsync();

  YearReader(MonitorPages.Parts parts) {
    this.parts = parts;
  }

  private record Key(MonitorRef monitor, LocalDate today) {}

  /** What the store does not tell now is said to be missing. */
  CompletionStage<YearView> read(MonitorConfig monitor) {
    LocalDate today = parts.past().days().today(monitor.ref().organization());
    LocalDate remembered = today.minusDays(REMEMBERED - 1L);
    SortedMap<LocalDate, Uptime> days = remembered(monitor, remembered, today);
    ZoneId zone = parts.zone(monitor.ref().organization());
    LocalDate born = Day.dateAt(monitor.createdAt(), zone);
    if (!born.isBefore(remembered)) {
      return CompletableFuture.completedStage(YearView.of(today, zone, days, null));
    }
    return earlier(monitor, today, remembered)
        .thenApply(
            rolled -> {
              days.putAll(rolled);
              return YearView.of(today, zone, days, null);
            })
        .exceptionally(
            failure -> {
              Throwable cause = Answers.cause(failure);
              if (cause instanceof StoreUnavailableException) {
                return YearView.of(
                    today,
                    zone,
                    days,
                    "The database does not answer. The days before "
                        + Words.day(remembered)
                        + " are shown here when it does.");
              }
              throw new CompletionException(cause);
            });
  }

  private SortedMap<LocalDate, Uptime> remembered(
      MonitorConfig monitor, LocalDate first, LocalDate today) {
    Timeline timeline = parts.timelines().counted(monitor.ref());
    ZoneId zone = parts.zone(monitor.ref().organization());
    Instant now = parts.time().instant();
    SortedMap<LocalDate, Uptime> days = new TreeMap<>();
    for (LocalDate date = first; !date.isAfter(today); date = date.plusDays(1)) {
      Day day = Day.of(date, zone);
      days.put(date, timeline.uptime(day.begin(), day.end().isAfter(now) ? now : day.end()));
    }
    return days;
  }

  private CompletionStage<Map<LocalDate, Uptime>> earlier(
      MonitorConfig monitor, LocalDate today, LocalDate remembered) {
    return earlier.get(
        new Key(monitor.ref(), today),
        (key, executor) ->
            parts
                .past()
                .days()
                .between(
                    key.monitor(), today.minusDays(YearView.DAYS - 1L), remembered.minusDays(1))
                .thenApply(YearReader::byDay)
                .toCompletableFuture());
  }

  /** The uptime is the same in all regions. */
  private static Map<LocalDate, Uptime> byDay(List<Rollup> rollups) {
    Map<LocalDate, Uptime> days = new TreeMap<>();
    rollups.forEach(rollup -> days.putIfAbsent(rollup.day(), rollup.uptime()));
    return days;
  }
}
