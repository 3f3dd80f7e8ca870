package dev.tocsin.rollup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Status;
import dev.tocsin.tenancy.OrganizationId;
import dev.tocsin.testing.MutableClock;
import dev.tocsin.uptime.Timeline;
import dev.tocsin.uptime.Uptime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LiveRollupsTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Instant MIDNIGHT = Instant.parse("2026-05-01T00:00:00Z");
  private static final LocalDate MAY_1 = LocalDate.of(2026, 5, 1);
  private static final Day TODAY = Day.of(MAY_1, UTC);

  private final MonitorRef monitor = new MonitorRef(OrganizationId.create(), MonitorId.create());
  private final MutableClock clock = MutableClock.standingAt(MIDNIGHT);
  private final MemoryRollups store = new MemoryRollups();
  private final List<Instant> askedTo = new ArrayList<>();
  private Timeline timeline =
      Timeline.of(List.of(new Timeline.Entry(MIDNIGHT.minusSeconds(3600), Status.UP)));
  private CompletionStage<Map<String, ResultSummary>> found =
      CompletableFuture.completedStage(Map.of("eu", summary(Duration.ofHours(1))));

  private final LiveRollups live =
      new LiveRollups(
          asked -> timeline,
          (asked, from, to) -> {
            askedTo.add(to);
            return found;
          },
          clock,
          "home");

  private final MonitorRollups rollups =
      new MonitorRollups(store, live, organization -> UTC, clock, Runnable::run);

  private static ResultSummary summary(Duration covered) {
    LatencySketch latency = new LatencySketch();
    latency.add(5_000);
    return new ResultSummary(2, latency, covered);
  }

  private List<Rollup> today() {
    return live.of(monitor, TODAY).toCompletableFuture().join();
  }

  @Test
  void saysWhatTheDayWasUpToNow() {
    clock.advance(Duration.ofHours(2));
    Rollup today = today().getFirst();
    assertThat(today.uptime()).isEqualTo(new Uptime(Duration.ofHours(2), Duration.ZERO));
    assertThat(today.region()).isEqualTo("eu");
    assertThat(today.coverage()).isCloseTo(0.5, within(1e-9));
    assertThat(askedTo).containsExactly(MIDNIGHT.plus(Duration.ofHours(2)));
  }

  @Test
  void asksNoMoreThanEveryTenSeconds() {
    clock.advance(Duration.ofHours(2));
    today();
    clock.advance(Duration.ofMillis(9_999));
    today();
    assertThat(askedTo).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(today().getFirst().uptime().observed()).isEqualTo(Duration.ofSeconds(7_210));
    assertThat(askedTo).hasSize(2);
  }

  @Test
  void saysItsUptimeWhereTheResultsAreAway() {
    found = CompletableFuture.failedStage(new StoreUnavailableException("away"));
    clock.advance(Duration.ofHours(2));
    assertThat(today())
        .containsExactly(
            new Rollup(
                MAY_1, "home", new Uptime(Duration.ofHours(2), Duration.ZERO), DayResults.NONE));
  }

  @Test
  void saysNothingBeforeTheFirstVerdict() {
    timeline = Timeline.of(List.of(new Timeline.Entry(MIDNIGHT, Status.PENDING)));
    clock.advance(Duration.ofHours(2));
    assertThat(today()).isEmpty();
    assertThat(askedTo).isEmpty();
  }

  @Test
  void followsDaysThatAreRolledUp() {
    Day yesterday = Day.of(MAY_1.minusDays(1), UTC);
    Rollup rolled =
        new Rollup(
            yesterday.date(),
            "eu",
            new Uptime(Duration.ofHours(1), Duration.ZERO),
            new DayResults(7, null, Duration.ZERO));
    clock.advance(Duration.ofHours(2));
    store.store(
        monitor.organization(),
        new RolledDay(yesterday, clock.instant(), clock.instant(), true),
        List.of(new MonitorRollup(monitor, rolled)));
    assertThat(between(MAY_1.minusDays(5), MAY_1))
        .extracting(Rollup::day)
        .containsExactly(MAY_1, MAY_1.minusDays(1));
    assertThat(between(MAY_1.minusDays(5), MAY_1.minusDays(1))).containsExactly(rolled);
    assertThat(rollups.today(monitor.organization())).isEqualTo(MAY_1);
  }

  @Test
  void standInForYesterdayUntilItIsRolledUp() {
    clock.advance(Duration.ofMinutes(5));
    List<Rollup> both = between(MAY_1.minusDays(5), MAY_1);
    assertThat(both).extracting(Rollup::day).containsExactly(MAY_1, MAY_1.minusDays(1));
    assertThat(both.get(1).uptime().observed()).isEqualTo(Duration.ofHours(1));
    assertThat(both.get(0).uptime().observed()).isEqualTo(Duration.ofMinutes(5));
    assertThat(askedTo).contains(MIDNIGHT, MIDNIGHT.plus(Duration.ofMinutes(5)));
  }

  private List<Rollup> between(LocalDate from, LocalDate to) {
    return rollups.between(monitor, from, to).toCompletableFuture().join();
  }
}
