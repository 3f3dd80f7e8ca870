package dev.tocsin.http.api;

import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Outage;
import dev.tocsin.tenancy.Role;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
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

  private final Outages outages;
  private final InstantSource time;
  private final Found found;

  OutageApi(ApiParts parts) {
    this.outages = new Outages(parts.monitors().views(), parts.board(), parts.blocking());
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
    return outages
        .within(monitor, span.from(), span.to(), after, limit + 1)
        .thenApply(
            all -> {
              if (all.size() <= limit) {
                return new Exports.Part<>(all, Optional.empty());
              }
              List<Outage> items = all.subList(0, limit);
              return new Exports.Part<>(items, Optional.of(items.getLast().cursor()));
            });
  }
}
