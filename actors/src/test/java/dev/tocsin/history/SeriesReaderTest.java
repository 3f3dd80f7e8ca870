package dev.tocsin.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SeriesReaderTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(3);

  private final Results results = new Results();
  private final SeriesReader reader = new SeriesReader(results, Runnable::run);

  @Test
  void sumsResultsUpByEqualStretches() {
    results.add(at(0), Outcome.UP, new Phases(1_000L, 2_000L, null, 4_000L, 500L, 10_000L));
    results.add(at(1), Outcome.UP, new Phases(3_000L, 4_000L, null, 8_000L, 500L, 20_000L));
    results.add(at(2), Outcome.DOWN, phases(30_000_000));
    results.add(at(3), Outcome.DOWN, phases(30_000_000));
    results.add(at(4), Outcome.UNKNOWN, phases(7));
    results.add(at(9), Outcome.DEGRADED, phases(40_000));

    ResultSeries series = read(NOON, at(10));

    assertThat(series.parts()).extracting(ResultPart::at).containsExactly(at(0), at(3), at(9));
    ResultPart first = series.parts().getFirst();
    assertThat(first.last()).isEqualTo(at(2));
    assertThat(List.of(first.checks(), first.failures(), (long) first.answered()))
        .containsExactly(3L, 1L, 2L);
    assertThat(first.average()).contains(15_000L);
    assertThat(first.average(ResultPart.Phase.DNS)).contains(2_000L);
    assertThat(first.average(ResultPart.Phase.TLS)).contains(0L);
    assertThat(first.average(ResultPart.Phase.REST)).contains(4_000L);
    assertThat(first.quantile(0.5)).contains(10_000L);
    assertThat(first.quantile(0.95)).contains(20_000L);
    assertThat(series.parts().get(1).average()).isEmpty();
    assertThat(series.hasPhases()).isTrue();
    assertThat(series.quantile(1)).contains(40_000L);
    assertThat(series.slowest().orElseThrow().at()).isEqualTo(at(9));
  }

  @Test
  void oneSlowAnswerIsNotThePercentileOfItsNeighbours() {
    for (int minute = 0; minute < 120; minute++) {
      results.add(at(minute), "a", minute == 60 ? 900_000 : 1_000);
    }
    results.add(at(200), "a", 7_000);

    ResultSeries series = read(NOON, at(210));

    assertThat(series.parts().get(20).quantile(0.95)).contains(900_000L);
    assertThat(series.quantiles(0.95, 40).subList(0, 30))
        .allMatch(p95 -> p95.equals(Optional.of(1_000L)));
    assertThat(series.quantiles(1, 1)).last().isEqualTo(Optional.of(7_000L));
  }

  @Test
  void thePartsOfADurationAreNeverMoreThanTheWhole() {
    results.add(at(0), Outcome.UP, new Phases(9_000L, 9_000L, null, 9_000L, null, 10_000L));

    ResultPart part = read(NOON, at(1)).parts().getFirst();

    assertThat(
            List.of(ResultPart.Phase.values()).stream()
                .mapToLong(phase -> part.average(phase).orElseThrow())
                .sum())
        .isEqualTo(10_000);
  }

  @Test
  void readsAsManyPagesAsThereAreAndCountsEachResultOnce() {
    int count = 2 * SeriesReader.PAGE + 2_000;
    for (int second = 0; second < count / 2; second++) {
      results.add(NOON.plusSeconds(second), "a", second + 1);
      results.add(NOON.plusSeconds(second), "b", second + 1);
    }

    ResultSeries series = read(NOON, NOON.plusSeconds(count));

    assertThat(series.parts().stream().mapToLong(ResultPart::checks).sum()).isEqualTo(count);
    assertThat(series.quantile(0.5)).contains(count / 4L);
    assertThat(results.asked).isGreaterThan(2);
  }

  @Test
  void goesOnAsIfAllWereReadAnew() {
    for (int second = 0; second < 3_600; second += 20) {
      results.add(NOON.plusSeconds(second), "a", second + 1);
    }
    results.missing(at(1), at(5), "One.");
    results.missing(at(45), at(58), "Two.");
    ResultSeries before = read(NOON, at(50));
    Instant from = at(4);
    Instant to = at(60);

    ResultSeries after = reader.goOn(REF, before, from, to).toCompletableFuture().join();
    ResultSeries whole = read(ResultSeries.begin(from, STEP), to);

    assertThat(after.parts()).usingRecursiveComparison().isEqualTo(whole.parts());
    assertThat(after.missing())
        .containsExactly(
            MissingStretch.lost(at(45), at(58), "Two."), MissingStretch.lost(at(4), at(5), "One."));
    assertThat(after.from()).isEqualTo(from);
    assertThat(after.to()).isEqualTo(to);
  }

  @Test
  void whatCannotBeReadIsSaid() {
    results.add(at(30), "a", 5);
    results.missing(at(0), at(20), "The archive could not be read.");

    assertThat(read(NOON, at(40)).missing())
        .extracting(MissingStretch::why)
        .containsExactly("The archive could not be read.");
  }

  @Test
  void moreThanAChartReadsAreNotHiddenButSaid() {
    int count = SeriesReader.MOST + 3 * SeriesReader.PAGE;
    for (int second = 0; second < count; second++) {
      results.add(NOON.plusSeconds(second), "a", 5);
    }

    ResultSeries series = read(NOON, NOON.plusSeconds(count));

    assertThat(series.size()).isBetween(SeriesReader.MOST, SeriesReader.MOST + SeriesReader.PAGE);
    MissingStretch rest = series.missing().getLast();
    assertThat(rest.from()).isEqualTo(NOON);
    assertThat(rest.to()).isBeforeOrEqualTo(series.parts().getFirst().at().plus(STEP));
    assertThat(rest.why()).contains("more results than one chart reads");
  }

  private static final MonitorRef REF = Minutes.REF;

  private ResultSeries read(Instant from, Instant to) {
    return reader.read(REF, from, to, STEP).toCompletableFuture().join();
  }

  private static Instant at(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  private static Phases phases(long total) {
    return new Phases(null, null, null, null, null, total);
  }

  /** Results in memory, and what is said to be missing. */
  private static final class Results implements ResultHistory {
    private static final Comparator<RecordedResult> ORDER =
        Comparator.comparing(RecordedResult::at).reversed().thenComparing(RecordedResult::region);
    private final List<RecordedResult> all = new ArrayList<>();
    private final List<MissingStretch> gaps = new ArrayList<>();
    private boolean sorted;
    private int asked;

    void add(Instant at, Outcome outcome, Phases phases) {
      all.add(new RecordedResult(REF, at, outcome, null, phases, "a", Minutes.NEXT_WITHIN));
    }

    void add(Instant at, String region, long total) {
      all.add(
          new RecordedResult(
              REF, at, Outcome.UP, null, phases(total), region, Minutes.NEXT_WITHIN));
    }

    void missing(Instant from, Instant to, String why) {
      gaps.add(MissingStretch.lost(from, to, why));
    }

    @Override
    public CompletionStage<HistoryPage> read(
        MonitorRef monitor, Instant from, Instant to, int limit) {
      asked++;
      if (!sorted) {
        all.sort(ORDER);
        sorted = true;
      }
      List<RecordedResult> items =
          all.stream()
              .filter(it -> !it.at().isBefore(from) && it.at().isBefore(to))
              .limit(limit)
              .toList();
      Instant oldest = items.size() < limit ? from : items.getLast().at();
      List<MissingStretch> missing =
          gaps.stream()
              .map(
                  it ->
                      MissingStretch.lost(
                          it.from().isBefore(oldest) ? oldest : it.from(),
                          it.to().isAfter(to) ? to : it.to(),
                          it.why()))
              .filter(it -> it.from().isBefore(it.to()))
              .toList();
      return CompletableFuture.completedStage(new HistoryPage(items, missing));
    }
  }
}
