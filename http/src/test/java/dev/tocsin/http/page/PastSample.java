package dev.tocsin.http.page;

import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.rollup.Day;
import dev.tocsin.rollup.DayResults;
import dev.tocsin.rollup.Latency;
import dev.tocsin.rollup.MonitorRollup;
import dev.tocsin.rollup.RolledDay;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.tenancy.AuditEntry;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A week of results and a month of days, to be looked at. */
final class PastSample {
  private static final Duration EVERY = Duration.ofSeconds(30);

  private PastSample() {}

  static void fill(PageServer server, OrganizationId organization, MonitorRef monitor) {
    Random random = new Random(7);
    List<RecordedResult> all = new java.util.ArrayList<>();
    for (Instant at = House.NOW.minus(Duration.ofDays(7));
        at.isBefore(House.NOW);
        at = at.plus(EVERY)) {
      boolean missing =
          at.isAfter(House.NOW.minus(Duration.ofHours(17)))
              && at.isBefore(House.NOW.minus(Duration.ofHours(15)));
      if (!missing) {
        all.add(result(server, monitor, at, random));
      }
    }
    server.results.addAll(all);
    LocalDate today = LocalDate.ofInstant(House.NOW, ZoneOffset.UTC);
    for (int ago = 1; ago < 29; ago++) {
      LocalDate date = today.minusDays(ago);
      double shape = 200_000 + 60_000 * Math.sin(ago / 3.0) + random.nextInt(20_000);
      server.rollups.store(
          organization,
          new RolledDay(Day.of(date, ZoneOffset.UTC), House.NOW, House.NOW, true),
          List.of(
              new MonitorRollup(
                  monitor,
                  new Rollup(
                      date,
                      "default",
                      new Uptime(Duration.ofDays(1), Duration.ZERO),
                      new DayResults(
                          2_880,
                          new Latency(shape, 0.9 * shape, 1.6 * shape, 2.3 * shape),
                          Duration.ofDays(1))))));
    }
    for (String action : List.of("create", "pause", "resume", "update")) {
      server.tenancy.add(
          organization,
          new AuditEntry(
              UUID.randomUUID(),
              House.NOW.minus(Duration.ofHours(9)),
              Author.system(organization),
              "monitor." + action,
              "monitor",
              monitor.monitor().toString(),
              "{\"changed\":[\"name\",\"timing.interval\"]}"));
    }
    System.out.println("past " + server.uri("/monitors/" + monitor.monitor()));
  }

  private static RecordedResult result(
      PageServer server, MonitorRef monitor, Instant at, Random random) {
    boolean down =
        server.house.timelines.timeline(monitor).at(at).equals(java.util.Optional.of(Status.DOWN));
    double wave = 1 + 0.35 * Math.sin(at.getEpochSecond() / 14_000.0);
    long dns = 6_000 + random.nextInt(4_000);
    long connect = 18_000 + random.nextInt(6_000);
    long tls = 30_000 + random.nextInt(9_000);
    long wait = (long) (wave * (90_000 + random.nextInt(40_000)));
    wait += random.nextInt(400) == 0 ? 900_000 : 0;
    long body = 8_000 + random.nextInt(3_000);
    return new RecordedResult(
        monitor,
        at,
        down ? Outcome.DOWN : Outcome.UP,
        down ? "503 Service Unavailable, expected 200-299." : null,
        down
            ? new Phases(dns, connect, tls, 40_000L, null, dns + connect + tls + 41_000)
            : new Phases(dns, connect, tls, wait, body, dns + connect + tls + wait + body + 400),
        "default",
        Duration.ofSeconds(50));
  }
}
