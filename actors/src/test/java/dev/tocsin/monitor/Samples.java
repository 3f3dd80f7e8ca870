package dev.tocsin.monitor;

import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.tenancy.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Values that tests are written with. */
final class Samples {
  static final OrganizationId ORGANIZATION =
      new OrganizationId(UUID.fromString("0198c0de-0000-7000-8000-000000000001"));
  static final MonitorRef REF =
      new MonitorRef(
          ORGANIZATION, new MonitorId(UUID.fromString("0198c0de-0000-7000-8000-00000000aaaa")));
  static final Author PERSON =
      Author.user(new UserId(UUID.fromString("0198c0de-0000-7000-8000-00000000bbbb")));
  static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  private Samples() {}

  static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  static CheckResult result(Outcome outcome, long second) {
    return new CheckResult(
        at(second),
        outcome,
        outcome == Outcome.UP ? null : outcome + " at " + second,
        new Phases(1L, 2L, null, 3L, 4L, 10_000L),
        Evidence.NONE);
  }

  static Timing timing(int confirmations, int recovery) {
    return new Timing(
        Duration.ofSeconds(60), Duration.ofSeconds(5), confirmations, recovery, Quorum.Share.ANY);
  }

  static MonitorConfig manual(MonitorRef ref, long revision) {
    return new MonitorConfig(
        ref, "manual", new ManualSpec(), Timing.DEFAULT, List.of(), T0, revision);
  }
}
