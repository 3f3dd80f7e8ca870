package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.ResultSummary;
import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchivedSummariesTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant DAY = Instant.parse("2026-11-20T00:00:00Z");
  private static final Instant NEXT = DAY.plus(Duration.ofDays(1));

  @TempDir Path folder;
  private FailingStore store;

  @BeforeEach
  void open() {
    store = new FailingStore();
  }

  private record Key(MonitorRef monitor, String region) {}

  @ParameterizedTest
  @CsvSource({
    "UTC,2026-11-20",
    "Asia/Kolkata,2026-11-21",
    "Australia/Lord_Howe,2026-10-04",
    "America/New_York,2026-11-01"
  })
  void aDayIsCountedAsFromAllItsResults(String zone, LocalDate day) throws IOException {
    Instant from = day.atStartOfDay(ZoneId.of(zone)).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(ZoneId.of(zone)).toInstant();
    List<RecordedResult> all = new ArrayList<>();
    Instant begin = from.minus(Duration.ofHours(8));
    Instant end = to.plus(Duration.ofHours(2));
    for (int i = 0; i < 4; i++) {
      all.addAll(
          Samples.every(Duration.ofMinutes(7), Samples.monitor(i), begin.plusSeconds(i * 13), end));
    }
    all.addAll(Samples.every(Duration.ofHours(6), Samples.monitor(9), begin, end));
    all.addAll(Samples.every(Duration.ofMinutes(9), Samples.monitor(Samples.OTHER, 1), begin, end));
    all.add(Samples.down(Samples.monitor(2), from.plusSeconds(777), "us"));
    archive("eu-1", all);

    Map<Key, ResultSummary> sums = sums(from, to);

    assertThat(sums).hasSize(6);
    for (int i : new int[] {0, 1, 2, 3, 9}) {
      MonitorRef monitor = Samples.monitor(i);
      List<RecordedResult> own =
          all.stream()
              .filter(result -> result.monitor().equals(monitor) && result.region().equals("eu"))
              .filter(result -> result.at().isBefore(to))
              .toList();
      long checks = own.stream().filter(result -> !result.at().isBefore(from)).count();
      ResultSummary sum = sums.get(new Key(monitor, "eu"));
      assertThat(sum.checks()).isEqualTo(checks);
      assertThat(sum.latency().count()).isEqualTo(checks);
      assertThat(sum.covered()).as("%s", i).isEqualTo(Duration.between(from, to));
    }
    assertThat(sums.get(new Key(Samples.monitor(2), "us")).covered())
        .isEqualTo(Duration.ofSeconds(90));
  }

  @Test
  void coversNoMoreThanSomebodyLooked() throws IOException {
    MonitorRef monitor = Samples.monitor(1);
    Instant broke = DAY.plus(Duration.ofHours(10)).plusSeconds(600);
    archive("eu-1", Samples.every(MINUTE, monitor, DAY, broke));

    // the last one looked for 90 seconds
    assertThat(sums(DAY, NEXT).get(new Key(monitor, "eu")).covered())
        .isEqualTo(Duration.between(DAY, broke).plusSeconds(30));
  }

  @Test
  void aMonitorThatMovedBetweenNodesIsOne() throws IOException {
    MonitorRef monitor = Samples.monitor(1);
    List<RecordedResult> all = Samples.every(MINUTE, monitor, DAY, NEXT);
    archive("eu-1", all.subList(0, 700));
    archive("eu-2", all.subList(700, 1_440));

    Map<Key, ResultSummary> sums = sums(DAY, NEXT);

    assertThat(sums).hasSize(1);
    ResultSummary sum = sums.get(new Key(monitor, "eu"));
    assertThat(sum.checks()).isEqualTo(1_440);
    assertThat(sum.covered()).isEqualTo(Duration.ofDays(1));
    assertThat(sum.latency().quantile(0.5).orElseThrow()).isBetween(20_000.0, 25_500.0);
  }

  @Test
  void anHourThatWasWrittenAgainIsCountedOnce() throws IOException {
    MonitorRef monitor = Samples.monitor(1);
    List<RecordedResult> all = Samples.every(MINUTE, monitor, DAY, DAY.plus(Hours.HOUR));
    archive("eu-1", all.subList(0, 30));
    archive("eu-1", all.subList(10, 60));

    assertThat(sums(DAY, NEXT).get(new Key(monitor, "eu")).checks()).isEqualTo(60);
  }

  @Test
  void severalDaysAreGoneThroughOneByOne() throws IOException {
    MonitorRef monitor = Samples.monitor(1);
    Instant end = DAY.plus(Duration.ofDays(3));
    archive("eu-1", Samples.every(Duration.ofMinutes(30), monitor, DAY, end));
    Map<Key, ResultSummary> sums = new HashMap<>();

    summaries()
        .each(
            Samples.ORGANIZATION,
            DAY,
            end,
            (who, region, sum) -> sums.merge(new Key(who, region), sum, ResultSummary::with));

    assertThat(sums.get(new Key(monitor, "eu")).checks()).isEqualTo(144);
    assertThat(sums.get(new Key(monitor, "eu")).covered()).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void whatIsBrokenIsNotCountedAsCovered() throws IOException {
    MonitorRef monitor = Samples.monitor(1);
    archive("eu-1", Samples.every(MINUTE, monitor, DAY, DAY.plus(Duration.ofHours(3))));
    String object = "results/2026/11/20/01/eu-1.sketches.ndjson.gz";
    byte[] bytes = store.content(object);
    bytes[bytes.length / 2] ^= 0x55;
    store.replace(object, bytes);

    ResultSummary sum = sums(DAY, NEXT).get(new Key(monitor, "eu"));

    assertThat(sum.checks()).isEqualTo(120);
    assertThat(sum.covered()).isEqualTo(Duration.ofHours(2).plusSeconds(60));

    store.lose(object);
    assertThat(sums(DAY, NEXT).get(new Key(monitor, "eu")).checks()).isEqualTo(120);
    store.replace("results/2026/11/20/02/eu-1.index.json", Lines.ascii("nothing"));
    assertThat(sums(DAY, NEXT).get(new Key(monitor, "eu")).checks()).isEqualTo(60);
  }

  @Test
  void saysThatTheStorageIsAway() throws IOException {
    archive("eu-1", Samples.every(MINUTE, Samples.monitor(1), DAY, DAY.plusSeconds(600)));
    store.away(true);

    assertThatThrownBy(() -> sums(DAY, NEXT))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("The archive is away.");
  }

  private Map<Key, ResultSummary> sums(Instant from, Instant to) {
    Map<Key, ResultSummary> sums = new HashMap<>();
    summaries()
        .each(
            Samples.ORGANIZATION,
            from,
            to,
            (monitor, region, sum) -> assertThat(sums.put(new Key(monitor, region), sum)).isNull());
    return sums;
  }

  private ArchivedSummaries summaries() {
    return new ArchivedSummaries(store, new Catalog(store));
  }

  private void archive(String node, List<RecordedResult> results) throws IOException {
    Map<Instant, HeldResults> hours = new TreeMap<>();
    for (RecordedResult result : results) {
      hours.computeIfAbsent(Hours.of(result.at()), any -> new HeldResults()).add(result);
    }
    HourWriter writer = new HourWriter(store, folder.resolve("work"), NodeName.of(node), "eu");
    for (Map.Entry<Instant, HeldResults> hour : hours.entrySet()) {
      writer.write(hour.getKey(), hour.getValue(), () -> false);
    }
  }
}
