package dev.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tocsin.app.SampleChecks.Fault;
import dev.tocsin.app.SampleChecks.Kind;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorEvent;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.rollup.Rollup;
import dev.tocsin.tenancy.OrganizationId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is made up tells one story, whichever way it is told. */
class SampleHistoryTest {
  private static final Instant END = Instant.parse("2026-11-22T09:07:31.123Z");
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration NEXT_WITHIN = Duration.ofSeconds(35);
  private static final MonitorRef MONITOR =
      new MonitorRef(OrganizationId.create(), MonitorId.create());

  @Test
  void checksFailFromTheBeginningOfAnOutageToItsEndAndAtNoOtherTime() {
    SampleHistory history =
        checked().down(Duration.ofHours(50), Duration.ofMinutes(7), Fault.UNAVAILABLE);

    List<MonitorEvent> events = history.events();
    assertThat(events).hasSize(3);
    Instant from = events.get(1).at();
    Instant to = events.get(2).at();
    assertThat(Duration.between(from, to)).isBetween(minutes(7), minutes(7).plus(INTERVAL));
    List<RecordedResult> all = history.results(from.minus(minutes(30)), to.plus(minutes(30)));
    assertThat(all)
        .allSatisfy(
            result ->
                assertThat(result.outcome() == Outcome.DOWN)
                    .isEqualTo(!result.at().isBefore(from) && result.at().isBefore(to)));
    assertThat(all).extracting(RecordedResult::at).contains(from, to);
  }

  @Test
  void whatIsToldInPartsIsToldTheSame() {
    SampleHistory history =
        checked().down(Duration.ofHours(3), Duration.ofMinutes(20), Fault.SILENT);
    Instant from = Instant.parse("2026-11-22T04:00:00Z");
    List<RecordedResult> parts = new ArrayList<>();
    for (Instant part = from; part.isBefore(END); part = part.plusSeconds(1_111)) {
      Instant next = part.plusSeconds(1_111);
      parts.addAll(history.results(part, next.isBefore(END) ? next : END));
    }

    assertThat(parts).isEqualTo(history.results(from, END)).hasSizeGreaterThan(1_200);
    assertThat(parts).isSortedAccordingTo(Comparator.comparing(RecordedResult::at));
  }

  @Test
  void nothingIsMissingBetweenResultsAndPhasesFitIntoTheTotal() {
    List<RecordedResult> results = checked().results(SampleHistory.resultsFrom(END), END);

    for (int i = 1; i < results.size(); i++) {
      assertThat(Duration.between(results.get(i - 1).at(), results.get(i).at()))
          .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(16));
    }
    assertThat(results)
        .allSatisfy(
            result ->
                assertThat(
                        sum(
                            result.phases().connect(),
                            result.phases().firstByte(),
                            result.phases().body()))
                    .isBetween(1L, result.phases().total()));
  }

  @Test
  void daysAreWhatTheirResultsSay() {
    SampleHistory history =
        checked().down(Duration.ofHours(50), Duration.ofMinutes(90), Fault.BROKEN);

    List<Rollup> days = history.days();

    assertThat(days).hasSize(90);
    for (Rollup day : days.subList(83, 90)) {
      Instant begin = day.day().atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant end = begin.plus(Duration.ofDays(1));
      ResultSummary seen = ResultSummary.of(history.results(begin, end), end);
      assertThat(day.results().checks()).isEqualTo(seen.checks());
      assertThat(day.results().latency().p95()).isEqualTo(seen.latency().quantile(0.95).get());
    }
    Rollup bad = days.get(88);
    assertThat(bad.day()).isEqualTo(LocalDate.parse("2026-11-20"));
    assertThat(bad.uptime().down()).isBetween(minutes(90), minutes(91));
    assertThat(bad.coverage()).isEqualTo(1.0);
    // those without results are of the same kind
    double usual = days.get(88).results().latency().p50();
    assertThat(days)
        .allSatisfy(
            day ->
                assertThat(day.results().latency().p50()).isCloseTo(usual, within(usual * 0.35)));
  }

  @Test
  void pingsAreMissedAPeriodAndAGraceAfterTheLastOne() {
    Duration allowed = minutes(2);
    SampleHistory history =
        new SampleHistory(
                MONITOR,
                "here",
                new SampleChecks(Kind.PING, 5, Duration.ofSeconds(20), Duration.ZERO, 0),
                END)
            .silent(Duration.ofHours(30), Duration.ofMinutes(40), allowed);

    Instant late = history.events().get(1).at();
    Instant back = history.events().get(2).at();
    List<RecordedResult> results = history.results(late.minus(minutes(10)), back.plusMillis(1));
    RecordedResult missed = results.get(results.size() - 2);
    assertThat(missed.outcome()).isEqualTo(Outcome.DOWN);
    assertThat(missed.at()).isEqualTo(late);
    assertThat(results.getLast().at()).isEqualTo(back);
    assertThat(results.get(results.size() - 3).at()).isEqualTo(late.minus(allowed));
    assertThat(results.getLast().nextWithin()).isZero();
  }

  private static SampleHistory checked() {
    return new SampleHistory(
        MONITOR, "here", new SampleChecks(Kind.HTTP, 1, INTERVAL, NEXT_WITHIN, 3_000), END);
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  private static long sum(Long... micros) {
    long sum = 0;
    for (Long each : micros) {
      sum += each;
    }
    return sum;
  }
}
