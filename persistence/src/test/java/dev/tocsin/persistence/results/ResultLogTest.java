package dev.tocsin.persistence.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.conf.ResultLogSettings;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.history.Recorder;
import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultLogTest {
  private static final MonitorRef MONITOR = Samples.monitor(1);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path folder;

  private final Samples.Clock clock = new Samples.Clock("2026-03-01T12:30:00Z");

  @Test
  void whatWasRecordedIsReadAtOnceNewestFirst() {
    try (ResultLog log = open()) {
      List<RecordedResult> recorded = record(log, MONITOR, NOON, 10);
      record(log, Samples.monitor(2), NOON, 10);

      assertThat(all(log)).isEqualTo(recorded.reversed());
      assertThat(log.read(MONITOR, NOON.plusSeconds(60), NOON.plusSeconds(180), 9).results())
          .isEqualTo(List.of(recorded.get(2), recorded.get(1)));
      assertThat(log.read(MONITOR, Instant.MIN, Instant.MAX, 3).results())
          .isEqualTo(recorded.reversed().subList(0, 3));
      assertThat(log.lost()).isZero();
    }
  }

  @Test
  void aNewProcessReadsWhatTheOneBeforeRecorded() {
    List<RecordedResult> recorded = new ArrayList<>();
    try (ResultLog log = open()) {
      recorded.addAll(record(log, MONITOR, NOON, 10));
    }
    try (ResultLog log = open()) {
      recorded.addAll(record(log, MONITOR, NOON.plusSeconds(1_200), 10));

      assertThat(all(log)).isEqualTo(recorded.reversed());
      assertThat(log.read(MONITOR, NOON, NOON.plusSeconds(1), 1).completeSince()).isEqualTo(NOON);
    }
  }

  @Test
  void resultsOfManyHoursAreReadOnlyAsFarBackAsIsAsked() {
    try (ResultLog log = open()) {
      List<RecordedResult> recorded = new ArrayList<>();
      for (int hour = 12; hour < 18; hour++) {
        clock.set("2026-03-01T" + hour + ":59:30Z");
        recorded.addAll(record(log, MONITOR, NOON.plus(Duration.ofHours(hour - 12)), 59));
        write(log);
      }

      assertThat(all(log)).isEqualTo(recorded.reversed());
      assertThat(log.read(MONITOR, Instant.MIN, Instant.MAX, 100).results())
          .isEqualTo(recorded.reversed().subList(0, 100));
      assertThat(log.unarchivedHours())
          .isEqualTo(IntStream.range(0, 6).mapToObj(it -> NOON.plusSeconds(it * 3600L)).toList());
    }
  }

  @Test
  void anHourIsReadInTheOrderOfMonitorsOldestFirst() {
    try (ResultLog log = open()) {
      for (int number = 0; number < 300; number++) {
        record(log, Samples.monitor(number), NOON.plusSeconds(number), 2);
      }
    }
    try (ResultLog log = open()) {
      record(log, Samples.monitor(5), NOON.plusSeconds(1_000), 2);
      List<MonitorRef> order = new ArrayList<>();
      log.hour(
          NOON,
          results -> {
            MonitorRef monitor = results.getFirst().monitor();
            order.add(monitor);
            assertThat(results).allMatch(it -> it.monitor().equals(monitor));
            assertThat(results).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
            assertThat(results).hasSize(monitor.equals(Samples.monitor(5)) ? 4 : 2);
          });

      assertThat(order).hasSize(300).isSortedAccordingTo(MonitorOrder.COMPARATOR);
    }
  }

  @Test
  void whatComesAfterItsHourWasReadGoesToTheCurrentOne() {
    try (ResultLog log = open()) {
      List<RecordedResult> recorded = new ArrayList<>(record(log, MONITOR, NOON, 2));
      clock.set("2026-03-01T13:05:00Z");
      assertThat(hour(log, NOON)).isEqualTo(recorded);

      List<RecordedResult> late = record(log, MONITOR, NOON.plusSeconds(3_000), 1);
      log.archived(NOON);

      assertThat(hour(log, NOON)).isEqualTo(recorded);
      assertThat(hour(log, NOON.plusSeconds(3_600))).isEqualTo(late);
      assertThat(log.unarchivedHours()).containsExactly(NOON.plusSeconds(3_600));
      recorded.addAll(late);
      assertThat(all(log)).isEqualTo(recorded.reversed());
    }
    try (ResultLog log = open()) {
      record(log, MONITOR, NOON.plusSeconds(3_300), 1);
      assertThat(hour(log, NOON)).hasSize(2);
      assertThat(all(log)).hasSize(4);
    }
  }

  @Test
  void aBrokenEndHidesNothingButItself() throws IOException {
    List<RecordedResult> recorded;
    try (ResultLog log = open()) {
      recorded = record(log, MONITOR, NOON, 10);
    }
    Path file = files().getFirst();
    Files.write(file, new byte[] {3, 0, 0, 1, 0, 9, 9}, StandardOpenOption.APPEND);
    Files.write(folder.resolve("2026-03-01T12-abc-0.log"), new byte[] {1, 2, 3});
    Files.createFile(folder.resolve("2026-03-01T12-abc-1.log"));
    Files.write(folder.resolve("2026-03-01T12-abc-2.log"), new byte[5_000]);

    try (ResultLog log = open()) {
      assertThat(all(log)).isEqualTo(recorded.reversed());
      assertThat(hour(log, NOON)).isEqualTo(recorded);
    }
  }

  @Test
  void aFlippedBitEndsWhatIsReadOfItsFileAndPart() throws IOException {
    List<RecordedResult> recorded = new ArrayList<>();
    try (ResultLog log = open()) {
      recorded.addAll(record(log, MONITOR, NOON, 10));
      assertThat(all(log)).hasSize(10); // one block
      record(log, MONITOR, NOON.plusSeconds(700), 10);
    }
    Path file = files().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 5] ^= 4;
    Files.write(file, bytes);

    try (ResultLog log = open()) {
      assertThat(all(log)).isEqualTo(recorded.reversed());
    }
  }

  @Test
  void whatIsTooOldGoes() {
    var limits = new ResultLogSettings(Duration.ofHours(2), 2_000_000_000, 0);
    try (ResultLog log = ResultLog.open(folder, Samples.REGION, limits, clock)) {
      record(log, MONITOR, NOON, 2);
      write(log);
      clock.set("2026-03-01T15:01:00Z");
      assertThat(all(log)).describedAs("no archive has them").hasSize(2);
      log.archived(NOON);
      clock.set("2026-03-01T14:59:00Z");
      assertThat(all(log)).hasSize(2);
      clock.set("2026-03-01T15:01:00Z");

      assertThat(all(log)).isEmpty();
      assertThat(log.lost()).isZero();
      assertThat(log.read(MONITOR, NOON, NOON, 1).completeSince())
          .isEqualTo(NOON.plusSeconds(3_600));
      assertThat(log.size()).isZero();
    }
    try (ResultLog log = open()) {
      assertThat(log.read(MONITOR, NOON, NOON, 1).completeSince())
          .isEqualTo(NOON.plusSeconds(3_600));
    }
  }

  @Test
  void theOldestArchivedHoursGoFirstWhereThereIsTooMuch() {
    try (ResultLog log = open()) {
      for (int hour = 12; hour < 17; hour++) {
        clock.set("2026-03-01T" + hour + ":59:30Z");
        record(log, MONITOR, NOON.plus(Duration.ofHours(hour - 12)), 59);
        write(log);
      }
      assertThat(all(log)).hasSize(295);
      clock.set("2026-03-01T16:59:30Z");
      log.archived(NOON.plusSeconds(3_600));
      log.archived(NOON.plusSeconds(7_200));
    }
    var limits = new ResultLogSettings(Duration.ofHours(48), size() - 1, 0);
    try (ResultLog log = ResultLog.open(folder, Samples.REGION, limits, clock)) {
      assertThat(all(log)).hasSize(236);
      assertThat(hour(log, NOON.plusSeconds(3_600))).isEmpty();
    }
    limits = new ResultLogSettings(Duration.ofHours(48), 1, 0);
    try (ResultLog log = ResultLog.open(folder, Samples.REGION, limits, clock)) {
      assertThat(all(log)).hasSize(59);
      assertThat(log.read(MONITOR, NOON, NOON, 1).completeSince())
          .isEqualTo(NOON.plus(Duration.ofHours(4)));
      record(log, MONITOR, NOON.plus(Duration.ofHours(4)).plusMillis(1), 3);
      assertThat(all(log)).hasSize(59);
      // with two hours that no archive had
      assertThat(log.lost()).isEqualTo(3 + 2 * 59);

      clock.set("2026-03-01T17:00:30Z");
      record(log, MONITOR, NOON.plus(Duration.ofHours(5)), 1);
      assertThat(all(log)).hasSize(1);
    }
  }

  @Test
  void aFolderThatIsNotOneCostsResultsAndIsTriedAgain() throws IOException {
    Path place = folder.resolve("results");
    Files.writeString(place, "a file");
    try (ResultLog log = Samples.open(place, clock)) {
      record(log, MONITOR, NOON, 2);
      assertThat(all(log)).isEmpty();
      assertThat(log.lost()).isEqualTo(2);

      Files.delete(place);
      assertThat(all(log)).isEmpty();
      record(log, MONITOR, NOON, 2);
      assertThat(all(log)).hasSize(2);
    }
  }

  @Test
  void anHourThatIsDroppedWhileItIsReadIsNotTakenForAWholeOne() {
    try (ResultLog log = open()) {
      for (int number = 0; number < 300; number++) {
        record(log, Samples.monitor(number), NOON.plusSeconds(number), 2);
      }
    }
    var limits = new ResultLogSettings(Duration.ofHours(1), 2_000_000_000, 0);
    clock.set("2026-03-01T13:30:00Z");
    try (ResultLog log = ResultLog.open(folder, Samples.REGION, limits, clock)) {
      List<MonitorRef> seen = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  log.hour(
                      NOON,
                      results -> {
                        if (seen.isEmpty()) {
                          log.archived(NOON);
                          clock.set("2026-03-01T15:30:00Z");
                          assertThat(all(log)).isEmpty();
                        }
                        seen.add(results.getFirst().monitor());
                      }))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("dropped");
      assertThat(seen).hasSizeLessThan(300);
    }
  }

  @Test
  void aFolderThatIsRemovedIsMadeAnew() throws IOException {
    Path place = folder.resolve("results");
    try (ResultLog log = Samples.open(place, clock)) {
      record(log, MONITOR, NOON, 2);
      assertThat(all(log)).hasSize(2);
      log.archived(NOON);
      try (Stream<Path> all = Files.list(place)) {
        for (Path file : all.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(place);
      clock.set("2026-03-01T14:01:00Z");
      record(log, MONITOR, NOON.plusSeconds(7_200), 2);
      assertThat(all(log)).hasSize(2);
      assertThat(hour(log, NOON)).isEmpty();
      assertThat(log.lost()).isZero();
    }
  }

  private ResultLog open() {
    return Samples.open(folder, clock);
  }

  /** One a minute. */
  static List<RecordedResult> record(ResultLog log, MonitorRef monitor, Instant first, int count) {
    Recorder recorder = log.recorder(monitor);
    List<RecordedResult> recorded = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var result = Samples.up(first.plusSeconds(60L * i));
      recorder.record(result, Samples.NEXT_WITHIN);
      recorded.add(Samples.recorded(monitor, result));
    }
    return recorded;
  }

  /** What is recorded is in the files before the clock goes on. */
  private static void write(ResultLog log) {
    all(log);
  }

  private static List<RecordedResult> all(ResultLog log) {
    return log.read(MONITOR, Instant.MIN, Instant.MAX, 1_000).results();
  }

  private static List<RecordedResult> hour(ResultLog log, Instant hour) {
    List<RecordedResult> found = new ArrayList<>();
    log.hour(hour, found::addAll);
    return found;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(it -> it.toString().endsWith(".log")).toList();
    }
  }

  private long size() {
    try (Stream<Path> all = Files.list(folder)) {
      return all.mapToLong(it -> it.toFile().length()).sum();
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }
}
