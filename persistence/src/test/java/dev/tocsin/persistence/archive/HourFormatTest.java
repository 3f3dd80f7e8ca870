package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.history.ArchivedResults;
import dev.tocsin.history.LatencySketch;
import dev.tocsin.history.MonitorOrder;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.probe.Outcome;
import dev.tocsin.probe.Phases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HourFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Comparator<RecordedResult> ORDER =
      Comparator.comparing(RecordedResult::monitor, MonitorOrder.COMPARATOR)
          .thenComparing(RecordedResult::at)
          .thenComparing(RecordedResult::region);

  @TempDir Path folder;

  @Property(tries = 40)
  void whatWasWrittenIsReadAgain(@ForAll("hours") List<RecordedResult> hour) throws IOException {
    Path fresh = Files.createTempDirectory("archive");
    try {
      FailingStore store = new FailingStore();
      write(store, fresh, hour);

      try (ArchivedResultsReader reader =
          new ArchivedResultsReader(store, new Catalog(store), Duration.ofMinutes(2))) {
        Map<MonitorRef, List<RecordedResult>> byMonitor = new LinkedHashMap<>();
        hour.stream()
            .sorted(Comparator.comparing(RecordedResult::at).reversed())
            .forEach(
                result ->
                    byMonitor
                        .computeIfAbsent(result.monitor(), any -> new ArrayList<>())
                        .add(result));
        byMonitor.forEach(
            (monitor, results) -> {
              ArchivedResults.Part part =
                  reader.read(monitor, Samples.HOUR, Samples.HOUR.plus(Hours.HOUR), 1_000);
              assertThat(part.unreadable()).isEmpty();
              assertThat(part.results()).containsExactlyInAnyOrderElementsOf(results);
              assertThat(part.results())
                  .isSortedAccordingTo(Comparator.comparing(RecordedResult::at).reversed());
            });
      }
    } finally {
      delete(fresh);
    }
  }

  @Provide
  Arbitrary<List<RecordedResult>> hours() {
    Arbitrary<MonitorRef> monitors =
        Combinators.combine(
                Arbitraries.of(Samples.ORGANIZATION, Samples.OTHER),
                Arbitraries.integers().between(0, 40))
            .as(Samples::monitor);
    Arbitrary<Long> micros = Arbitraries.longs().between(0, 60_000_000).injectNull(0.3);
    Arbitrary<Phases> phases =
        Combinators.combine(
                micros, micros, micros, micros, micros, Arbitraries.longs().between(0, 90_000_000))
            .as(Phases::new);
    return Combinators.combine(
            monitors,
            Arbitraries.integers().between(0, 3_599_999),
            Arbitraries.of(Outcome.class),
            Arbitraries.strings().ofMaxLength(40).excludeChars('\0').injectNull(0.5),
            phases,
            Arbitraries.of("eu", "us-east", "a"),
            Arbitraries.longs().between(0, 90_000_000_000L))
        .as(
            (monitor, millis, outcome, error, timings, region, within) ->
                new RecordedResult(
                    monitor,
                    Samples.HOUR.plusMillis(millis),
                    outcome,
                    error,
                    timings,
                    region,
                    Duration.ofNanos(within * 1_000)))
        .list()
        .ofMaxSize(300)
        .uniqueElements(result -> List.of(result.monitor(), result.at(), result.region()));
  }

  @Test
  void oneGzipFileHoldsAllLinesInTheOrderOfMonitorsAndTime() throws IOException {
    List<RecordedResult> hour = manyResults();
    DirectoryStore store = new DirectoryStore(folder.resolve("store"));
    HourIndex index = write(store, folder, hour);

    List<String> lines = unzip(folder.resolve("store").resolve(index.resultsName()));

    assertThat(index.results().blocks()).hasSizeGreaterThan(3);
    assertThat(index.results().lines()).isEqualTo(hour.size());
    assertThat(index.monitors()).isEqualTo(600);
    assertThat(lines).hasSize(hour.size());
    List<RecordedResult> sorted = hour.stream().sorted(ORDER).toList();
    ResultLines.Reader reader = new ResultLines.Reader(Samples.HOUR);
    for (int i = 0; i < lines.size(); i++) {
      byte[] line = lines.get(i).getBytes(StandardCharsets.UTF_8);
      assertThat(reader.read(line, 0, line.length)).isEqualTo(sorted.get(i));
    }
  }

  @Test
  void aLineNamesEveryFieldAndLeavesOutWhatIsNotKnown() throws IOException {
    MonitorRef monitor = Samples.monitor(1);
    DirectoryStore store = new DirectoryStore(folder.resolve("store"));
    HourIndex index =
        write(
            store,
            folder,
            List.of(
                Samples.up(monitor, Samples.HOUR.plusMillis(1_042), Duration.ofMinutes(1)),
                Samples.down(monitor, Samples.HOUR.plusSeconds(61), "us")));

    assertThat(unzip(folder.resolve("store").resolve(index.resultsName())))
        .containsExactly(
            "{\"organization\":\"00000000-0000-0007-0000-000000000001\","
                + "\"monitor\":\"00000000-0000-8000-0000-0000000083d1\","
                + "\"at\":\"2026-11-21T10:00:01.042Z\",\"region\":\"eu\",\"outcome\":\"up\","
                + "\"phases\":{\"dns\":800,\"connect\":5000,\"firstByte\":9000,\"body\":200,"
                + "\"total\":"
                + Samples.up(monitor, Samples.HOUR.plusMillis(1_042), Duration.ofMinutes(1))
                    .phases()
                    .total()
                + "},\"nextWithin\":90000000}",
            "{\"organization\":\"00000000-0000-0007-0000-000000000001\","
                + "\"monitor\":\"00000000-0000-8000-0000-0000000083d1\","
                + "\"at\":\"2026-11-21T10:01:01.000Z\",\"region\":\"us\",\"outcome\":\"down\","
                + "\"error\":\"The connection to \\\"db\\\" is refused.\\nTwice — ünïcode\","
                + "\"phases\":{\"total\":1500000},\"nextWithin\":90000000}");
  }

  @Test
  void sketchesStandTogetherByOrganizationWithWhatTheySay() throws IOException {
    DirectoryStore store = new DirectoryStore(folder.resolve("store"));
    HourIndex index = write(store, folder, manyResults());

    List<String> lines = unzip(folder.resolve("store").resolve(index.sketchesName()));

    List<MonitorRef> monitors = new ArrayList<>();
    for (String line : lines) {
      JsonNode json = JSON.readTree(line);
      monitors.add(Lines.ref(json.get("organization").asText(), json.get("monitor").asText()));
      assertThat(json.get("checks").asInt()).isEqualTo(60);
      assertThat(json.get("covered").asLong()).isEqualTo(59 * 60_000_000L);
      LatencySketch sketch =
          LatencySketch.of(Base64.getDecoder().decode(json.get("sketch").asText()));
      assertThat(sketch.count()).isEqualTo(60);
    }
    assertThat(monitors).hasSize(600).isSortedAccordingTo(SketchLines.ORDER);
  }

  @Test
  void sortsWhatDoesNotFitIntoMemory() throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      MonitorRef monitor =
          Samples.monitor(i % 2 == 0 ? Samples.ORGANIZATION : Samples.OTHER, (i * 7919) % 500);
      pieces.add(Piece.of(Samples.every(Duration.ofMinutes(5), monitor, Samples.HOUR, end())));
    }
    Path file = folder.resolve("sorted");
    try (SketchSorter sorter = new SketchSorter(folder, 20_000);
        BlockWriter writer = new BlockWriter(file, 10_000, true)) {
      for (Piece piece : pieces) {
        sorter.add(piece);
      }
      sorter.writeTo(writer);
      assertThat(writer.finish("sorted").lines()).isEqualTo(500);
    }

    List<MonitorRef> read = new ArrayList<>();
    for (String line : unzip(file)) {
      JsonNode json = JSON.readTree(line);
      read.add(Lines.ref(json.get("organization").asText(), json.get("monitor").asText()));
    }
    assertThat(read)
        .isEqualTo(pieces.stream().map(Piece::monitor).sorted(SketchLines.ORDER).toList());
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  private static List<RecordedResult> manyResults() {
    List<RecordedResult> hour = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      MonitorRef monitor = Samples.monitor(i % 3 == 0 ? Samples.OTHER : Samples.ORGANIZATION, i);
      hour.addAll(Samples.every(Duration.ofMinutes(1), monitor, Samples.HOUR, end()));
    }
    return hour;
  }

  private static Instant end() {
    return Samples.HOUR.plus(Hours.HOUR);
  }

  private static HourIndex write(ArchiveStore store, Path work, List<RecordedResult> hour)
      throws IOException {
    new HourWriter(store, work.resolve("work"), NodeName.of("eu-1"), "eu")
        .write(Samples.HOUR, new HeldResults().add(hour), () -> false);
    String name = Hours.index(Samples.HOUR, "eu-1");
    return hour.isEmpty()
        ? new HourIndex(
            "",
            "",
            Samples.HOUR,
            1,
            0,
            new HourIndex.Part("", 0, 0, List.of()),
            new HourIndex.Part("", 0, 0, List.of()))
        : IndexJson.read(name, store.get(name, 1 << 20).orElseThrow());
  }

  private static List<String> unzip(Path file) throws IOException {
    try (GZIPInputStream gzip = new GZIPInputStream(Files.newInputStream(file))) {
      return new String(gzip.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
