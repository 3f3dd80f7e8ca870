package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.history.HistoryPage;
import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.ResultHistory;
import dev.tocsin.http.Json;
import dev.tocsin.http.Problem;
import dev.tocsin.http.ProblemException;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.Role;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a monitor has seen, result by result, and of which time nobody knows. */
final class ResultsApi {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /** Results of one millisecond: one of each region. */
  private static final int OF_ONE_MOMENT = 16;

  private static final Exports.Table<RecordedResult> TABLE =
      new Exports.Table<>(
          List.of(
              "at",
              "region",
              "outcome",
              "error",
              "total",
              "phases.dns",
              "phases.connect",
              "phases.tls",
              "phases.firstByte",
              "phases.body"),
          MonitorJson::recorded);

  private final ResultHistory history;
  private final Found found;
  private final InstantSource time;

  ResultsApi(ApiParts parts) {
    this.history = parts.monitors().history();
    this.found = new Found(parts.configuration());
    this.time = parts.time();
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "listResults",
            MonitorApi.PATH + "/{id}/results",
            Operation.needs(Role.VIEWER),
            this::results));
  }

  /** Whose results, from when, and the first moment that is not wanted. */
  private record Range(MonitorRef monitor, Instant from, Instant to) {}

  /**
   * @param missing between the newest and the oldest item, or the ends of the range
   */
  private record Page(
      List<RecordedResult> items, List<MissingStretch> missing, Optional<ResultCursor> next) {

    /**
     * @param read more than are shown, so that it is known whether there are more
     */
    static Page of(HistoryPage read, Optional<ResultCursor> after, int limit) {
      List<RecordedResult> following =
          read.items().stream()
              .filter(result -> after.map(cursor -> cursor.isBefore(result)).orElse(true))
              .toList();
      if (following.size() <= limit) {
        return new Page(following, read.missing(), Optional.empty());
      }
      List<RecordedResult> shown = following.subList(0, limit);
      RecordedResult last = shown.getLast();
      return new Page(
          shown,
          // what lies before the last one is told with the next page; what could not be read, with
          // each page that it hides results of
          read.missing().stream()
              .filter(
                  it -> it.unread() ? it.to().isAfter(last.at()) : !it.from().isBefore(last.at()))
              .toList(),
          Optional.of(ResultCursor.of(last)));
    }

    ObjectNode json() {
      ObjectNode json = Json.object();
      ArrayNode results = json.putArray("items");
      items.forEach(result -> results.add(MonitorJson.recorded(result)));
      ArrayNode stretches = json.putArray("missing");
      for (MissingStretch stretch : missing) {
        stretches
            .addObject()
            .put("from", Json.time(stretch.from()))
            .put("to", Json.time(stretch.to()))
            .put("why", stretch.why());
      }
      return json.put("nextCursor", next.map(ResultCursor::text).orElse(null));
    }
  }

  private CompletionStage<HttpResponse> results(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    Range range = range(request, monitor);
    Optional<Exports.Format> format = Exports.format(request);
    if (format.isPresent()) {
      return export(format.get(), monitor, range);
    }
    int limit = request.limit(USUAL, MOST);
    return page(range, Cursors.result(request), limit)
        .thenApply(page -> Json.response(200, page.json()));
  }

  private CompletionStage<HttpResponse> export(
      Exports.Format format, MonitorConfig monitor, Range range) {
    Instant first = range.from().isBefore(monitor.createdAt()) ? monitor.createdAt() : range.from();
    return Exports.answer(
        format,
        FileName.of(monitor, "results", first, range.to()),
        TABLE,
        (Optional<ResultCursor> after) ->
            page(range, after, MOST)
                .thenApply(page -> new Exports.Part<>(whole(page).items(), page.next())));
  }

  /**
   * A file tells of nothing that is missing, so it must not end well where results could not be
   * read that may be there.
   */
  private static Page whole(Page page) {
    for (MissingStretch stretch : page.missing()) {
      if (stretch.unread()) {
        throw new ProblemException(
            Problem.of(
                    503,
                    "Not available",
                    "The results from "
                        + Json.time(stretch.from())
                        + " to "
                        + Json.time(stretch.to())
                        + " cannot be read now: "
                        + stretch.why()
                        + " The same request can be sent again.")
                .with("Retry-After", "30"));
      }
    }
    return page;
  }

  private Range range(ApiRequest request, MonitorConfig monitor) {
    Instant from = request.time("from").orElse(Instant.EPOCH);
    // what is seen in this very millisecond is among what was seen until now
    Instant to = request.time("to").orElseGet(() -> time.instant().plusMillis(1));
    if (from.isAfter(to)) {
      throw new InvalidInputException("from", "It must not be after \"to\".");
    }
    return new Range(monitor.ref(), from, to);
  }

  private CompletionStage<Page> page(Range range, Optional<ResultCursor> after, int limit) {
    Instant to =
        after
            .map(cursor -> cursor.at().plusMillis(1))
            .filter(end -> end.isBefore(range.to()))
            .orElse(range.to());
    int more = after.isPresent() ? OF_ONE_MOMENT : 1;
    return history
        .read(range.monitor(), range.from(), to, limit + more)
        .thenApply(read -> Page.of(read, after, limit));
  }
}
