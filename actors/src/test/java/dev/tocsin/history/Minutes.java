package dev.tocsin.history;

import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Results and times by the minute: zero is noon. */
final class Minutes {
  static final MonitorRef REF =
      new MonitorRef(new OrganizationId(new UUID(1, 1)), new MonitorId(new UUID(2, 2)));
  static final Duration NEXT_WITHIN = Duration.ofSeconds(130);

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Minutes() {}

  static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  static Span span(int from, int to) {
    return new Span(minute(from), minute(to));
  }

  static RecordedResult result(int minute) {
    return result(minute, "here");
  }

  static RecordedResult result(int minute, String region) {
    return new RecordedResult(
        REF,
        minute(minute),
        Outcome.UP,
        null,
        new Phases(1L, 2L, null, 3L, 4L, 10_000L),
        region,
        NEXT_WITHIN);
  }

  /** Nobody owes one after it. */
  static RecordedResult ping(int minute) {
    return new RecordedResult(
        REF,
        minute(minute),
        Outcome.UP,
        null,
        new Phases(null, null, null, null, null, 0),
        "here",
        Duration.ZERO);
  }

  /** Newest first, the last minute not included. */
  static List<RecordedResult> results(int from, int to) {
    return IntStream.range(from, to).mapToObj(Minutes::result).toList().reversed();
  }
}
