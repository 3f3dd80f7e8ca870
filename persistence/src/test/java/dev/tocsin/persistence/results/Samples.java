package dev.tocsin.persistence.results;

import dev.tocsin.conf.ResultLogSettings;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.Evidence;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import dev.tocsin.tenancy.OrganizationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

/** Results and times for tests of the log. */
final class Samples {
  static final String REGION = "eu-west";
  static final Duration NEXT_WITHIN = Duration.ofSeconds(130);
  static final ResultLogSettings LIMITS =
      new ResultLogSettings(Duration.ofHours(48), 2_000_000_000, 0);

  private static final OrganizationId ORGANIZATION = new OrganizationId(new UUID(7, 7));

  private Samples() {}

  /** A clock that is set by hand. */
  static final class Clock implements InstantSource {
    private volatile Instant now;

    Clock(String now) {
      this.now = Instant.parse(now);
    }

    @Override
    public Instant instant() {
      return now;
    }

    void set(String then) {
      now = Instant.parse(then);
    }
  }

  static MonitorRef monitor(int number) {
    return new MonitorRef(ORGANIZATION, new MonitorId(new UUID(number, number * 31L)));
  }

  static CheckResult up(Instant at) {
    return new CheckResult(
        at,
        Outcome.UP,
        null,
        new Phases(1_200L, 15_000L, null, 42_000L, 300L, 58_700L),
        Evidence.NONE);
  }

  static RecordedResult recorded(MonitorRef monitor, CheckResult result) {
    return new RecordedResult(
        monitor,
        result.at(),
        result.outcome(),
        result.error(),
        result.phases(),
        REGION,
        NEXT_WITHIN);
  }

  static ResultLog open(Path folder, InstantSource clock) {
    return ResultLog.open(folder, REGION, LIMITS, clock);
  }
}
