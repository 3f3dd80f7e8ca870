package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.history.ArchivedResults;
import dev.tocsin.history.MissingStretch;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorId;
import dev.tocsin.monitor.MonitorRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchivedResultsReaderTest {
  private static final MonitorRef MONITOR = Samples.monitor(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant HOUR = Samples.HOUR;
  private static final Instant NEXT = HOUR.plus(Hours.HOUR);
  private static final Instant END = NEXT.plus(Hours.HOUR);

  @TempDir Path folder;
  private FailingStore store;
  private ArchivedResultsReader reader;

  @BeforeEach
  void open() {
    store = new FailingStore();
    reader = reader();
  }

  @AfterEach
  void close() {
    reader.close();
  }

  @Test
  void newestFirstFromAllHoursUpToTheLimit() throws IOException {
    List<RecordedResult> all = Samples.every(MINUTE, MONITOR, HOUR, END);
    archive("eu-1", HOUR, all.subList(0, 60));
    archive("eu-1", NEXT, all.subList(60, 120));

    assertThat(results(HOUR, END, 1_000)).isEqualTo(all.reversed());
    assertThat(results(HOUR, END, 70)).isEqualTo(all.reversed().subList(0, 70));
    assertThat(results(HOUR.plusSeconds(60), NEXT.plusSeconds(60), 1_000))
        .isEqualTo(all.subList(1, 61).reversed());
    assertThat(results(Instant.MIN, Instant.MAX, 1_000)).hasSize(120);
    assertThat(results(END, END.plusSeconds(1), 10)).isEmpty();
    assertThat(results(END, HOUR, 10)).isEmpty();
  }

  @Test
  void whatSeveralNodesSawIsOneHistory() throws IOException {
    List<RecordedResult> all = Samples.every(MINUTE, MONITOR, HOUR, NEXT);
    archive("eu-1", HOUR, all.subList(0, 40));
    archive("eu-2", HOUR, all.subList(30, 60));
    archive("us-1", HOUR, List.of(Samples.down(MONITOR, all.get(5).at(), "us")));

    List<RecordedResult> read = results(HOUR, NEXT, 1_000);

    assertThat(read).hasSize(61).containsAll(all);
    assertThat(read).filteredOn(result -> result.region().equals("us")).hasSize(1);
  }

  @Test
  void walksOverMonthsAndYears() throws IOException {
    Instant old = Instant.parse("2025-02-03T04:00:00Z");
    archive("eu-1", old, Samples.every(MINUTE, MONITOR, old, old.plusSeconds(120)));
    archive("eu-1", HOUR, Samples.every(MINUTE, MONITOR, HOUR, HOUR.plusSeconds(60)));

    assertThat(results(Instant.EPOCH, END, 1_000)).hasSize(3);
    assertThat(results(old.plusSeconds(60), old.plusSeconds(3600), 1_000)).hasSize(1);
  }

  @Test
  void looksForNothingBeforeTheMonitorWasMade() throws IOException {
    long millis = HOUR.toEpochMilli();
    MonitorRef made =
        new MonitorRef(
            Samples.ORGANIZATION,
            new MonitorId(new UUID((millis << 16) | 0x7000L, 0x8000_0000_0000_0001L)));
    Instant old = HOUR.minus(Duration.ofDays(60));
    archive("eu-1", old, Samples.every(MINUTE, MONITOR, old, old.plusSeconds(120)));
    archive("eu-1", HOUR, Samples.every(MINUTE, made, HOUR, HOUR.plusSeconds(60)));
    int before = store.calls();

    assertThat(reader.read(made, Instant.EPOCH, END, 1_000).results()).hasSize(1);
    // years, months, days, hours, index and block of the one hour
    assertThat(store.calls() - before).isLessThanOrEqualTo(7);
  }

  @Test
  void nobodyReadsTheResultsOfAnotherOrganization() throws IOException {
    MonitorRef sameId = new MonitorRef(Samples.OTHER, MONITOR.monitor());
    List<RecordedResult> both = new ArrayList<>(Samples.every(MINUTE, MONITOR, HOUR, NEXT));
    both.add(Samples.down(sameId, HOUR, "eu"));
    archive("eu-1", HOUR, both);

    assertThat(reader.read(sameId, HOUR, NEXT, 1_000).results()).hasSize(1);
    assertThat(results(HOUR, NEXT, 1_000)).hasSize(60);
    assertThat(reader.read(Samples.monitor(Samples.OTHER, 9), HOUR, NEXT, 1_000).results())
        .isEmpty();
  }

  @Test
  void readsTheSameHourWithoutAskingAgain() throws IOException {
    archive("eu-1", HOUR, Samples.every(MINUTE, MONITOR, HOUR, NEXT));
    results(HOUR, NEXT, 10);
    int before = store.calls();

    results(HOUR, NEXT, 10);

    assertThat(store.calls() - before).isEqualTo(1);
  }

  @Test
  void whatIsBrokenIsMissingAndTheRestIsRead() throws IOException {
    List<RecordedResult> all = Samples.every(MINUTE, MONITOR, HOUR, END);
    archive("eu-1", HOUR, all.subList(0, 60));
    archive("eu-1", NEXT, all.subList(60, 120));
    String object = "results/2026/11/21/10/eu-1.results.ndjson.gz";
    byte[] good = store.content(object);

    byte[] flipped = good.clone();
    flipped[good.length / 2] ^= 0x55;
    store.replace(object, flipped);
    assertHourIsMissing(all, "is broken");

    store.replace(object, Arrays.copyOf(good, good.length - 9));
    assertHourIsMissing(all, "is cut short");

    store.lose(object);
    assertHourIsMissing(all, "is missing");

    store.replace(object, good);
    String index = "results/2026/11/21/10/eu-1.index.json";
    byte[] goodIndex = store.content(index);
    store.replace(index, Lines.ascii("{\"format\":1,"));
    reader.close();
    reader = reader();
    assertHourIsMissing(all, "is broken");

    store.replace(index, Lines.ascii("{\"format\":2}"));
    assertHourIsMissing(all, "has format 2");

    store.replace(index, goodIndex);
    assertThat(results(HOUR, END, 1_000)).isEqualTo(all.reversed());
  }

  @Test
  void readsAnHourThatWasWrittenAnewMeanwhile() throws IOException {
    List<RecordedResult> all = Samples.every(MINUTE, MONITOR, HOUR, NEXT);
    archive("eu-1", HOUR, all.subList(0, 30));
    assertThat(results(HOUR, NEXT, 100)).hasSize(30);

    archive("eu-1", HOUR, all.subList(20, 60));

    assertThat(results(HOUR, NEXT, 100)).isEqualTo(all.reversed());
  }

  @Test
  void saysWhatIsMissingWhileTheStorageIsAwayAndReadsItAfterwards() throws IOException {
    List<RecordedResult> all = Samples.every(MINUTE, MONITOR, HOUR, END);
    archive("eu-1", HOUR, all.subList(0, 60));
    archive("eu-1", NEXT, all.subList(60, 120));
    store.away(true);

    assertThat(reader.read(MONITOR, HOUR, END, 1_000))
        .isEqualTo(
            new ArchivedResults.Part(
                List.of(), List.of(MissingStretch.unread(HOUR, END, "The archive is away."))));

    store.away(false);
    assertThat(results(HOUR, END, 1_000)).isEqualTo(all.reversed());
  }

  @Test
  void doesNotWaitForEver() throws IOException {
    archive("eu-1", HOUR, Samples.every(MINUTE, MONITOR, HOUR, NEXT));
    CountDownLatch until = new CountDownLatch(1);
    store.hang(until);
    try (ArchivedResultsReader hasty =
        new ArchivedResultsReader(store, new Catalog(store), Duration.ofMillis(50))) {
      assertThat(hasty.read(MONITOR, HOUR, NEXT, 10).unreadable())
          .singleElement()
          .satisfies(
              missing -> {
                assertThat(missing.from()).isEqualTo(HOUR);
                assertThat(missing.to()).isEqualTo(NEXT);
                assertThat(missing.why()).startsWith("The archive did not answer within");
              });
    } finally {
      until.countDown();
    }
  }

  private void assertHourIsMissing(List<RecordedResult> all, String why) {
    ArchivedResults.Part part = reader.read(MONITOR, HOUR, END, 1_000);
    assertThat(part.results()).isEqualTo(all.subList(60, 120).reversed());
    assertThat(part.unreadable())
        .singleElement()
        .satisfies(
            missing -> {
              assertThat(missing.from()).isEqualTo(HOUR);
              assertThat(missing.to()).isEqualTo(NEXT);
              assertThat(missing.why()).contains(why);
            });
  }

  private List<RecordedResult> results(Instant from, Instant to, int limit) {
    ArchivedResults.Part part = reader.read(MONITOR, from, to, limit);
    assertThat(part.unreadable()).isEmpty();
    return part.results();
  }

  private ArchivedResultsReader reader() {
    return new ArchivedResultsReader(store, new Catalog(store), Duration.ofMinutes(2));
  }

  private void archive(String node, Instant hour, List<RecordedResult> results) throws IOException {
    new HourWriter(store, folder.resolve("work"), NodeName.of(node), "eu")
        .write(hour, new HeldResults().add(results), () -> false);
  }
}
