package dev.tocsin.persistence.archive;

import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Results as checks leave them. */
final class Samples {
  static final Instant HOUR = Instant.parse("2026-11-21T10:00:00Z");
  static final OrganizationId ORGANIZATION = new OrganizationId(new UUID(7, 1));
  static final OrganizationId OTHER = new OrganizationId(new UUID(-7, 2));

  private Samples() {}

  static MonitorRef monitor(OrganizationId organization, int number) {
    return new MonitorRef(organization, new MonitorId(new UUID(0x8000L, 0x8000L + number * 977L)));
  }

  static MonitorRef monitor(int number) {
    return monitor(ORGANIZATION, number);
  }

  static RecordedResult up(MonitorRef monitor, Instant at, Duration interval) {
    long total = 20_000 + Math.floorMod(at.getEpochSecond() * 7919, 5_000);
    return new RecordedResult(
        monitor,
        at,
        Outcome.UP,
        null,
        new Phases(800L, 5_000L, null, 9_000L, 200L, total),
        "eu",
        interval.multipliedBy(3).dividedBy(2));
  }

  static RecordedResult down(MonitorRef monitor, Instant at, String region) {
    return new RecordedResult(
        monitor,
        at,
        Outcome.DOWN,
        "The connection to \"db\" is refused.\nTwice — ünïcode",
        new Phases(null, null, null, null, null, 1_500_000),
        region,
        Duration.ofSeconds(90));
  }

  /** One result every interval from a moment to another. */
  static List<RecordedResult> every(
      Duration interval, MonitorRef monitor, Instant from, Instant to) {
    List<RecordedResult> results = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = at.plus(interval)) {
      results.add(up(monitor, at, interval));
    }
    return results;
  }

  static List<RecordedResult> newestFirst(List<RecordedResult> results) {
    return results.reversed();
  }
}
