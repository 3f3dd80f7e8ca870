package dev.tocsin.history;

import static dev.tocsin.history.Minutes.REF;
import static dev.tocsin.history.Minutes.minute;
import static dev.tocsin.history.Minutes.ping;
import static dev.tocsin.history.Minutes.result;
import static dev.tocsin.history.Minutes.results;
import static dev.tocsin.history.Minutes.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.StoreUnavailableException;
import dev.tocsin.heartbeat.Ping;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.MonitorStatus;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.monitor.Quorum;
import dev.tocsin.monitor.Status;
import dev.tocsin.monitor.Timing;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.CheckSpec;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.Outcome;
import dev.tocsin.tenancy.Author;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class MergedHistoryTest {
  private static final int BORN = -10_000;
  private static final int NOW = 65;

  private final MemoryLog log = new MemoryLog();
  private final List<RecordedResult> archived = new ArrayList<>();
  private final List<MissingStretch> unreadable = new ArrayList<>();
  private final List<Span> looks = new ArrayList<>();
  private List<MonitorDetails.Point> ring = List.of();
  private CheckSpec spec = new Watched();

  /** Something that is checked. */
  private record Watched() implements CheckSpec {
    @Override
    public String type() {
      return "watched";
    }

    @Override
    public String target() {
      return "nowhere";
    }
  }

  @Test
  void theLastOnesAreReadWithoutTheArchive() {
    log.all.addAll(results(-600, NOW));
    log.completeSince = minute(-300);

    assertThat(read(-600, NOW, 100)).isEqualTo(new HistoryPage(results(NOW - 100, NOW), List.of()));
    assertThat(looks).isEmpty();
  }

  @Test
  void whatTheMemoryAloneKnowsIsThereAndTheLogKnowsMoreOfTheRest() {
    log.all.addAll(results(0, 64));
    ring =
        List.of(
            new MonitorDetails.Point(minute(64), Outcome.UP, 77),
            new MonitorDetails.Point(minute(63), Outcome.UP, 78));

    List<RecordedResult> read = read(0, NOW, 100).items();

    assertThat(read).hasSize(65);
    assertThat(read.getFirst().phases().total()).isEqualTo(77);
    assertThat(read.get(1)).isEqualTo(result(63));
  }

  @Test
  void olderThanTheLogsIsReadFromTheArchive() {
    log.all.addAll(results(-60, NOW));
    log.completeSince = minute(-60);
    archived.addAll(results(-300, -30));

    assertThat(read(-1_000, NOW, 200))
        .isEqualTo(new HistoryPage(results(NOW - 200, NOW), List.of()));
    assertThat(looks).containsExactly(span(-1_000, -60));

    assertThat(read(-400, -100, 1_000))
        .isEqualTo(
            new HistoryPage(
                results(-300, -100),
                List.of(
                    MissingStretch.lost(
                        minute(-400),
                        minute(-300),
                        "Nothing was recorded: no node checked it, or its log was lost."))));
  }

  @Test
  void whatTheLogsLeaveOpenIsLookedForInTheArchive() {
    log.all.addAll(results(0, NOW));
    log.all.addAll(results(-300, -100));
    archived.addAll(results(-100, -50));

    HistoryPage page = read(-300, NOW, 1_000);

    assertThat(looks).containsExactly(span(-101, 0));
    assertThat(page.items()).hasSize(65 + 200 + 50);
    assertThat(page.missing()).singleElement().satisfies(it -> isSpan(it, -51, 0));
  }

  @Test
  void anOpenStretchOfThisHourIsInNoArchiveYet() {
    log.all.addAll(results(-100, 61));

    assertThat(read(-100, NOW, 1_000).missing())
        .singleElement()
        .satisfies(it -> isSpan(it, 60, NOW));
    assertThat(looks).isEmpty();
  }

  @Test
  void whatTheArchiveCannotReadIsTheReason() {
    log.all.addAll(results(0, NOW));
    log.completeSince = minute(0);
    unreadable.add(MissingStretch.lost(minute(-60), minute(0), "An object is broken."));

    assertThat(read(-120, NOW, 1_000).missing())
        .containsExactly(MissingStretch.lost(minute(-120), minute(0), "An object is broken."));
  }

  @Test
  void aLogThatDoesNotAnswerFailsNothingAndIsTheReason() {
    log.broken = true;
    ring = List.of(new MonitorDetails.Point(minute(64), Outcome.DOWN, 77));

    HistoryPage page = read(0, NOW, 10);

    assertThat(page.items()).hasSize(1);
    assertThat(page.missing())
        .containsExactly(
            MissingStretch.unread(
                minute(0), minute(64), "The log of the node that answers this cannot be read."));
  }

  @Test
  void pingsHaveNoMissingOnesButAreLookedFor() {
    spec = new ManualSpec();
    log.all.addAll(List.of(ping(60), ping(-500)));
    archived.add(ping(-200));

    assertThat(read(-900, NOW, 100))
        .isEqualTo(new HistoryPage(List.of(ping(60), ping(-200), ping(-500)), List.of()));
  }

  @Test
  void whereTheMonitorIsYoungerNothingIsMissing() {
    log.all.addAll(results(BORN, BORN + 5));

    assertThat(read(BORN - 1_000, BORN + 5, 100))
        .isEqualTo(new HistoryPage(results(BORN, BORN + 5), List.of()));
  }

  @Test
  void theTimeBeforeThereWasTheMonitorIsNotGoneThrough() {
    log.completeSince = minute(0);

    read(BORN - 1_000_000, NOW, 100);

    assertThat(log.asked).containsExactly(span(BORN, NOW));
    assertThat(looks).containsExactly(span(0, NOW), span(BORN, 0));
  }

  @Test
  void whatCannotBeReadIsToldWhereNobodyOwesAResult() {
    spec = new ManualSpec();
    log.all.add(ping(60));
    unreadable.add(MissingStretch.unread(minute(-300), minute(-240), "It is away."));

    assertThat(read(-900, NOW, 100).missing()).isEqualTo(unreadable);
    assertThat(read(-270, NOW, 100).missing())
        .containsExactly(MissingStretch.unread(minute(-270), minute(-240), "It is away."));
  }

  @Test
  void aSilentLogIsToldWhereNobodyOwesAResult() {
    spec = new ManualSpec();
    log.broken = true;

    assertThat(read(-900, NOW, 100).missing())
        .containsExactly(
            MissingStretch.unread(
                minute(-900),
                minute(NOW),
                "The log of the node that answers this cannot be read."));
  }

  private static void isSpan(MissingStretch missing, int from, int to) {
    assertThat(new Span(missing.from(), missing.to())).isEqualTo(span(from, to));
  }

  private HistoryPage read(int from, int to, int limit) {
    looks.clear();
    var timeline = Timeline.of(List.of(new Timeline.Entry(minute(BORN), Status.UP)));
    return new MergedHistory(
            new Remembering(),
            new NodeLogs(log, Runnable::run),
            this::look,
            new MergedHistory.Known(ref -> Optional.of(config()), ref -> timeline),
            Runnable::run,
            () -> minute(NOW))
        .read(REF, minute(from), minute(to), limit)
        .toCompletableFuture()
        .join();
  }

  private ArchivedResults.Part look(MonitorRef monitor, Instant from, Instant to, int limit) {
    looks.add(new Span(from, to));
    return new ArchivedResults.Part(
        MemoryLog.newest(archived, monitor, from, to, limit), List.copyOf(unreadable));
  }

  private MonitorConfig config() {
    Timing timing =
        new Timing(Duration.ofSeconds(60), Duration.ofSeconds(10), 2, 1, Quorum.Share.ANY);
    return new MonitorConfig(REF, "watched", spec, timing, List.of(), minute(BORN), 1);
  }

  /** A monitor that knows what is in its ring, or does not answer. */
  private final class Remembering implements Monitors {
    @Override
    public CompletionStage<MonitorDetails> details(MonitorRef monitor) {
      return ring.isEmpty()
          ? CompletableFuture.failedStage(new StoreUnavailableException("away"))
          : CompletableFuture.completedStage(
              new MonitorDetails(
                  MonitorStatus.pending(monitor, minute(0)), null, "here", ring, null));
    }

    @Override
    public CompletionStage<List<MonitorDetails.Point>> results(MonitorRef monitor) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<MonitorStatus> pause(MonitorRef monitor, Author by) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<MonitorStatus> resume(MonitorRef monitor, Author by) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<MonitorStatus> setState(
        MonitorRef monitor, Outcome outcome, String message, Author by) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> ping(MonitorRef monitor, Ping ping) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<CheckResult> check(MonitorRef monitor) {
      throw new UnsupportedOperationException();
    }
  }
}
