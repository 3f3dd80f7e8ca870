package dev.tocsin.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class CollectedResultsTest {
  private static final MonitorRef MONITOR =
      new MonitorRef(OrganizationId.create(), MonitorId.create());

  @Property(tries = 200)
  void saysOfManyPartsWhatIsSoOfAll(
      @ForAll @Size(min = 1, max = 30)
          List<@Size(max = 20) List<@LongRange(min = 1, max = 60_000_000) Long>> parts) {
    CollectedResults collected = new CollectedResults();
    for (List<Long> part : parts) {
      LatencySketch sketch = new LatencySketch();
      part.forEach(sketch::add);
      collected.take(
          MONITOR,
          "eu",
          new ResultSummary(part.size() + 1, sketch, Duration.ofMinutes(part.size())));
    }
    List<Long> all = parts.stream().flatMap(List::stream).sorted().toList();
    DayResults results = collected.of(MONITOR).get("eu");
    assertThat(results.checks()).isEqualTo(all.size() + parts.size());
    assertThat(results.covered()).isEqualTo(Duration.ofMinutes(all.size()));
    if (all.isEmpty()) {
      assertThat(results.latency()).isNull();
      return;
    }
    Latency latency = results.latency();
    double average = all.stream().mapToLong(Long::longValue).average().orElseThrow();
    assertThat(latency.average()).isCloseTo(average, within(average * 1e-9));
    assertThat(latency.p50()).isCloseTo(ranked(all, 0.5), within(ranked(all, 0.5) * 0.0101));
    assertThat(latency.p99()).isCloseTo(ranked(all, 0.99), within(ranked(all, 0.99) * 0.0101));
  }

  private static double ranked(List<Long> sorted, double quantile) {
    return sorted.get((int) (quantile * (sorted.size() - 1)));
  }

  @Property
  void neverCoversMoreThanThereWas(
      @ForAll @IntRange(max = 90_000) int observed, @ForAll @IntRange(max = 200_000) int covered) {
    Rollup rollup =
        new Rollup(
            LocalDate.EPOCH,
            "eu",
            new Uptime(Duration.ofSeconds(observed), Duration.ZERO),
            new DayResults(1, null, Duration.ofSeconds(covered)));
    assertThat(rollup.coverage()).isBetween(0.0, 1.0);
  }
}
