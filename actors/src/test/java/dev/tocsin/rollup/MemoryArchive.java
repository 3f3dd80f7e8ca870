package dev.tocsin.rollup;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.ResultSummaries;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An archive that holds whole hours. */
final class MemoryArchive implements ResultSummaries {
  private final List<Hour> hours = new ArrayList<>();
  private boolean away;
  private boolean breaksOff;
  private @Nullable OrganizationId broken;
  private int asked;

  private record Hour(MonitorRef monitor, String region, Instant begin, long checks) {}

  /** The hour's checks, each of which took 1 ms and covers its share of the hour. */
  void add(MonitorRef monitor, String region, Instant begin, long checks) {
    hours.add(new Hour(monitor, region, begin, checks));
  }

  void forget() {
    hours.clear();
  }

  void goAway() {
    away = true;
  }

  /** It fails after its first hours. */
  void breakOff() {
    breaksOff = true;
  }

  /** What it has of that organization cannot be read. */
  void breakFor(OrganizationId organization) {
    broken = organization;
  }

  void comeBack() {
    away = false;
    breaksOff = false;
  }

  int asked() {
    return asked;
  }

  @Override
  public void each(OrganizationId organization, Instant from, Instant to, Reader reader) {
    asked++;
    if (away) {
      throw new StoreUnavailableException("The archive was told to be away");
    }
    if (organization.equals(broken)) {
      throw new UncheckedIOException(new IOException("An object was told to be broken"));
    }
    for (Hour hour : hours) {
      if (hour.monitor().organization().equals(organization)
          && !hour.begin().isBefore(from)
          && hour.begin().isBefore(to)) {
        LatencySketch latency = new LatencySketch();
        for (int i = 0; i < hour.checks(); i++) {
          latency.add(1_000);
        }
        reader.take(
            hour.monitor(),
            hour.region(),
            new ResultSummary(hour.checks(), latency, Duration.ofHours(1)));
        if (breaksOff) {
          throw new StoreUnavailableException("The archive breaks off");
        }
      }
    }
  }
}
