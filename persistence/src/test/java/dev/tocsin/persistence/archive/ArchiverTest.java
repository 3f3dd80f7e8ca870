package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tocsin.history.RecordedResult;
import dev.tocsin.monitor.MonitorRef;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ArchiverTest {
  private static final MonitorRef MONITOR = Samples.monitor(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Instant END = Samples.HOUR.plus(Hours.HOUR);
  private static final String NODE = "eu-1";
  private static final Duration OFFSET = Archiver.LATE.plus(Archiver.spread(NODE));

  @TempDir Path folder;
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final HeldResults local = new HeldResults();
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Archiver.class);
  private NodeName name = NodeName.of(NODE);
  private Instant now = Samples.HOUR;
  private FailingStore store;

  @BeforeEach
  void listen() {
    store = new FailingStore();
    said.start();
    logger.addAppender(said);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(said);
  }

  @Test
  void takesAnHourWhenItIsOverAndLateChecksHadTheirTime() {
    local.add(anHour(Samples.HOUR)).add(anHour(END));
    Archiver archiver = archiver();

    now = END.plus(OFFSET).minusSeconds(1);
    archiver.step();
    assertThat(local.archivedHours()).isEmpty();

    now = END.plus(OFFSET);
    archiver.step();
    assertThat(local.archivedHours()).containsExactly(Samples.HOUR);
    assertThat(read(Samples.HOUR)).hasSize(60);
    assertThat(read(END)).isEmpty();
    assertThat(metrics.get("tocsin.archive.written").counter().count()).isGreaterThan(100);
  }

  @Test
  void nodesBeginAtDifferentMoments() {
    assertThat(Stream.of("eu-1", "eu-2", "eu-3", "eu-4").map(Archiver::spread).distinct().count())
        .isEqualTo(4);
    assertThat(Archiver.spread("eu-1")).isLessThan(Archiver.SPREAD);
  }

  @Test
  void takesAllHoursAfterTheClockJumpedAhead() {
    local.add(anHour(Samples.HOUR)).add(anHour(END)).add(anHour(END.plus(Hours.HOUR)));
    Archiver archiver = archiver();

    now = Samples.HOUR.plus(Duration.ofDays(30));
    archiver.step();

    assertThat(local.archivedHours()).hasSize(3);
    now = Samples.HOUR.minus(Duration.ofDays(30));
    archiver.step();
    assertThat(local.archivedHours()).hasSize(3);
  }

  @Test
  void triesAgainWithLongerPausesAndSaysOnceThatItFailsAndOnceThatItWorks() {
    local.add(anHour(Samples.HOUR));
    store.away(true);
    Archiver archiver = archiver();
    now = END.plus(OFFSET);

    Instant end = now.plus(Duration.ofHours(2));
    for (; now.isBefore(end); now = now.plusSeconds(5)) {
      archiver.step();
    }

    double failures = metrics.get("tocsin.archive.failures").counter().count();
    assertThat(failures).isBetween(30.0, 50.0); // both what writes and what deletes
    assertThat(metrics.get("tocsin.archive.hours.waiting").gauge().value()).isEqualTo(1);
    assertThat(messages(Level.WARN)).hasSize(2);
    assertThat(messages(Level.WARN).getFirst())
        .isEqualTo(
            "Results of one hour wait for the archive: The archive is away. They stay in this"
                + " node's log, and it is tried again.");

    store.away(false);
    now = now.plus(Archiver.LONGEST_PAUSE);
    archiver.step();

    assertThat(local.archivedHours()).containsExactly(Samples.HOUR);
    assertThat(metrics.get("tocsin.archive.hours.waiting").gauge().value()).isZero();
    assertThat(messages(Level.INFO))
        .containsExactly(
            "The archive takes results again; one hour waited for it.",
            "What is too old is deleted from the archive again.");
  }

  @Test
  void triesAgainThoughTheClockWasPutBack() {
    local.add(anHour(Samples.HOUR));
    store.away(true);
    Archiver archiver = archiver();
    now = END.plus(Duration.ofDays(9));
    archiver.step();
    store.away(false);

    now = END.plus(OFFSET);
    archiver.step();

    assertThat(local.archivedHours()).containsExactly(Samples.HOUR);
  }

  @Test
  void nothingIsHalfVisibleWhereverItDies() throws IOException {
    local.add(anHour(Samples.HOUR));
    now = END.plus(OFFSET);
    int call = 1;
    while (local.archivedHours().isEmpty()) {
      store.dieAt(call++);
      archiver().step();
      store.dieAt(Integer.MAX_VALUE);
      assertThat(read(Samples.HOUR).size()).isIn(0, 60);
    }
    assertThat(call).isGreaterThan(5);

    assertThat(read(Samples.HOUR)).hasSize(60);
    assertThat(store.within("results/"))
        .containsExactly(
            "results/2026/11/21/10/eu-1.index.json",
            "results/2026/11/21/10/eu-1.results.ndjson.gz",
            "results/2026/11/21/10/eu-1.sketches.ndjson.gz");
  }

  @Test
  void anHourThatIsThereIsNotWrittenAgain() throws IOException {
    local.add(anHour(Samples.HOUR));
    HourWriter writer = writer();

    assertThat(writer.write(Samples.HOUR, local, () -> false)).isPositive();
    assertThat(writer.write(Samples.HOUR, local, () -> false)).isZero();
  }

  @Test
  void keepsTheLinesThatTheLogNoLongerHas() throws IOException {
    List<RecordedResult> first = anHour(Samples.HOUR).subList(0, 30);
    List<RecordedResult> second = anHour(Samples.HOUR).subList(25, 60);
    MonitorRef other = Samples.monitor(2);
    local.add(first).add(Samples.up(other, Samples.HOUR.plusSeconds(3), MINUTE));
    writer().write(Samples.HOUR, local, () -> false);
    local.forget();
    local.add(second).add(Samples.up(Samples.monitor(3), Samples.HOUR.plusSeconds(4), MINUTE));

    int call = 1;
    for (boolean done = false; !done; ) {
      store.dieAt(call++);
      try {
        writer().write(Samples.HOUR, local, () -> false);
        done = true;
      } catch (StoreAwayException died) {
        // and again
      }
      store.dieAt(Integer.MAX_VALUE);
      assertThat(read(Samples.HOUR).size()).isIn(30, 60);
      assertThat(read(other)).hasSize(1);
    }

    assertThat(read(Samples.HOUR)).isEqualTo(Samples.newestFirst(anHour(Samples.HOUR)));
    assertThat(read(Samples.monitor(3))).hasSize(1);
    // the process that died as it deleted left what no index names
    assertThat(writer().write(Samples.HOUR, local, () -> false)).isZero();
    assertThat(store.within("results/"))
        .contains(
            "results/2026/11/21/10/eu-1.2.results.ndjson.gz",
            "results/2026/11/21/10/eu-1.2.sketches.ndjson.gz",
            "results/2026/11/21/10/eu-1.index.json");
  }

  @Test
  void anHourThatCannotBeReadKeepsNoOtherWaiting() {
    Instant second = END;
    Instant third = END.plus(Hours.HOUR);
    local.add(anHour(Samples.HOUR)).add(anHour(second)).add(anHour(third));
    local.fail(Samples.HOUR, new UncheckedIOException(new IOException("Input/output error")));
    local.fail(second, new OutOfMemoryError("told to"));
    Archiver archiver = archiver();
    now = third.plus(Hours.HOUR).plus(OFFSET);

    archiver.step();
    archiver.step();

    assertThat(local.archivedHours()).containsExactly(third);
    assertThat(metrics.get("tocsin.archive.hours.waiting").gauge().value()).isEqualTo(2);
    assertThat(messages(Level.WARN)).hasSize(2);
    assertThat(messages(Level.WARN).getFirst()).contains("10:00:00Z", "Input/output error");

    local.mend();
    now = now.plus(Archiver.LONGEST_PAUSE);
    archiver.step();
    assertThat(local.archivedHours()).containsExactlyInAnyOrder(Samples.HOUR, second, third);
    assertThat(metrics.get("tocsin.archive.hours.waiting").gauge().value()).isZero();
  }

  @Test
  void aNodeWithoutANameWaitsForItAndSaysSo() throws IOException {
    Path data = Files.createDirectories(folder.resolve("data/results"));
    Files.createFile(data.resolve("node"));
    name = NodeName.in(folder.resolve("data"), "eu");
    local.add(anHour(Samples.HOUR));
    Archiver archiver = archiver();
    now = END.plus(Duration.ofHours(1));

    archiver.step();
    assertThat(local.archivedHours()).isEmpty();
    assertThat(messages(Level.WARN)).singleElement().asString().contains("it holds no name");

    Files.delete(data.resolve("node"));
    now = now.plus(Archiver.LONGEST_PAUSE);
    archiver.step();
    assertThat(local.archivedHours()).containsExactly(Samples.HOUR);
    assertThat(data.resolve("node")).isNotEmptyFile();
  }

  @Test
  void endsWithoutHavingWrittenWhereTheProcessStops() throws IOException {
    local.add(anHour(Samples.HOUR));
    now = END.plus(OFFSET);
    Archiver archiver = archiver();
    archiver.close();

    archiver.step();

    assertThat(local.archivedHours()).isEmpty();
    assertThat(store.within("results/")).isEmpty();
  }

  @Test
  void runsByItself() {
    local.add(anHour(Samples.HOUR));
    now = END.plus(OFFSET);
    try (Archiver archiver = archiver()) {
      archiver.start();
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(local.archivedHours()).hasSize(1));
    }
  }

  private Archiver archiver() {
    return new Archiver(
        local, writer(), new Retention(store, Duration.ofDays(400)), name, () -> now, metrics);
  }

  private HourWriter writer() {
    return new HourWriter(store, folder.resolve("sealing"), name, "eu");
  }

  private static List<RecordedResult> anHour(Instant hour) {
    return Samples.every(MINUTE, MONITOR, hour.plusMillis(7), hour.plus(Hours.HOUR));
  }

  private List<RecordedResult> read(Instant hour) {
    return read(MONITOR, hour);
  }

  private List<RecordedResult> read(MonitorRef monitor) {
    return read(monitor, Samples.HOUR);
  }

  private List<RecordedResult> read(MonitorRef monitor, Instant hour) {
    try (ArchivedResultsReader reader =
        new ArchivedResultsReader(store, new Catalog(store), Duration.ofMinutes(2))) {
      return reader.read(monitor, hour, hour.plus(Hours.HOUR), 1_000).results();
    }
  }

  private List<String> messages(Level level) {
    List<String> messages = new ArrayList<>();
    for (ILoggingEvent event : said.list) {
      if (event.getLevel().equals(level)) {
        messages.add(event.getFormattedMessage());
      }
    }
    return messages;
  }
}
