package dev.tocsin.app;

import dev.tocsin.conf.Settings;
import dev.tocsin.configuration.Lookup;
import dev.tocsin.history.MergedHistory;
import dev.tocsin.history.NodeLogs;
import dev.tocsin.history.ResultHistory;
import dev.tocsin.history.ResultSummaries;
import dev.tocsin.monitor.MonitorConfig;
import dev.tocsin.monitor.MonitorRef;
import dev.tocsin.monitor.Monitors;
import dev.tocsin.persistence.archive.Archive;
import dev.tocsin.persistence.results.ResultLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorSystem;

/** Where this node's results are kept, and how all of them are read. */
final class Results implements AutoCloseable {
  private static final String FOLDER = "results";

  private final ResultLog log;
  private final Archive archive;
  private final NodeLogs logs;
  private final Executor blocking;

  private Results(ResultLog log, Archive archive, Executor blocking) {
    this.log = log;
    this.archive = archive;
    this.logs = new NodeLogs(log, blocking);
    this.blocking = blocking;
  }

  static Results open(
      Settings settings, InstantSource clock, Executor blocking, MeterRegistry registry) {
    ResultLog log =
        ResultLog.open(
            settings.node().dataDir().resolve(FOLDER),
            settings.node().region(),
            settings.resultLog(),
            clock);
    FunctionCounter.builder("tocsin.results.lost", log, ResultLog::lost)
        .description(
            "Results that this node could not record on its disk, or dropped before they were archived")
        .register(registry);
    Gauge.builder("tocsin.results.log.size", log, ResultLog::size)
        .description("What this node's log of results takes on its disk")
        .baseUnit("bytes")
        .register(registry);
    Archive archive =
        Archive.open(
            settings.archive(),
            settings.node().dataDir(),
            settings.node().region(),
            settings.database().isPostgres());
    archive.start(log, clock, registry);
    return new Results(log, archive, blocking);
  }

  ResultLog log() {
    return log;
  }

  /** Shares what is recorded with the other nodes of a cluster. */
  void join(ActorSystem<?> system) {
    logs.join(system);
  }

  ResultHistory history(Monitors monitors, Knowledge knowledge, InstantSource clock) {
    return new MergedHistory(
        monitors,
        logs,
        archive.results(),
        new MergedHistory.Known(
            monitor -> configuration(knowledge, monitor), knowledge.timelines()::timeline),
        blocking,
        clock);
  }

  private static Optional<MonitorConfig> configuration(Knowledge knowledge, MonitorRef monitor) {
    return knowledge.configuration().monitor(monitor)
            instanceof Lookup.Found<MonitorConfig>(MonitorConfig config)
        ? Optional.of(config)
        : Optional.empty();
  }

  Archive archive() {
    return archive;
  }

  /** What the archive says of days that are over. */
  ResultSummaries archived() {
    return archive.summaries();
  }

  @Override
  public void close() {
    archive.close();
    log.close();
  }
}
