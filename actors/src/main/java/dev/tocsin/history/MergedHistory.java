package dev.tocsin.history;

import dev.tocsin.heartbeat.HeartbeatSpec;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorDetails;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.probe.CheckResult;
import dev.tocsin.probe.ManualSpec;
import dev.tocsin.probe.Phases;
import dev.tocsin.uptime.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the monitor's memory and the logs of all nodes at once, and then the archive: for the time
 * that no log reaches back to, and for what the logs leave open. The last results of a monitor that
 * runs cost no look into the archive.
 */
public final class MergedHistory implements ResultHistory {
  private static final Logger log = LoggerFactory.getLogger(MergedHistory.class);

  /** Where nobody owes the next result, a node that has gone may still have archived some. */
  private static final Duration SUSPICIOUS = Duration.ofHours(1);

  private static final int MOST_LOOKS = 8;
  private static final String UNKNOWN =
      "Nothing was recorded: no node checked it, or its log was lost.";

  /**
   * What a monitor is and was.
   *
   * @param configuration empty where there is no such monitor
   * @param timeline empty where nobody knows
   */
  public record Known(
      Function<MonitorRef, Optional<MonitorConfig>> configuration,
      Function<MonitorRef, Timeline> timeline) {}

  private final Monitors monitors;
  private final NodeLogs logs;
  private final ArchivedResults archive;
  private final Known known;
  private final Executor blocking;
  private final InstantSource clock;

  /**
   * @param blocking runs what waits for the archive
   */
  public MergedHistory(
      Monitors monitors,
      NodeLogs logs,
      ArchivedResults archive,
      Known known,
      Executor blocking,
      InstantSource clock) {
    this.monitors = monitors;
    this.logs = logs;
    this.archive = archive;
    this.known = known;
    this.blocking = blocking;
    this.clock = clock;
  }

  /**
   * What is asked of one monitor.
   *
   * @param gaps in the bounds of its life until now
   */
  private record Question(MonitorRef monitor, Span span, Gaps gaps, int limit, Instant now) {
    Span life() {
      return gaps.asked();
    }
  }

  @Override
  public CompletionStage<HistoryPage> read(
      MonitorRef monitor, Instant from, Instant to, int limit) {
    Optional<MonitorConfig> config = known.configuration().apply(monitor);
    Instant now = clock.instant();
    Duration usual = config.map(MergedHistory::usual).orElse(Duration.ZERO);
    // no log and no archive is gone through for the time before there was the monitor
    Instant born =
        config.map(it -> it.createdAt().truncatedTo(ChronoUnit.MILLIS)).orElse(Instant.MIN);
    Span span = new Span(from.isBefore(born) ? born : from, to);
    Gaps gaps =
        new Gaps(
            span.within(config.map(MonitorConfig::createdAt).orElse(from), now),
            usual,
            known.timeline().apply(monitor));
    Question question = new Question(monitor, span, gaps, limit, now);
    return logs.read(monitor, span.from(), to, limit)
        .thenCombine(memory(question), MergedHistory::withMemory)
        .thenCompose(found -> complete(question, found));
  }

  private static Duration usual(MonitorConfig config) {
    boolean nobodyAsks =
        config.spec() instanceof HeartbeatSpec || config.spec() instanceof ManualSpec;
    return nobodyAsks ? Duration.ZERO : config.timing().nextWithin();
  }

  // ---- the monitor's memory

  private CompletionStage<List<RecordedResult>> memory(Question question) {
    return monitors
        .details(question.monitor())
        .handle(
            (details, failure) ->
                failure == null
                    ? remembered(question, details)
                    : List.<RecordedResult>of()); // it moves, or the cluster is away
  }

  private static List<RecordedResult> remembered(Question question, MonitorDetails details) {
    List<RecordedResult> results = new ArrayList<>();
    CheckResult last = details.lastCheck();
    for (MonitorDetails.Point point : details.results()) {
      Instant at = point.at();
      if (at.isBefore(question.span().from()) || !at.isBefore(question.span().to())) {
        continue;
      }
      // the last one is known as a whole
      CheckResult whole =
          last != null && last.at().toEpochMilli() == at.toEpochMilli() ? last : null;
      results.add(
          new RecordedResult(
              question.monitor(),
              Instant.ofEpochMilli(at.toEpochMilli()),
              point.outcome(),
              whole == null ? null : whole.error(),
              whole == null
                  ? new Phases(null, null, null, null, null, point.total())
                  : whole.phases(),
              details.region(),
              question.gaps().usual()));
    }
    return results;
  }

  /** The logs know more of a result than the memory does. */
  private static NodeLogs.Found withMemory(NodeLogs.Found found, List<RecordedResult> remembered) {
    return found.with(new NodeLogs.Found(remembered, Instant.EPOCH, List.of()));
  }

  // ---- the archive

  private CompletionStage<HistoryPage> complete(Question question, NodeLogs.Found found) {
    List<Span> looks = looks(question, found);
    if (looks.isEmpty()) {
      return CompletableFuture.completedStage(page(question, found, List.of()));
    }
    return CompletableFuture.supplyAsync(() -> look(question, found, looks), blocking);
  }

  /** For which times the archive may know more, newest first. */
  private List<Span> looks(Question question, NodeLogs.Found found) {
    if (archive == ArchivedResults.NONE) {
      return List.of();
    }
    List<RecordedResult> newest = newest(question, found.results());
    boolean isAll = newest.size() < question.limit();
    Instant oldest = isAll ? question.life().from() : newest.getLast().at();
    List<Span> looks = new ArrayList<>();
    for (Span gap : suspicious(question, newest, isAll)) {
      Span inLogsTime = gap.within(found.completeSince(), gap.to());
      // this hour is in no archive yet
      if (!inLogsTime.isEmpty()
          && inLogsTime.from().isBefore(question.now().truncatedTo(ChronoUnit.HOURS))) {
        looks.add(inLogsTime);
      }
    }
    Span before = new Span(oldest, found.completeSince()).within(oldest, question.life().to());
    if (!before.isEmpty()) {
      looks.add(before);
    }
    looks.sort(Comparator.comparing(Span::to).reversed());
    return looks.size() <= MOST_LOOKS
        ? looks
        : List.of(new Span(looks.getLast().from(), looks.getFirst().to()));
  }

  private static List<Span> suspicious(
      Question question, List<RecordedResult> newest, boolean isAll) {
    List<Span> gaps = new ArrayList<>(question.gaps().of(newest, isAll));
    Instant next = question.life().to();
    for (RecordedResult result : newest) {
      Span between = new Span(result.at().plusMillis(1), next);
      if (result.nextWithin().isZero() && between.isLongerThan(SUSPICIOUS)) {
        gaps.add(between);
      }
      next = result.at();
    }
    Span first = new Span(question.life().from(), next);
    if (isAll && question.gaps().usual().isZero() && first.isLongerThan(SUSPICIOUS)) {
      gaps.add(first);
    }
    return gaps;
  }

  /** Blocks. */
  private HistoryPage look(Question question, NodeLogs.Found found, List<Span> looks) {
    Merge merge = new Merge();
    merge.add(found.results());
    List<MissingStretch> unreadable = new ArrayList<>();
    for (Span span : looks) {
      List<RecordedResult> newest = merge.newest(question.limit());
      if (newest.size() == question.limit() && !newest.getLast().at().isBefore(span.to())) {
        break;
      }
      try {
        ArchivedResults.Part part =
            archive.read(question.monitor(), span.from(), span.to(), question.limit());
        merge.add(part.results());
        unreadable.addAll(part.unreadable());
      } catch (RuntimeException failed) {
        log.warn("The archive could not be read for {}", question.monitor().entityId(), failed);
        unreadable.add(
            MissingStretch.unread(span.from(), span.to(), "The archive could not be read."));
      }
    }
    return page(
        question,
        new NodeLogs.Found(merge.newest(question.limit()), found.completeSince(), found.silent()),
        unreadable);
  }

  // ---- the answer

  private static HistoryPage page(
      Question question, NodeLogs.Found found, List<MissingStretch> unreadable) {
    List<RecordedResult> newest = newest(question, found.results());
    boolean isAll = newest.size() < question.limit();
    List<MissingStretch> missing = new ArrayList<>();
    List<Span> gaps = question.gaps().of(newest, isAll);
    for (Span gap : gaps) {
      missing.add(told(gap, found, unreadable));
    }
    // where nobody owes a result so soon, there is no gap; there may be results all the same
    Instant oldest = isAll ? question.life().from() : newest.getLast().at();
    for (MissingStretch part : unreadable) {
      Span span = new Span(part.from(), part.to()).within(oldest, question.life().to());
      if (!span.isEmpty() && !isCovered(span, gaps)) {
        missing.add(new MissingStretch(span.from(), span.to(), part.why(), part.unread()));
      }
    }
    if (!found.silent().isEmpty() && isNothingOwed(question, newest)) {
      Span span = new Span(oldest, question.life().to());
      if (!span.isEmpty() && !isCovered(span, gaps)) {
        missing.add(MissingStretch.unread(span.from(), span.to(), silence(found)));
      }
    }
    missing.sort(Comparator.comparing(MissingStretch::to).reversed());
    return new HistoryPage(newest, List.copyOf(missing));
  }

  private static List<RecordedResult> newest(Question question, List<RecordedResult> results) {
    return results.size() <= question.limit() ? results : results.subList(0, question.limit());
  }

  private static boolean isCovered(Span span, List<Span> gaps) {
    return gaps.stream()
        .anyMatch(gap -> !gap.from().isAfter(span.from()) && !gap.to().isBefore(span.to()));
  }

  /** Whether results may be missing though no gap between those that are known tells of it. */
  private static boolean isNothingOwed(Question question, List<RecordedResult> newest) {
    Duration usual = question.gaps().usual();
    return usual.isZero() || (newest.isEmpty() && !question.life().isLongerThan(usual));
  }

  /** What could not be read now comes first: asking again may close the gap. */
  private static MissingStretch told(
      Span gap, NodeLogs.Found found, List<MissingStretch> unreadable) {
    List<MissingStretch> within =
        unreadable.stream().filter(part -> gap.overlaps(part.from(), part.to())).toList();
    Optional<MissingStretch> unread = within.stream().filter(MissingStretch::unread).findFirst();
    if (unread.isPresent()) {
      return MissingStretch.unread(gap.from(), gap.to(), unread.get().why());
    }
    if (!found.silent().isEmpty()) {
      return MissingStretch.unread(gap.from(), gap.to(), silence(found));
    }
    String why = within.isEmpty() ? UNKNOWN : within.getFirst().why();
    return MissingStretch.lost(gap.from(), gap.to(), why);
  }

  private static String silence(NodeLogs.Found found) {
    String node = found.silent().getFirst();
    return node.equals(NodeLogs.HERE)
        ? "The log of the node that answers this cannot be read."
        : "The node " + node + " does not answer.";
  }
}
