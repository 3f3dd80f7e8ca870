package dev.tocsin.history;

import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sums results of some hours up, wherever they are by now, one monitor at a time. */
public final class RecentSummaries {
  /** Read at once; a day of the shortest interval has some eighteen of these. */
  private static final int PAGE = 1_000;

  private static final int MOST_PAGES = 100;

  private final ResultHistory history;

  public RecentSummaries(ResultHistory history) {
    this.history = history;
  }

  /** By region; of {@code from <= at < to}. */
  public CompletionStage<Map<String, ResultSummary>> read(
      MonitorRef monitor, Instant from, Instant to) {
    return page(monitor, from, to, new ArrayList<>(), 0)
        .thenApply(newestFirst -> summaries(newestFirst, to));
  }

  private CompletionStage<List<RecordedResult>> page(
      MonitorRef monitor, Instant from, Instant to, List<RecordedResult> read, int pages) {
    return history
        .read(monitor, from, to, PAGE)
        .thenCompose(
            page -> {
              if (page.items().size() < PAGE || pages + 1 >= MOST_PAGES) {
                read.addAll(page.items());
                return CompletableFuture.completedStage(read);
              }
              // those of the last moment are read again, with what another region saw in it
              Instant border = page.items().getLast().at();
              List<RecordedResult> later =
                  page.items().stream().filter(result -> result.at().isAfter(border)).toList();
              read.addAll(later.isEmpty() ? page.items() : later);
              return page(
                  monitor, from, later.isEmpty() ? border : border.plusMillis(1), read, pages + 1);
            });
  }

  private static Map<String, ResultSummary> summaries(
      List<RecordedResult> newestFirst, Instant end) {
    Map<String, List<RecordedResult>> byRegion = new HashMap<>();
    newestFirst
        .reversed()
        .forEach(
            result ->
                byRegion.computeIfAbsent(result.region(), key -> new ArrayList<>()).add(result));
    Map<String, ResultSummary> summaries = new HashMap<>();
    byRegion.forEach((region, results) -> summaries.put(region, ResultSummary.of(results, end)));
    return summaries;
  }
}
