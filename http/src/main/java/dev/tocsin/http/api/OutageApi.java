package dev.tocsin.http.api;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.MonitorViews;
import dev.tocsin.monitor.Outage;
import dev.tocsin.monitor.OutageId;
import dev.tocsin.monitor.StatusBoard;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A monitor's outages, in pages and as a file. One that is shown and not yet written is among them.
 */
final class OutageApi {
  private static final Duration USUAL_PAST = Duration.ofDays(90);
  private static final int EXPORTED_AT_ONCE = 1_000;
  private static final Exports.Table<Outage> TABLE =
      new Exports.Table<>(List.of("id", "startedAt", "endedAt", "cause"), MonitorJson::outage);

  private final MonitorViews views;
  private final StatusBoard board;
  private final Executor blocking;
  private final InstantSource time;
  private final Found found;

  OutageApi(ApiParts parts) {
    this.views = parts.monitors().views();
    this.board = parts.board();
    this.blocking = parts.blocking();
    this.time = parts.time();
    this.found = new Found(parts.configuration());
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "listOutages",
            MonitorApi.PATH + "/{id}/outages",
            Operation.needs(Role.VIEWER),
            this::outages));
  }

  private CompletionStage<HttpResponse> outages(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    Span span = Span.of(request, time.instant().minus(USUAL_PAST), time.instant());
    Optional<Exports.Format> format = Exports.format(request);
    if (format.isPresent()) {
      return Exports.answer(
          format.get(),
          FileName.of(monitor, "outages", span.from(), span.to()),
          TABLE,
          (Optional<Outage.Cursor> after) ->
              part(monitor.ref(), span, after.orElse(null), EXPORTED_AT_ONCE));
    }
    return part(monitor.ref(), span, Cursors.outage(request), request.limit())
        .thenApply(
            part ->
                Answers.page(
                    part.items().stream().map(MonitorJson::outage).toList(),
                    part.next().map(Outage.Cursor::text).orElse(null)));
  }

  private CompletionStage<Exports.Part<Outage, Outage.Cursor>> part(
      MonitorRef monitor, Span span, Outage.@Nullable Cursor after, int limit) {
    return CompletableFuture.supplyAsync(
            () -> views.outages(monitor, span.from(), span.to(), after, limit + 1), blocking)
        .thenApply(
            written -> {
              List<Outage> all = after == null ? withOpen(monitor, span, written) : written;
              if (all.size() <= limit) {
                return new Exports.Part<>(all, Optional.empty());
              }
              List<Outage> items = all.subList(0, limit);
              return new Exports.Part<>(items, Optional.of(items.getLast().cursor()));
            });
  }

  /** The one that goes on is the newest; its row comes some moments after it is shown. */
  private List<Outage> withOpen(MonitorRef monitor, Span span, List<Outage> written) {
    MonitorStatus status = board.status(monitor).orElse(null);
    OutageId open = status == null ? null : status.outage();
    if (status == null
        || open == null
        || !status.since().isBefore(span.to())
        || written.stream().anyMatch(outage -> outage.id().equals(open))) {
      return written;
    }
    List<Outage> all = new ArrayList<>();
    all.add(
        new Outage(
            open, status.since(), null, Objects.requireNonNullElse(status.cause(), "It is down.")));
    all.addAll(written);
    return all;
  }
}
