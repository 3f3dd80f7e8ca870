package dev.tocsin.http.page;

import dev.tocsin.history.HistoryPage;
import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.ResultHistory;
import dev.tocsin.http.api.ResultCursor;
import dev.tocsin.monitor.MonitorRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds the results that a page shows. Looks through so many and no more, and says so. */
final class ResultsReader {
  static final int SHOWN = 100;
  static final int LOOKED_THROUGH = 10_000;

  /** Results of one millisecond: one of each region. */
  private static final int OF_ONE_MOMENT = 16;

  private static final int AT_ONCE = 2_000;

  private final ResultHistory history;
  private final InstantSource time;

  ResultsReader(ResultHistory history, InstantSource time) {
    this.history = history;
    this.time = time;
  }

  /**
   * What was found, newest first.
   *
   * @param missing of the time between the first and the last of what was looked through
   * @param next where the following page begins; empty where this was all
   * @param isCut whether it ends because so many were looked through
   */
  record Found(
      List<RecordedResult> items,
      List<MissingStretch> missing,
      Optional<ResultCursor> next,
      boolean isCut) {}

  CompletionStage<Found> read(MonitorRef monitor, ResultsFilter filter) {
    return next(new Search(monitor, filter), filter.after());
  }

  private CompletionStage<Found> next(Search search, Optional<ResultCursor> after) {
    Instant from = search.filter.from() == null ? Instant.EPOCH : search.filter.from();
    Instant end = search.filter.to() == null ? time.instant().plusMillis(1) : search.filter.to();
    Instant to =
        after.map(cursor -> cursor.at().plusMillis(1)).filter(it -> it.isBefore(end)).orElse(end);
    if (!from.isBefore(to)) {
      return CompletableFuture.completedStage(search.found(Optional.empty(), false));
    }
    int limit = search.filter.which() == ResultsFilter.Which.ALL ? SHOWN : AT_ONCE;
    int more = limit + OF_ONE_MOMENT;
    return history
        .read(search.monitor, from, to, more)
        .thenCompose(
            page -> {
              Optional<Found> found = search.take(page, after, page.items().size() < more);
              return found
                  .<CompletionStage<Found>>map(CompletableFuture::completedStage)
                  .orElseGet(() -> next(search, search.last()));
            });
  }

  private static final class Search {
    private final MonitorRef monitor;
    private final ResultsFilter filter;
    private final List<RecordedResult> items = new ArrayList<>();
    private final List<MissingStretch> missing = new ArrayList<>();
    private Optional<ResultCursor> last = Optional.empty();
    private int looked;

    Search(MonitorRef monitor, ResultsFilter filter) {
      this.monitor = monitor;
      this.filter = filter;
    }

    Optional<ResultCursor> last() {
      return last;
    }

    /** Empty where it is to go on. */
    Optional<Found> take(HistoryPage page, Optional<ResultCursor> after, boolean isAll) {
      List<RecordedResult> following =
          page.items().stream()
              .filter(result -> after.map(cursor -> cursor.isBefore(result)).orElse(true))
              .toList();
      for (int i = 0; i < following.size(); i++) {
        RecordedResult result = following.get(i);
        looked++;
        last = Optional.of(ResultCursor.of(result));
        if (filter.shows(result)) {
          items.add(result);
        }
        boolean isLast = isAll && i + 1 == following.size();
        if (items.size() == SHOWN && !isLast) {
          missing(page, result.at());
          return Optional.of(found(last, false));
        }
      }
      missing(page, isAll || following.isEmpty() ? Instant.MIN : following.getLast().at());
      if (isAll || following.isEmpty()) {
        return Optional.of(found(Optional.empty(), false));
      }
      return looked >= LOOKED_THROUGH ? Optional.of(found(last, true)) : Optional.empty();
    }

    /** What lies before the last one is told with the next page. */
    private void missing(HistoryPage page, Instant border) {
      for (MissingStretch stretch : page.missing()) {
        if (stretch.unread() ? stretch.to().isAfter(border) : !stretch.from().isBefore(border)) {
          missing.add(stretch);
        }
      }
    }

    Found found(Optional<ResultCursor> next, boolean isCut) {
      return new Found(items, missing.stream().distinct().toList(), next, isCut);
    }
  }
}
