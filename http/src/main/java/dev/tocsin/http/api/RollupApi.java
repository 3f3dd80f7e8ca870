package dev.tocsin.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.http.Json;
import dev.tocsin.input.InvalidInputException;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.MonitorRollups;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.tenancy.Role;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a monitor's days were, today's included, and as a file. */
final class RollupApi {
  private static final int USUAL_DAYS = 90;
  private static final int MOST_DAYS = 730;
  private static final double MICROSECONDS = 1000.0;
  private static final double PARTS = 10_000.0;
  private static final Exports.Table<Rollup> TABLE =
      new Exports.Table<>(
          List.of(
              "day",
              "region",
              "uptime",
              "downtimeSeconds",
              "observedSeconds",
              "checks",
              "latency.avg",
              "latency.p50",
              "latency.p95",
              "latency.p99",
              "coverage"),
          RollupApi::json);

  private final MonitorRollups rollups;
  private final Found found;

  RollupApi(ApiParts parts) {
    this.rollups = parts.monitors().rollups();
    this.found = new Found(parts.configuration());
  }

  List<Operation> operations() {
    return List.of(
        Operation.get(
            "listRollups",
            MonitorApi.PATH + "/{id}/rollups",
            Operation.needs(Role.VIEWER),
            this::list));
  }

  private CompletionStage<HttpResponse> list(ApiRequest request) {
    MonitorConfig monitor = found.monitor(request);
    Range range = Range.of(request, rollups.today(request.organization()));
    CompletionStage<List<Rollup>> days = rollups.between(monitor.ref(), range.from(), range.to());
    Optional<Exports.Format> format = Exports.format(request);
    if (format.isEmpty()) {
      return days.thenApply(all -> Answers.list(all.stream().map(RollupApi::json).toList()));
    }
    return Exports.<Rollup, Boolean>answer(
        format.get(),
        FileName.of(monitor, "rollups", range.from(), range.to()),
        TABLE,
        only -> days.thenApply(all -> new Exports.Part<>(all, Optional.empty())));
  }

  /** Days, both included. */
  private record Range(LocalDate from, LocalDate to) {
    static Range of(ApiRequest request, LocalDate today) {
      Optional<LocalDate> from = day(request, "from");
      if (from.isPresent() && request.query("days").isPresent()) {
        throw new InvalidInputException("days", "Give either \"days\" or \"from\".");
      }
      LocalDate to = day(request, "to").orElse(today);
      Range range = new Range(from.orElseGet(() -> to.minusDays(days(request) - 1L)), to);
      if (range.from().isAfter(to)) {
        throw new InvalidInputException("from", "It must not be after \"to\".");
      }
      if (range.from().isBefore(to.minusDays(MOST_DAYS - 1L))) {
        throw new InvalidInputException(
            "from", "From there to \"to\" must be " + MOST_DAYS + " days at most.");
      }
      return range;
    }

    private static int days(ApiRequest request) {
      return request.wholeNumber("days", USUAL_DAYS, MOST_DAYS);
    }

    private static Optional<LocalDate> day(ApiRequest request, String name) {
      return request
          .query(name)
          .map(
              text -> {
                try {
                  LocalDate day = LocalDate.parse(text);
                  if (day.getYear() >= 1970 && day.getYear() <= 9999) {
                    return day;
                  }
                } catch (DateTimeException notADay) {
                  // the sentence below says it
                }
                throw new InvalidInputException(name, "It must be a day such as 2026-01-31.");
              });
    }
  }

  private static ObjectNode json(Rollup rollup) {
    ObjectNode json = Json.object();
    json.put("day", rollup.day().toString());
    json.put("region", rollup.region());
    json.put("uptime", rollup.uptime().percent().orElse(null));
    json.put("downtimeSeconds", seconds(rollup.uptime().down()));
    json.put("observedSeconds", seconds(rollup.uptime().observed()));
    json.put("checks", rollup.results().checks());
    Latency latency = rollup.results().latency();
    json.putObject("latency")
        .put("avg", latency == null ? null : milliseconds(latency.average()))
        .put("p50", latency == null ? null : milliseconds(latency.p50()))
        .put("p95", latency == null ? null : milliseconds(latency.p95()))
        .put("p99", latency == null ? null : milliseconds(latency.p99()));
    // cut, not rounded: 1 means all of it
    json.put("coverage", Math.floor(rollup.coverage() * PARTS) / PARTS);
    return json;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static double milliseconds(double microseconds) {
    return Math.round(microseconds) / MICROSECONDS;
  }
}
