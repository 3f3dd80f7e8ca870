package dev.tocsin.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tocsin.conf.ArchiveSettings;
import dev.tocsin.history.ResultSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ArchiveTest {
  private static final Instant END = Samples.HOUR.plus(Hours.HOUR);

  @TempDir Path folder;

  @Test
  void archivesAndReadsBack() {
    HeldResults local =
        new HeldResults()
            .add(Samples.every(Duration.ofMinutes(1), Samples.monitor(1), Samples.HOUR, END));
    try (Archive archive = Archive.open(settings(true), folder, "eu", false)) {
      archive.start(local, () -> END.plus(Duration.ofHours(1)), new SimpleMeterRegistry());
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(local.archivedHours()).hasSize(1));

      assertThat(archive.results().read(Samples.monitor(1), Samples.HOUR, END, 100).results())
          .hasSize(60);
      List<ResultSummary> sums = new ArrayList<>();
      archive
          .summaries()
          .each(
              Samples.ORGANIZATION,
              Samples.HOUR,
              END,
              (monitor, region, summary) -> sums.add(summary));
      assertThat(sums).singleElement().satisfies(sum -> assertThat(sum.checks()).isEqualTo(60));
    }
  }

  @Test
  void takesHoursInThatNoLogHoldsAndWhatComesLaterOfThem() throws IOException {
    List<Instant> hours = new ArrayList<>();
    for (int hour = 0; hour < 30; hour++) {
      hours.add(Samples.HOUR.plus(Duration.ofHours(hour)));
    }
    Instant end = Samples.HOUR.plus(Duration.ofHours(30));
    Duration minute = Duration.ofMinutes(1);
    HeldResults past =
        new HeldResults().add(Samples.every(minute, Samples.monitor(1), Samples.HOUR, end));
    HeldResults local =
        new HeldResults().add(Samples.every(minute, Samples.monitor(2), Samples.HOUR, END));
    try (Archive archive = Archive.open(settings(true), folder, "eu", false)) {
      archive.add(hours, past);
      archive.start(local, () -> end.plus(Duration.ofHours(1)), new SimpleMeterRegistry());
      await()
          .atMost(Duration.ofMinutes(1))
          .untilAsserted(() -> assertThat(local.archivedHours()).hasSize(1));

      assertThat(archive.results().read(Samples.monitor(1), Samples.HOUR, end, 5_000).results())
          .hasSize(1_800);
      assertThat(archive.results().read(Samples.monitor(2), Samples.HOUR, end, 5_000).results())
          .hasSize(60);
      assertThat(folder.resolve("adding")).doesNotExist();
    }
  }

  @Test
  void saysWhatKeepsHoursFromBeingTakenIn() throws IOException {
    HeldResults past =
        new HeldResults()
            .add(Samples.every(Duration.ofMinutes(1), Samples.monitor(1), Samples.HOUR, END));
    past.fail(Samples.HOUR, new IllegalStateException("no such hour"));
    try (Archive archive = Archive.open(settings(true), folder, "eu", false)) {
      assertThatThrownBy(() -> archive.add(List.of(Samples.HOUR), past))
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("no such hour");

      past.mend();
      archive.add(List.of(Samples.HOUR), past);
      assertThat(archive.results().read(Samples.monitor(1), Samples.HOUR, END, 100).results())
          .hasSize(60);
    }
  }

  @Test
  void theNodeKeepsItsNameWhateverItsRegionIsCalledLater() throws IOException {
    String first = NodeName.in(folder, "eu").get();

    assertThat(first).matches("eu-[0-9a-f]{10}");
    assertThat(NodeName.in(folder, "us").get()).isEqualTo(first);
    assertThat(NodeName.in(folder.resolve("other"), "eu").get()).isNotEqualTo(first);

    Files.writeString(folder.resolve("results/node"), "../../x");
    assertThatThrownBy(() -> NodeName.in(folder, "eu").get())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("it holds no name");
  }

  @Test
  void warnsWhereOtherNodesCannotReadTheFolder() {
    assertThat(saidBy(settings(true), true))
        .singleElement()
        .asString()
        .contains("set tocsin.results.archive.to to a folder that all nodes share");
    assertThat(saidBy(settings(true), false)).isEmpty();
    assertThat(saidBy(settings(false), true)).isEmpty();
  }

  private List<String> saidBy(ArchiveSettings settings, boolean hasOtherNodes) {
    Logger logger = (Logger) LoggerFactory.getLogger(Archive.class);
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    said.start();
    logger.addAppender(said);
    try {
      Archive.open(settings, folder, "eu", hasOtherNodes).close();
    } finally {
      logger.detachAppender(said);
    }
    return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private ArchiveSettings settings(boolean isDefault) {
    return new ArchiveSettings(
        new ArchiveSettings.Folder(folder.resolve("archive"), isDefault), Duration.ofDays(400));
  }
}
